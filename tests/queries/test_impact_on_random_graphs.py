"""Impact equals a breadth-first search that was written apart, on random systems with cycles, services and steps."""

from __future__ import annotations

import itertools
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from graph_service.model.binding import bind
from graph_service.model.solutions import Row, rows_of
from graph_service.model.terms import DCT, PSG, RDF_TYPE
from graph_service.services.analyses import analyses
from graph_service.services.query_catalogue import read_query_catalogue

ID = "https://w3id.org/public-service-graph/id/"
QUERIES = read_query_catalogue(Path(__file__).parent.parent.parent / "queries")
CPSV, P_PLAN = "http://purl.org/vocab/cpsv#", "http://purl.org/net/p-plan#"
Edges = dict[str, set[str]]


def triple(subject: str, predicate: str, value: str) -> Quad:
    return Quad(NamedNode(ID + subject), NamedNode(predicate), NamedNode(ID + value))


def typed(thing: str, class_: str) -> Iterator[Quad]:
    yield Quad(NamedNode(ID + thing), NamedNode(RDF_TYPE), NamedNode(class_))
    yield Quad(NamedNode(ID + thing), NamedNode(f"{DCT}title"), Literal(thing.title(), language="en"))


def random_graph(seed: int) -> tuple[Store, Edges]:
    """A store, and for each thing those that it depends on directly."""
    source = random.Random(seed)  # noqa: S311 - the same graph on every run
    systems = [f"system/s{n}" for n in range(source.randint(1, 12))]
    store, edges = Store(), defaultdict(set)
    for system in systems:
        store.extend(typed(system, f"{PSG}System"))
        for other in source.sample(systems, source.randint(0, min(3, len(systems)))):
            store.add(triple(system, f"{PSG}dependsOn", other))  # cycles and loops too
            edges[system].add(other)
    for number in range(source.randint(0, 10)):
        service, journey = f"service/p{number}", f"journey/p{number}"
        store.extend(typed(service, f"{CPSV}PublicService"))
        store.add(triple(journey, f"{PSG}journeyOf", service))
        for step in [service, *(f"step/p{number}-{n}" for n in range(source.randint(0, 3)))]:
            if step != service:
                store.extend(typed(step, f"{PSG}JourneyStep"))
                store.add(triple(step, f"{P_PLAN}isStepOfPlan", journey))
                edges[service].add(step)
            for system in source.sample(systems, source.randint(0, min(2, len(systems)))):
                store.add(triple(step, f"{PSG}supportedBySystem", system))
                edges[step].add(system)
    return store, edges


def asked(store: Store, query: str, parameter: str, value: str) -> list[Row]:
    named = QUERIES.get(query)
    arguments = dict.fromkeys(named.parameters, ()) | {parameter: (NamedNode(ID + value),)}
    result = store.query(bind(named.text, arguments))
    assert isinstance(result, QuerySolutions)
    return list(analyses()[named.analysis].analyse(rows_of(result), arguments))


def degrees_from(start: str, edges: Edges) -> dict[str, int]:
    """How many hops away each thing is, by breadth-first search."""
    degrees, waiting = {start: 0}, [start]
    while waiting:
        thing = waiting.pop(0)
        for other in edges.get(thing, set()) - set(degrees):
            degrees[other] = degrees[thing] + 1
            waiting.append(other)
    return {thing: degree for thing, degree in degrees.items() if degree and not thing.startswith("step/")}


def told(rows: list[Row]) -> dict[str, int]:
    return {str(row["thing"])[1:-1].removeprefix(ID): int(row["degree"].value) for row in rows}  # type: ignore[union-attr]


@pytest.mark.parametrize("seed", range(40))
def test_impact_of_a_system(seed: int) -> None:
    """Who depends on it, how far away, and by a path each of whose hops is there."""
    store, edges = random_graph(seed)
    against: Edges = defaultdict(set)
    for thing, others in edges.items():
        for other in others:
            against[other].add(thing)
    rows = asked(store, "impact-of-system", "system", "system/s0")
    assert told(rows) == degrees_from("system/s0", against)
    for row in rows:
        path = [iri.removeprefix(ID) for iri in row["pathIris"].value.split()]  # type: ignore[union-attr]
        assert len(path) == int(row["degree"].value) + 1  # type: ignore[union-attr]
        assert path[-1] == "system/s0"
        assert all(target in edges[thing] for thing, target in itertools.pairwise(path))


@pytest.mark.parametrize("seed", range(40, 60))
def test_dependencies_of_a_service(seed: int) -> None:
    """What it depends on, the other way round."""
    store, edges = random_graph(seed)
    rows = asked(store, "dependencies-of-service", "service", "service/p0")
    assert told(rows) == degrees_from("service/p0", edges)


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("impact-of-system", "system"),
        ("impact-of-building-block", "building_block"),
        ("impact-of-specification-version", "specification"),
        ("dependencies-of-service", "service"),
    ],
)
def test_what_is_not_there_affects_nothing(query: str, parameter: str) -> None:
    """An unknown thing and an empty store give no rows."""
    assert asked(Store(), query, parameter, "x/unknown") == []
    assert asked(random_graph(1)[0], query, parameter, "x/unknown") == []
