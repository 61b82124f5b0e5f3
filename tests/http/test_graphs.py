"""Named graphs and descriptions of what is held here."""

from __future__ import annotations

import pytest
import rdflib
from fastapi.testclient import TestClient
from rdflib.namespace import RDF, SH, VOID

from graph_service.services.deployment import Deployment

BASE = "https://w3id.org/public-service-graph/"
SYSTEMS = f"{BASE}graph/demo/systems"


def graph_at(client: TestClient, path: str, **parameters: str) -> rdflib.Graph:
    answer = client.get(path, params=parameters, headers={"Accept": "application/n-triples"})
    assert answer.status_code == 200
    return rdflib.Graph().parse(data=answer.text, format="nt")


def test_graphs_are_listed(client: TestClient, seeded: Deployment) -> None:
    """All of them, with their IRIs."""
    assert client.get("/graphs").json()["graphs"] == sorted(seeded.store.graphs())


def test_a_named_graph_is_sent_as_it_is_kept(client: TestClient, seeded: Deployment) -> None:
    """Also that of a superseded release, which no query sees by default."""
    for graph in (SYSTEMS, f"{BASE}graph/demo/services/1.0"):
        assert len(graph_at(client, "/graphs", graph=graph)) == len(list(seeded.store.triples(graph)))


def test_the_default_graph_is_the_union_of_the_current_ones(client: TestClient) -> None:
    """It holds the systems, and not what the superseded release alone says."""
    default = graph_at(client, "/graphs", default="")
    assert set(graph_at(client, "/graphs", graph=SYSTEMS)) < set(default)
    assert set(graph_at(client, "/graphs", graph=f"{BASE}graph/demo/services/1.0")) - set(default)


@pytest.mark.parametrize(
    ("query", "status"),
    [(f"graph={BASE}none", 404), (f"graph={SYSTEMS}&default", 422), (f"graph={SYSTEMS}&graph={SYSTEMS}", 422)],
)
def test_wrong_graphs_are_refused(client: TestClient, query: str, status: int) -> None:
    """Unknown, or two at once."""
    assert client.get(f"/graphs?{query}").status_code == status


def test_void_counts_what_is_there(client: TestClient, seeded: Deployment) -> None:
    """The whole is the sum of its parts, and a part counts its statements."""
    void = graph_at(client, "/.well-known/void")
    whole = rdflib.URIRef(f"{BASE}.well-known/void")
    parts = list(void.objects(whole, VOID.subset))
    counts = {part: int(str(void.value(part, VOID.triples))) for part in parts}
    assert int(str(void.value(whole, VOID.triples))) == sum(counts.values())
    assert counts[rdflib.URIRef(SYSTEMS)] == len(list(seeded.store.triples(SYSTEMS)))
    assert rdflib.URIRef(f"{BASE}graph/demo/services/1.0") not in parts


def test_void_says_what_is_in_a_catalogue_and_where_it_is_had(client: TestClient, seeded: Deployment) -> None:
    """Distinct terms, partitions that add up, links to other catalogues, vocabularies, an example, dumps, a licence."""
    void, systems = graph_at(client, "/.well-known/void"), rdflib.URIRef(SYSTEMS)
    held = list(seeded.store.triples(SYSTEMS))
    assert int(str(void.value(systems, VOID.distinctObjects))) == len({triple.object for triple in held})
    assert int(str(void.value(systems, VOID.properties))) == len({triple.predicate for triple in held})
    parts = list(void.objects(systems, VOID.propertyPartition))
    assert sum(int(str(void.value(part, VOID.triples))) for part in parts) == len(held)
    sets = {void.value(found, VOID.objectsTarget): found for found in void.subjects(VOID.subjectsTarget, systems)}
    organisations = {t.subject for t in seeded.store.triples(f"{BASE}graph/demo/organisations")}
    links = sum(t.object in organisations and t.predicate.value != str(RDF.type) for t in held)
    found = void.value(sets[rdflib.URIRef(f"{BASE}graph/demo/organisations")], VOID.triples)
    assert int(str(found)) == links > 0
    assert rdflib.URIRef(f"{BASE}def/") in set(void.objects(systems, VOID.vocabulary))
    example = void.value(systems, VOID.exampleResource)
    assert client.get(f"/doc/{str(example).removeprefix(f'{BASE}id/')}.ttl").status_code == 200
    for dump in void.objects(systems, VOID.dataDump):
        assert client.head(str(dump)).status_code == 200
    assert void.value(systems, rdflib.DCTERMS.license)
    assert client.get(str(void.value(systems, VOID.sparqlEndpoint)), params={"query": "ASK {}"}).status_code == 200


def test_what_void_tells_of_is_described_at_its_iri(client: TestClient) -> None:
    """A part of a catalogue is a part of that document; everything else has an address of its own."""
    void = graph_at(client, "/.well-known/void")
    addresses = {str(subject).partition("#")[0] for subject in void.subjects()}
    assert f"{BASE}.well-known/void" in addresses
    for address in sorted(addresses):
        answer = client.get(f"/{address.removeprefix(BASE)}", headers={"Accept": "text/turtle"})
        assert answer.status_code == 200, address


def test_the_first_page_is_the_catalogue_for_those_who_accept_rdf(client: TestClient) -> None:
    """Browsers and those who take anything get the page; /catalog is RDF for all of them."""
    assert client.get("/", headers={"Accept": "text/html,*/*;q=0.8"}).headers["content-type"].startswith("text/html")
    assert client.get("/").headers["content-type"].startswith("text/html")
    for accept, media_type in (("text/turtle", "text/turtle"), ("application/ld+json", "application/ld+json")):
        answer = client.get("/", headers={"Accept": accept})
        assert answer.headers["content-type"].startswith(media_type)
        assert answer.headers["vary"].startswith("Accept")
    catalogue = graph_at(client, "/catalog")
    root = rdflib.URIRef(f"{BASE}catalog")
    assert (root, RDF.type, rdflib.DCAT.Catalog) in catalogue
    assert set(graph_at(client, "/")) == set(catalogue)
    services = {str(found) for found in catalogue.objects(root, rdflib.DCAT.service)}
    assert services == {"http://testserver/sparql", "http://testserver/docs"}


def test_queries_are_published_as_data(client: TestClient, seeded: Deployment) -> None:
    """Each with its text, so that a harvester can run it."""
    examples = graph_at(client, "/.well-known/sparql-examples")
    assert set(examples.subjects(RDF.type, SH.SPARQLExecutable)) == {
        rdflib.URIRef(f"{BASE}queries/{name}") for name in seeded.queries.queries
    }
    stacks = rdflib.URIRef(f"{BASE}queries/stacks")
    assert str(examples.value(stacks, SH.select)) == seeded.queries.get("stacks").text
