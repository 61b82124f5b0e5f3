"""The log: a line for each request, whatever clients send; keys are in none."""

from __future__ import annotations

import json
import logging
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from fastapi.testclient import TestClient

from graph_service.http.app import create_app
from graph_service.http.logs import without_secrets
from graph_service.services.access import Keys
from graph_service.services.deployment import Deployment

FIELDS = {"time", "level", "request", "method", "path", "route", "status", "seconds", "bytes", "client"}
TOKEN = "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"  # noqa: S105 - of nobody


@contextmanager
def served(seeded: Deployment, folder: Path, log: Path, **more: str) -> Iterator[int]:
    """A service in a process of its own that logs to a file; its port."""
    given = {"STORE": f"oxigraph:{seeded.store.snapshot()}", "HOME": str(seeded.settings.home), **more}
    environment = {f"GRAPH_{name}": value for name, value in given.items()}
    words = [sys.executable, "-m", "graph_service", "serve", "--port", "0"]
    with (
        log.open("wb") as output,
        subprocess.Popen(words, stderr=output, cwd=folder, env={**os.environ, **environment}) as process,
    ):
        while not (found := re.search(r"running on http://127\.0\.0\.1:(\d+)", log.read_text(encoding="utf-8"))):
            assert process.poll() is None, log.read_text(encoding="utf-8")
        yield int(found[1])
        process.terminate()


def sent(port: int, *lines: bytes) -> bytes:
    """What comes back for a request of these ``lines``, as they are."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(b"\r\n".join([*lines, b"Host: graph.example", b"Connection: close", b"", b""]))
        return b"".join(iter(lambda: connection.recv(65536), b""))


@pytest.fixture(scope="module")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """A file of keys, with a key in it; and a key that is in none."""
    file = tmp_path_factory.mktemp("keys") / "keys.json"
    other = Keys(file.with_name("other.json")).create("Nobody", "editor")
    return file, Keys(file).create("Somebody", "editor"), other


def hostile(port: int, key: str, wrong: str) -> None:
    """Requests that try to write lines of their own, and ones that bring secrets."""
    agent = b'User-Agent: x\xc2\x85{"event":"forged"}\xe2\x80\xa8\x85\x7f\tforged'
    sent(port, b"GET /%0d%0a{%22event%22:%22forged%22} HTTP/1.1", agent)
    sent(port, b"GET /queries?x=%0d%0aforged HTTP/1.1", b"User-Agent: a\r\n forged", b"X-Request-ID: a b")
    sent(port, b"GET /queries HTTP/1.1", b"X-Request-ID: well-formed.1")
    sent(port, b"GET /queries HTTP/1.1", b"X-Request-ID: " + 65 * b"x")
    sent(port, b"GET /sparql?query=" + 3000 * b"x" + b" HTTP/1.1")
    for secret in (key, wrong, TOKEN):
        text = secret.encode()
        sent(port, b"DELETE /graphs?graph=http://e/g&api_key=" + text + b" HTTP/1.1", b"Authorization: Bearer " + text)
        sent(port, b"GET /" + text + b"?" + text + b" HTTP/1.1", b"User-Agent: " + text, b"Cookie: session=" + text)
        sent(port, b"GET /queries/stacks?key=" + text + b" HTTP/1.1", b"Authorization: Basic " + text)


def test_a_line_of_json_for_each_request(seeded: Deployment, tmp_path: Path, secrets: tuple[Path, str, str]) -> None:
    """No line is one that a client wrote, none holds a secret, and each can be found by the id of the request."""
    file, key, wrong = secrets
    log = tmp_path / "log"
    with socket.create_server(("127.0.0.1", 0)) as free:
        metrics = free.getsockname()[1]
    with served(seeded, tmp_path, log, KEYS=str(file), METRICS=f"127.0.0.1:{metrics}") as port:
        hostile(port, key, wrong)
        answer = sent(port, b"GET /queries/nothing HTTP/1.1")
        assert sent(port, b"GET /healthz HTTP/1.1").startswith(b"HTTP/1.1 200")
        with urlopen(f"http://127.0.0.1:{metrics}/metrics") as shown:
            numbers = shown.read().decode()
    text = log.read_text(encoding="utf-8")
    lines: list[dict[str, Any]] = [json.loads(line) for line in text.splitlines()]
    requests = [line for line in lines if line.get("event") == "request"]
    assert len(requests) == 15  # probes of health are no news
    assert {"forged"}.isdisjoint(line.get("event") for line in lines)
    for line in requests:
        assert {"time", "level", "request", "method", "path", "route", "status", "seconds", "bytes", "client"} <= set(
            line
        )
        assert len(line["query"]) <= 2048
        assert re.fullmatch(r"[\w.-]{1,64}", line["request"])
    assert [line["request"] for line in requests].count("well-formed.1") == 1
    instance = json.loads(answer.partition(b"\r\n\r\n")[2])["instance"]
    assert [line["status"] for line in requests if line["request"] == instance.removeprefix("#")] == [404]
    assert f"x-request-id: {instance.removeprefix('#')}".encode() in answer
    for secret in (key, wrong, TOKEN):
        assert secret not in text + numbers
        assert secret[-20:] not in text + numbers
    assert "graph_service_http_requests_total" in numbers
    assert "Uvicorn running" in text


def test_lines_of_text_for_people(seeded: Deployment, tmp_path: Path, secrets: tuple[Path, str, str]) -> None:
    """The same, one line each, without what would end a line or change a terminal."""
    file, key, wrong = secrets
    log = tmp_path / "log"
    with served(seeded, tmp_path, log, KEYS=str(file), LOG="text", LOG_LEVEL="debug") as port:
        hostile(port, key, wrong)
        sent(port, b"GET /healthz HTTP/1.1")
    text = log.read_text(encoding="utf-8")
    requests = [line for line in text.splitlines() if re.match(r"\S+ (?:INFO|DEBUG) [A-Z]+ \S+ request=", line)]
    assert len(requests) == 15
    assert [line for line in requests if " DEBUG GET /healthz " in line]
    assert all(line.isprintable() for line in text.split("\n"))
    assert " status=200 seconds=" in text
    assert 'agent="x' in text
    assert not re.search(r"^\S*forged", text, re.MULTILINE)
    for secret in (key, wrong, TOKEN):
        assert secret[-20:] not in text


def test_errors_that_nobody_expected(
    seeded: Deployment, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """They are a problem that shows nothing of the inside; the log has it all, under the same id."""
    monkeypatch.setattr(type(seeded), "queries", property(lambda _: 1 / 0))
    app = create_app(seeded.settings)
    app.state.deployment = seeded
    caplog.set_level(logging.INFO)
    answer = TestClient(app).get("/queries", headers={"X-Request-ID": "broken-1"})
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    told: Mapping[str, Any] = answer.json()
    assert told["instance"] == "#broken-1"
    assert told["type"].endswith("/problems/error")
    assert "ZeroDivision" not in answer.text
    [record] = [record for record in caplog.records if record.exc_info]
    assert "ZeroDivisionError" in str(record.exc_info)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Authorization: Bearer abc.def-1", "Authorization: Bearer [removed]"),
        ("?access_token=abc&x=1", "?access_token=[removed]&x=1"),
        ("query=%3Fkey%3Dabc", "query=%3Fkey%3D[removed]"),
        ("psg_abcdefgh_abcdefghijklmnopqrstuvwxyz234567 was sent", "psg_abcdefgh_[removed] was sent"),
        (f"a {TOKEN}.", "a [removed]."),
        ("Unexpected token at line 1; the key of a monkey", "Unexpected token at line 1; the key of a monkey"),
    ],
)
def test_what_is_taken_for_a_secret(text: str, kept: str) -> None:
    """By what it looks like, or by what it is called."""
    assert without_secrets(text) == kept
