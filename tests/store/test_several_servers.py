"""Several servers over one engine: each sees what the others write, and none loses anything."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from engines import Server, free_port

from graph_service.model.change import Change
from graph_service.services.access import Keys
from graph_service.services.deployment import Deployment
from graph_service.settings import Settings

ROOT = Path(__file__).parents[2]
BASE = "https://w3id.org/public-service-graph/"
GRAPH = f"{BASE}graph/demo/services"
FRONTS, WRITES = 2, 6


@dataclass
class Front:
    """A server of ours."""

    address: str
    key: str
    process: subprocess.Popen[bytes]

    def send(self, path: str, body: bytes | None = None) -> Any:
        """The answer in JSON; what is to be tried again later is."""
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "text/turtle", "Accept": "application/json"}
        until = time.monotonic() + 90
        while True:
            request = urllib.request.Request(self.address + path, body, headers)  # noqa: S310 - ours
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - ours
                    return json.loads(answer.read())
            except (urllib.error.URLError, ConnectionError) as error:
                told = error.read().decode() if isinstance(error, urllib.error.HTTPError) else str(error)
                is_for_now = not isinstance(error, urllib.error.HTTPError) or error.code == 503
                assert is_for_now, told
                assert time.monotonic() < until, told
                time.sleep(0.1)


@pytest.fixture
def fronts(engine: Callable[[str], Server], seeded: Deployment, tmp_path: Path) -> Iterator[list[Front]]:
    """Two processes that serve the seed data from one engine."""
    server = engine("oxigraph")
    server.empty()
    settings = Settings(store=f"sparql:{server.address}", home=ROOT, keys=tmp_path / "keys.json")
    deployment = Deployment(settings)
    records = {f"{BASE}graph/system/{name}" for name in ("changes", "patches")}
    graphs = [graph for graph in seeded.store.graphs() if graph not in records]
    deployment.store.commit(Change({graph: list(seeded.store.triples(graph)) for graph in graphs}, "Seed data"))
    deployment.close()
    key = Keys(settings.keys).create("Registry", "editor")
    environment = {**os.environ, "GRAPH_STORE": settings.store, "GRAPH_KEYS": str(settings.keys)}
    started = []
    for number in range(FRONTS):
        port = free_port()
        command = [sys.executable, "-m", "graph_service", "serve", "--port", str(port)]
        with (tmp_path / f"front-{number}").open("wb") as output:
            process = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=output, stderr=output)
        started.append(Front(f"http://127.0.0.1:{port}", key, process))
    yield started
    for front in started:
        front.process.send_signal(signal.SIGTERM)
    for front in started:
        front.process.wait(30)


def service(front: int, number: int) -> bytes:
    """A service like one that is there."""
    return f"""
    @prefix dct: <http://purl.org/dc/terms/> .
    <{BASE}id/service/demo-property-tax> dct:description "Note {number} of front {front}."@x-f{front}n{number} .
    """.encode()


@pytest.mark.slow
def test_servers_see_and_keep_what_each_other_writes(fronts: list[Front]) -> None:
    """Concurrent changes through the gate: all are there, with generations that have no gap and no duplicate."""
    start = [front.send("/queries/stacks") for front in fronts]
    assert len({answer["receipt"]["generation"] for answer in start}) == 1
    path = f"/graphs?graph={quote(GRAPH)}"

    def write(front: int) -> list[int]:
        return [fronts[front].send(path, service(front, number))["generation"] for number in range(WRITES)]

    with ThreadPoolExecutor(FRONTS) as pool:
        given = sorted(number for numbers in pool.map(write, range(FRONTS)) for number in numbers)
    first = start[0]["receipt"]["generation"] + 1
    assert given == list(range(first, first + FRONTS * WRITES))
    for front in fronts:
        until = time.monotonic() + 5
        while front.send("/queries/stacks")["receipt"]["generation"] != given[-1]:
            assert time.monotonic() < until
        text = "SELECT (COUNT(*) AS ?n) { ?s <http://purl.org/dc/terms/description> ?d FILTER(STRSTARTS(?d, 'Note ')) }"
        found = front.send(f"/sparql?query={quote(text)}")
        assert found["results"]["bindings"][0]["n"]["value"] == str(FRONTS * WRITES)
