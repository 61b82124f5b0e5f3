"""Changes over HTTP: graphs replaced, extended and removed through the gate, undo, proposals, and who may."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from graph_service.http.app import create_app
from graph_service.http.bodies import MAX_BYTES
from graph_service.model.agent import ROLES, Role
from graph_service.services.deployment import Deployment

BASE = "https://w3id.org/public-service-graph/"
SERVICES = f"{BASE}graph/demo/services"
BIRTH = f"{BASE}id/service/demo-birth-registration"
TURTLE = {"Content-Type": "text/turtle"}
TITLE = "<http://purl.org/dc/terms/title>"
NEW = f'<{BIRTH}> <http://www.w3.org/ns/dcat#keyword> "birth"@en .'


@pytest.fixture
def editor(writable: Deployment) -> TestClient:
    """A client with every role."""
    return client_of(writable, "Registry office", "curator")


def client_of(deployment: Deployment, name: str, role: Role, stack: str = "") -> TestClient:
    """A client with a key."""
    app = create_app(deployment.settings)
    app.state.deployment = deployment
    key = deployment.keys.create(name, role, stack=stack)
    return TestClient(app, follow_redirects=False, headers={"Authorization": f"Bearer {key}"})


def statements(client: TestClient, graph: str = SERVICES) -> str:
    return client.get("/graphs", params={"graph": graph}, headers={"Accept": "application/n-triples"}).text


def state(client: TestClient, graph: str = SERVICES) -> str:
    return client.get("/graphs", params={"graph": graph}, headers={"Accept-Encoding": "identity"}).headers["ETag"]


def test_without_a_key_the_service_is_read_only(writable: Deployment) -> None:
    """Every way in is closed until somebody is trusted."""
    app = create_app(writable.settings)
    app.state.deployment = writable
    client = TestClient(app)
    for method, path in (
        ("PUT", "/graphs?graph=x:y"),
        ("POST", "/graphs?graph=x:y"),
        ("DELETE", "/graphs?graph=x:y"),
        ("POST", "/changes/1/undo"),
        ("POST", "/proposals?graph=x:y&title=t"),
        ("POST", "/proposals/1/decision"),
    ):
        answer = client.request(method, path, json={"decision": "refuse"})
        assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (403, "access-refused")


WRITES = {
    ("PUT", "/graphs?graph=x:y"): "editor",
    ("POST", "/graphs?graph=x:y"): "editor",
    ("DELETE", "/graphs?graph=x:y"): "editor",
    ("POST", "/proposals?graph=x:y&title=t"): "editor",
    ("POST", "/changes/999/undo"): "curator",
    ("POST", "/proposals/999/decision"): "curator",
    ("POST", "/sparql?update=CLEAR%20GRAPH%20%3Cx:y%3E"): "administrator",
}


def test_routes_ask_for_the_right_role(writable: Deployment) -> None:
    """Each lets in those with its role and the higher ones, and nobody else."""
    clients = {role: client_of(writable, role, role) for role in ROLES}
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for (method, path), least in WRITES.items():
        sent = {"headers": form} if "sparql" in path else {"json": {"decision": "refuse"}}
        for role, client in clients.items():
            status = client.request(method, path, **sent).status_code  # type: ignore[arg-type] # either way of sending
            problem = client.request(method, path, **sent).json().get("type", "").rsplit("/", 1)[-1]  # type: ignore[arg-type] # as above
            refused = (status, problem) == (403, "access-refused")
            assert refused == (ROLES.index(role) < ROLES.index(least)), (method, path, role, status)
        anonymous = TestClient(clients["reader"].app)
        answer = anonymous.request(method, path, **sent)  # type: ignore[arg-type] # as above
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer")


def test_no_request_chooses_the_role_that_it_needs(writable: Deployment) -> None:
    """A parameter of that name means nothing."""
    client = client_of(writable, "Ada", "reader")
    for method, path in WRITES:
        joined = f"{path}{'&' if '?' in path else '?'}role=reader"
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        sent = {"headers": form} if "sparql" in path else {"json": {"decision": "refuse"}}
        assert client.request(method, joined, **sent).status_code == 403  # type: ignore[arg-type] # either way of sending


def test_a_key_may_be_for_one_stack(writable: Deployment) -> None:
    """And for no other."""
    elsewhere, here = (client_of(writable, stack, "editor", stack) for stack in ("reference", "demo"))
    for client, status in ((elsewhere, 403), (here, 200)):
        answer = client.post("/graphs", params={"graph": SERVICES}, content=NEW, headers=TURTLE)
        assert answer.status_code == status, answer.text


def test_statements_are_added(editor: TestClient, writable: Deployment) -> None:
    """The answer says what was done; the record names the file by its digest."""
    before = writable.store.generation()
    answer = editor.post("/graphs", params={"graph": SERVICES}, content=NEW, headers=TURTLE)
    assert answer.status_code == 200
    assert answer.json()["added"] == 1
    assert answer.json()["generation"] == before + 1
    assert NEW in statements(editor)
    record = editor.get(f"/changes/{before + 1}").json()
    assert (record["agent"], record["added"], record["graphs"]) == ("Registry office", 1, [SERVICES])
    assert record["sources"][0].startswith("urn:sha256:")
    assert list(record["names"]) == record["sources"]
    assert record["words"][0].startswith("Changed ")
    patch = editor.get(f"/changes/{before + 1}/patch")
    assert f"A <{BIRTH}>" in patch.text


def test_a_graph_is_replaced_from_the_state_that_was_read(editor: TestClient) -> None:
    """Without saying which state it is, 428; of another state, 412; of the right one, 200 and a new tag."""
    text, read = statements(editor) + NEW, state(editor)
    parameters = {"graph": SERVICES}
    assert editor.put("/graphs", params=parameters, content=text, headers=TURTLE).status_code == 428
    stale = {**TURTLE, "If-Match": '"change-999"'}
    assert editor.put("/graphs", params=parameters, content=text, headers=stale).status_code == 412
    none = {**TURTLE, "If-None-Match": "*"}
    assert editor.put("/graphs", params=parameters, content=text, headers=none).status_code == 412
    done = editor.put("/graphs", params=parameters, content=text, headers={**TURTLE, "If-Match": read})
    assert (done.status_code, done.json()["added"], done.json()["removed"]) == (200, 1, 0)
    assert done.headers["ETag"] == state(editor) != read
    again = editor.put("/graphs", params=parameters, content=text, headers={**TURTLE, "If-Match": read})
    assert again.status_code == 412


def test_data_that_break_a_shape_are_refused_with_findings(editor: TestClient, writable: Deployment) -> None:
    """Nothing is changed."""
    before, generation = statements(editor), writable.store.generation()
    wrong = f'<{BIRTH}> <http://purl.org/dc/terms/language> "English" .'
    answer = editor.post("/graphs", params={"graph": SERVICES}, content=wrong, headers=TURTLE)
    assert answer.status_code == 422
    problem = answer.json()
    assert problem["type"].endswith("data-invalid")
    assert {finding["focus"] for finding in problem["findings"]} == {BIRTH}
    assert (statements(editor), writable.store.generation()) == (before, generation)


def test_a_graph_that_others_need_is_not_removed(editor: TestClient) -> None:
    """The findings name those that refer to it."""
    events = f"{BASE}graph/demo/life-events"
    answer = editor.delete("/graphs", params={"graph": events}, headers={"If-Match": "*"})
    assert answer.status_code == 422
    assert statements(editor, events)


def test_shapes_that_are_sent_are_data(editor: TestClient) -> None:
    """Nobody can switch the gate off."""
    deactivated = (
        "<https://w3id.org/public-service-graph/shapes/PublicService-title> "
        "<http://www.w3.org/ns/shacl#deactivated> true ; a <http://www.w3.org/ns/shacl#NodeShape> ."
    )
    assert editor.post("/graphs", params={"graph": SERVICES}, content=deactivated, headers=TURTLE).status_code == 200
    wrong = statements(editor).replace(f"<{BIRTH}> {TITLE}", f"<{BIRTH}> <http://www.w3.org/ns/dcat#keyword>")
    answer = editor.put("/graphs", params={"graph": SERVICES}, content=wrong, headers={**TURTLE, "If-Match": "*"})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 403),
        ("default", 403),
        (f"graph={BASE}graph/system/shapes", 403),
        (f"graph={BASE}graph/system/changes", 403),
        (f"graph={BASE}graph/demo/services/1.0", 403),
        (f"graph={BASE}graph/demo/nothing", 403),
        ("graph=relative", 422),
        ("graph=javascript:alert(1)", 422),
        (f"graph={SERVICES}&graph={SERVICES}", 422),
    ],
)
def test_other_graphs_are_not_changed(editor: TestClient, query: str, status: int) -> None:
    """Those of the service, releases, and ones that no catalogue describes."""
    assert editor.post(f"/graphs?{query}", content=NEW, headers=TURTLE).status_code == status


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"<a:b> <c:d> .", TURTLE, 400),
        (b"<html>", TURTLE, 400),
        (b"<a:b> <c:d> <<( " * 100_000, TURTLE, 400),
        (b"<!DOCTYPE x []><x/>", {"Content-Type": "application/rdf+xml"}, 400),
        (b'{"@context": "http://127.0.0.1:9/"}', {"Content-Type": "application/ld+json"}, 400),
        (b"<g:g> { <a:b> <c:d> 1 }", {"Content-Type": "application/trig"}, 400),
        (b"x", {"Content-Type": "text/plain"}, 415),
        (b"x", {}, 415),
        (NEW.encode("utf-16"), {"Content-Type": "text/turtle; charset=utf-16"}, 415),
        (b"\x1f\x8b", {**TURTLE, "Content-Encoding": "gzip"}, 415),
        (b"#" * (MAX_BYTES + 1), TURTLE, 413),
        (b"<a:b> <c:d> 1 .", {"Content-Type": "TEXT/Turtle; Charset=UTF-8"}, 200),
    ],
    ids=["syntax", "html", "depth", "doctype", "context", "graphs", "text", "none", "charset", "gzip", "long", "case"],
)
def test_bodies_that_are_wrong_are_refused(
    editor: TestClient, content: bytes, headers: dict[str, str], status: int
) -> None:
    """Each with what is wrong; and the service goes on."""
    answer = editor.post("/graphs", params={"graph": SERVICES}, content=content, headers=headers)
    assert answer.status_code == status
    assert status == 200 or answer.json()["detail"]
    assert editor.get("/healthz").status_code == 200


def test_a_syntax_error_names_its_place(editor: TestClient) -> None:
    """Line and column count from 1."""
    answer = editor.post("/graphs", params={"graph": SERVICES}, content="\n\n<a:b> nothing .", headers=TURTLE)
    assert (answer.json()["line"], answer.json()["column"] > 0) == (3, True)


def test_a_request_that_is_sent_again_is_done_once(editor: TestClient, writable: Deployment) -> None:
    """The same key for the same request; for another one it is refused."""
    headers = {**TURTLE, "Idempotency-Key": "a7"}
    first = editor.post("/graphs", params={"graph": SERVICES}, content=NEW, headers=headers)
    generation = writable.store.generation()
    again = editor.post("/graphs", params={"graph": SERVICES}, content=NEW, headers=headers)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert [again.json()[name] for name in ("change", "added")] == [first.json()[name] for name in ("change", "added")]
    assert writable.store.generation() == generation
    other = editor.post("/graphs", params={"graph": SERVICES}, content=NEW + " #", headers=headers)
    assert other.status_code == 400


def test_a_change_is_taken_back(editor: TestClient) -> None:
    """By a change of its own, which says what it undoes."""
    before = statements(editor)
    number = editor.post("/graphs", params={"graph": SERVICES}, content=NEW, headers=TURTLE).json()["change"]
    undone = editor.post(f"/changes/{number}/undo").json()
    assert sorted(statements(editor).splitlines()) == sorted(before.splitlines())
    listed = editor.get("/changes", params={"limit": 2}).json()["changes"]
    assert [change["number"] for change in listed] == [undone["change"], number]
    assert listed[0]["undoes"] == f"{BASE}id/change/{number}"
    assert editor.post(f"/changes/{number}/undo").status_code == 409
    assert editor.post("/changes/99999/undo").status_code == 404


def test_a_proposal_waits_for_a_decision(editor: TestClient) -> None:
    """It shows what it would do; once accepted it is a change."""
    parameters = {"graph": SERVICES, "title": "A keyword", "mode": "add"}
    made = editor.post("/proposals", params=parameters, content=NEW, headers=TURTLE)
    assert made.status_code == 201
    assert (made.json()["state"], made.json()["added"], made.json()["conforms"]) == ("waiting", 1, True)
    assert NEW not in statements(editor)
    path = made.headers["Location"]
    assert any("birth (en)" in line for line in editor.get(path).json()["words"])
    done = editor.post(f"{path}/decision", json={"decision": "accept", "reason": "Useful."})
    assert (done.status_code, done.json()["added"]) == (200, 1)
    assert NEW in statements(editor)
    assert editor.get("/proposals").json()["proposals"][0]["state"] == "accepted"
    assert editor.post(f"{path}/decision", json={"decision": "refuse"}).status_code == 409
    assert editor.post(f"{path}/decision", json={"decision": "perhaps"}).status_code == 422
    assert editor.get("/proposals/77").status_code == 404
