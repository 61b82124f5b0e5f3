"""The search index after changes: as one made anew, though only what changed is read."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Quad, Triple

from graph_service.model.change import Change
from graph_service.model.terms import DCT, PSG, graph_iri
from graph_service.services.deployment import Deployment
from graph_service.services.searching import Named, SearchIndex, search_index

TEXTS = ("registration", "pay", "zebra", "登録", "identity")


def _found(index: SearchIndex) -> dict[str, list[tuple[str, str]]]:
    return {text: [(found.iri, found.name) for found in index.search(text)] for text in TEXTS}


def test_a_renewed_index_finds_what_a_new_one_finds(writable: Deployment) -> None:
    """After names came, changed and went, and after a catalogue was described and was no more."""
    base, store = writable.settings.base, writable.store
    graph = NamedNode(graph_iri(base, "demo", "services"))
    service, title = NamedNode(f"{base}id/service/demo-birth-registration"), NamedNode(f"{DCT}title")
    zebra = Quad(service, title, Literal("Zebra crossing", language="en-gb"), graph)
    catalogue, own = NamedNode(f"{base}id/catalogue/zebras"), graph_iri(base, "demo", "zebras")
    described = [
        Triple(catalogue, NamedNode(f"{PSG}graph"), NamedNode(own)),
        Triple(catalogue, NamedNode(f"{PSG}ofStack"), NamedNode(f"{base}id/stack/demo")),
        Triple(catalogue, title, Literal("Zebras", language="en")),
    ]
    before = _found(search_index(writable))
    assert not before["zebra"]
    assert before["registration"]
    changes = [
        Change({}, "A name comes", added=[zebra]),
        Change({own: described}, "A catalogue comes"),
        Change({}, "A name goes", removed=[zebra]),
        Change({own: []}, "A catalogue goes"),
    ]
    zebras = []
    for change in changes:
        store.commit(change)
        renewed, fresh = search_index(writable), Deployment(writable.settings)
        fresh.__dict__["store"] = store
        assert _found(renewed) == _found(search_index(fresh))
        zebras.append(len(renewed.search("zebra")))
    assert zebras == [1, 2, 1, 0]
    assert _found(search_index(writable)) == before


def test_only_graphs_that_changed_are_read(writable: Deployment) -> None:
    """Who reads the others anew has made work for nothing."""
    base = writable.settings.base
    graph = graph_iri(base, "demo", "services")
    before = search_index(writable)
    note = Quad(
        NamedNode(f"{base}id/service/demo-birth-registration"), NamedNode(f"{DCT}title"), Literal("Z"), NamedNode(graph)
    )
    writable.store.commit(Change({}, "A name", added=[note]))
    after = search_index(writable)
    assert {place.graph for place, _ in before.states.items() ^ after.states.items()} == {graph}
    read: list[str] = []

    def names(name: str) -> tuple[Named, ...]:
        read.append(name)
        return ()

    before.of(after.states, names)
    assert read == [graph]
