"""Stacks and releases over HTTP: listed, published, withdrawn, compared, and who may."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import Literal, NamedNode, Quad

from graph_service.http.app import create_app
from graph_service.model.agent import ROLES, Role
from graph_service.model.change import Change
from graph_service.model.patch import read_patch
from graph_service.services.changing import apply
from graph_service.services.deployment import Deployment
from graph_service.services.proposals import propose

BASE = "https://w3id.org/public-service-graph/"
RELEASES = "/stacks/demo/catalogues/services/releases"
BIRTH = NamedNode(f"{BASE}id/service/demo-birth-registration")
SERVICES = NamedNode(f"{BASE}graph/demo/services")


def client_of(deployment: Deployment, role: Role) -> TestClient:
    app = create_app(deployment.settings)
    app.state.deployment = deployment
    return TestClient(app, headers={"Authorization": f"Bearer {deployment.keys.create(role, role)}"})


def test_stacks_and_releases_are_listed(client: TestClient) -> None:
    """With what is current."""
    stacks = {stack["key"]: stack for stack in client.get("/stacks").json()["stacks"]}
    versions = {c["key"]: c["currentVersion"] for c in stacks["demo"]["catalogues"]}
    assert (len(versions), versions["demo-services"]) == (14, "2.0")
    listed = client.get(RELEASES).json()["releases"]
    assert [(release["version"], release["status"]) for release in listed] == [
        ("2.0", "current"),
        ("1.0", "superseded"),
    ]
    one = client.get(listed[1]["href"]).json()
    assert (one["graph"], one["issued"]) == (f"{SERVICES.value}/1.0", "2025-03-31")


@pytest.mark.parametrize(
    "path",
    [
        "/stacks/nowhere/catalogues/services/releases",
        "/stacks/demo/catalogues/nothing/releases",
        f"{RELEASES}/9.9",
        f"{RELEASES}/9.9/diff",
        f"{RELEASES}/1.0/diff?to=9.9",
        f"{RELEASES}/1.0/diff?to=9.9&format=patch",
        "/stacks/x%3E%20%7D/catalogues/services/releases",
        f"{RELEASES}/1.0%22%3E",
    ],
)
def test_what_is_not_there(client: TestClient, path: str) -> None:
    """Is said to be unknown, whatever its name looks like."""
    answer = client.get(path)
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (404, "unknown-name")


def test_two_releases_are_compared(client: TestClient) -> None:
    """In numbers and words, as a page, as text and as the statements themselves."""
    address = f"{RELEASES}/1.0/diff?to=2.0"
    found = client.get(address, headers={"Accept": "application/json"}).json()
    services = [thing for thing in found["things"] if thing["kind"] == "public service"]
    assert [sum(thing["what"] == what for thing in services) for what in ("New", "Gone", "Changed")] == [10, 2, 52]
    changed = {answer["query"]: answer for answer in found["answers"]["changed"]}
    assert changed["services-by-digitisation-level"]["changed"] == 5
    assert "Gone: Trade licence by fax (public service)" in client.get(f"{address}&format=html").text
    assert "public service: 10 new, 2 gone, 52 changed" in client.get(f"{address}&format=text").text
    patch = client.get(f"{address}&format=patch")
    assert patch.headers["content-type"].startswith("application/rdf-patch")
    delta = read_patch(patch.text)
    assert (len(delta.added), len(delta.removed)) == (found["added"], found["removed"])
    assert client.get(address, headers={"Accept": "image/png"}).status_code == 406


def test_only_curators_publish_and_withdraw(writable: Deployment) -> None:
    """Others are refused, and nothing is done."""
    for role in ROLES:
        client, allowed = client_of(writable, role), role in {"curator", "administrator"}
        published = client.post(RELEASES, json={"version": "3.0", "notes": "Nothing."})
        assert published.status_code == (409 if allowed else 403)
        withdrawn = client.post(f"{RELEASES}/2.0/withdrawal", json={"reason": "Wrong."})
        assert (withdrawn.status_code, withdrawn.json()["type"].rsplit("/", 1)[-1]) == (
            403,
            "write-refused" if allowed else "access-refused",
        )


def test_publish_then_ask_then_withdraw(writable: Deployment) -> None:
    """Answers as of the former release stay; a withdrawn one says so in receipt and page."""
    keyword = Quad(BIRTH, NamedNode("http://www.w3.org/ns/dcat#keyword"), Literal("birth", language="en"), SERVICES)
    apply(writable, Change({}, "A keyword", added=[keyword]))
    client = client_of(writable, "curator")
    done = client.post(RELEASES, json={"version": "2.1", "notes": "A keyword."})
    assert (done.status_code, done.headers["location"]) == (
        201,
        f"{RELEASES.replace('/services', '/demo-services')}/2.1",
    )
    assert client.post(RELEASES, json={"version": "2.1", "notes": "Again."}).status_code == 422
    assert client.get(done.headers["location"]).json()["status"] == "current"
    assert client.get("/queries/releases.csv?stack=demo").text.count("demo-services-2-1") == 1
    sheet = "/queries/service-sheet.ttl?service=demo-birth-registration&release="
    assert '"birth"' in client.get(f"{sheet}demo-services-2-1").text
    assert '"birth"' not in client.get(f"{sheet}demo-services-2-0").text
    withdrawn = client.post(f"{RELEASES}/2.0/withdrawal", json={"reason": "Wrong."})
    assert withdrawn.status_code == 200
    asked = "/queries/stacks.{}?release=demo-services-2-0"
    assert client.get(asked.format("json")).json()["receipt"]["withdrawn"] == [f"{BASE}id/release/demo-services-2-0"]
    assert "<strong>Withdrawn.</strong>" in client.get(asked.format("html")).text
    assert client.get(f"{RELEASES}/2.0").json()["reason"] == "Wrong."


def test_a_proposal_shows_its_effect_on_answers(writable: Deployment) -> None:
    """Asked under the proposed change and without it; nothing is changed."""
    level = NamedNode(f"{BASE}def/digitisationLevel")
    old = [Quad(t.subject, t.predicate, t.object, SERVICES) for t in writable.store.match(BIRTH, level, None)]
    proposal, _ = propose(writable, Change({}, "No level", removed=old))
    found = client_of(writable, "reader").get(f"/proposals/{proposal.number}").json()["answers"]
    changed = {answer["query"]: answer for answer in found["changed"]}
    assert changed["services-by-digitisation-level"]["changed"] == 2
    assert found["same"] + len(changed) + len(found["notAsked"]) == len(writable.queries.queries)
