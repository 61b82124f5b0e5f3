"""Reports on data that are sent: in each format, by themselves or in place of a graph; nothing is stored."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
import rdflib
from fastapi.testclient import TestClient
from rdflib.namespace import RDF, SH

from graph_service.http.validation import MAX_BYTES
from graph_service.services.deployment import Deployment

BASE = "https://w3id.org/public-service-graph/"
TURTLE = {"Content-Type": "text/turtle"}
SERVICE = f"{BASE}id/service/bare"
BARE = f'<{SERVICE}> a <http://purl.org/vocab/cpsv#PublicService> ; <http://purl.org/dc/terms/title> "Bare <b>"@en .'


def report(client: TestClient, accept: str, content: str = BARE, query: str = "") -> str:
    answer = client.post(f"/validate{query}", content=content, headers={**TURTLE, "Accept": accept})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith(accept)
    return answer.text


def test_a_report_is_the_same_in_each_format(client: TestClient) -> None:
    """JSON, Turtle, JUnit XML and HTML name the same findings."""
    findings = json.loads(report(client, "application/json"))["findings"]
    violations = [finding for finding in findings if finding["severity"] == "violation"]
    assert violations
    assert {finding["focus"] for finding in findings} == {SERVICE}
    turtle = rdflib.Graph().parse(data=report(client, "text/turtle"), format="turtle")
    assert len(list(turtle.subjects(RDF.type, SH.ValidationResult))) == len(findings)
    junit = ElementTree.fromstring(report(client, "application/xml"))  # noqa: S314 - our own
    assert junit.attrib["failures"] == "1"
    assert len(junit.findall(".//failure")) == len(violations)
    assert junit.find(".//testcase").attrib["name"] == f"Bare <b> <{SERVICE}>"  # type: ignore[union-attr]
    page = report(client, "text/html")
    assert "Bare &lt;b&gt;" in page
    assert page.count("<h2>") == len(findings)


def test_data_without_findings_pass(client: TestClient) -> None:
    """JUnit says so with one case that passes."""
    assert json.loads(report(client, "application/json", ""))["conforms"] is True
    junit = ElementTree.fromstring(report(client, "application/xml", ""))  # noqa: S314 - our own
    assert (junit.attrib["tests"], junit.attrib["failures"]) == ("1", "0")


def test_data_are_judged_in_place_of_a_graph(client: TestClient, seeded: Deployment) -> None:
    """What others need from it is missed."""
    before = seeded.store.generation()
    events = f"{BASE}graph/demo/life-events"
    found = json.loads(report(client, "application/json", "", f"?graph={events}"))["findings"]
    assert any(finding["focus"].startswith(f"{BASE}id/service/") for finding in found)
    assert seeded.store.generation() == before
    assert list(seeded.store.triples(events))


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        ("nothing", TURTLE, 400),
        ("#" * (MAX_BYTES + 1), TURTLE, 413),
        ("x", {"Content-Type": "text/csv"}, 415),
        ("", {**TURTLE, "Accept": "image/png"}, 406),
    ],
)
def test_wrong_requests_are_refused(client: TestClient, content: str, headers: dict[str, str], status: int) -> None:
    """Before anything is validated."""
    assert client.post("/validate", content=content, headers=headers).status_code == status
