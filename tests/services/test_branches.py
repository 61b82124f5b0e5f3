"""Branches are made once, kept while they are of use, and closed when nobody reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, QueryBoolean, Triple

from graph_service.errors import StoreUnavailable
from graph_service.model.change import Change
from graph_service.services.branches import Branches
from graph_service.store.base import GraphStore, open_store

BASE = "https://w3id.org/public-service-graph/"
GRAPH = f"{BASE}graph/demo/services"


def change(value: str) -> Callable[[], Change]:
    statement = Triple(NamedNode(f"{BASE}id/thing/a"), NamedNode(f"{BASE}def/p"), Literal(value))
    return lambda: Change({GRAPH: [statement]}, value)


def holds(store: GraphStore, value: str) -> bool:
    result = store.query(f'ASK {{ ?s ?p "{value}" }}')
    assert isinstance(result, QueryBoolean)
    return bool(result)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[GraphStore]:
    opened = open_store(f"oxigraph:{tmp_path / 'store'}", BASE)
    yield opened
    opened.close()


def test_a_branch_is_made_once_for_a_generation(store: GraphStore) -> None:
    """The change is worked out anew when the data changed."""
    branches, asked = Branches(store), []

    def asking() -> Change:
        asked.append(store.generation())
        return change("x")()

    for _ in range(2):
        with branches.open("x", asking) as branch:
            assert holds(branch, "x")
    store.commit(change("y")())
    with branches.open("x", asking):
        assert asked == [0, 1]
    branches.close()


def test_a_branch_that_is_read_outlives_its_place(store: GraphStore) -> None:
    """One that is no longer kept is closed when its last reader is done."""
    branches = Branches(store, capacity=1)
    with branches.open("a", change("a")) as first:
        with branches.open("b", change("b")) as second:
            assert holds(first, "a")
            assert holds(second, "b")
        assert holds(first, "a")
    with pytest.raises(StoreUnavailable):
        holds(first, "a")
    branches.close()
