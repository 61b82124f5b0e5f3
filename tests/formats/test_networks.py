"""Answers as networks: what other programs read from them is what the rows say, however hostile the titles are."""

from __future__ import annotations

import re
from collections import Counter
from io import BytesIO
from typing import Any

import networkx
import pydot
import pytest
from countries import HOSTILE, written
from fastapi.testclient import TestClient
from pyoxigraph import NamedNode, QuerySolutions, Store

from graph_service.errors import NotAcceptable
from graph_service.formats import formats, write
from graph_service.formats import written as whole
from graph_service.model.answer import Answer, Receipt
from graph_service.model.context import Context
from graph_service.model.named_query import NamedQuery
from graph_service.services.ask import ask
from graph_service.services.deployment import Deployment

EX = "https://example.org/"
pytestmark = pytest.mark.filterwarnings("ignore:.* deprecated - use:DeprecationWarning")  # pydot's use of pyparsing
NETWORKS = ("dot", "graphml", "mmd")
#: The statements of a flowchart that are written here, and no others.
MERMAID = re.compile(
    r"""flowchart\ LR\n
    (?:\ \ n\d+\["(?:[\w\ .,:!?'/+=*…-]|\#\d+;)+"\]\n)*
    (?:\ \ n\d+\ -->(?:\|"(?:[\w\ .,:!?'/+=*…-]|\#\d+;)+"\|)?\ n\d+\n)*""",
    re.VERBOSE,
)


def network(name: str, rows: str, columns: str = "?a ?aTitle ?b ?bTitle ?n ?why") -> bytes:
    result = Store().query(f"PREFIX ex: <{EX}> SELECT {columns} {{ VALUES ({columns}) {{ {rows} }} }}")
    assert isinstance(result, QuerySolutions)
    receipt = Receipt("q", "0", {}, 1, "test", ())
    answer = Answer(NamedQuery("q", "?", ""), "", result, receipt)
    return whole(lambda output: write(formats()[name], answer, Context({}, {}), output))


def graphml(content: bytes) -> Any:
    return networkx.read_graphml(BytesIO(content), force_multigraph=True)


def drawn(content: bytes) -> tuple[dict[str, str], Counter[tuple[str, str, str]]]:
    """The labels of the nodes by name, and the edges with their labels, of a DOT file."""
    graphs = pydot.graph_from_dot_data(content.decode())
    assert graphs is not None
    [graph] = graphs
    nodes = [node for node in graph.get_nodes() if re.fullmatch(r"n\d+", node.get_name())]
    names = {node.get_name(): str(node.get("label")) for node in nodes}
    edges = Counter(
        (str(e.get_source()), str(e.get_destination()), str(e.get("label") or "")) for e in graph.get_edges()
    )
    return names, edges


ROWS = """
  (ex:one "One"@en ex:two "Two"@en 3 "because"@en)
  (ex:two "Two"@en ex:three "Three"@en UNDEF UNDEF)
  (ex:one "One"@en ex:two "Two"@en 3 "because"@en)
  (ex:one "One"@en ex:one "One"@en 1 "of itself"@en)
  (ex:alone "Alone"@en UNDEF UNDEF 1 UNDEF)
"""


def test_graphml_has_things_lines_and_typed_facts() -> None:
    """As NetworkX reads it; equal rows are one line, and a thing alone is a thing."""
    found = graphml(network("graphml", ROWS))
    labels = {data["iri"]: data["label"] for _, data in found.nodes(data=True)}
    assert labels == {f"{EX}{name}": name.title() for name in ("one", "two", "three", "alone")}
    iris = {key: data["iri"].removeprefix(EX) for key, data in found.nodes(data=True)}
    lines = [(iris[s], iris[t], data) for s, t, data in found.edges(data=True)]
    assert [(s, t, data.get("n"), data.get("why")) for s, t, data in lines] == [
        ("one", "two", 3, "because"),
        ("two", "three", None, None),
    ]


def test_dot_is_what_graphviz_reads() -> None:
    """As pydot parses it, with the first text of the other columns on a line."""
    names, edges = drawn(network("dot", ROWS))
    assert list(names.values()) == ['"One"', '"Two"', '"Three"', '"Alone"']
    assert edges == {("n0", "n1", '"because"'): 1, ("n1", "n2", ""): 1}


def test_mermaid_is_a_flowchart() -> None:
    """A number stands on a line with its name where no text does."""
    content = network("mmd", '(ex:one "One" ex:two "Two (2)" 3 UNDEF)').decode()
    assert content == 'flowchart LR\n  n0["One"]\n  n1["Two #40;2#41;"]\n  n0 -->|"n: 3"| n1\n'


@pytest.mark.parametrize("name", NETWORKS)
def test_a_hostile_title_ends_nothing(name: str) -> None:
    """Two things and one line, whatever their titles are."""
    title = written(HOSTILE)
    content = network(name, f"(ex:one {title} ex:two {title} 1 {title})")
    if name == "graphml":
        found = graphml(content)
        assert {data["label"] for _, data in found.nodes(data=True)} == {HOSTILE.replace("\u0007", "\ufffd")}
        assert found.number_of_edges() == 1
    elif name == "dot":
        names, edges = drawn(content)
        assert (set(names), len(edges)) == ({"n0", "n1"}, 1)
        assert "\n" not in names["n0"]
        assert re.fullmatch(r'"(?:[^"\\]|\\\\|\\")*"', names["n0"])
    else:
        assert MERMAID.fullmatch(content.decode())
    assert len(content) < 1000 or name == "graphml"


@pytest.mark.parametrize("name", NETWORKS)
def test_no_rows_are_an_empty_network(name: str) -> None:
    """Whether a query can be drawn doesn't depend on its rows."""
    content = network(name, "")
    if name == "graphml":
        assert graphml(content).number_of_nodes() == 0
    elif name == "dot":
        assert drawn(content) == ({}, Counter())
    else:
        assert MERMAID.fullmatch(content.decode())


@pytest.mark.parametrize("name", NETWORKS)
def test_one_column_of_things_is_no_network(name: str) -> None:
    """The error says what a network needs, and what can be had instead."""
    with pytest.raises(NotAcceptable, match="two columns of things") as refused:
        network(name, '(ex:one "One" 3)', "?a ?aTitle ?n")
    assert "csv" in refused.value.offered
    assert not set(NETWORKS) & set(refused.value.offered)


def test_every_query_with_two_titled_columns_is_a_network(seeded: Deployment) -> None:
    """With the things of its rows: counted from the rows as the same query gives them."""
    drawable = 0
    for query in seeded.queries.queries.values():
        nodes = [name for name in query.columns if f"{name}Title" in query.columns]
        if query.form != "rows" or len(nodes) < 2:
            continue
        drawable += 1
        given = {p.name: [p.example.strip('<>"')] for p in query.parameters.values() if p.example != "UNDEF"}
        rows = [[row[name] for name in nodes] for row in ask(seeded, query, given).solutions]
        things = {term.value for row in rows for term in row if isinstance(term, NamedNode)}
        content = {name: named(seeded, query, given, name) for name in NETWORKS}
        found = graphml(content["graphml"])
        assert {data["iri"] for _, data in found.nodes(data=True)} == things, query.name
        assert MERMAID.fullmatch(content["mmd"].decode()), query.name
        assert len(drawn(content["dot"])[0]) == len(things), query.name
    assert drawable >= 10


def named(deployment: Deployment, query: NamedQuery, given: dict[str, list[str]], name: str) -> bytes:
    answer, context = ask(deployment, query, given), deployment.vocabulary.context
    return whole(lambda output: write(formats()[name], answer, context, output))


def test_networks_over_http(client: TestClient) -> None:
    """By suffix or media type; labels make a network of a query whose things have no titles."""
    answer = client.get("/queries/roadmap-dependencies.dot?stack=demo")
    assert answer.headers["content-type"].startswith("text/vnd.graphviz")
    assert drawn(answer.content)[1]
    accepted = client.get("/queries/roadmap-dependencies?stack=demo", headers={"Accept": "application/graphml+xml"})
    assert graphml(accepted.content).number_of_edges() == drawn(answer.content)[1].total()
    refused = client.get("/queries/building-block-reuse.mmd?stack=demo")
    assert refused.status_code == 406
    assert "labels=en" in refused.json()["detail"]
    labelled = client.get("/queries/building-block-reuse.mmd?stack=demo&labels=en")
    assert MERMAID.fullmatch(labelled.text)
    assert "Republic of Examplia" in labelled.text
