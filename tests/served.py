"""A service over a socket, as tests see it: started in this process, on a free port, and asked by plain HTTP."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import uvicorn

from graph_service.http.app import create_app
from graph_service.http.connection import Connection
from graph_service.services.deployment import Deployment
from graph_service.settings import Settings

DIRECT = "application/sparql-query"


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    content: bytes

    @property
    def media_type(self) -> str:
        return self.headers.get_content_type()

    @property
    def json(self) -> Any:
        return json.loads(self.content)

    @property
    def problem(self) -> str:
        """The last part of the type of a problem document, which is one and shows nothing of the inside."""
        assert self.media_type == "application/problem+json", self.content
        document = self.json
        assert document["status"] == self.status
        assert document["title"]
        assert "Traceback" not in document["detail"]
        return str(document["type"]).rsplit("/", 1)[-1]


@dataclass
class Service:
    """A service in this process, on a port of its own."""

    port: int
    deployment: Deployment

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def send(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def ask(self, text: str | bytes, accept: str = "*/*", **parameters: str | list[str]) -> Answer:
        """Send a query directly; names of parameters have underscores where the protocol has dashes."""
        body = text if isinstance(text, bytes) else text.encode()
        fields = {name.replace("_", "-"): value for name, value in parameters.items()}
        path = f"/sparql?{urlencode(fields, doseq=True)}"
        return self.send("POST", path, body, {"Content-Type": DIRECT, "Accept": accept})


@contextmanager
def serving(settings: Settings, http: type[Connection] = Connection) -> Iterator[Service]:
    """A service with ``settings`` as long as it is needed; its store is there already."""
    app = create_app(settings)
    server = uvicorn.Server(uvicorn.Config(app, port=0, http=http, proxy_headers=False, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        thread.join(0.01)
    try:
        yield Service(server.servers[0].sockets[0].getsockname()[1], app.state.deployment)
    finally:
        server.should_exit = True
        thread.join()
