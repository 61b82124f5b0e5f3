"""The W3C's tests of the SPARQL 1.1 Protocol, over a socket."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import rdflib
import uvicorn
from pyoxigraph import RdfFormat, parse
from rdflib import Namespace
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS

from graph_service.http.app import create_app
from graph_service.model.change import Change
from graph_service.services.access import Keys
from graph_service.settings import Settings
from graph_service.store.base import open_store

ROOT = Path(__file__).parent.parent.parent
SUITE = ROOT / "tests" / "conformance" / "sparql11-protocol"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
TABULAR = {"application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"}
FAMILIES = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": TABULAR,
    "RDF": {"application/rdf+xml", "text/turtle", "application/n-triples"},
}


@dataclass
class Request:
    """One request of a case, and what it must be answered with."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    statuses: set[str]
    truth: bool | None
    format: str | None


@dataclass
class Case:
    """A case of the suite."""

    name: str
    requests: list[Request] = field(default_factory=list)


def read_cases() -> list[Case]:
    graph = rdflib.Graph().parse(SUITE / "manifest.ttl")
    listed = graph.value(next(graph.subjects(RDF.type, MF.Manifest)), MF.entries)
    assert listed
    entries = Collection(graph, listed)
    return [Case(str(entry).rsplit("#", 1)[-1], list(read_requests(graph, entry))) for entry in entries]


def read_requests(graph: rdflib.Graph, entry: rdflib.term.Node) -> Iterator[Request]:
    action = graph.value(entry, MF.action)
    sent = graph.value(action, HT.requests)
    assert sent
    for node in Collection(graph, sent):
        answer, body, listed = graph.value(node, HT.resp), graph.value(node, HT.body), graph.value(node, HT.headers)
        headers = {
            str(graph.value(header, HT.fieldName)).lower(): str(graph.value(header, HT.fieldValue))
            for header in (Collection(graph, listed) if listed else ())
        }
        encoding = str(graph.value(body, CNT.characterEncoding) or "utf-8") if body else "utf-8"
        truth, family = graph.value(answer, MF.expectedBoolean), graph.value(answer, MF.expectedFormat)
        yield Request(
            method=str(graph.value(node, HT.methodName)),
            path=str(graph.value(node, HT.absolutePath)),
            headers=headers,
            body=str(graph.value(body, CNT.chars)).encode(encoding) if body else b"",
            statuses={str(status).rsplit("StatusCode", 1)[-1] for status in graph.objects(answer, MF.expectedStatus)},
            truth=None if truth is None else str(truth) == "true",
            format=str(family) if family else None,
        )


CASES = read_cases()
QUERIES = [case for case in CASES if "update" not in case.name]
UPDATES = [case for case in CASES if "update" in case.name]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings with a store and a file of keys of their own."""
    folder = tmp_path_factory.mktemp("protocol")
    return Settings(store=f"oxigraph:{folder / 'store'}", keys=folder / "keys.json", home=ROOT)


@pytest.fixture(scope="module")
def key(settings: Settings) -> str:
    """The key of an administrator."""
    return Keys(settings.keys).create("Suite", "administrator")


@pytest.fixture(scope="module")
def port(settings: Settings) -> Iterator[int]:
    """The port of a service that holds the data of the suite."""
    store = open_store(settings.store, settings.base)
    manifest = rdflib.Graph().parse(SUITE / "manifest.ttl")
    graphs = {
        str(manifest.value(node, RDFS.label)): [
            quad.triple
            for quad in parse(
                path=SUITE / str(manifest.value(node, UT.graph)).rsplit("/", 1)[-1], format=RdfFormat.TURTLE
            )
        ]
        for node in set(manifest.objects(None, UT.graphData))
    }
    assert len(graphs) == 3
    store.commit(Change(graphs, "data of the suite"))
    store.close()
    server = uvicorn.Server(uvicorn.Config(create_app(settings), port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        thread.join(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


def send(port: int, request: Request, more: dict[str, str] | None = None) -> tuple[int, str, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(
            request.method, request.path, body=request.body or None, headers={**request.headers, **(more or {})}
        )
        answer = connection.getresponse()
        return answer.status, answer.headers.get_content_type(), answer.read()
    finally:
        connection.close()


def test_the_suite_is_complete() -> None:
    """The numbers that the W3C publishes."""
    assert (len(QUERIES), len(UPDATES)) == (20, 14)


@pytest.mark.parametrize("case", QUERIES, ids=lambda case: case.name)
def test_query_case(port: int, case: Case) -> None:
    """Status, truth and kind of format are those of the manifest."""
    check_case(port, case, {})


def check_case(port: int, case: Case, more: dict[str, str]) -> None:
    """Send the requests of ``case`` one after the other, with ``more`` headers."""
    assert case.requests
    for request in case.requests:
        status, media_type, content = send(port, request, more)
        assert f"{status // 100}xx" in request.statuses, content
        if request.format:
            assert media_type in FAMILIES[request.format]
        if request.truth is not None:
            assert json.loads(content)["boolean"] is request.truth
        if status >= 400:
            assert media_type == "application/problem+json"


@pytest.mark.parametrize("case", UPDATES, ids=lambda case: case.name)
def test_update_case_is_refused_without_a_key(port: int, case: Case) -> None:
    """Whatever is right or wrong with an update, it isn't carried out for anybody."""
    status, media_type, _ = send(port, case.requests[0])
    assert (status // 100, media_type) == (4, "application/problem+json")


@pytest.mark.parametrize("case", UPDATES, ids=lambda case: case.name)
def test_update_case_with_a_key(port: int, key: str, case: Case) -> None:
    """Statuses and truths are those of the manifest, for an administrator."""
    check_case(port, case, {"authorization": f"Bearer {key}"})
