"""What a journey that leads through no service asks for, as reference journeys do, is told once and of no service."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Literal, NamedNode, QuerySolutions, RdfFormat, Store

from graph_service.model.binding import bind
from graph_service.services.query_catalogue import read_query_catalogue

ID = "https://w3id.org/public-service-graph/id/"
QUERIES = read_query_catalogue(Path(__file__).parent.parent.parent / "queries")
#: A step of such a journey asks for a document that a system holds; a service has nothing to do with it.
GRAPH = """
PREFIX cpsv: <http://purl.org/vocab/cpsv#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX p-plan: <http://purl.org/net/p-plan#>
PREFIX psg: <https://w3id.org/public-service-graph/def/>
PREFIX status: <https://w3id.org/public-service-graph/codelist/system-status/>
PREFIX x: <https://w3id.org/public-service-graph/id/>
x:catalogue psg:ofStack x:stack .
x:service a cpsv:PublicService ; dct:isPartOf x:catalogue ; dct:title "A service"@en .
x:journey a psg:UserJourney ; dct:isPartOf x:catalogue ; dct:title "A journey"@en .
x:step p-plan:isStepOfPlan x:journey ; psg:asksForEvidence x:document ; dct:title "A step"@en .
x:register psg:holdsEvidence x:document ; psg:systemStatus status:in-operation ; dct:isPartOf x:catalogue .
"""


def test_what_it_asks_for_is_of_no_service() -> None:
    store = Store()
    store.load(GRAPH.encode(), format=RdfFormat.TURTLE)
    asked = QUERIES.get("once-only-violations")
    solutions = store.query(bind(asked.text, {"stack": [NamedNode(f"{ID}stack")], "lang": [Literal("en")]}))
    assert isinstance(solutions, QuerySolutions)
    [row] = list(solutions)
    assert row["stepTitle"].value == "A step"
    assert (row["service"], row["serviceTitle"]) == (None, None)
