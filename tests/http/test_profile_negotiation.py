"""Content negotiation by profile, as https://www.w3.org/TR/dx-prof-conneg/ has it."""

from __future__ import annotations

import pytest
import rdflib
from fastapi.testclient import TestClient
from rdflib.namespace import DCTERMS, PROF, RDF

BASE = "https://w3id.org/public-service-graph/"
PSG, CPSV_AP, SCHEMA = f"{BASE}def/", "http://data.europa.eu/m8g/cpsvap/3.2.0", "https://schema.org/"
DCAT_AP = "https://semiceu.github.io/DCAT-AP/releases/3.0.1"
SERVICE = "/doc/service/demo-birth-registration"
CLASSES = {PSG: "http://purl.org/vocab/cpsv#PublicService", CPSV_AP: "http://purl.org/vocab/cpsv#PublicService"}
CLASSES[SCHEMA] = "https://schema.org/GovernmentService"


@pytest.mark.parametrize(
    ("query", "header", "expected"),
    [
        ("", "", PSG),
        ("?profile=cpsv-ap", "", CPSV_AP),
        (f"?profile={SCHEMA}", "", SCHEMA),
        ("?profile=psg", f"<{SCHEMA}>", PSG),
        ("", f"<{CPSV_AP}>", CPSV_AP),
        ("", f"<{SCHEMA}>; q=0.4 , <{CPSV_AP}>;q=0.8", CPSV_AP),
        ("", f"<urn:other>, <{SCHEMA}>;q=0.1", SCHEMA),
        ("", f"<{SCHEMA}>;q=0, <{PSG}>;q=0.001", PSG),
        ("", "schema-org", SCHEMA),
        ("", "<urn:other>, *;q=0.1", PSG),
    ],
)
@pytest.mark.parametrize("suffix", [".ttl", ".jsonld", ".nt", ".rdf"])
def test_the_profile_that_is_wanted_most(
    client: TestClient, query: str, header: str, expected: str, suffix: str
) -> None:
    """The parameter beats the header; the answer says which it is, and what there is beside."""
    headers = {"Accept-Profile": header} if header else {}
    answer = client.get(f"{SERVICE}{suffix}{query}", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["Content-Profile"] == f"<{expected}>"
    assert "Accept-Profile" in answer.headers["Vary"]
    assert f'<{expected}>; rel="profile"' in answer.headers["Link"]
    for other in {PSG, CPSV_AP, SCHEMA} - {expected}:
        assert f'rel="alternate"; profile="{other}"' in answer.headers["Link"]
    form = {".ttl": "turtle", ".jsonld": "json-ld", ".nt": "nt", ".rdf": "xml"}[suffix]
    found = rdflib.Graph().parse(data=answer.text, format=form)
    assert (
        rdflib.URIRef(f"{BASE}id/service/demo-birth-registration"),
        RDF.type,
        rdflib.URIRef(CLASSES[expected]),
    ) in found


def test_the_alternates_are_there(client: TestClient) -> None:
    """Each address that an answer names is one."""
    answer = client.get(SERVICE, params={"format": "ttl", "profile": "cpsv-ap"})
    named = {link["url"] for link in answer.links.values() if link.get("rel") == "alternate"}
    assert named
    for address in named:
        assert client.get(address).status_code == 200
        assert "format=ttl" in address


@pytest.mark.parametrize(
    ("query", "header"), [("?profile=nope", ""), ("", "<urn:other>"), ("", "<urn:a>, <urn:b>;q=0.5")]
)
def test_a_profile_that_is_not_offered(client: TestClient, query: str, header: str) -> None:
    """406 with those that are."""
    answer = client.get(SERVICE + query, headers={"Accept-Profile": header} if header else {})
    assert answer.status_code == 406
    assert answer.json()["offered"] == ["cpsv-ap", "dcat-ap", "psg", "schema-org"]


@pytest.mark.parametrize("header", ["", ",", "<", "<a>;q=x", "<>;q=2", ";q=1", "<a b>", '"x"'])
def test_a_header_that_is_none_is_passed_over(client: TestClient, header: str) -> None:
    """Or names something that is not offered; never an error of the service."""
    assert client.get(SERVICE, headers={"Accept-Profile": header}).status_code in {200, 406}


def test_what_a_profile_has_no_place_for(client: TestClient) -> None:
    """406, and only the profiles that have are offered and announced."""
    item = "/doc/roadmap-item/demo-key-management"
    refused = client.get(item, params={"profile": "cpsv-ap"})
    assert (refused.status_code, refused.json()["offered"]) == (406, ["psg"])
    assert 'rel="alternate"; profile' not in client.get(f"{item}.ttl").headers["Link"]


def test_pages_are_not_in_other_profiles(client: TestClient) -> None:
    """A browser gets the page, or what it takes beside pages."""
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    assert client.get(SERVICE, headers=browser).headers["Content-Type"].startswith("text/html")
    in_profile = client.get(SERVICE, params={"profile": "schema-org"}, headers=browser)
    assert in_profile.headers["Content-Type"].startswith("text/turtle")
    assert client.get(f"{SERVICE}.html", params={"profile": "schema-org"}).status_code == 406


def test_what_is_not_there_is_not_found(client: TestClient) -> None:
    """In any profile."""
    assert client.get("/doc/service/none", params={"profile": "cpsv-ap"}).status_code == 404
    assert client.get("/graphs", params={"graph": "urn:none", "profile": "cpsv-ap"}).status_code == 404
    for path in ("/profiles/none/demo", "/profiles/cpsv-ap/none", "/profiles/cpsv-ap/demo/none"):
        assert client.get(path).status_code == 404


def test_graphs_and_stacks_are_had_in_a_profile(client: TestClient) -> None:
    """By the same statements, however they are asked for."""
    graph = f"{BASE}graph/demo/services"
    nt = {"Accept": "application/n-triples"}
    by_graph = client.get("/graphs", params={"graph": graph, "profile": "cpsv-ap"}, headers=nt)
    by_header = client.get("/graphs", params={"graph": graph}, headers={**nt, "Accept-Profile": f"<{CPSV_AP}>"})
    by_path = client.get("/profiles/cpsv-ap/demo/services.nt")
    assert by_graph.text == by_header.text == by_path.text
    assert by_graph.text.count("cpsv#PublicService>") == 62
    assert by_path.headers["Content-Profile"] == f"<{CPSV_AP}>"
    whole = client.get("/profiles/cpsv-ap/demo.nt")
    assert set(by_path.text.splitlines()) <= set(whole.text.splitlines())
    again = client.get("/profiles/cpsv-ap/demo.nt", headers={"If-None-Match": whole.headers["ETag"]})
    assert again.status_code == 304
    assert client.get("/profiles/cpsv-ap/demo.ttl").headers["ETag"] != whole.headers["ETag"]


def test_profiles_are_listed(client: TestClient) -> None:
    """As JSON with what their queries say, and in the vocabulary for profiles."""
    listed = {profile["name"]: profile for profile in client.get("/profiles").json()["profiles"]}
    assert {name: profile["iri"] for name, profile in listed.items()} == {
        "dcat-ap": DCAT_AP,
        "psg": PSG,
        "cpsv-ap": CPSV_AP,
        "schema-org": SCHEMA,
    }
    assert [name for name, profile in listed.items() if profile["default"]] == ["psg"]
    assert "services" in {query["name"] for query in listed["cpsv-ap"]["queries"]}
    found = rdflib.Graph().parse(data=client.get("/profiles", params={"format": "ttl"}).text)
    assert set(found.subjects(RDF.type, PROF.Profile)) == {
        rdflib.URIRef(iri) for iri in (PSG, CPSV_AP, DCAT_AP, SCHEMA)
    }
    assert found.value(rdflib.URIRef(CPSV_AP), PROF.hasToken) == rdflib.Literal("cpsv-ap")
    assert found.value(rdflib.URIRef(CPSV_AP), DCTERMS.title) == rdflib.Literal("CPSV-AP 3.2.0", lang="en")
