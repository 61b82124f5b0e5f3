"""Exploring: the way between two things is a shortest one, bounded, and leads through nothing that joins everything."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise

import pytest
from pyoxigraph import NamedNode, Triple

from graph_service.errors import UnknownName
from graph_service.model.change import Change
from graph_service.model.terms import PSG, RDF_TYPE, graph_iri
from graph_service.services.deployment import Deployment
from graph_service.services.exploring import LONGEST_WAY, Hop, neighbourhood, way
from graph_service.store.base import GraphStore, open_store

BASE = "https://w3id.org/public-service-graph/"
ID = f"{BASE}id/"
RENEWAL, CLOUD = f"{ID}service/demo-passport-renewal", f"{ID}system/demo-hosting-platform"


@pytest.fixture
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GraphStore]:
    """An empty store."""
    opened = open_store(f"oxigraph:{tmp_path_factory.mktemp('explored') / 'store'}", BASE)
    yield opened
    opened.close()


def put(store: GraphStore, edges: set[tuple[str, str]], hubs: set[str]) -> None:
    """Things that are joined as ``edges`` say; ``hubs`` are catalogues, what begins with "u" has no class."""
    kind, joined = NamedNode(RDF_TYPE), NamedNode(f"{PSG}dependsOn")
    triples = [Triple(NamedNode(ID + a), joined, NamedNode(ID + b)) for a, b in edges]
    for thing in {end for edge in edges for end in edge}:
        if not thing.startswith("u"):
            name = "Catalogue" if thing in hubs else "System"
            triples.append(Triple(NamedNode(ID + thing), kind, NamedNode(PSG + name)))
    store.commit(Change({graph_iri(BASE, "test", "things"): triples}, "Things"))


def distance(edges: set[tuple[str, str]], closed: set[str], start: str, end: str) -> int | None:
    """How far two things are from each other: each further ring at a time, from one end, by sets."""
    rings, reached = 0, {start}
    ring = {start}
    while ring and rings < LONGEST_WAY:
        rings += 1
        beside = {b for a, b in edges if a in ring} | {a for a, b in edges if b in ring}
        if end in beside:
            return rings
        ring = {thing for thing in beside - reached - closed if not thing.startswith("u")}
        reached |= ring
    return None


@pytest.mark.parametrize("seed", range(12))
def test_ways_are_as_short_as_those_found_otherwise(store: GraphStore, seed: int) -> None:
    """On random graphs, with circles, catalogues and things without a class; each hop is a statement that is held."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    things = [f"t/{n}" for n in range(24)] + ["u/0", "u/1"]
    edges = {tuple(chance.sample(things, 2)) for _ in range(chance.choice([20, 30, 45]))}
    hubs = set(chance.sample(things[:24], 3))
    put(store, edges, hubs)  # type: ignore[arg-type] # pairs
    known = sorted({end for edge in edges for end in edge})
    far = 0
    for start in known[:9]:
        for end in known:
            if start == end:
                continue
            wanted = distance(edges, hubs, start, end)  # type: ignore[arg-type] # pairs
            found = way(store, ID + start, ID + end)
            assert found.complete
            assert len(found.hops) == (wanted or 0), (start, end)
            if found.hops:
                far = max(far, len(found.hops))
                assert (found.hops[0].source, found.hops[-1].target) == (ID + start, ID + end)
                assert all(a.target == b.source for a, b in pairwise(found.hops))
                assert all(held(edges, hop) for hop in found.hops)  # type: ignore[arg-type] # pairs
    assert far > 1


def held(edges: set[tuple[str, str]], hop: Hop) -> bool:
    pair = (hop.source.removeprefix(ID), hop.target.removeprefix(ID))
    return (pair if hop.forward else pair[::-1]) in edges


def test_long_searches_are_given_up(store: GraphStore) -> None:
    """After so many statements or seconds it is said that the search was not complete."""
    put(store, {("t/a", f"t/{n}") for n in range(100)} | {("t/b", f"t/{n}") for n in range(200, 300)}, set())
    assert not way(store, f"{ID}t/a", f"{ID}t/b", most=50).complete
    assert not way(store, f"{ID}t/a", f"{ID}t/b", seconds=0).complete
    assert way(store, f"{ID}t/a", f"{ID}t/b").complete


def test_neighbours_are_counted_and_bounded(store: GraphStore) -> None:
    """Of each relation the first are told, in both directions, with how many there are in all."""
    put(store, {("t/a", f"t/{n}") for n in range(30)} | {("t/z", "t/a")}, set())
    found = neighbourhood(store, f"{ID}t/a", 4)
    assert [(r.outgoing, len(r.things), r.total) for r in found.relations] == [(False, 1, 1), (True, 4, 30)]
    assert found.whole


def test_nothing_is_known_of_what_is_not_named(store: GraphStore) -> None:
    """Also of what is no IRI."""
    for iri in (f"{ID}t/none", "no IRI", "javascript:alert(1)"):
        with pytest.raises(UnknownName):
            neighbourhood(store, iri, 5)
        with pytest.raises(UnknownName):
            way(store, iri, iri)


def test_way_from_a_service_to_what_it_rests_on(seeded: Deployment) -> None:
    """It is the same in both directions, and a thing has no way to itself."""
    there, back = way(seeded.store, RENEWAL, CLOUD), way(seeded.store, CLOUD, RENEWAL)
    assert len(there.hops) == len(back.hops) > 1
    assert way(seeded.store, RENEWAL, RENEWAL).hops == ()
