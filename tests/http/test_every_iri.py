"""Every IRI in every dump of the seed data dereferences here, or belongs to others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import Literal, NamedNode

from graph_service.http.app import create_app
from graph_service.model.addresses import document_path
from graph_service.model.blank_nodes import without_blank_nodes
from graph_service.model.change import Change
from graph_service.model.terms import ROOT
from graph_service.services.deployment import Deployment
from graph_service.services.describe import described
from graph_service.services.importing.datasets import read_datasets
from graph_service.services.importing.rdf_files import triples
from graph_service.settings import Settings

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).parent.parent.parent
DATASETS = ("govstack", "demo", "japan")
#: How many IRIs of each family are asked for over HTTP, where all that is new in another is its key.
SAMPLE = 4


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """All seed data and the vocabulary; they were validated when they were made, so not here."""
    deployment = Deployment(Settings(store=f"oxigraph:{tmp_path_factory.mktemp('all') / 'store'}", home=PROJECT))
    folders = [PROJECT / "seed-data" / name for name in DATASETS]
    graphs = {found.graph: list(found.file.quads) for found in read_datasets(folders, deployment.settings.base)}
    statements = {graph: [quad.triple for quad in quads] for graph, quads in graphs.items()}
    vocabulary = deployment.vocabulary.graphs()
    statements |= {name: without_blank_nodes(triples(files)) for name, files in vocabulary.items()}
    deployment.store.commit(Change(statements, "All seed data"))
    yield deployment
    deployment.close()


@pytest.fixture(scope="module")
def asked(everything: Deployment) -> TestClient:
    app = create_app(everything.settings)
    app.state.deployment = everything
    return TestClient(app)


@pytest.fixture(scope="module")
def ours(everything: Deployment) -> set[str]:
    """The IRIs of all graphs that lie under the base of things or of the vocabulary, graphs' own names with them."""
    store = everything.store
    found = set(store.graphs())
    for graph in store.graphs():
        for triple in store.triples(graph):
            for term in (triple.subject, triple.predicate, triple.object):
                if isinstance(term, NamedNode):
                    found.add(term.value)
                elif isinstance(term, Literal):
                    found.add(term.datatype.value)
    return {iri for iri in found if iri.startswith((ROOT, everything.settings.base))}


def family(iri: str) -> str:
    """What stands before the last part of ``iri``."""
    return iri.rpartition("/")[0]


def dereferences(asked: TestClient, iri: str) -> bool:
    """Whether ``iri`` is answered with 200 in the end; of what is gone, where that is still described."""
    path = iri.removeprefix(ROOT)
    answer = asked.get(f"/{path}", headers={"Accept": "application/n-triples, text/html;q=0.1"})
    if answer.status_code == 410:
        [earlier, *_] = re.findall('<([^>]*)>; rel="predecessor-version"', answer.headers["link"])
        answer = asked.get(earlier, headers={"Accept": "application/n-triples"})
    return answer.status_code == 200 and (path == "" or f'<{iri}>; rel="describes"' in answer.headers["link"])


def with_facts(everything: Deployment, iris: Iterable[str]) -> set[str]:
    listed, known = sorted(iris), set[str]()
    for start in range(0, len(listed), 500):
        known |= described(everything.store, listed[start : start + 500])
    return known


def test_there_are_thousands(ours: set[str]) -> None:
    """A set that is empty would pass everything."""
    assert len(ours) > 8000
    assert len({family(iri) for iri in ours}) > 80


def test_every_iri_has_a_document_of_its_own(everything: Deployment, ours: set[str]) -> None:
    """No two share a path, and a path leads back to the IRI."""
    paths = {iri: document_path(iri, everything.settings.base) for iri in ours}
    assert all(paths.values())
    assert len(set(paths.values())) == len(ours)
    kept = {"/doc/": "id/", "/": ""}
    for iri, path in paths.items():
        start = "/doc/" if path.startswith("/doc/") else "/"
        assert f"{ROOT}{kept[start]}{unquote(path.removeprefix(start))}" in {iri, iri.rstrip("/")}


def test_every_iri_that_is_described_dereferences(asked: TestClient, everything: Deployment, ours: set[str]) -> None:
    """The same function finds all of a family, so some of each are asked for over HTTP."""
    known = with_facts(everything, ours)
    assert len(known) > 8000
    families: dict[str, list[str]] = {}
    for iri in sorted(known):
        families.setdefault(family(iri), []).append(iri)
    failing = []
    for listed in families.values():
        step = max(1, len(listed) // SAMPLE)
        failing += [iri for iri in listed[::step][:SAMPLE] if not dereferences(asked, iri)]
    assert failing == []


def test_every_other_iri_dereferences(asked: TestClient, everything: Deployment, ours: set[str]) -> None:
    """Graphs, records, and things that only an earlier release describes are asked for one by one."""
    others = ours - with_facts(everything, ours)
    assert 30 < len(others) < 100
    assert [iri for iri in sorted(others) if not dereferences(asked, iri)] == []
