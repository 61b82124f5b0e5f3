"""A retired system supports nothing: no service depends on a Building Block by it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store

from graph_service.model.binding import bind
from graph_service.services.query_catalogue import read_query_catalogue

ID = "https://w3id.org/public-service-graph/id/"
QUERIES = read_query_catalogue(Path(__file__).parent.parent.parent / "queries")
#: A service runs on a front; the front depends on a core, which realises the Building Block.
GRAPH = """
PREFIX cpsv: <http://purl.org/vocab/cpsv#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX psg: <https://w3id.org/public-service-graph/def/>
PREFIX status: <https://w3id.org/public-service-graph/codelist/system-status/>
PREFIX x: <https://w3id.org/public-service-graph/id/>
x:catalogue psg:ofStack x:stack .
x:service a cpsv:PublicService ; dct:isPartOf x:catalogue ; psg:supportedBySystem x:front .
x:front a psg:System ; psg:dependsOn x:core ; psg:systemStatus status:{front} .
x:core a psg:System ; psg:realisesBuildingBlock x:block ; psg:systemStatus status:{core} .
"""


def answered(query: str, front: str, core: str) -> list[dict[str, str]]:
    """The rows of a query about the Building Block, where both systems have these statuses."""
    store = Store()
    store.load(GRAPH.format(front=front, core=core).encode(), format=RdfFormat.TURTLE)
    asked = QUERIES.get(query)
    given = {"building_block": NamedNode(f"{ID}block"), "stack": NamedNode(f"{ID}stack")}
    arguments = {name: [given[name]] if name in given else [] for name in asked.parameters}
    solutions = store.query(bind(asked.text, arguments))
    assert isinstance(solutions, QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    return [{name: row[name].value for name in names if row[name] is not None} for row in solutions]


@pytest.mark.parametrize(
    ("front", "core", "supported"),
    [
        ("in-operation", "in-operation", True),
        ("planned", "in-operation", True),
        ("in-operation", "planned", True),
        ("retired", "in-operation", False),
        ("in-operation", "retired", False),
    ],
)
def test_paths_neither_begin_nor_end_at_a_retired_system(front: str, core: str, supported: bool) -> None:
    """In the list of paths and in the count of services."""
    paths = answered("services-using-building-block", front, core)
    assert [row["from"] for row in paths] == [f"{ID}front"] * supported
    counts = answered("building-block-reuse", front, core)
    assert [row["servicesThroughSystems"] for row in counts] == ["1"] * supported
