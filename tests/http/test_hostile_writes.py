"""Hostile writes, tokens and keys, against a service in a process of its own; rows of ``adversarial.yaml`` name them.

After each of them the process lives, nobody was called, what was refused changed nothing, and memory is back.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from served import Answer

from graph_service.model.agent import ROLES
from graph_service.services.access import Keys
from graph_service.services.deployment import Deployment

ROOT = Path(__file__).parents[2]
BASE = "https://w3id.org/public-service-graph/"
SERVICES = f"{BASE}graph/demo/services"
BIRTH = f"{BASE}id/service/demo-birth-registration"
TURTLE = {"Content-Type": "text/turtle"}
TARGET = f"/graphs?{urlencode({'graph': SERVICES})}"
MEGABYTES = 96
ISSUER, AUDIENCE = "https://login.example", "graph-service"
SIGNING = ec.generate_private_key(ec.SECP256R1())


@dataclass
class Process:
    """A service in a process of its own; all that it prints and keeps lies in ``folder``."""

    port: int
    process: subprocess.Popen[bytes]
    folder: Path
    keys: Mapping[str, str] = field(default_factory=dict)

    def send(
        self, method: str, path: str, key: str = "", body: bytes | str = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One request, with the key of that role, or that key."""
        bearer = {"Authorization": f"Bearer {self.keys.get(key, key)}"} if key else {}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            content = body.encode() if isinstance(body, str) else body
            connection.request(method, path, body=content or None, headers={**bearer, **(headers or {})})
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def add(self, statements: str, **headers: str) -> Answer:
        """Add statements as an editor."""
        sent = {**TURTLE, **{name.replace("_", "-"): value for name, value in headers.items()}}
        return self.send("POST", TARGET, "editor", statements, sent)

    def state(self) -> tuple[int, str, bytes]:
        """The last change, and what the graph holds."""
        answer = self.send("GET", TARGET, headers={"Accept": "application/n-triples", "Accept-Encoding": "identity"})
        assert answer.status == 200
        change = self.send("GET", "/changes?limit=1").json["changes"][0]["number"]
        return change, answer.headers["ETag"], b"\n".join(sorted(answer.content.splitlines()))

    def kilobytes(self) -> int:
        """How much memory the process has."""
        shown = subprocess.run(["ps", "-o", "rss=", "-p", str(self.process.pid)], capture_output=True, check=True)
        return int(shown.stdout)

    def left_behind(self) -> Iterator[tuple[str, bytes]]:
        """The name and content of every file that the service wrote, and of what it printed."""
        for path in sorted(self.folder.rglob("*")):
            if path.is_file():
                yield path.name, path.read_bytes()


@contextmanager
def started(folder: Path, environment: Mapping[str, str]) -> Iterator[Process]:
    """A service as the command line starts it; what it prints goes to files in ``folder``."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (folder / "stdout").open("wb") as out, (folder / "stderr").open("wb") as err:
        process = subprocess.Popen(
            [sys.executable, "-m", "graph_service", "serve", "--port", str(port)],
            env={**os.environ, **environment},
            stdout=out,
            stderr=err,
        )
        try:
            service = Process(port, process, folder)
            until = time.monotonic() + 120
            while not answers(service):
                assert process.poll() is None, (folder / "stderr").read_text()
                assert time.monotonic() < until
            yield service
        finally:
            process.terminate()
            process.wait(60)
    assert b"Traceback" not in (folder / "stderr").read_bytes()


def answers(service: Process) -> bool:
    try:
        return service.send("GET", "/healthz").status == 200
    except OSError:
        threading.Event().wait(0.05)
        return False


@pytest.fixture(scope="module")
def service(seeded: Deployment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """A service with the seed data, a key for each role, and a provider of tokens whose keys lie in a file."""
    folder = tmp_path_factory.mktemp("state")
    shutil.move(seeded.store.snapshot(), folder / "store")
    public = jwt.algorithms.ECAlgorithm.to_jwk(SIGNING.public_key(), as_dict=True)
    (folder / "jwks.json").write_text(json.dumps({"keys": [{**public, "kid": "one"}]}), encoding="utf-8")
    keys = {role: Keys(folder / "keys.json").create(role, role) for role in ROLES}
    given = {
        "GRAPH_STORE": f"oxigraph:{folder / 'store'}",
        "GRAPH_HOME": str(ROOT),
        "GRAPH_KEYS": str(folder / "keys.json"),
        "GRAPH_ARCHIVE": str(folder / "archive"),
        "GRAPH_WRONG_KEYS": "50",
        "GRAPH_OIDC_ISSUER": ISSUER,
        "GRAPH_OIDC_AUDIENCE": AUDIENCE,
        "GRAPH_OIDC_KEYS": str(folder / "jwks.json"),
    }
    with started(folder, given) as plain:
        plain.keys = {str(role): key for role, key in keys.items()}
        assert plain.add(f'<{BIRTH}> <http://www.w3.org/ns/dcat#keyword> "first"@en .').status == 200
        yield plain


@pytest.fixture
def steady(service: Process, canary: tuple[str, list[str]]) -> Iterator[Process]:
    """The service, which is as well after the test as it was before."""
    memory = service.kilobytes()
    yield service
    assert service.process.poll() is None
    assert service.send("GET", "/healthz").status == 200
    assert canary[1] == []
    until = time.monotonic() + 5
    while service.kilobytes() > memory + MEGABYTES * 1024:
        assert time.monotonic() < until, f"{service.kilobytes()} kB after {memory} kB"


def token(**more: object) -> str:
    now = int(time.time())
    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": "u1", "roles": ["editor"], "exp": now + 600, **more}
    return jwt.encode(claims, SIGNING, "ES256", headers={"kid": "one"})


def test_data_that_break_shapes_change_nothing(steady: Process) -> None:
    """By whichever way they come: added, in place of a graph, by an update."""
    before = steady.state()
    wrong = f'<{BIRTH}> <http://purl.org/dc/terms/language> "English" .'
    update = f"INSERT DATA {{ GRAPH <{SERVICES}> {{ {wrong} }} }}"
    kind = {"Content-Type": "application/sparql-update"}
    for answer in (
        steady.add(wrong),
        steady.send("PUT", TARGET, "editor", wrong, {**TURTLE, "If-Match": "*"}),
        steady.send("POST", "/sparql", "administrator", update, kind),
    ):
        assert (answer.status, answer.problem) == (422, "data-invalid")
        assert answer.json["findings"]
    assert steady.state() == before


def test_shapes_among_the_data_are_data(steady: Process, canary: tuple[str, list[str]]) -> None:
    """What switches shapes off, or has others imported, does nothing; the gate judges as before."""
    sh = "http://www.w3.org/ns/shacl#"
    shape = f"{BASE}shapes/PublicService-language"
    for hostile in (
        f"<{shape}> <{sh}deactivated> true .",
        f"<{BIRTH}> <http://www.w3.org/2002/07/owl#imports> <{canary[0]}> .",
        f"<{BIRTH}> a <{sh}NodeShape> ; <{sh}targetNode> <{BIRTH}> ; <{sh}deactivated> true .",
        f"<{BASE}id/x/y> <{sh}shapesGraph> <{canary[0]}> .",
    ):
        assert steady.add(hostile).status in {200, 422}
        answer = steady.add(f'<{BIRTH}> <http://purl.org/dc/terms/language> "English" .')
        assert (answer.status, answer.problem) == (422, "data-invalid")


def test_what_is_valid_alone_and_not_together_goes_in_once(steady: Process) -> None:
    """One after another, and at once: two values where there may be one."""
    property_ = f"{BASE}def/iterationsToComplete"
    assert steady.add(f"<{BIRTH}> <{property_}> 1 .").status == 200
    before = steady.state()
    assert steady.add(f"<{BIRTH}> <{property_}> 2 .").status == 422
    assert steady.state() == before
    other = f"{BASE}def/listPosition"
    without = b"\n".join(x for x in before[2].splitlines() if not x.startswith(f"<{BIRTH}> <{other}>".encode()))
    assert steady.send("PUT", TARGET, "editor", without, {**TURTLE, "If-Match": before[1]}).json["removed"] == 1
    with ThreadPoolExecutor(8) as threads:
        statuses = list(threads.map(lambda n: steady.add(f"<{BIRTH}> <{other}> {n} .").status, range(101, 109)))
    assert sorted(statuses) == [200, *[422] * 7]


def test_a_state_that_is_gone_is_not_replaced(steady: Process) -> None:
    """412 for another state than the one there, 428 for none, and of two at once with the same one gets in."""
    before = steady.state()
    text = before[2].decode()
    stale = steady.send("PUT", TARGET, "editor", text, {**TURTLE, "If-Match": '"change-1"'})
    assert (stale.status, stale.problem) == (412, "changed-meanwhile")
    none = steady.send("PUT", TARGET, "editor", text, TURTLE)
    assert (none.status, none.problem) == (428, "condition-missing")
    assert steady.state() == before

    def replace(number: int) -> int:
        more = f'{text}\n<{BIRTH}> <http://www.w3.org/ns/dcat#keyword> "at once {number}"@en .'
        return steady.send("PUT", TARGET, "editor", more, {**TURTLE, "If-Match": before[1]}).status

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(replace, range(4))) == [200, 412, 412, 412]


def test_a_request_that_is_sent_again_is_carried_out_once(steady: Process) -> None:
    """One after another and at once; the same key for something else is refused."""
    before = steady.state()[0]
    content = f'<{BIRTH}> <http://www.w3.org/ns/dcat#keyword> "again"@en .'
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda _: steady.add(content, Idempotency_Key="k1"), range(4)))
    made.append(steady.add(content, Idempotency_Key="k1"))
    assert {answer.status for answer in made} == {200}
    assert {answer.json["change"] for answer in made} == {before + 1}
    assert steady.state()[0] == before + 1
    other = steady.add(content.replace("again", "other"), Idempotency_Key="k1")
    assert (other.status, steady.state()[0]) == (400, before + 1)


def test_tokens_that_are_not_valid_let_nobody_in(steady: Process) -> None:
    """All ways to forge one are tried in ``test_tokens.py``; these reach a real process."""
    before = steady.state()
    valid = token()
    head, body, _ = valid.split(".")
    forged = (f"{head}.{body}.", f"eyJhbGciOiJub25lIiwia2lkIjoib25lIn0.{body}.", token(exp=1), token(aud="x"))
    for text in forged:
        answer = steady.send("DELETE", TARGET, text, headers={"If-Match": "*"})
        assert (answer.status, answer.problem) == (401, "not-authenticated")
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert steady.send("DELETE", TARGET, "psg_x" * 10_000).status in {400, 401, 431}
    assert steady.state() == before
    assert steady.send("DELETE", "/graphs?graph=urn:x:y", valid).status == 404


def test_keys_do_not_come_in_addresses(steady: Process) -> None:
    """However they are called or written; the answer doesn't repeat them."""
    key = steady.keys["editor"]
    for path in (
        f"/graphs?graph=urn:x:y&key={key}",
        f"/graphs?graph=urn:x:y&access_token={token()}",
        "/graphs?graph=urn:x:y&api_key=x",
        f"/graphs?graph=urn:x:y&k={quote(key).replace('_', '%5F')}",
        f"/doc/service/{key}",
    ):
        for method in ("GET", "DELETE"):
            answer = steady.send(method, path, "editor")
            assert (answer.status, answer.problem) == (400, "bad-request")
            assert key.encode() not in answer.content
            assert "Authorization: Bearer" in answer.json["detail"]


@pytest.fixture(scope="module")
def silent(service: Process) -> tuple[Process, list[str]]:
    """The service after it got keys and tokens in all the ways that there are; and what it may have kept of them."""
    wrong = f"psg_{'a' * 8}_{'c' * 32}"
    valid, forged = token(), token(aud="x")
    secrets = [*service.keys.values(), wrong, valid, forged]
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for key in (service.keys["editor"], service.keys["reader"], wrong, valid, forged):
        for path in ("/graphs?graph=urn:x:y", "/changes/999/undo", "/proposals/1/decision", "/no/such/path"):
            for method in ("DELETE", "POST", "PUT", "PATCH"):
                service.send(method, path, key)
        service.send("POST", "/sparql", key, "CLEAR ALL", {"Content-Type": "application/sparql-update"})
        service.send("GET", f"/graphs?graph=urn:x:y&key={key}")
        service.send("GET", f"/{key}")
        service.send("GET", f"/sparql?{urlencode({'query': f'SELECT * {{ ?s ?p {key!r} '})}")
        service.send("POST", "/desk/release", body=urlencode({"key": key}), headers=form)
        service.send("POST", "/desk/proposals/1", body=urlencode({"key": key, "decision": "x"}), headers=form)
        service.send("GET", "/", headers={"Authorization": f"Basic {key}"})
        service.send("DELETE", TARGET, headers={"Authorization": key})
        service.send("GET", "/audit", key)
        service.send("GET", "/metrics", key)
    return service, secrets


def test_keys_are_kept_nowhere(silent: tuple[Process, list[str]]) -> None:
    """In nothing that the process printed and no file that it wrote, audit log included."""
    service, secrets = silent
    seen = dict(service.left_behind())
    assert {"stdout", "stderr", "store.audit.jsonl"} <= set(seen)
    assert seen["store.audit.jsonl"].count(b'"event":"refusal"') > 10
    for name, content in seen.items():
        for secret in secrets:
            parts = {secret, secret.rsplit("_", 1)[-1] if secret.startswith("psg") else secret.rsplit(".", 1)[-1]}
            for part in parts:
                assert part.encode() not in content, (name, part)


def test_keys_are_told_nobody(silent: tuple[Process, list[str]]) -> None:
    """Neither in errors nor in what operators and administrators read."""
    service, secrets = silent
    told = [
        service.send("GET", "/metrics").content,
        service.send("GET", "/audit?limit=1000", "administrator").content,
        service.send("GET", "/audit?limit=1000&format=csv", "administrator").content,
        *(service.send("DELETE", TARGET, secret, headers={"If-Match": '"x"'}).content for secret in secrets),
    ]
    for content in told:
        for secret in secrets:
            assert secret.encode() not in content


def test_a_thousand_wrong_keys_are_too_many(service: Process) -> None:
    """The client is told when to try again; whoever has a right key is not kept out by others at the same address."""
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=60)
    statuses = []
    for number in range(1000):
        key = f"psg_{'a' * 8}_{number:032d}"
        connection.request("DELETE", "/graphs?graph=urn:x:y", headers={"Authorization": f"Bearer {key}"})
        answer = connection.getresponse()
        problem = json.loads(answer.read())
        statuses.append(answer.status)
    connection.close()
    assert set(statuses) == {401, 429}
    assert statuses.count(429) > 900
    assert problem["type"].endswith("over-budget")
    assert int(answer.headers["Retry-After"]) >= 1
    assert service.send("DELETE", "/graphs?graph=urn:x:y", "editor").status == 404
    lines = (service.folder / "store.audit.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) < 500
