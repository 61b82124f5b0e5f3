"""The ontology, the code lists and the shapes document themselves."""

from __future__ import annotations

import re
from html import unescape

import pytest
import rdflib
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from graph_service.pages.diagram import Box, Edge, Node, draw
from graph_service.services.deployment import Deployment
from graph_service.services.ontology_terms import read_themes, read_versions

BASE = "https://w3id.org/public-service-graph/"
KEYS = "abcdefg"
EDGES = st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS), st.text("xyz", min_size=1)), max_size=14)


@pytest.fixture(scope="module")
def page(client: TestClient) -> str:
    return unescape(client.get("/def.html").text)


def test_every_term_is_documented(page: str, seeded: Deployment) -> None:
    """With its definition, in its theme, which are those of the files."""
    themes = read_themes(seeded)
    assert {term.iri for theme in themes for term in theme.terms} == seeded.vocabulary.own_terms
    for theme in themes:
        [section] = re.findall(rf'<section id="{theme.name}">(.*?)</section>', page, re.DOTALL)
        for term in theme.terms:
            assert f'<a href="/def/{term.iri.removeprefix(f"{BASE}def/")}">{term.label}</a>' in section
            assert term.definition in section
        assert 'role="img"' in section
        assert f'<title id="title-{theme.name}">' in section
        assert f'<desc id="desc-{theme.name}">' in section
    assert " style=" not in page


def test_uses_are_those_of_the_shapes_and_counts_those_of_the_data(page: str, client: TestClient) -> None:
    """Read by hand from shapes/building-blocks.ttl, and counted by a query."""
    row = next(row for row in page.split("<tr>") if "psg:specifies</code>" in row)
    assert '<a href="/def/BuildingBlockSpecification">Building Block specification</a>: exactly 1 of' in row
    query = "SELECT (COUNT(*) AS ?n) { ?s <https://w3id.org/public-service-graph/def/specifies> ?o }"
    counted = client.get("/sparql", params={"query": query, "format": "csv"}).text.split()[1]
    assert f'<td class="number">{counted}</td>' in row
    term = unescape(client.get("/def/specifies.html").text)
    assert "How it is used" in term
    assert f"Times in the data that are held here: {counted}." in term


def test_a_version_is_the_ontology_of_its_number(client: TestClient, page: str, seeded: Deployment) -> None:
    """The version in the header is described, listed with what changed, and dereferences."""
    current, *_ = read_versions(seeded)
    assert f'<a href="/def/{current.number}">{current.number}</a>' in page
    assert current.notes[0] in page
    whole = rdflib.Graph().parse(data=client.get("/def.nt").text, format="nt")
    version = rdflib.URIRef(current.iri)
    assert whole.value(rdflib.URIRef(f"{BASE}def/"), rdflib.OWL.versionIRI) == version
    answer = client.get(f"/def/{current.number}.nt")
    assert set(rdflib.Graph().parse(data=answer.text, format="nt")) == set(whole)
    assert f'<{current.iri}>; rel="describes"' in answer.headers["link"]


@pytest.mark.parametrize(("path", "graph"), [("/def", "ontology"), ("/shapes", "shapes"), ("/codelist", "codelists")])
def test_the_whole_comes_in_one_document(client: TestClient, seeded: Deployment, path: str, graph: str) -> None:
    """All statements of its graph."""
    held = list(seeded.store.triples(f"{BASE}graph/system/{graph}"))
    assert len(rdflib.Graph().parse(data=client.get(f"{path}.nt").text, format="nt")) == len(held) > 1000


def test_a_code_list_comes_with_its_concepts(client: TestClient) -> None:
    """In RDF with all that is said of them, on the page with how often they are named."""
    path = "/codelist/digitisation-level"
    graph = rdflib.Graph().parse(data=client.get(f"{path}.nt").text, format="nt")
    levels = set(graph.subjects(rdflib.SKOS.inScheme, rdflib.URIRef(f"{BASE}codelist/digitisation-level")))
    assert len(levels) == 4
    assert all(graph.value(level, rdflib.SKOS.definition) for level in levels)
    shown = client.get(f"{path}.html").text
    assert re.findall(r"<code>(\d)</code>", shown) == ["1", "2", "3", "4"]


def test_every_shape_with_a_target_is_listed(client: TestClient, seeded: Deployment) -> None:
    """By the theme that it stands in."""
    listed = set(re.findall(r'<th scope="row" class="name"><a href="/shapes/([^"]*)"', client.get("/shapes.html").text))
    found = seeded.store.query(
        "PREFIX sh: <http://www.w3.org/ns/shacl#> SELECT DISTINCT ?s { ?s sh:targetClass|sh:targetSubjectsOf ?t }"
    )
    names = {row["s"].value.rsplit("/", 1)[-1] for row in found}  # type: ignore[union-attr]
    assert len(names) > 60
    assert listed >= names


@given(EDGES)
def test_boxes_of_a_diagram_stand_apart(edges: list[tuple[str, str, str]]) -> None:
    """Whatever links there are, circles and loops too; each box is drawn once, within the picture, each edge too."""
    nodes = [Node(key, key * 5) for key in KEYS]
    picture = draw(nodes, [Edge(start, end, (text,)) for start, end, text in edges])
    assert sorted(box.node.key for box in picture.boxes) == sorted(KEYS)
    assert len(picture.lines) == len(edges)
    for place, box in enumerate(picture.boxes):
        assert box.x >= 0
        assert box.x + box.width <= picture.width
        assert box.y + box.height <= picture.height
        assert not [other for other in picture.boxes[:place] if _overlap(box, other)]


def _overlap(one: Box, other: Box) -> bool:
    beside = one.x + one.width <= other.x or other.x + other.width <= one.x
    return not beside and abs(one.y - other.y) < one.height
