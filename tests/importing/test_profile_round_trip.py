"""The fictional country, exported in CPSV-AP and imported into another stack: what comes back, and what doesn't."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, serialize

from graph_service.services.deployment import Deployment
from graph_service.services.importing.importers import Wanted, importer_named
from graph_service.services.importing.loading import load
from graph_service.services.publishing.dumps.parts import Part, graphs_of
from graph_service.services.publishing.profiled import in_profile

ROOT = Path(__file__).parents[2]
STACK = Path(__file__).parent / "linked_data" / "stack.ttl"
PREFIXES = """
PREFIX adms: <http://www.w3.org/ns/adms#>
PREFIX cpsv: <http://purl.org/vocab/cpsv#>
PREFIX cv: <http://data.europa.eu/m8g/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX psg: <https://w3id.org/public-service-graph/def/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
ABROAD = NamedNode("https://w3id.org/public-service-graph/id/catalogue/abroad-services")
#: What holds after the round trip as it did before, by class.
KEPT = {
    "cpsv:PublicService": "dct:identifier|dct:title|dct:description|cv:hasCompetentAuthority|cv:hasChannel|cv:hasCost"
    "|cv:hasInputType|cpsv:produces|cv:holdsRequirement|cv:hasParticipation|cv:hasLegalResource|cv:processingTime"
    "|dct:audience|dct:language|dct:requires|psg:digitisationLevel",
    "cv:PublicOrganisation": "dct:identifier|skos:prefLabel|dct:spatial|foaf:homepage|org:classification"
    "|org:subOrganizationOf",
    "cv:Channel": "dct:identifier|dct:type|cv:ownedBy|foaf:page",
    "cv:Cost": "dct:identifier|cv:currency",
    "cv:Output": "dct:identifier|dct:title",
    "cv:EvidenceType": "dct:identifier|dct:title",
    "cv:Requirement": "dct:identifier|dct:title|dct:type",
    "cv:Participation": "dct:identifier|dct:description|cv:hasParticipant|cv:role",
    "cv:LifeEvent": "dct:identifier|dct:title|dct:description|dct:type",
    "eli:LegalResource": "dct:identifier|dct:title|dct:description|foaf:page",
}
#: What CPSV-AP has no place for, so that it does not come back.
LOST = ("psg:supportedBySystem", "psg:requiresBuildingBlock", "psg:targetDigitisationLevel", "psg:transactionsPerYear")


@pytest.fixture(scope="module")
def before(seeded: Deployment) -> Store:
    store = Store()
    for graph in sorted(graphs_of(seeded, Part("demo"))):
        content = serialize(seeded.store.triples(graph), format=RdfFormat.N_TRIPLES)
        store.load(content or b"", format=RdfFormat.N_TRIPLES)
    return store


@pytest.fixture(scope="module")
def imported(seeded: Deployment, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """What the importer of linked data makes of the profile of the fictional country, in a stack that is empty."""
    graphs = sorted(graphs_of(seeded, Part("demo")))
    profile = in_profile(seeded, seeded.profiles.get("cpsv-ap"), graphs)
    empty = Deployment(replace(seeded.settings, store=f"oxigraph:{tmp_path_factory.mktemp('empty') / 'store'}"))
    load(empty.store, [ROOT / "seed-data" / "govstack", STACK], empty.vocabulary)
    content = serialize(profile, format=RdfFormat.N_TRIPLES) or b""
    importer = importer_named(ROOT, "linked-data")
    (read,) = importer.read(empty, content, "demo.nt", Wanted("abroad")).graphs.values()
    empty.close()
    store = Store()
    store.load(serialize(read, format=RdfFormat.N_TRIPLES) or b"", format=RdfFormat.N_TRIPLES)
    return store


def said(store: Store, class_: str, path: str) -> set[str]:
    """What is said of the things of a class by any of the properties of ``path``."""
    names = path.replace("|", ", ")
    query = f"{PREFIXES} SELECT ?thing ?p ?o {{ ?thing a {class_} ; ?p ?o FILTER(?p IN ({names})) }}"
    return {" ".join(map(str, row)) for row in store.query(query)}  # type: ignore[union-attr]


@pytest.mark.parametrize("class_", KEPT)
def test_what_comes_back(before: Store, imported: Store, class_: str) -> None:
    """All of it, and nothing new."""
    expected = said(before, class_, KEPT[class_])
    assert len(expected) > 20
    assert said(imported, class_, KEPT[class_]) == expected


def test_prices_come_back_as_numbers(before: Store, imported: Store) -> None:
    """They were doubles on the way."""

    def prices(store: Store) -> dict[str, float]:
        rows = store.query(f"{PREFIXES} SELECT ?cost ?value {{ ?cost a cv:Cost ; cv:hasValue ?value }}")
        return {str(row["cost"]): float(row["value"].value) for row in rows}  # type: ignore[union-attr]

    assert prices(imported) == prices(before)
    assert len(prices(before)) == 32


@pytest.mark.parametrize("property_", LOST)
def test_what_does_not_come_back(before: Store, imported: Store, property_: str) -> None:
    """As the how-to says."""
    assert said(before, "cpsv:PublicService", property_)
    assert not said(imported, "cpsv:PublicService", property_)


def test_services_are_in_the_catalogue_that_they_are_imported_into(imported: Store) -> None:
    """Their own catalogue is told as the place they were listed in."""
    rows = list(imported.query(f"{PREFIXES} SELECT ?s {{ ?s a cpsv:PublicService ; dct:isPartOf {ABROAD} }}"))  # type: ignore[arg-type]
    assert len(rows) == 62
    assert Literal("demo-birth-registration") in {
        quad.object
        for quad in imported.quads_for_pattern(None, NamedNode("http://purl.org/dc/terms/identifier"), None, None)
    }
