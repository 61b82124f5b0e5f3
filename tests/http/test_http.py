"""The web: what each path answers, in which format, and how errors look."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
import rdflib
from fastapi.testclient import TestClient

BASE = "https://w3id.org/public-service-graph/"
PAYMENTS = f"{BASE}id/building-block/payments"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_services_using_payments_are_listed_with_their_paths(client: TestClient) -> None:
    """The first question of a policy team, as its address is documented."""
    answer = client.get("/queries/services-using-building-block", params={"building_block": PAYMENTS})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    document = answer.json()
    assert {row["path"] for row in document["rows"]} >= {"journey step", "system"}
    assert all(row["service"] and row["from"] and row["to"] for row in document["rows"])
    assert document["receipt"]["parameters"]["building_block"] == [f"<{PAYMENTS}>"]
    assert document["receipt"]["generation"] == 1


def test_reuse_counts_of_the_reference_use_cases_are_those_published(client: TestClient) -> None:
    """Step links of the reference stack, as counted from the published use cases."""
    answer = client.get("/queries/building-block-reuse.csv", params={"stack": f"{BASE}id/stack/reference"})
    assert answer.headers["content-type"].startswith("text/csv")
    counted = {row["buildingBlockTitle"]: int(row["steps"]) for row in csv.DictReader(io.StringIO(answer.text))}
    assert {name: counted[name] for name in ("Identity", "Information Mediator", "Consent")} == {
        "Identity": 84,
        "Information Mediator": 79,
        "Consent": 72,
    }
    assert (counted["Messaging"], counted["Scheduler"], counted["Workflow"]) == (65, 65, 62)


def test_keys_stand_for_iris(client: TestClient) -> None:
    """A person types the key, and gets what the IRI gives."""
    by_key = client.get("/queries/building-block-reuse", params={"stack": "reference"}).json()
    by_iri = client.get("/queries/building-block-reuse", params={"stack": f"{BASE}id/stack/reference"}).json()
    assert by_key["rows"] == by_iri["rows"]


@pytest.mark.parametrize(
    ("path", "accept", "media_type"),
    [
        ("/queries/stacks", "*/*", "application/json"),
        ("/queries/stacks", "text/csv", "text/csv"),
        ("/queries/stacks", BROWSER, "text/html"),
        ("/queries/stacks", "text/csv;q=0.1, application/json;q=0.9", "application/json"),
        ("/queries/stacks.csv", BROWSER, "text/csv"),
        ("/queries/stacks?format=csv", BROWSER, "text/csv"),
        ("/queries/stacks", "application/sparql-results+json", "application/sparql-results+json"),
        ("/queries/stacks", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("/queries/stacks", "text/tab-separated-values", "text/tab-separated-values"),
        ("/queries/stacks", "application/*", "application/json"),
        ("/queries/stacks.srj", BROWSER, "application/sparql-results+json"),
        ("/queries/stacks.srx", BROWSER, "application/sparql-results+xml"),
        ("/queries/stacks.tsv", BROWSER, "text/tab-separated-values"),
        ("/queries/stacks.xlsx", BROWSER, XLSX),
        ("/queries/stacks?format=xlsx", BROWSER, XLSX),
        ("/queries/stacks.rq", "*/*", "application/sparql-query"),
        ("/queries", "*/*", "application/json"),
        ("/queries", BROWSER, "text/html"),
        ("/doc/building-block/payments", "*/*", "text/turtle"),
        ("/doc/building-block/payments", BROWSER, "text/html"),
        ("/doc/building-block/payments", "application/ld+json", "application/ld+json"),
        ("/doc/building-block/payments", "application/*", "application/ld+json"),
        ("/doc/building-block/payments", "application/rdf+xml", "application/rdf+xml"),
        ("/doc/building-block/payments.rdf", BROWSER, "application/rdf+xml"),
        ("/doc/building-block/payments.nt", BROWSER, "application/n-triples"),
        ("/def/System", "text/turtle", "text/turtle"),
        ("/codelist/digitisation-level/4", BROWSER, "text/html"),
        ("/shapes/System", BROWSER, "text/html"),
        ("/", BROWSER, "text/html"),
        ("/healthz", "*/*", "application/json"),
        ("/openapi.json", "*/*", "application/json"),
        ("/docs", BROWSER, "text/html"),
    ],
)
def test_formats_are_negotiated(client: TestClient, path: str, accept: str, media_type: str) -> None:
    """Suffix before ``?format=`` before ``Accept`` with its qualities."""
    answer = client.get(path, headers={"Accept": accept})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].split(";")[0] == media_type


@pytest.mark.parametrize(
    ("path", "accept", "status", "code"),
    [
        ("/queries/stacks?format=docx", "*/*", 406, "not-acceptable"),
        ("/queries/stacks.ttl", "*/*", 406, "not-acceptable"),
        ("/queries/stakcs", "*/*", 404, "unknown-name"),
        ("/doc/building-block/none", "*/*", 404, "unknown-name"),
        ("/nothing", "*/*", 404, "http-404"),
    ],
)
def test_errors_are_problem_documents(client: TestClient, path: str, accept: str, status: int, code: str) -> None:
    """RFC 9457, with a stable type and a sentence that helps."""
    answer = client.get(path, headers={"Accept": accept})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    document = answer.json()
    assert (document["status"], document["type"]) == (status, f"{BASE}problems/{code}")
    assert document["title"]
    assert document["detail"]


def test_wrong_method_is_a_problem_document_that_names_what_is_allowed(client: TestClient) -> None:
    """A client's mistake is never a 500."""
    answer = client.post("/queries/stacks")
    assert answer.status_code == 405
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["allow"] == "GET, HEAD"
    assert client.put("/sparql").headers["allow"] == "GET, HEAD, POST"


def test_typing_errors_are_answered_with_what_was_meant(client: TestClient) -> None:
    """In names of queries and of parameters."""
    assert client.get("/queries/stakcs").json()["nearest"] == ["stacks"]
    problems = client.get("/queries/building-block-reuse", params={"stak": "demo"}).json()["problems"]
    assert problems[0]["nearest"] == ["stack"]


def test_a_thing_leads_to_the_document_about_it(client: TestClient) -> None:
    """303, because a Building Block can't be sent over a wire."""
    answer = client.get("/id/building-block/payments")
    assert (answer.status_code, answer.headers["location"]) == (303, "/doc/building-block/payments")


@pytest.mark.parametrize(("suffix", "parser"), [("ttl", "turtle"), ("jsonld", "json-ld"), ("nt", "nt")])
def test_documents_about_a_thing_say_the_same_in_every_format(client: TestClient, suffix: str, parser: str) -> None:
    """Another library reads the same statements from each."""
    turtle = rdflib.Graph().parse(data=client.get("/doc/building-block/payments.ttl").text, format="turtle")
    other = rdflib.Graph().parse(data=client.get(f"/doc/building-block/payments.{suffix}").text, format=parser)
    assert len(turtle) > 10
    assert set(other) == set(turtle)


def test_fictional_things_say_so(client: TestClient) -> None:
    """On the page of each thing of an invented country, and where such things are listed on the page of another."""
    fictional = client.get("/doc/stack/demo.html").text
    of_fictional = client.get("/doc/catalogue/demo-services.html").text
    real = client.get("/doc/building-block/payments.html").text
    concept = client.get("/codelist/digitisation-level/4.html").text
    unlinked = client.get("/doc/role/agile-coach.html").text
    assert "This belongs to an invented country" in fictional
    assert "This belongs to an invented country" in of_fictional
    for shared in (real, concept):
        assert "This belongs to an invented country" not in shared
        assert "Some of what is listed here belongs to an invented country" in shared
    assert "invented country" not in unlinked


#: Data within a page, and the one script, which pages do without.
OUR_SCRIPTS = {'<script type="application/ld+json">', '<script type="module" src="/static/zoom.js">'}


def test_pages_ask_nothing_of_other_hosts_and_allow_no_script_within(client: TestClient) -> None:
    """The policy is strict, and no page refers to another host but by links."""
    for path in ("/", "/queries", "/queries/stacks.html", "/doc/building-block/payments.html"):
        answer = client.get(path, headers={"Accept": BROWSER})
        assert "script-src 'self';" in answer.headers["content-security-policy"]
        assert set(re.findall("<script[^>]*>", answer.text)) <= OUR_SCRIPTS
        assert 'src="http' not in answer.text
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert "https://cdn" not in client.get("/docs").text


def test_the_page_of_a_query_shows_form_answer_and_address(client: TestClient) -> None:
    """Required parameters take their example until a value is given."""
    page = client.get("/queries/services-using-building-block.html").text
    assert "<form" in page
    assert "journey step" in page
    assert "curl -H" in page
    assert "VALUES" not in page.split("<pre")[1].split("</pre>")[0]


def test_the_page_of_a_query_says_what_to_mend(client: TestClient) -> None:
    """Wrong arguments are named beside the form, with the right status."""
    answer = client.get("/queries/building-block-reuse.html", params={"stack": "<script>"})
    assert answer.status_code == 422
    assert "Please mend" in answer.text
    assert "<script>" not in answer.text


def test_the_list_describes_each_query(client: TestClient) -> None:
    """Enough to build a form from."""
    queries = {query["name"]: query for query in client.get("/queries").json()["queries"]}
    parameter = queries["services-using-building-block"]["parameters"][0]
    assert (parameter["name"], parameter["type"], parameter["required"]) == ("building_block", "iri", True)
    assert parameter["valuesFrom"] == "/queries/building-blocks"


def test_openapi_is_an_openapi_document(client: TestClient) -> None:
    """Described paths are the ones served."""
    document = json.loads(client.get("/openapi.json").text)
    assert document["openapi"].startswith("3.")
    assert {"/queries", "/queries/stacks", "/doc/{kind}/{key}", "/healthz"} <= set(document["paths"])
