"""What the audit log tells of requests: who was refused what, and never by which key; and how it is read."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from graph_service.http import auditing
from graph_service.http.app import create_app
from graph_service.model.agent import ROLES, Role
from graph_service.services.audit.checking import check_audit
from graph_service.services.deployment import Deployment

BASE = "https://w3id.org/public-service-graph/"
SERVICES = f"{BASE}graph/demo/services"
BIRTH = f"{BASE}id/service/demo-birth-registration"
TURTLE = {"Content-Type": "text/turtle"}
NEW = f'<{BIRTH}> <http://www.w3.org/ns/dcat#keyword> "birth"@en .'
WRONG = f'<{BIRTH}> <http://purl.org/dc/terms/language> "English" .'
Send = Callable[..., Any]


@pytest.fixture
def keys(writable: Deployment) -> dict[str, str]:
    return {role: writable.keys.create(f"A {role}", role) for role in ROLES}


@pytest.fixture
def client(writable: Deployment) -> TestClient:
    app = create_app(writable.settings)
    app.state.deployment = writable
    return TestClient(app, follow_redirects=False)


def lines(deployment: Deployment) -> list[dict[str, Any]]:
    return [json.loads(line) for file in deployment.audit.files for line in file.read_text().splitlines()]


CLEAR = {"content": "CLEAR GRAPH <urn:x:y>"}
REFUSED: dict[str, tuple[Role | str, str, str, dict[str, Any], int, str]] = {
    "nobody": ("", "POST", "/graphs", {"content": NEW}, 401, "not-authenticated"),
    "a wrong key": ("wrong", "POST", "/graphs", {"content": NEW}, 401, "not-authenticated"),
    "a reader": ("reader", "POST", "/graphs", {"content": NEW}, 403, "access-refused"),
    "a broken shape": ("editor", "POST", "/graphs", {"content": WRONG}, 422, "data-invalid"),
    "a stale state": ("editor", "PUT", "/graphs", {"headers": {"If-Match": '"old"'}}, 412, "changed-meanwhile"),
    "no state": ("editor", "PUT", "/graphs", {"content": NEW}, 428, "condition-missing"),
    "no Turtle": ("editor", "POST", "/graphs", {"content": "x"}, 400, "data-unreadable"),
    "an unknown change": ("curator", "POST", "/changes/{number}/undo", {}, 404, "unknown-name"),
    "a bad decision": ("curator", "POST", "/proposals/{number}/decision", {"json": {}}, 422, "invalid-arguments"),
    "nothing to propose": ("editor", "POST", "/proposals", {"content": ""}, 409, "nothing-to-do"),
    "an update that goes wrong": ("administrator", "POST", "/sparql", CLEAR, 400, "query-error"),
    "an update of an editor": ("editor", "POST", "/sparql", CLEAR, 403, "access-refused"),
    "a form": ("reader", "POST", "/desk/release", {"form": True}, 403, "access-refused"),
    "the log itself": ("curator", "GET", "/audit", {}, 403, "access-refused"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_refusal_has_a_line(writable: Deployment, client: TestClient, keys: dict[str, str], case: str) -> None:
    """With who asked, by which route, and why it was refused; no key is in it."""
    role, method, route, more, status, problem = REFUSED[case]
    headers: dict[str, str] = {**TURTLE, **more.get("headers", {})}
    sent: dict[str, Any] = {"content": more.get("content"), "json": more.get("json"), "headers": headers}
    key = keys.get(role, f"psg_{'a' * 8}_{'b' * 32}") if role else ""
    if key:
        headers["Authorization"] = f"Bearer {key}"
    if more.get("form"):
        sent = {"data": {"key": key, "catalogue": "demo/services"}}
    if "json" in more:
        del headers["Content-Type"]
    if route == "/sparql":
        headers["Content-Type"] = "application/sparql-update"
    parameters = {"graph": SERVICES, "title": "t", "mode": "add"} if route in {"/graphs", "/proposals"} else {}
    answer = client.request(method, route.replace("{number}", "999"), params=parameters, **sent)
    assert answer.status_code == status, answer.text
    told = lines(writable)
    (line,) = told
    expected = {"event": "refusal", "outcome": "refused", "method": method, "route": route, "status": status}
    assert {name: line[name] for name in expected} == expected
    assert line["what"] == problem
    assert line["client"] == "testclient"
    assert len(line["request"]) == 32
    known = role if role in ROLES else ""
    assert (line.get("who", ""), line.get("role", "")) == (f"A {known}" if known else "", known)
    assert line.get("id", "").startswith("key:" if known else "")
    assert not key or key not in writable.settings.audit_file.read_text(encoding="utf-8")


def test_a_change_names_its_request(writable: Deployment, client: TestClient, keys: dict[str, str]) -> None:
    """By the template of its route, and the key by its public part."""
    bearer = {**TURTLE, "Authorization": f"Bearer {keys['editor']}"}
    assert client.post("/graphs", params={"graph": SERVICES}, content=NEW, headers=bearer).status_code == 200
    (line,) = lines(writable)
    assert (line["method"], line["route"], line["who"], line["role"]) == ("POST", "/graphs", "A editor", "editor")
    assert line["id"] == f"key:{keys['editor'].split('_')[1]}"
    patch = client.get(f"/changes/{line['generation']}/patch").content
    assert line["difference"] == hashlib.sha256(patch).hexdigest()
    assert check_audit(writable).wrong == []


def test_reading_has_no_lines(writable: Deployment, client: TestClient) -> None:
    """Neither what is found nor what isn't."""
    for path in ("/", "/stacks", "/queries/none", "/graphs?graph=x:y", "/sparql?query=x"):
        client.get(path)
    client.post("/validate", content="x", headers=TURTLE)
    assert lines(writable) == []


def test_strangers_do_not_fill_the_disk(
    writable: Deployment, keys: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """So many lines a minute are written of them; how many were left out is told by the next line."""
    monkeypatch.setattr(auditing, "LINES", 3)
    app = create_app(writable.settings)
    app.state.deployment = writable
    strangers = TestClient(app)
    for _ in range(10):
        assert strangers.delete("/graphs", params={"graph": SERVICES}).status_code == 401
    written = len(lines(writable))
    assert 3 <= written < 6  # the bucket fills while they are sent
    bearer = {"Authorization": f"Bearer {keys['reader']}"}
    assert strangers.delete("/graphs", params={"graph": SERVICES}, headers=bearer).status_code == 403
    assert lines(writable)[-1]["left-out"] == 10 - written


def test_a_refusal_is_answered_though_it_can_not_be_told(
    writable: Deployment, client: TestClient, keys: dict[str, str]
) -> None:
    """Nothing was changed anyway; a change itself is then refused, with what the operator must mend."""
    writable.settings.audit_file.mkdir()
    assert client.delete("/graphs", params={"graph": SERVICES}).status_code == 401
    bearer = {**TURTLE, "Authorization": f"Bearer {keys['editor']}"}
    generation = writable.store.generation()
    answer = client.post("/graphs", params={"graph": SERVICES}, content=NEW, headers=bearer)
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (503, "unaccountable")
    assert writable.store.generation() == generation


def test_administrators_read_the_log(writable: Deployment, client: TestClient, keys: dict[str, str]) -> None:
    """The latest line first, page by page, as JSON or for a spreadsheet; a key for one stack is not enough."""
    writable.keys.create("=Eve", "editor")
    for _ in range(3):
        client.delete("/graphs", params={"graph": SERVICES}, headers={"Authorization": f"Bearer {keys['reader']}"})
    bearer = {"Authorization": f"Bearer {keys['administrator']}"}
    first = client.get("/audit?limit=2", headers=bearer)
    assert [line["number"] for line in first.json()["lines"]] == [3, 2]
    assert first.headers["Cache-Control"] == "no-store"
    rest = client.get(first.json()["next"], headers=bearer).json()
    assert ([line["number"] for line in rest["lines"]], rest["next"]) == ([1], None)
    table = client.get("/audit?format=csv", headers=bearer)
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert [row["status"] for row in rows] == ["403"] * 3
    writable.audit.append({"event": "keys", "what": "=1+1"})
    assert "'=1+1" in client.get("/audit?format=csv&limit=1", headers=bearer).text
    scoped = writable.keys.create("Demo", "administrator", stack="demo")
    for method, path in (("GET", "/audit"), ("GET", "/backups"), ("POST", "/backups"), ("GET", "/backups/any")):
        assert client.request(method, path, headers={"Authorization": f"Bearer {scoped}"}).status_code == 403
