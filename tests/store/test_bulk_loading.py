"""A store made from N-Quads at the engine's speed is the one that commits would have made, or none at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, RdfFormat, Store, serialize

from graph_service.errors import SourceError, StoreUnavailable
from graph_service.model.change import Change
from graph_service.store.base import load_store, open_store

BASE = "https://w3id.org/public-service-graph/"
SERVICES, OLD, OTHER = (f"{BASE}graph/demo/{name}" for name in ("services", "services/1.0", "stack"))
LINES = f"""\
<http://example.org/a> <http://example.org/p> "a text with <{SERVICES}> ." <{SERVICES}> .
<http://example.org/a> <http://example.org/is-in> <{SERVICES}> <{OTHER}> .
<http://example.org/a> <http://example.org/p> "twice" <{SERVICES}> .
<http://example.org/a> <http://example.org/p> "twice" <{OTHER}> .
<http://example.org/a> <http://example.org/p> "earlier" <{OLD}> .
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "dump.nq"
    path.write_text(LINES, encoding="utf-8")
    return path


def default_graph(folder: Path) -> list[bytes]:
    quads = Store.read_only(str(folder)).quads_for_pattern(None, None, None, DefaultGraph())
    return sorted((serialize(quads, format=RdfFormat.N_QUADS) or b"").splitlines())


def test_readers_see_what_they_would_after_commits(file: Path, tmp_path: Path) -> None:
    """Each statement of current graphs once, none of earlier releases; the named graphs are whole."""
    told: list[str] = []
    assert load_store(f"oxigraph:{tmp_path / 'store'}", BASE, [file], told.append) == LINES.count("\n")
    named = Store()
    named.load(path=file, format=RdfFormat.N_QUADS)
    committed = open_store(f"oxigraph:{tmp_path / 'committed'}", BASE)
    graphs = [SERVICES, OLD, OTHER]
    quads = [quad for quad in named if quad.graph_name.value in graphs]
    committed.commit(Change({}, "the same", added=quads))
    committed.close()
    assert default_graph(tmp_path / "store") == default_graph(tmp_path / "committed")
    assert told
    store = open_store(f"oxigraph:{tmp_path / 'store'}", BASE)
    assert all(store.holds(graph, [q.triple for q in quads if q.graph_name.value == graph]) for graph in graphs)
    store.close()


@pytest.mark.parametrize(
    "wrong",
    [
        "<http://example.org/a> <http://example.org/p> <http://example.org/b> .\n",
        f"_:b <http://example.org/p> <http://example.org/b> <{SERVICES}> .\n",
        f"<http://example.org/a> <http://example.org/p> _:b <{SERVICES}> .\n",
        f"<http://example.org/a> <http://example.org/p> <http://example.org/b> <{SERVICES}>.\n",
        "# a comment\n",
        "no RDF\n",
    ],
)
def test_what_is_no_dump_is_refused_and_leaves_nothing(file: Path, tmp_path: Path, wrong: str) -> None:
    """A statement without a graph, blank nodes, another way of writing, or no N-Quads."""
    file.write_text(LINES + wrong, encoding="utf-8")
    with pytest.raises(SourceError):
        load_store(f"oxigraph:{tmp_path / 'store'}", BASE, [file])
    assert [path.name for path in tmp_path.iterdir()] == ["dump.nq"]


def test_a_store_that_is_there_is_left_alone(file: Path, tmp_path: Path) -> None:
    """It is for a first load."""
    location = f"oxigraph:{tmp_path / 'store'}"
    load_store(location, BASE, [file])
    with pytest.raises(StoreUnavailable, match="There is a store"):
        load_store(location, BASE, [file])
