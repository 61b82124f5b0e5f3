"""The copy of the default graph in memory answers as the store on disk does, for the generation that it stands for."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Triple

from graph_service.model.change import Change
from graph_service.services.query_catalogue import read_query_catalogue
from graph_service.store.embedded.replica import Replica, names_graphs
from graph_service.store.oxigraph import OxigraphStore, open_at

BASE = "https://w3id.org/public-service-graph/"
GRAPHS = [f"{BASE}graph/demo/{name}" for name in ("services", "systems", "services/1.0")]
ALL = "SELECT ?s ?o { ?s <http://example.org/p> ?o } ORDER BY ?s ?o"


def triple(number: int) -> Triple:
    return Triple(NamedNode(f"http://example.org/{number}"), NamedNode("http://example.org/p"), Literal(number))


def rows(store: OxigraphStore, text: str = ALL) -> list[list[str]]:
    result = store.query(text)
    assert isinstance(result, QuerySolutions)
    return [[str(term) for term in row] for row in result]


def settled(store: OxigraphStore) -> Replica:
    """The copy, once it stands for the last commit."""
    assert store.replica
    store.replica.settle()
    return store.replica


@pytest.fixture
def store(tmp_path: Path) -> Iterator[OxigraphStore]:
    opened = open_at(str(tmp_path / "store"), BASE)
    opened.commit(Change({GRAPHS[0]: [triple(1), triple(2)], GRAPHS[1]: [triple(2)], GRAPHS[2]: [triple(3)]}, "first"))
    yield opened
    opened.close()


def test_the_copy_answers_what_the_disk_does(store: OxigraphStore) -> None:
    """Filled, it gives the rows of the default graph and no others."""
    on_disk = rows(store)
    store.replicate()
    assert settled(store).answering(ALL, store.generation())
    assert rows(store) == on_disk
    assert on_disk == [[str(term) for term in (t.subject, t.object)] for t in (triple(1), triple(2))]


def test_random_commits_leave_copy_and_disk_alike(store: OxigraphStore) -> None:
    """Statements that come and go in several graphs, while the copy is filled and after it."""
    chance = random.Random(8)  # noqa: S311
    store.replicate()
    for _ in range(100):
        quads = [
            Quad(t.subject, t.predicate, t.object, NamedNode(graph))
            for graph in GRAPHS
            for t in map(triple, chance.sample(range(12), 3))
        ]
        place = chance.randrange(len(quads))
        store.commit(Change({}, "some", added=quads[:place], removed=quads[place:]))
    replica = settled(store)
    assert replica.answering(ALL, store.generation())
    copied = rows(store)
    store.replica = None
    assert copied == rows(store)
    store.replica = replica


def test_another_generation_is_not_answered_from_the_copy(store: OxigraphStore) -> None:
    """As long as it is behind, the disk answers."""
    store.replicate()
    assert settled(store).answering(ALL, store.generation() + 1) is None


@pytest.mark.parametrize(
    "text", ["SELECT * { GRAPH ?g { ?s ?p ?o } }", "select * from <http://example.org/g> { ?s ?p ?o }"]
)
def test_what_names_graphs_is_asked_of_the_disk(store: OxigraphStore, text: str) -> None:
    """The copy holds the default graph alone."""
    on_disk = rows(store, text)
    store.replicate()
    assert settled(store).answering(text, store.generation()) is None
    assert rows(store, text) == on_disk


def test_nothing_is_left_beside_the_store(store: OxigraphStore, tmp_path: Path) -> None:
    """The file by which it is filled is removed."""
    store.replicate()
    settled(store)
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_a_copy_that_could_not_be_filled_never_answers(store: OxigraphStore, tmp_path: Path) -> None:
    """Later commits don't make it whole."""

    def full(_file: IO[bytes]) -> None:
        raise OSError("No space left on device")

    replica = store.replica = Replica()
    replica.fill(full, tmp_path, store.generation())
    store.commit(Change({GRAPHS[0]: [triple(7)]}, "more"))
    assert settled(store).answering(ALL, store.generation()) is None
    assert [str(row[1]) for row in rows(store)][-1] == str(Literal(7))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("# from a graph of a service\nSELECT ?service { ?service ?graph 'GRAPH' , <urn:x:from> }", False),
        ("SELECT * { ?s a <urn:service> . ?s <urn:p> 1 }", False),
        ("SELECT * { GRAPH ?g { ?s ?p ?o } }", True),
        ("select * { graph<urn:g>{ ?s ?p ?o } }", True),
        ("SELECT * { ?s ?p 1.GRAPH ?g { ?s ?p ?o } }", True),
        ("SELECT * FROM <urn:g> { ?s ?p ?o }", True),
        ("SELECT * { SERVICE <urn:s> { ?s ?p ?o } }", True),
    ],
)
def test_which_queries_look_beyond_the_default_graph(text: str, *, names: bool) -> None:
    """Only words of the query's own tell."""
    assert names_graphs(text) == names


def test_named_queries_are_answered_from_the_copy() -> None:
    """Nearly all of them ask for what readers see now, and nothing else."""
    queries = read_query_catalogue(Path(__file__).parents[2] / "queries").queries
    assert {name for name, query in queries.items() if names_graphs(query.text)} <= {
        "releases",
        "sources-of-thing",
        "systems",
    }
