"""Named queries give the same rows whichever store holds the data."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from engines import ENGINES, Server
from pyoxigraph import QueryResultsFormat, QuerySolutions, QueryTriples, parse

from graph_service.model.change import Change
from graph_service.model.terms import graph_iri
from graph_service.services.ask import ask
from graph_service.services.deployment import Deployment
from graph_service.services.query_catalogue import read_query_catalogue

ROOT = Path(__file__).parents[2]
HERE = ROOT / "tests" / "queries"
CATALOGUE = read_query_catalogue(ROOT / "queries")
TABLES = [name for name, query in CATALOGUE.queries.items() if query.form == "rows"]
CASES = [(name, "expected") for name in TABLES]
CASES += [(path.parent.name, path.stem) for path in sorted(HERE.glob("*/*.yaml"))]


@pytest.fixture(scope="module", params=ENGINES)
def remote(request: pytest.FixtureRequest, engine: Callable[[str], Server], seeded: Deployment) -> Iterator[Deployment]:
    """A deployment on an engine that holds the seed data; tests only read it."""
    server = engine(request.param)
    server.empty()
    deployment = Deployment(replace(seeded.settings, store=f"sparql:{server.address}"))
    records = {graph_iri(seeded.settings.base, "system", name) for name in ("changes", "patches")}
    graphs = [graph for graph in seeded.store.graphs() if graph not in records]
    deployment.store.commit(Change({graph: list(seeded.store.triples(graph)) for graph in graphs}, "Seed data"))
    yield deployment
    deployment.close()


def arguments(name: str, case: str) -> dict[str, list[str]]:
    """What the case asks with, or the examples that stand in the file."""
    if case != "expected":
        given = yaml.safe_load((HERE / name / f"{case}.yaml").read_text(encoding="utf-8"))
        return {key: [str(value)] for key, value in given.items()}
    parameters = CATALOGUE.get(name).parameters.values()
    return {p.name: [p.example.strip('<>"')] for p in parameters if p.example != "UNDEF"}


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize(("name", "case"), CASES, ids=lambda part: part)
def test_rows_are_those_of_the_embedded_store(remote: Deployment, name: str, case: str) -> None:
    """Each query, with its example and in each further case, in the same order."""
    result = ask(remote, CATALOGUE.get(name), arguments(name, case)).result
    assert isinstance(result, QuerySolutions)
    got = rows((result.serialize(format=QueryResultsFormat.CSV) or b"").decode())
    assert got == rows((HERE / name / f"{case}.csv").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", [name for name, query in CATALOGUE.queries.items() if query.form == "graph"])
def test_statements_are_those_of_the_embedded_store(remote: Deployment, name: str) -> None:
    """Of queries that give a graph."""
    result = remote.store.query(CATALOGUE.get(name).text)
    assert isinstance(result, QueryTriples)
    assert set(result) == {quad.triple for quad in parse(path=HERE / name / "expected.ttl")}


def test_graphs_hold_what_those_of_the_embedded_store_hold(remote: Deployment, seeded: Deployment) -> None:
    """And the default graph is the same."""
    records = {graph_iri(seeded.settings.base, "system", name) for name in ("changes", "patches")}
    assert set(remote.store.graphs()) == set(seeded.store.graphs())
    for graph in set(seeded.store.graphs()) - records:
        assert set(remote.store.triples(graph)) == set(seeded.store.triples(graph)), graph
    assert set(remote.store.match(None, None, None)) == set(seeded.store.match(None, None, None))
