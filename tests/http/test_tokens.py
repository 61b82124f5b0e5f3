"""Tokens of OpenID Connect: those of the configured issuer alone, whose keys a real server has."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from fastapi.testclient import TestClient

from graph_service.errors import Unaccountable
from graph_service.http.app import create_app
from graph_service.services.deployment import Deployment
from graph_service.services.signing_keys import KEPT_SECONDS, MAX_BYTES, PAUSE_SECONDS, SigningKeys
from graph_service.settings import Settings

ISSUER, AUDIENCE = "https://login.example", "graph-service"
SERVICES = "https://w3id.org/public-service-graph/graph/demo/services"
RSA, OTHER = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))
EC = ec.generate_private_key(ec.SECP256R1())


def jwk(key: Any, kid: str, **more: str) -> dict[str, Any]:
    algorithm: Any = jwt.algorithms.RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else jwt.algorithms.ECAlgorithm
    return {**algorithm.to_jwk(key.public_key(), as_dict=True), "kid": kid, "use": "sig", **more}


class Provider:
    """An identity provider's keys over HTTP: what it answers, and how often it was asked."""

    def __init__(self) -> None:
        self.status, self.headers = 200, {}  # type: int, dict[str, str]
        self.content = json.dumps({"keys": [jwk(RSA, "one"), jwk(EC, "two")]}).encode()
        self.asked: list[str] = []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.asked.append(self.path)
                self.send_response(provider.status)
                for name, value in provider.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(provider.content)))
                self.end_headers()
                self.wfile.write(provider.content)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the library
                """Nothing is printed."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/keys"


@pytest.fixture
def provider() -> Iterator[Provider]:
    made = Provider()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


@pytest.fixture
def client(writable: Deployment, provider: Provider) -> TestClient:
    return client_of(writable, provider)


def client_of(deployment: Deployment, provider: Provider, **more: Any) -> TestClient:
    deployment.settings = replace(
        deployment.settings,
        oidc_issuer=ISSUER,
        oidc_audience=AUDIENCE,
        oidc_keys=provider.address,
        wrong_keys=0,
        **more,
    )
    app = create_app(deployment.settings)
    app.state.deployment = deployment
    return TestClient(app, follow_redirects=False)


def claims(**more: Any) -> dict[str, Any]:
    now = int(time.time())
    usual = {"iss": ISSUER, "aud": AUDIENCE, "sub": "u1", "name": "Ada", "roles": ["editor"]}
    return {name: value for name, value in {**usual, "iat": now, "exp": now + 60, **more}.items() if value is not None}


def token(key: Any = RSA, algorithm: str = "RS256", kid: str | None = "one", **more: Any) -> str:
    headers = {} if kid is None else {"kid": kid}
    return jwt.encode(claims(**more), key, algorithm, headers=headers)


def unsigned(header: dict[str, Any], signature: str = "") -> str:
    parts = (base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in (header, claims()))
    return ".".join([*parts, signature])


def with_public_key_as_secret() -> str:
    import hashlib  # noqa: PLC0415 - for this attack alone
    import hmac  # noqa: PLC0415

    pem = RSA.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    text = unsigned({"alg": "HS256", "typ": "JWT", "kid": "one"}).rstrip(".")
    made = hmac.new(pem, text.encode(), hashlib.sha256).digest()
    return f"{text}.{base64.urlsafe_b64encode(made).decode().rstrip('=')}"


def refused(client: TestClient, text: str) -> tuple[int, str]:
    """How a change is answered that this token asks for; ``DELETE`` of a graph that isn't there changes nothing."""
    answer = client.delete("/graphs?graph=urn:x:y", headers={"Authorization": f"Bearer {text}"})
    if answer.status_code == 401:
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert text not in answer.text
    return answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]


BIRTH = "https://w3id.org/public-service-graph/id/service/demo-birth-registration"
NEW = f'<{BIRTH}> <http://www.w3.org/ns/dcat#keyword> "b"@en .'
IN = (404, "unknown-name")
OUT = (401, "not-authenticated")


def test_a_token_tells_who_somebody_is(writable: Deployment, client: TestClient, provider: Provider) -> None:
    """By either kind of key; the change and its line name them, and the provider is asked once."""
    for text in (token(), token(EC, "ES256", "two")):
        assert refused(client, text) == IN
    sent = {"Content-Type": "text/turtle", "Authorization": f"Bearer {token()}"}
    assert client.post("/graphs", params={"graph": SERVICES}, content=NEW, headers=sent).status_code == 200
    line = json.loads(writable.settings.audit_file.read_text(encoding="utf-8").splitlines()[-1])
    assert (line["who"], line["id"], line["role"]) == ("Ada", "subject:u1", "editor")
    assert len(provider.asked) == 1
    assert client.get("/changes?limit=1").json()["changes"][0]["agent"] == "Ada"


WRONG: dict[str, Callable[[], str]] = {
    "no signature": lambda: unsigned({"alg": "none", "kid": "one"}),
    "no signature in capitals": lambda: unsigned({"alg": "NONE", "kid": "one"}),
    "no algorithm": lambda: unsigned({"kid": "one"}),
    "a number as algorithm": lambda: unsigned({"alg": 1, "kid": "one"}),
    "the public key as a secret": with_public_key_as_secret,
    "an algorithm that is not pinned": lambda: token(algorithm="RS512"),
    "the algorithm of another key": lambda: token(EC, "ES256", "one"),
    "another key": lambda: token(OTHER),
    "expired": lambda: token(exp=int(time.time()) - 60),
    "not yet valid": lambda: token(nbf=int(time.time()) + 60),
    "issued in future": lambda: token(iat=int(time.time()) + 60),
    "no expiry": lambda: token(exp=None),
    "an expiry that is no time": lambda: unsigned({"alg": "RS256", "kid": "one"}, "x" * 342),
    "another audience": lambda: token(aud="else"),
    "no audience": lambda: token(aud=None),
    "another issuer": lambda: token(iss="https://login.example.evil"),
    "no issuer": lambda: token(iss=None),
    "no subject": lambda: token(sub=None),
    "no role": lambda: token(roles=None),
    "an unknown role": lambda: token(roles=["root"]),
    "roles that are no list": lambda: token(roles={"editor": True}),
    "roles within roles": lambda: token(roles=[["editor"]]),
    "no name of a key": lambda: token(kid=None),
    "an unknown key": lambda: token(kid="three"),
    "a path as name of the key": lambda: token(kid="../../../../dev/null"),
    "an address as name of the key": lambda: token(kid="http://127.0.0.1:9/keys"),
    "a key that it brings itself": lambda: jwt.encode(
        claims(), OTHER, "RS256", headers={"kid": "x", "jwk": jwk(OTHER, "x"), "jku": "http://127.0.0.1:9/"}
    ),
    "a list as name of the key": lambda: unsigned({"alg": "RS256", "kid": ["one"]}, "x"),
    "a demand that is not understood": lambda: jwt.encode(
        claims(), RSA, "RS256", headers={"kid": "one", "crit": ["http://e/p"], "http://e/p": 1}
    ),
    "an altered claim": lambda: ".".join(
        [token().split(".")[0], unsigned({}).split(".")[1] + "A", token().split(".")[2]]
    ),
    "a huge token": lambda: token(more="x" * 100_000),
    "deep nesting": lambda: ".".join([base64.urlsafe_b64encode(b"[" * 4000).decode().rstrip("="), "e30", "x"]),
    "two parts": lambda: "eyJhbGciOiJSUzI1NiJ9.e30",
    "four parts": lambda: f"{token()}.x",
    "no token": lambda: "x",
    "nothing": lambda: "",
    "not ASCII": lambda: "\u00e9.\u00e9.\u00e9".encode().decode("latin-1"),
}


@pytest.mark.parametrize("how", WRONG)
def test_other_tokens_are_refused(client: TestClient, provider: Provider, how: str) -> None:
    """With 401 and how to do better; the provider is asked once at most."""
    text = WRONG[how]()
    answer = client.delete("/graphs?graph=urn:x:y", headers=[(b"Authorization", b"Bearer " + text.encode("latin-1"))])
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == OUT, answer.text
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert len(provider.asked) <= 1
    assert refused(client, token()) == IN


def test_clocks_may_differ_a_little(client: TestClient) -> None:
    """By half a minute."""
    now = int(time.time())
    assert refused(client, token(exp=now - 10, nbf=now - 20)) == IN
    assert refused(client, token(nbf=now + 10)) == IN


def test_roles_come_from_where_the_operator_says(writable: Deployment, provider: Provider) -> None:
    """The highest counts, whether they are a list or a text; names of the provider stand for ours."""
    client = client_of(
        writable, provider, oidc_role_claim="realm.roles", oidc_roles="graph-team=editor it:chief=curator x=reader"
    )
    undo = "/changes/999/undo"
    for roles, delete, post in (
        (["graph-team", "x"], 404, 403),
        ("x it:chief", 404, 404),
        (["x"], 403, 403),
        (["editor"], 401, 401),
    ):
        bearer = {"Authorization": f"Bearer {token(realm={'roles': roles})}"}
        assert client.delete("/graphs?graph=urn:x:y", headers=bearer).status_code == delete
        assert client.post(undo, headers=bearer).status_code == post


def test_a_token_may_be_for_one_stack(writable: Deployment, provider: Provider) -> None:
    """Where a claim is to say so, one that doesn't is for none."""
    client = client_of(writable, provider, oidc_stack_claim="stack")
    for stack, status in (("reference", 403), ("demo", 200), ("*", 200), (None, 401), ("", 401), (["demo"], 401)):
        sent = {"Content-Type": "text/turtle", "Authorization": f"Bearer {token(stack=stack)}"}
        answer = client.post("/graphs", params={"graph": SERVICES}, content=NEW, headers=sent)
        assert answer.status_code == status, (stack, answer.text)


def test_keys_of_the_service_work_beside(writable: Deployment, client: TestClient) -> None:
    """For machines that no provider knows."""
    assert refused(client, writable.keys.create("Ben", "editor")) == IN


def test_nobody_without_a_token(client: TestClient) -> None:
    """Though no key was ever made: there is a way in."""
    assert client.delete("/graphs?graph=urn:x:y").status_code == 401


def test_without_a_provider_no_token_counts(writable: Deployment) -> None:
    """It is a wrong key."""
    app = create_app(writable.settings)
    app.state.deployment = writable
    writable.keys.create("Ben", "editor")
    assert refused(TestClient(app), token()) == OUT


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_provider_is_asked_seldom(provider: Provider) -> None:
    """At first, after an hour, and for an unknown key once a minute: strangers can't make us call it at will."""
    clock = Clock()
    keys = SigningKeys(provider.address, clock)
    for _ in range(5):
        assert keys.get("one")
        assert keys.get("unknown") is None
    assert len(provider.asked) == 1
    provider.content = json.dumps({"keys": [jwk(RSA, "new")]}).encode()
    clock.now += PAUSE_SECONDS - 1
    assert keys.get("new") is None
    clock.now += 1
    assert keys.get("new")
    assert keys.get("one") is None
    assert len(provider.asked) == 2
    clock.now += KEPT_SECONDS
    assert keys.get("new")
    assert len(provider.asked) == 3


BROKEN: dict[str, tuple[int, bytes, dict[str, str]]] = {
    "an error": (500, b"{}", {}),
    "a redirection": (302, b"", {"Location": "http://127.0.0.1:9/"}),
    "no JSON": (200, b"<html>", {}),
    "no keys": (200, b'{"keys": []}', {}),
    "other JSON": (200, b"[1]", {}),
    "too long": (200, b" " * (MAX_BYTES + 1), {}),
    "shared secrets": (200, b'{"keys": [{"kty": "oct", "kid": "one", "k": "AAAA"}]}', {}),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_provider_that_fails(provider: Provider, how: str) -> None:
    """Keys that are known stay in use; without any, nobody can be checked, and it is said so."""
    clock = Clock()
    known, new = SigningKeys(provider.address, clock), SigningKeys(provider.address, clock)
    assert known.get("one")
    provider.status, provider.content, provider.headers = BROKEN[how]
    clock.now += KEPT_SECONDS
    assert known.get("one")
    with pytest.raises(Unaccountable, match="can't be checked now"):
        new.get("one")


def test_a_provider_that_can_not_be_reached(writable: Deployment, provider: Provider) -> None:
    """Is no reason to say that a token is wrong."""
    client = client_of(writable, provider)
    provider.status = 500
    assert refused(client, token()) == (503, "unaccountable")


def test_keys_may_lie_in_a_file(provider: Provider, tmp_path: Path) -> None:
    """For services that may call nobody."""
    (tmp_path / "keys.json").write_bytes(provider.content)
    assert SigningKeys(str(tmp_path / "keys.json")).get("two")
    assert provider.asked == []


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"OIDC_ISSUER": "https://x"}, "together"),
        ({"OIDC_ALGORITHMS": "RS256 HS256"}, "HS256"),
        ({"OIDC_ALGORITHMS": "none"}, "none"),
        ({"OIDC_ROLES": "team=boss"}, "boss"),
    ],
)
def test_settings_that_are_not_safe_are_refused(given: dict[str, str], told: str) -> None:
    """When the service starts."""
    with pytest.raises(ValueError, match=told):
        Settings.from_environment({f"GRAPH_{name}": value for name, value in given.items()})
