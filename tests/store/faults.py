"""A server in front of an engine that passes requests on, or misbehaves as it is told."""

from __future__ import annotations

import http.client
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from engines import Server

RESULTS = "application/sparql-results+json"
_OK = b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\n" % RESULTS.encode()
#: What it may answer, whatever it is asked.
LIES: dict[str, bytes] = {
    "a page": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 15\r\n\r\n<h1>Hello!</h1>",
    "a failure": b"HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\nOops",
    "a busy proxy": b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\n502",
    "half": _OK + b"Content-Length: 900\r\n\r\n{",
    "half a list": _OK + b'Content-Length: 43\r\n\r\n{"head":{"vars":["write"]},"results":{"bindi',
    "no end": _OK + b'Connection: close\r\n\r\n{"head":{"vars":[]},"results":{"bindings":[]}}',
    "other JSON": _OK + b'Content-Length: 15\r\n\r\n{"hello": true}',
    "elsewhere": b"HTTP/1.1 302 Found\r\nLocation: %b\r\nContent-Length: 0\r\n\r\n",
    "no HTTP": b"220 mail.example ESMTP\r\n",
    "nothing": b"",
}


class Faults(socketserver.ThreadingTCPServer):
    """Passes requests on to ``engine`` while ``fault`` is empty; the number of requests that it got is counted."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, engine: Server, elsewhere: str) -> None:
        self.engine = engine
        self.elsewhere = elsewhere.encode()
        self.fault = ""
        self.authorizations: list[str] = []
        self.released = threading.Event()
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def address(self) -> str:
        """Where it takes queries."""
        return f"http://127.0.0.1:{self.server_address[1]}{urlsplit(self.engine.address).path}"


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server = self.server
        assert isinstance(server, Faults)
        request = self.rfile.readline().decode().split()
        if len(request) < 2:
            return
        headers = http.client.parse_headers(self.rfile)
        body = self.rfile.read(int(headers.get("content-length", 0)))
        server.authorizations.append(headers.get("authorization", ""))
        fault, is_update = server.fault, headers.get_content_type() == "application/sparql-update"
        if fault == "hangs":
            server.released.wait(20)
        elif fault == "drips":
            self._drip(server)
        elif fault in LIES:
            lie = LIES[fault]
            self.wfile.write(lie % server.elsewhere if fault == "elsewhere" else lie)
        elif fault == "swallows updates" and is_update:
            server.fault = ""
        else:
            answer = self._pass_on(request[1], headers, body)
            if fault == "swallows answers to updates" and is_update and b"hasVersion" in body:
                server.fault = ""
            else:
                self.wfile.write(answer)

    def _drip(self, server: Faults) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: %b\r\nContent-Length: 90000\r\n\r\n" % RESULTS.encode())
        for _ in range(100):
            self.wfile.write(b" ")
            if server.released.wait(0.1):
                return

    def _pass_on(self, path: str, headers: http.client.HTTPMessage, body: bytes) -> bytes:
        server = self.server
        assert isinstance(server, Faults)
        connection = http.client.HTTPConnection("127.0.0.1", server.engine.port, timeout=20)
        kept = {name: headers[name] for name in ("Accept", "Content-Type") if name in headers}
        try:
            connection.request("POST", path, body, kept)
            answer = connection.getresponse()
            content = answer.read()
        except OSError:
            return b""
        finally:
            connection.close()
        lines = [f"HTTP/1.1 {answer.status} -", "Connection: close", f"Content-Length: {len(content)}"]
        lines += [f"{name}: {value}" for name in ("Content-Type", "Server") if (value := answer.headers.get(name))]
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + content


@contextmanager
def faulty(engine: Server, elsewhere: str) -> Iterator[Faults]:
    """A server in front of ``engine``."""
    with Faults(engine, elsewhere) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.released.set()
        server.shutdown()
        thread.join()
