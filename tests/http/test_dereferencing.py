"""What an IRI leads to: where things were merged, are gone, lie under another host, or have thousands of links."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
import rdflib
from fastapi.testclient import TestClient
from pyoxigraph import Literal, NamedNode, Triple

from graph_service.http.app import create_app
from graph_service.model.change import Change
from graph_service.services.deployment import Deployment

BASE = "https://w3id.org/public-service-graph/"
ID = f"{BASE}id/"
ELSEWHERE = "https://data.example.org/id/"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
SERVICE = "http://purl.org/vocab/cpsv#PublicService"
TITLE = "http://purl.org/dc/terms/title"
REPLACED = "http://purl.org/dc/terms/isReplacedBy"
DEPRECATED = "http://www.w3.org/2002/07/owl#deprecated"
TRUE = Literal("true", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#boolean"))
HTML = {"Accept": "text/html"}
TURTLE = {"Accept": "text/turtle"}
Say = Callable[..., TestClient]


def triple(subject: str, predicate: str, value: str | Literal) -> Triple:
    object_ = value if isinstance(value, Literal) else NamedNode(value)
    return Triple(NamedNode(subject), NamedNode(predicate), object_)


@pytest.fixture
def say(writable: Deployment) -> Say:
    """A client of a service in which these statements stand too."""

    def make(*statements: Triple) -> TestClient:
        writable.store.commit(Change({f"{BASE}graph/demo/more": list(statements)}, "More"))
        app = create_app(writable.settings)
        app.state.deployment = writable
        return TestClient(app, follow_redirects=False)

    return make


def titled(iri: str, title: str) -> tuple[Triple, Triple]:
    return triple(iri, RDF_TYPE, SERVICE), triple(iri, TITLE, Literal(title, language="en"))


def test_a_merged_thing_leads_to_what_it_is_now(say: Say) -> None:
    """301, in the same format, to the end of the chain."""
    a, b, c = (f"{ID}service/merged-{key}" for key in "abc")
    client = say(triple(a, REPLACED, b), triple(b, REPLACED, c), *titled(c, "What both are now"))
    answer = client.get("/doc/service/merged-a.ttl?lang=fr")
    assert (answer.status_code, answer.headers["location"]) == (301, "/doc/service/merged-c.ttl?lang=fr")
    assert client.get("/id/service/merged-a", follow_redirects=True, headers=HTML).text.count("What both are now")


def test_things_merged_in_a_circle_are_shown(say: Say) -> None:
    """No client is sent round and round."""
    a, b = (f"{ID}service/circle-{key}" for key in "ab")
    client = say(
        triple(a, REPLACED, b), triple(b, REPLACED, a), triple(f"{ID}service/self", REPLACED, f"{ID}service/self")
    )
    for key in ("circle-a", "self"):
        assert client.get(f"/doc/service/{key}", headers=HTML).status_code == 200


def test_what_is_replaced_but_still_described_is_shown(say: Say) -> None:
    """A superseded law is still a law; its page and a header name what replaced it."""
    old, new = f"{ID}service/old", f"{ID}service/new"
    client = say(*titled(old, "Old"), triple(old, REPLACED, new), *titled(new, "New"))
    answer = client.get("/doc/service/old", headers=HTML)
    assert answer.status_code == 200
    assert 'Replaced by <a href="/doc/service/new">New</a>' in answer.text
    assert '</doc/service/new>; rel="successor-version"' in answer.headers["link"]


def test_what_is_deprecated_says_so(say: Say) -> None:
    """On the page, and in a header that leads to the words."""
    iri = f"{ID}service/worn"
    client = say(
        *titled(iri, "Worn"),
        triple(iri, DEPRECATED, TRUE),
        triple(iri, "http://purl.org/dc/terms/identifier", Literal("worn")),
    )
    answer = client.get("/doc/service/worn", headers=HTML)
    assert "Not to be used any more." in answer.text
    assert '</doc/service/worn.html#standing>; rel="deprecation"' in answer.headers["link"]


def test_what_only_says_that_it_is_deprecated_is_gone(say: Say) -> None:
    """410, as for what was removed."""
    client = say(triple(f"{ID}service/stone", DEPRECATED, TRUE))
    answer = client.get("/doc/service/stone")
    assert (answer.status_code, answer.json()["type"]) == (410, f"{BASE}problems/thing-gone")


def test_what_was_removed_names_the_change(say: Say, writable: Deployment) -> None:
    """410 for what was known once, and 404 again for nothing else."""
    client = say(*titled(f"{ID}service/passing", "Passing"))
    assert client.get("/doc/service/passing").status_code == 200
    say(*titled(f"{ID}service/other", "Other"))
    number = writable.store.generation()
    answer = client.get("/doc/service/passing")
    assert (answer.status_code, answer.json()["change"]) == (410, f"/changes/{number}")
    assert f'</changes/{number}>; rel="describedby"' in answer.headers["link"]
    assert client.get(f"/changes/{number}").status_code == 200
    assert client.get("/doc/service/never").status_code == 404
    say(*titled(f"{ID}service/passing", "Back"))
    assert client.get("/doc/service/passing").status_code == 200


def test_what_an_earlier_release_describes_is_gone_but_not_lost(client: TestClient) -> None:
    """410 names the release, and the document as of it is there."""
    answer = client.get("/doc/service/demo-licence-duplicate")
    assert answer.status_code == 410
    assert answer.json()["releases"] == [f"{ID}release/demo-services-1-0"]
    [earlier] = re.findall('<([^>]*)>; rel="predecessor-version"', answer.headers["link"])
    page = client.get(earlier, headers=HTML)
    assert page.status_code == 200
    assert "Duplicate" in page.text


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("/doc/building-block/paymnts", f"{ID}building-block/payments"),
        ("/doc/buildingblock/payments", f"{ID}building-block/payments"),
        ("/def/Sytem", f"{BASE}def/System"),
        ("/codelist/digitisation-levl", f"{BASE}codelist/digitisation-level"),
        ("/graph/demo/servces", f"{BASE}graph/demo/services"),
    ],
)
def test_near_names_are_told(client: TestClient, path: str, nearest: str) -> None:
    """404 with what was probably meant."""
    answer = client.get(path)
    assert answer.status_code == 404
    assert nearest in answer.json()["nearest"]


@pytest.fixture
def elsewhere(say: Say) -> TestClient:
    """A service that holds a thing of the stack ``demo`` whose IRI lies under another host."""
    space = triple(f"{ID}stack/demo", "http://rdfs.org/ns/void#uriSpace", Literal(ELSEWHERE))
    thing, other = f"{ELSEWHERE}service/x", f"{ELSEWHERE}service/äö?a=b"
    return say(
        space,
        *titled(thing, "Elsewhere"),
        triple(thing, "http://purl.org/dc/terms/requires", other),
        *titled(other, "Odd"),
    )


def test_things_of_another_host_are_served_here(elsewhere: TestClient) -> None:
    """At ``/doc?iri=``, in each format, and pages link there."""
    address = f"/doc?iri={ELSEWHERE}service/x"
    page = elsewhere.get(address, headers=HTML)
    assert (page.status_code, "<h1>Elsewhere</h1>" in page.text) == (200, True)
    [odd] = re.findall(r'href="(/doc\?iri=[^"]*)">Odd', page.text)
    assert elsewhere.get(odd, headers=TURTLE).status_code == 200
    graph = rdflib.Graph().parse(data=elsewhere.get(f"{address}&format=nt").text, format="nt")
    assert (rdflib.URIRef(f"{ELSEWHERE}service/x"), rdflib.RDF.type, rdflib.URIRef(SERVICE)) in graph
    alternates = re.findall(r'<(/doc[^>]*)>; rel="alternate"', page.headers["link"])
    assert len(alternates) == 7
    assert {elsewhere.get(alternate).status_code for alternate in alternates} == {200}


def test_a_request_for_another_host_finds_its_thing(elsewhere: TestClient) -> None:
    """Where that host passes requests on to here."""
    answer = elsewhere.get("/id/service/x", headers={"Host": "data.example.org"})
    assert answer.status_code == 303
    assert elsewhere.get(answer.headers["location"], headers=HTML).text.count("<h1>Elsewhere</h1>") == 1
    ours = elsewhere.get("/id/service/x", headers={"Host": "evil.example"})
    assert ours.headers["location"] == "/doc/service/x"


@pytest.mark.parametrize(
    ("iri", "path"),
    [
        (f"{ID}building-block/payments", "/doc/building-block/payments?format=nt"),
        (f"{BASE}def/System", "/def/System?format=nt"),
        (f"{BASE}def/", "/def?format=nt"),
        (f"{BASE}graph/demo/services", "/graph/demo/services?format=nt"),
    ],
)
def test_iris_of_this_service_lead_to_their_own_address(client: TestClient, iri: str, path: str) -> None:
    """And keep what else was asked for."""
    answer = client.get("/doc", params={"iri": iri, "format": "nt"})
    assert (answer.status_code, answer.headers["location"]) == (303, path)


@pytest.mark.parametrize(
    "iri", ["", "no iri", "javascript:alert(1)", "https://x.example/<script>", "https://x.example/ü\r\nX: 1"]
)
def test_what_is_no_iri_is_refused(client: TestClient, iri: str) -> None:
    """With what to give instead."""
    answer = client.get("/doc", params={"iri": iri})
    assert (answer.status_code, answer.json()["problems"][0]["parameter"]) == (422, "iri")


def test_a_hub_is_shown_a_page_at_a_time(client: TestClient) -> None:
    """All links are counted, some are shown, and each of the others is on one of the pages that follow."""
    hub, within = "/def/JourneyStep", f"{BASE}def/digitisationLevel"
    found, total, address = list[str](), 0, f"{hub}?links={RDF_TYPE.replace('#', '%23')}"
    while address:
        answer = client.get(address, headers=HTML)
        assert answer.status_code == 200
        found += re.findall(r'<li><a href="(/doc/step/[^"]*)"', answer.text)
        total = int(re.findall(r'class="count">(?:[\d,]+\u2013[\d,]+ / )?([\d,]+)<', answer.text)[0].replace(",", ""))
        following = re.findall(r'<([^>]*)>; rel="next"', answer.headers["link"])
        address = following[0] if following else ""
    assert len(found) == len(set(found)) == total > 200
    assert client.get(f"{hub}?links={within}").status_code == 404
    assert client.get(f"{hub}?links=no").status_code == 422
    assert client.get(f"{hub}?links={within}&offset=-1").status_code == 422


def test_the_page_of_a_service_holds_it_as_search_engines_read_it(client: TestClient) -> None:
    """A GovernmentService of schema.org, with its provider."""
    page = client.get("/doc/service/demo-birth-registration.html").text
    document = embedded(page)
    assert document["@context"] == "https://schema.org/"
    assert document["@type"] == "GovernmentService"
    assert {"@language": "fr", "@value": "Déclaration de naissance"} in document["name"]
    assert {"@language": "en", "@value": "Civil Registry Office of Examplia"} in document["provider"]["name"]


def test_the_page_of_any_thing_holds_its_facts(client: TestClient) -> None:
    """As JSON-LD, from which another library reads what the document in Turtle says."""
    page = client.get("/doc/building-block/payments.html").text
    graph = rdflib.Graph().parse(data=json.dumps(embedded(page)), format="json-ld")
    turtle = rdflib.Graph().parse(data=client.get("/doc/building-block/payments.ttl").text, format="turtle")
    subject = rdflib.URIRef(f"{ID}building-block/payments")
    assert set(graph) == set(turtle.triples((subject, None, None)))


def test_hostile_titles_end_no_element(say: Say) -> None:
    """Neither that of the embedded data nor any other."""
    title = "</script><script>alert(1)</script><!-- \u2028 & ]]>"
    for class_ in (SERVICE, f"{BASE}def/System"):
        iri = f"{ID}service/hostile"
        client = say(triple(iri, RDF_TYPE, class_), triple(iri, TITLE, Literal(title, language="en")))
        page = client.get("/doc/service/hostile.html").text
        assert page.count("<script") == page.count("</script>") == 1
        assert title in json.dumps(embedded(page), ensure_ascii=False)
        assert "<!--" not in page


def test_what_a_thing_rests_on_stands_on_its_page(client: TestClient) -> None:
    """Its stack, catalogue, release, and the last change of its graph."""
    page = client.get("/doc/service/demo-birth-registration.html").text
    assert '<a href="/stacks/demo">Republic of Examplia (fictional)</a>' in page
    assert '<a href="/doc/catalogue/demo-services">' in page
    assert '<a href="/doc/release/demo-services-2-0">' in page
    assert re.search(r'<a href="/changes/\d+">change \d+</a>', page)
    assert 'rel="license"' in page


def test_a_change_is_a_thing_too(client: TestClient) -> None:
    """What it touched is told, as RDF and as a page."""
    graph = rdflib.Graph().parse(data=client.get("/doc/change/1.nt").text, format="nt")
    generated = rdflib.URIRef("http://www.w3.org/ns/prov#generated")
    assert rdflib.URIRef(f"{BASE}graph/demo/services") in set(graph.objects(predicate=generated))


def test_a_key_that_ends_like_a_suffix_is_found(say: Say) -> None:
    """The thing itself comes before another in that format."""
    client = say(*titled(f"{ID}product/node.json", "Node"), *titled(f"{ID}product/node", "Other"))
    assert "<h1>Node</h1>" in client.get("/doc/product/node.json", headers=HTML).text
    assert client.get("/doc/product/node.json.ttl").text.count('"Node"')


def test_a_base_of_ones_own_keeps_the_vocabulary(writable: Deployment) -> None:
    """Terms, code lists and shapes have the same IRIs everywhere."""
    from dataclasses import replace  # noqa: PLC0415 - for this test alone

    app = create_app(replace(writable.settings, base="https://graph.example/"))
    app.state.deployment.__dict__["store"] = writable.store
    answer = TestClient(app).get("/def/System.ttl")
    assert answer.status_code == 200
    assert f"<{BASE}def/System>" in answer.headers["link"]


def embedded(page: str) -> Any:
    [text] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return json.loads(text)
