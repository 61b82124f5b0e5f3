"""Hostile requests, one row of ``adversarial.yaml`` each, against a service in a process of its own.

After each of them the process lives, nobody was called, the data are what they were, and memory is back.
"""

from __future__ import annotations

import hashlib
import http.client
import io
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from pyoxigraph import Literal, NamedNode, Triple
from served import DIRECT, Answer

from graph_service.model.agent import ROLES
from graph_service.model.change import Change
from graph_service.services.access import Keys
from graph_service.services.deployment import Deployment
from graph_service.store.base import open_store

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
ROWS: list[dict[str, Any]] = yaml.safe_load((HERE / "adversarial.yaml").read_text(encoding="utf-8"))
SENT = [row for row in ROWS if "test" not in row]
KEYS = {"case", "what", "query", "send", "headers", "accept", "body", "status", "problem", "answer-headers"}
KEYS |= {"rows", "contains", "lacks", "within", "test", "key"}
CASES = {*range(1, 81)}
BASE = "https://w3id.org/public-service-graph/"
ENDLESS = b"SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
WITHIN = 2.5
MEGABYTES = 64
LIMITS = {"SECONDS": "1", "MEMORY_MB": "256", "ROWS": "1000", "CONCURRENCY": "2", "QUEUE": "4"}
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>{{7*7}}${7*7}\u202egnp.exe'
ACTING = ("javascript:alert(1)", "data:text/html,x", "vbscript:x")
THINGS_BY_TEXT = """\
#+ summary: Things by a text
#+ description: Which things have a text; for tests.
#+ tags: [tests]
#+ audience: [tests]
#+ parameters:
#+   text: {type: string, help: The text.}
#+ columns:
#+   thing: {help: The thing., key: true}
#+   text: The text.
SELECT ?thing ?text {
  VALUES ?text { "text 0" }
  ?thing ?p ?text
} ORDER BY ?thing
"""


@dataclass
class Process:
    """A service in a process of its own."""

    port: int
    process: subprocess.Popen[str]
    store: Path
    keys: Mapping[str, str] = field(default_factory=dict)

    def send(self, method: str, path: str, headers: list[tuple[str, str]], body: bytes = b"") -> Answer:
        """One request, with no header but those given, ``Host`` and the length of a body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            is_named = any(name == "Host" for name, _ in headers)
            connection.putrequest(method, path, skip_host=is_named, skip_accept_encoding=True)
            for name, value in headers:
                connection.putheader(name, value)
            if body or method == "POST":
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def kilobytes(self) -> int:
        """How much memory the process has."""
        shown = subprocess.run(
            ["ps", "-o", "rss=", "-p", str(self.process.pid)], capture_output=True, text=True, check=True
        )
        return int(shown.stdout)

    def data(self) -> tuple[str, str]:
        """A digest of the files of the store, but for its log; and the generation, with the answer of a query."""
        digest = hashlib.sha256()
        for path in sorted(self.store.iterdir()):
            if not path.name.startswith("LOG"):
                digest.update(path.name.encode() + path.read_bytes())
        counted = b"SELECT (COUNT(*) AS ?n) { ?s <http://e/p> ?o }"
        answer = self.send("POST", "/sparql", [("Content-Type", DIRECT)], counted)
        assert answer.status == 200, answer.content
        assert answer.json["results"]["bindings"][0]["n"]["value"] == "1500"
        return digest.hexdigest(), answer.headers["Graph-Service-Generation"]


@pytest.fixture(scope="module")
def service(seeded: Deployment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """A service with the seed data, hostile titles, 1500 statements, a dense graph, and low limits."""
    base, psg = seeded.settings.base, f"{seeded.settings.base}def/"
    hostile, kind = NamedNode(f"{base}id/stack/hostile"), NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    stack = [
        Triple(hostile, kind, NamedNode(f"{psg}Stack")),
        Triple(hostile, NamedNode(f"{psg}fictional"), Literal(True)),
        Triple(hostile, NamedNode("http://purl.org/dc/terms/title"), Literal(HOSTILE)),
        *(Triple(hostile, NamedNode("http://www.w3.org/ns/dcat#landingPage"), NamedNode(iri)) for iri in ACTING),
        Triple(NamedNode("http://e/formula"), NamedNode("http://e/t"), Literal("=HYPERLINK(1)")),
    ]
    things = [Triple(NamedNode(f"http://e/{n}"), NamedNode("http://e/p"), Literal(f"text {n}")) for n in range(1500)]
    dense = [
        Triple(NamedNode(f"http://d/{a}"), NamedNode("http://e/q"), NamedNode(f"http://d/{b}"))
        for a in range(60)
        for b in range(60)
        if (a * b) % 3
    ]
    folder = seeded.store.snapshot()
    store = open_store(f"oxigraph:{folder}", base)
    graphs = {f"{base}graph/hostile/stack": stack, f"{base}graph/hostile/services": things}
    store.commit(Change({**graphs, f"{base}graph/hostile/systems": dense}, "test data"))
    store.close()
    home = tmp_path_factory.mktemp("home")
    for name in ("ontology", "shapes", "seed-data", "dashboard", "mappings"):
        (home / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "queries", home / "queries")
    (home / "queries" / "things-by-text.rq").write_text(THINGS_BY_TEXT, encoding="utf-8")
    given = {f"GRAPH_SPARQL_{name}": value for name, value in LIMITS.items()}
    given["GRAPH_CLIENT_SECONDS"] = "0"
    given |= {"GRAPH_STORE": f"oxigraph:{folder}", "GRAPH_HOME": str(home), "GRAPH_ADDRESS": "https://graph.example"}
    given["GRAPH_KEYS"] = str(home / "keys.json")
    keys: dict[str, str] = {role: Keys(home / "keys.json").create(role, role) for role in ROLES}
    with serving(given, folder) as plain:
        started = replace(plain, keys={**keys, "wrong": f"{keys['administrator'][:-1]}?"})
        for path in ("/", "/queries/stacks.html", "/queries/stacks.xlsx", "/doc/stack/demo.rdf", "/openapi.json"):
            assert started.send("GET", path, []).status == 200  # libraries are loaded before memory is measured
        yield started


@contextmanager
def serving(environment: Mapping[str, str], store: Path) -> Iterator[Process]:
    """A service as the command line starts it, whose log shows nothing of the inside."""
    log: list[str] = []
    with subprocess.Popen(
        [sys.executable, "-m", "graph_service", "serve", "--port", "0"],
        env={**os.environ, **environment},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stderr
        port = port_of(process)
        reader = threading.Thread(target=log.extend, args=[process.stderr])
        reader.start()
        try:
            yield Process(port, process, store)
        finally:
            process.terminate()
            reader.join()
    assert "Traceback" not in "".join(log)


def port_of(process: subprocess.Popen[str]) -> int:
    """The port that the log of a new server names."""
    assert process.stderr
    log = []
    for line in process.stderr:
        if found := re.search(r"running on http://127\.0\.0\.1:(\d+)", line):
            return int(found[1])
        log.append(line)
    pytest.fail("".join(log))


@pytest.fixture
def steady(service: Process, canary: tuple[str, list[str]]) -> Iterator[Process]:
    """The service, which is as well after the test as it was before."""
    data, memory = service.data(), service.kilobytes()
    yield service
    assert service.process.poll() is None
    assert service.send("GET", "/healthz", []).status == 200
    assert canary[1] == []
    assert service.data() == data
    until = time.monotonic() + 5
    while service.kilobytes() > memory + MEGABYTES * 1024:
        assert time.monotonic() < until, f"{service.kilobytes()} kB after {memory} kB"


def joined(pieces: Any) -> str:
    """A text of the table: as it is, or pieces and repetitions put together."""
    if not isinstance(pieces, list):
        return str(pieces)
    texts = []
    for piece in pieces:
        text, times = (piece, 1) if isinstance(piece, str) else piece
        texts += [text.replace("$n", str(n)) for n in range(times)] if "$n" in text else [text * times]
    return "".join(texts)


def encoded(text: Any, canary: str) -> bytes:
    return text if isinstance(text, bytes) else joined(text).replace("$canary", canary).encode()


def sent(service: Process, row: Mapping[str, Any], canary: str) -> Answer:
    """The answer to the request of a row."""
    headers = row.get("headers", {})
    pairs = [(name, joined(value)) for name, value in (headers.items() if isinstance(headers, dict) else headers)]
    pairs += [("Accept", row["accept"])] if "accept" in row else []
    pairs += [("Authorization", f"Bearer {service.keys[row['key']]}")] if "key" in row else []
    if "query" in row:
        return service.send("POST", "/sparql", [*pairs, ("Content-Type", DIRECT)], encoded(row["query"], canary))
    method, _, path = joined(row["send"]).replace("$canary", canary).partition(" ")
    return service.send(method, path, pairs, encoded(row.get("body", ""), canary))


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def text_of(answer: Answer) -> str:
    """What an answer says; a workbook is a folder of XML."""
    if answer.content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
            return "\n".join(book.read(name).decode() for name in book.namelist())
    return answer.content.decode()


@pytest.mark.parametrize("row", SENT, ids=lambda row: f"{row['case']} {row['what']}")
def test_hostile_request(steady: Process, row: Mapping[str, Any], canary: tuple[str, list[str]]) -> None:
    """Its answer is that of the table."""
    started = time.monotonic()
    answer = sent(steady, row, canary[0])
    assert time.monotonic() - started < row.get("within", WITHIN)
    assert answer.status in listed(row["status"]), answer.content
    if answer.status >= 400 and row.get("problem", "") is not None:
        assert answer.problem in listed(row.get("problem", answer.problem))
    for name, pattern in row.get("answer-headers", {}).items():
        found = answer.headers[name]
        assert found is None if pattern is None else re.match(pattern, found or ""), f"{name}: {found}"
    if "rows" in row:
        document = answer.json
        assert len(document["rows"] if "rows" in document else document["results"]["bindings"]) == row["rows"]
    text = text_of(answer)
    assert "Traceback" not in text
    for expected in row.get("contains", ()):
        assert expected in text
    for unwanted in row.get("lacks", ()):
        assert unwanted not in text


def test_whoever_names_another_address_is_the_same_client(tmp_path: Path) -> None:
    """As long as no proxy is trusted, what a request says of whom it is passed on for counts for nothing."""
    store = open_store(f"oxigraph:{tmp_path / 'store'}", BASE)
    numbers = [Triple(NamedNode(f"http://e/{n}"), NamedNode("http://e/p"), Literal(n)) for n in range(1000)]
    store.commit(Change({f"{BASE}graph/demo/services": numbers}, "numbers"))
    store.close()
    given = {"GRAPH_STORE": f"oxigraph:{tmp_path / 'store'}", "GRAPH_HOME": str(ROOT), "GRAPH_CLIENT_SECONDS": "0.5"}
    with serving({**given, "GRAPH_SPARQL_SECONDS": "1"}, tmp_path / "store") as service:
        problems = []
        for address in ("192.0.2.1", "192.0.2.2"):
            headers = [("Content-Type", DIRECT), ("X-Forwarded-For", address), ("Forwarded", f"for={address}")]
            answer = service.send("POST", "/sparql", headers, ENDLESS)
            problems.append(answer.problem)
        assert problems == ["query-timeout", "over-budget"]
        assert int(answer.headers["Retry-After"]) > 0


def test_a_body_of_unknown_length_is_read_up_to_the_limit(steady: Process) -> None:
    """It is answered then, and the connection ends soon, however much more would come."""
    start, received = time.monotonic(), b""
    with socket.create_connection(("127.0.0.1", steady.port), timeout=0.1) as connection:
        connection.sendall(
            b"POST /validate HTTP/1.1\r\nHost: graph.example\r\nContent-Type: text/turtle\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n"
        )
        while time.monotonic() < start + 20:
            try:
                connection.sendall(b"10000\r\n" + b"#" * 0x10000 + b"\r\n")
                received += connection.recv(65536)
            except TimeoutError:
                continue
            except OSError:
                break  # it was closed
    assert received.startswith(b"HTTP/1.1 413")
    assert time.monotonic() < start + 20


def test_the_table_is_complete() -> None:
    """Every case has a row; rows have no unknown fields and expect something; a test that a row names is there.

    The catalogue has 80 cases.
    """
    assert {row["case"] for row in ROWS} == CASES
    for row in ROWS:
        assert set(row) <= KEYS
        assert ("status" in row) != ("test" in row)
        module, _, name = row.get("test", f"{Path(__file__).name}::test_hostile_request").partition("::")
        assert f"def {name}(" in (HERE / module).read_text(encoding="utf-8")
    names = [(row["case"], row["what"]) for row in ROWS]
    assert len(set(names)) == len(names)
