"""Clients that send or read too slowly: they are left, and nobody else waits for them."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from pyoxigraph import Literal, NamedNode, Triple
from served import Service, serving

from graph_service.http import sparql_request
from graph_service.http.connection import Connection
from graph_service.model.change import Change
from graph_service.settings import Settings
from graph_service.store.base import open_store

ROOT = Path(__file__).parent.parent.parent
LARGE = f"GET /sparql?query={quote('SELECT * { ?s ?p ?o }')} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
HEALTH = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 99\r\n\r\nASK"


class Hasty(Connection):
    """Waits half a second, so that tests end."""

    header_seconds = reader_seconds = 0.5


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service whose answer to ``LARGE`` has eight million bytes."""
    settings = Settings(store=f"oxigraph:{tmp_path_factory.mktemp('slow') / 'store'}", home=ROOT)
    store = open_store(settings.store, settings.base)
    thing, says = NamedNode("http://e/thing"), NamedNode("http://e/says")
    triples = [Triple(thing, says, Literal(f"{n}" + "x" * 10_000)) for n in range(800)]
    store.commit(Change({f"{settings.base}graph/demo/services": triples}, "long texts"))
    store.close()
    with serving(settings, Hasty) as found:
        yield found


def connect(service: Service, sent: bytes, receive: int = 0) -> socket.socket:
    """A connection on which ``sent`` was sent, with a small buffer for what is received."""
    connection = socket.socket()
    if receive:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
    connection.settimeout(20)
    connection.connect(("127.0.0.1", service.port))
    connection.sendall(sent)
    return connection


def all_read(connection: socket.socket) -> bytes:
    """What is received until the other side closes."""
    received = b""
    try:
        while part := connection.recv(1 << 16):
            received += part
    except ConnectionResetError:
        pass
    return received


@pytest.mark.parametrize("sent", [b"", b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: "])
def test_half_a_header_is_not_waited_for(service: Service, sent: bytes) -> None:
    """The connection is closed without an answer; others are served meanwhile."""
    with closing(connect(service, sent)) as slow:
        started = time.monotonic()
        assert service.send("GET", "/healthz").status == 200
        assert all_read(slow) == b""
        assert 0.4 < time.monotonic() - started < 5


def test_half_a_header_after_an_answer_is_not_waited_for(service: Service) -> None:
    """A connection that is kept alive is no way around."""
    with closing(connect(service, HEALTH)) as slow:
        assert slow.recv(1 << 16).startswith(b"HTTP/1.1 200")
        slow.sendall(b"GET /healthz HTTP/1.1\r\nX-Slow: ")
        started = time.monotonic()
        all_read(slow)
        assert 0.4 < time.monotonic() - started < 5


def test_a_header_in_pieces_is_waited_for_once(service: Service) -> None:
    """A byte now and then doesn't start the time anew."""
    with closing(connect(service, b"GET /healthz HTTP/1.1\r\nX-Slow: ")) as slow:
        started = time.monotonic()
        while not is_closed(slow):
            assert service.send("GET", "/healthz").status == 200
            assert time.monotonic() - started < 5


def test_half_a_body_is_not_waited_for(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is answered with 408, and the connection closed."""
    monkeypatch.setattr(sparql_request, "_BODY_SECONDS", 0.3)
    with closing(connect(service, POST)) as slow:
        assert all_read(slow).startswith(b"HTTP/1.1 408")


def test_whoever_does_not_read_is_left(service: Service) -> None:
    """The connection is closed before the end, and the place in the sandbox is free at once."""
    with closing(connect(service, LARGE, receive=4096)) as slow:
        assert slow.recv(100).startswith(b"HTTP/1.1 200")
        assert service.deployment.sandbox.load() == (0, 0)
        started = time.monotonic()
        while not is_closed(slow):
            assert service.send("GET", "/healthz").status == 200
            assert time.monotonic() - started < 10
        assert len(all_read(slow)) < 7_000_000


def is_closed(connection: socket.socket) -> bool:
    """Whether the other side has closed, seen by sending to it."""
    try:
        connection.sendall(b"x")
    except OSError:
        return True
    return False


def test_whoever_reads_slowly_gets_it_all(service: Service) -> None:
    """As long as something is read, however long that takes."""
    last = LARGE.replace(b"Host", b"Connection: close\r\nHost")
    with closing(connect(service, last, receive=4096)) as slow:
        started, received = time.monotonic(), 0
        while time.monotonic() - started < 3 * Hasty.reader_seconds:
            received += len(slow.recv(1 << 14))
            assert service.send("GET", "/healthz").status == 200  # which takes its time
        assert received < 7_000_000
        received += len(all_read(slow))
        assert received > 8_000_000


def test_a_connection_is_kept_for_the_next_request(service: Service) -> None:
    """Nobody is left who does as others do."""
    connection = http.client.HTTPConnection("127.0.0.1", service.port)
    with closing(connection):
        used = set()
        for _ in range(3):
            connection.request("GET", "/healthz")
            used.add(connection.sock)
            assert connection.getresponse().read()
        assert len(used) == 1
