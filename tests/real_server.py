"""A service as operators run it: a process of its own, started by the command line, asked over HTTP, and killed."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from graph_service.services.access import Keys

ROOT = Path(__file__).parent.parent
BASE = "https://w3id.org/public-service-graph/"
_START_SECONDS = 60.0


@dataclass
class Reply:
    """What came back."""

    status: int
    headers: Message
    content: bytes

    @property
    def json(self) -> dict[str, object]:
        found: dict[str, object] = json.loads(self.content)
        return found


@dataclass
class RealServer:
    """A process that serves the store of ``folder``; the key is an administrator's."""

    folder: Path
    process: subprocess.Popen[Any]
    port: int
    key: str
    seconds: float = 0.0

    def send(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Reply:
        """One request on a connection of its own.

        :raises URLError: where nobody answers.
        """
        sent = {"Authorization": f"Bearer {self.key}", **(headers or {})}
        request = Request(f"http://127.0.0.1:{self.port}{path}", body, sent, method=method)
        try:
            with urlopen(request, timeout=60) as answer:  # noqa: S310 - our own
                return Reply(answer.status, answer.headers, answer.read())
        except HTTPError as error:
            return Reply(error.code, error.headers, error.read())

    def wait_for(self) -> None:
        """Until the process that was started listens."""
        until = time.monotonic() + _START_SECONDS
        while True:
            try:
                assert self.send("GET", "/healthz").status == 200
                break
            except (URLError, ConnectionError):
                assert self.process.poll() is None, "it ended while it started"
                assert time.monotonic() < until
                time.sleep(0.01)

    def add(self, turtle: str, graph: str = f"{BASE}graph/demo/services") -> Reply:
        """Add statements to a graph, through the gate."""
        return self.send("POST", f"/graphs?graph={graph}", turtle.encode(), {"Content-Type": "text/turtle"})


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def processes_of(folder: Path) -> list[str]:
    """The processes for queries that still read from a folder."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = path.read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if "graph_service.sandbox.process" in command and str(folder) in command:
            found.append(command)
    return found


@dataclass
class Place:
    """A folder that servers run in, one after another."""

    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """What the command line is told of the place."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GRAPH_")}
        own = {
            "GRAPH_STORE": f"oxigraph:{self.folder / 'store'}",
            "GRAPH_KEYS": str(self.folder / "keys.json"),
            "GRAPH_ARCHIVE": str(self.folder / "query-archive"),
            "GRAPH_HOME": str(ROOT),
            "GRAPH_DISK_MB": "1",
        }
        return {**kept, **own, **self.settings}

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """What ``graph-service`` says at the command line."""
        return subprocess.run(
            [sys.executable, "-m", "graph_service", *arguments],
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
        )

    def start(self) -> RealServer:
        """A process that answers, once it does."""
        start = time.monotonic()
        port = free_port()
        key = Keys(self.folder / "keys.json").create("Operator", "administrator")
        process = subprocess.Popen(
            [sys.executable, "-m", "graph_service", "serve", "--port", str(port)],
            env=self.environment,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        server = RealServer(self.folder, process, port, key)
        server.wait_for()
        server.seconds = time.monotonic() - start
        return server

    @contextmanager
    def serving(self) -> Iterator[RealServer]:
        """A process as long as it is needed."""
        server = self.start()
        try:
            yield server
        finally:
            server.process.kill()
            server.process.wait()
