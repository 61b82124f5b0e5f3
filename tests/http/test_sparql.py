"""The public SPARQL endpoint over a socket: what it answers, what it refuses, and that nothing stops it."""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, QueryResultsFormat, QuerySolutions, Triple, parse_query_results
from rdflib import Namespace
from rdflib.namespace import RDF
from served import DIRECT, Service, serving

from graph_service.model.change import Change
from graph_service.services.deployment import Deployment
from graph_service.settings import Settings

ROOT = Path(__file__).parent.parent.parent
BASE = "https://w3id.org/public-service-graph/"
GRAPH = f"{BASE}graph/demo/services"
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORM = "application/x-www-form-urlencoded"
UPDATE = "application/sparql-update"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def assert_well(service: Service) -> None:
    """An ordinary query is answered as ever."""
    answer = service.ask("SELECT (COUNT(*) AS ?n) { ?s <http://e/p> ?o }")
    assert answer.status == 200, answer.content
    assert answer.json["results"]["bindings"][0]["n"]["value"] == "1500"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service with 1500 statements and a dense graph, and low limits."""
    settings = Settings(
        store=f"oxigraph:{tmp_path_factory.mktemp('sparql') / 'store'}",
        home=ROOT,
        sparql_seconds=1,
        sparql_memory_mb=256,
        sparql_rows=1000,
        sparql_concurrency=2,
        sparql_queue=4,
    )
    things = [Triple(NamedNode(f"http://e/{n}"), NamedNode("http://e/p"), Literal(f"text {n}")) for n in range(1500)]
    dense = [
        Triple(NamedNode(f"http://d/{a}"), NamedNode("http://e/q"), NamedNode(f"http://d/{b}"))
        for a in range(60)
        for b in range(60)
        if (a * b) % 3
    ]
    loaded = Deployment(settings)
    loaded.store.commit(Change({GRAPH: things, f"{BASE}graph/demo/systems": dense}, "test data"))
    loaded.close()
    with serving(settings) as found:
        assert_well(found)
        yield found


# What it answers


@pytest.mark.parametrize(
    ("text", "accept", "media_type"),
    [
        ("SELECT * {}", "*/*", "application/sparql-results+json"),
        ("SELECT * {}", BROWSER, "application/sparql-results+json"),
        ("SELECT * {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("SELECT * {}", "text/csv;q=0.2, text/tab-separated-values;q=0.4", "text/tab-separated-values"),
        ("SELECT * {}", "text/csv", "text/csv"),
        ("ASK {}", "application/sparql-results+xml;q=0.9, */*;q=0.1", "application/sparql-results+xml"),
        ("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1", "*/*", "text/turtle"),
        ("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1", "application/n-triples", "application/n-triples"),
        ("CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1", "application/rdf+xml", "application/rdf+xml"),
        ("DESCRIBE <http://e/1>", "application/ld+json", "application/ld+json"),
    ],
)
def test_formats_are_negotiated_within_the_form(service: Service, text: str, accept: str, media_type: str) -> None:
    """Results for SELECT and ASK, RDF for CONSTRUCT and DESCRIBE."""
    answer = service.ask(text, accept)
    assert (answer.status, answer.media_type) == (200, media_type)
    assert "Accept" in (answer.headers["Vary"] or "")
    assert answer.headers["Graph-Service-Generation"] == "1"


@pytest.mark.parametrize(
    ("text", "name", "media_type"),
    [
        ("SELECT * {}", "csv", "text/csv"),
        ("SELECT * {}", "srx", "application/sparql-results+xml"),
        ("SELECT * {}", "text/tab-separated-values", "text/tab-separated-values"),
        ("ASK {}", "xml", "application/sparql-results+xml"),
        ("DESCRIBE <http://e/1>", "xml", "application/rdf+xml"),
        ("DESCRIBE <http://e/1>", "turtle", "text/turtle"),
        ("DESCRIBE <http://e/1>", "application/ld+json", "application/ld+json"),
    ],
)
def test_formats_are_known_by_the_names_that_clients_use(
    service: Service, text: str, name: str, media_type: str
) -> None:
    """In ``format=``, where a client sends it beside or instead of ``Accept``; the first of several counts."""
    answer = service.ask(text, format=[name, "unknown"])
    assert (answer.status, answer.media_type) == (200, media_type)


def test_get_form_and_direct_give_the_same(service: Service) -> None:
    """Three ways to send a query."""
    text = "SELECT ?o { <http://e/1> ?p ?o }"
    by_get = service.send("GET", f"/sparql?query={quote(text)}")
    by_form = service.send(
        "POST", "/sparql", urlencode({"query": text}).encode(), {"Content-Type": f"{FORM}; charset=UTF-8"}
    )
    assert by_get.content == by_form.content == service.ask(text).content
    assert json.loads(by_get.content)["results"]["bindings"] == [{"o": {"type": "literal", "value": "text 1"}}]


def test_head_answers_without_a_body(service: Service) -> None:
    """With the headers of GET."""
    answer = service.send("HEAD", "/sparql?query=ASK%7B%7D")
    assert (answer.status, answer.media_type, answer.content) == (200, "application/sparql-results+json", b"")


def test_graphs_are_reached_by_name(service: Service) -> None:
    """In the query, or beside it."""
    text = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s <http://e/p> ?o } }"
    for answer, expected in (
        (service.ask(text), "1500"),
        (service.ask(text, named_graph_uri=GRAPH), "1500"),
        (service.ask(text, named_graph_uri=f"{GRAPH}/none"), "0"),
        (service.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", default_graph_uri=GRAPH), "1500"),
    ):
        assert json.loads(answer.content)["results"]["bindings"][0]["n"]["value"] == expected


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "text/csv", "application/sparql-results+xml"])
def test_a_large_answer_is_cut_and_says_so(service: Service, accept: str) -> None:
    """At the limit of rows; what is sent is whole in its format."""
    answer = service.ask("SELECT * { ?s ?p ?o }", accept)
    assert (answer.status, answer.headers["Graph-Service-Truncated"]) == (200, "true")
    if accept == "text/csv":
        assert len(answer.content.splitlines()) == 1001
    else:
        known = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML}[accept[-4:].lstrip("+")]
        parsed = parse_query_results(answer.content, format=known)
        assert isinstance(parsed, QuerySolutions)
        assert len(list(parsed)) == 1000
    assert service.ask("SELECT * { ?s ?p ?o } LIMIT 1000").headers["Graph-Service-Truncated"] is None


def test_a_client_may_lower_limits_only(service: Service) -> None:
    """More than the service allows is not given."""
    text = "SELECT * { ?s ?p ?o }"
    assert len(service.ask(text, "text/csv", maxrows="3").content.splitlines()) == 4
    assert len(service.ask(text, "text/csv", maxrows="99999").content.splitlines()) == 1001
    started = time.monotonic()
    assert service.ask(ENDLESS, timeout="0.2").problem == "query-timeout"
    assert time.monotonic() - started < 1
    assert service.ask(ENDLESS, timeout="60").problem == "query-timeout"
    assert time.monotonic() - started < 5


def test_the_service_describes_itself(service: Service) -> None:
    """What it says of itself is so: language, formats and graphs."""
    answer = service.send("GET", "/sparql", headers={"Accept": "text/turtle"})
    assert (answer.status, answer.media_type) == (200, "text/turtle")
    graph = rdflib.Graph().parse(data=answer.content, format="turtle")
    described = graph.value(None, RDF.type, SD.Service)
    assert str(graph.value(described, SD.endpoint)) == f"http://127.0.0.1:{service.port}/sparql"
    assert set(graph.objects(described, SD.supportedLanguage)) == {SD.SPARQL11Query}
    assert len(set(graph.objects(described, SD.resultFormat))) == 8
    assert not set(graph.objects(described, SD.feature))
    data_set = graph.value(described, SD.defaultDataset)
    named = {str(graph.value(entry, SD.name)) for entry in graph.objects(data_set, SD.namedGraph)}
    assert named == set(service.deployment.store.graphs())
    for media_type in ("application/n-triples", "application/rdf+xml", "application/ld+json"):
        other = service.send("GET", "/sparql", headers={"Accept": media_type})
        assert other.media_type == media_type
        assert len(rdflib.Graph().parse(data=other.content, format=media_type)) == len(graph)


def test_a_browser_gets_a_form(service: Service) -> None:
    """It needs no script, and what it holds is a query that is answered."""
    answer = service.send("GET", "/sparql", headers={"Accept": BROWSER})
    assert (answer.status, answer.media_type) == (200, "text/html")
    assert b'<textarea id="query" name="query"' in answer.content
    assert b"<script" not in answer.content


# What it refuses


# What must not stop it


def test_whoever_goes_away_frees_the_place(service: Service) -> None:
    """The process of a client that hung up is ended within a second."""
    sandbox = service.deployment.sandbox
    connection = http.client.HTTPConnection("127.0.0.1", service.port)
    connection.request("POST", "/sparql", ENDLESS.encode(), {"Content-Type": DIRECT})
    while sandbox.load()[0] == 0:
        assert connection.sock
    started = time.monotonic()
    connection.close()
    while sandbox.load()[0]:
        assert time.monotonic() - started < 0.9
    assert_well(service)


def test_slow_clients_hold_no_place(service: Service) -> None:
    """Half a header, half a body, and a large answer that nobody reads."""
    waiting = []
    for begun in (
        b"GET /sparql?query=ASK HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 99\r\n\r\nASK",
        b"GET /sparql?query=" + quote("SELECT * { ?s ?p ?o }").encode() + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    ) * 8:
        connection = socket.create_connection(("127.0.0.1", service.port))
        connection.sendall(begun)
        waiting.append(connection)
    try:
        started = time.monotonic()
        while service.ask("ASK {}").status != 200:
            assert time.monotonic() - started < 5
        while service.deployment.sandbox.load() != (0, 0):
            assert time.monotonic() - started < 5
    finally:
        for connection in waiting:
            connection.close()
    assert_well(service)


def test_many_heavy_queries_at_once_leave_the_service_awake(service: Service) -> None:
    """Two run, four wait, the others are told to come again; whether the process lives is answered at once."""
    with ThreadPoolExecutor(50) as pool:
        asked = [pool.submit(service.ask, ENDLESS) for _ in range(50)]
        slowest = 0.0
        while not all(answer.done() for answer in asked):
            started = time.monotonic()
            assert service.send("GET", "/healthz").status == 200
            slowest = max(slowest, time.monotonic() - started)
        codes = [answer.result().problem for answer in asked]
        assert all(answer.result().headers["Retry-After"] for answer in asked)
    assert set(codes) == {"overloaded", "query-timeout"}
    assert codes.count("query-timeout") >= 2
    assert codes.count("overloaded") >= 30
    assert slowest < 1
    assert_well(service)
