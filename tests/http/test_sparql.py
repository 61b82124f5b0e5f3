"""The public SPARQL endpoint over a socket: what it answers, what it refuses, and that nothing stops it."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
import rdflib
import uvicorn
from pyoxigraph import Literal, NamedNode, QueryResultsFormat, QuerySolutions, Triple, parse_query_results
from rdflib import Namespace
from rdflib.namespace import RDF

from graph_service.http.app import create_app
from graph_service.model.change import Change
from graph_service.services.deployment import Deployment
from graph_service.settings import Settings

ROOT = Path(__file__).parent.parent.parent
BASE = "https://w3id.org/public-service-graph/"
GRAPH = f"{BASE}graph/demo/services"
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


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
    def problem(self) -> str:
        assert self.media_type == "application/problem+json", self.content
        document = json.loads(self.content)
        assert document["status"] == self.status
        assert document["title"]
        assert "Traceback" not in document["detail"]
        return str(document["type"]).rsplit("/", 1)[-1]


@dataclass
class Service:
    """A service in this process, on a port of its own."""

    port: int
    deployment: Deployment

    def send(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def ask(self, text: str | bytes, accept: str = "*/*", **parameters: str) -> Answer:
        """Send a query directly."""
        body = text if isinstance(text, bytes) else text.encode()
        path = f"/sparql?{urlencode(parameters)}"
        return self.send("POST", path, body, {"Content-Type": DIRECT, "Accept": accept})

    def assert_well(self) -> None:
        """An ordinary query is answered as ever."""
        answer = self.ask("SELECT (COUNT(*) AS ?n) { ?s <http://e/p> ?o }")
        assert answer.status == 200, answer.content
        assert json.loads(answer.content)["results"]["bindings"][0]["n"]["value"] == "1500"


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
    app = create_app(settings)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        thread.join(0.01)
    found = Service(server.servers[0].sockets[0].getsockname()[1], app.state.deployment)
    found.assert_well()
    yield found
    server.should_exit = True
    thread.join()


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
        (service.ask(text, **{"named-graph-uri": GRAPH}), "1500"),
        (service.ask(text, **{"named-graph-uri": f"{GRAPH}/none"}), "0"),
        (service.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", **{"default-graph-uri": GRAPH}), "1500"),
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

Q = "SELECT * { ?s ?p ?o } LIMIT 1"
MEDIA = "unsupported-media-type"
REQUESTS: dict[str, tuple[str, str, bytes, dict[str, str], int, str]] = {
    "update by get": ("GET", "/sparql?update=CLEAR%20ALL", b"", {}, 400, "bad-request"),
    "update by form": ("POST", "/sparql", b"update=CLEAR+ALL", {"Content-Type": FORM}, 403, "update-refused"),
    "update directly": (
        "POST",
        "/sparql",
        b"CLEAR ALL",
        {"Content-Type": "application/sparql-update"},
        403,
        "update-refused",
    ),
    "update as query": (
        "POST",
        "/sparql",
        b"INSERT DATA { <a:b> <a:b> 1 }",
        {"Content-Type": DIRECT},
        400,
        "query-error",
    ),
    "two queries": ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", b"", {}, 400, "bad-request"),
    "two queries in two places": (
        "POST",
        "/sparql?query=ASK%7B%7D",
        b"ASK {}",
        {"Content-Type": DIRECT},
        400,
        "bad-request",
    ),
    "no query": ("POST", "/sparql", b"", {"Content-Type": FORM}, 400, "bad-request"),
    "no query but another": ("GET", "/sparql?qeury=ASK%7B%7D", b"", {}, 400, "bad-request"),
    "empty query": ("GET", "/sparql?query=", b"", {}, 400, "bad-request"),
    "empty body": ("POST", "/sparql", b"", {"Content-Type": DIRECT}, 400, "bad-request"),
    "utf-16": ("POST", "/sparql", Q.encode("utf-16"), {"Content-Type": f"{DIRECT}; charset=utf-16"}, 415, MEDIA),
    "utf-16 unsaid": ("POST", "/sparql", Q.encode("utf-16"), {"Content-Type": DIRECT}, 400, "bad-request"),
    "not utf-8": ("POST", "/sparql", b"ASK { ?s ?p '\xff' }", {"Content-Type": DIRECT}, 400, "bad-request"),
    "not utf-8 in the address": ("GET", "/sparql?query=%FF", b"", {}, 400, "bad-request"),
    "nul": ("POST", "/sparql", b"ASK { ?s ?p '\0' }", {"Content-Type": DIRECT}, 400, "query-error"),
    "plain text": ("POST", "/sparql", Q.encode(), {"Content-Type": "text/plain"}, 415, MEDIA),
    "no type": ("POST", "/sparql", Q.encode(), {}, 415, MEDIA),
    "strange type": ("POST", "/sparql", Q.encode(), {"Content-Type": ";;; q=/"}, 415, MEDIA),
    "latin-1 form": (
        "POST",
        "/sparql",
        b"query=ASK%7B%7D",
        {"Content-Type": f"{FORM}; charset=iso-8859-1"},
        415,
        MEDIA,
    ),
    "compressed": ("POST", "/sparql", b"\x1f\x8b", {"Content-Type": DIRECT, "Content-Encoding": "gzip"}, 415, MEDIA),
    "17 KiB": ("POST", "/sparql", b"ASK {} #" + b"x" * 17 * 1024, {"Content-Type": DIRECT}, 413, "too-large"),
    "17 KiB in a form": (
        "POST",
        "/sparql",
        b"query=ASK%23" + b"x" * 17 * 1024,
        {"Content-Type": FORM},
        413,
        "too-large",
    ),
    "a megabyte": ("POST", "/sparql", b"query=" + b"x" * 1024 * 1024, {"Content-Type": FORM}, 413, "too-large"),
    "wrong format": ("GET", "/sparql?query=ASK%7B%7D", b"", {"Accept": "text/turtle"}, 406, "not-acceptable"),
    "truth as csv": ("GET", "/sparql?query=ASK%7B%7D&format=csv", b"", {}, 406, "not-acceptable"),
    "wrong syntax": ("GET", "/sparql?query=ASK%20%7B", b"", {}, 400, "query-error"),
    "no number": ("GET", "/sparql?query=ASK%7B%7D&timeout=soon", b"", {}, 400, "bad-request"),
    "not a number": ("GET", "/sparql?query=ASK%7B%7D&timeout=nan", b"", {}, 400, "bad-request"),
    "negative": ("GET", "/sparql?query=ASK%7B%7D&maxrows=-1", b"", {}, 400, "bad-request"),
    "relative graph": ("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=x", b"", {}, 400, "bad-request"),
    "many parameters": ("GET", "/sparql?" + "x=1&" * 100, b"", {}, 400, "bad-request"),
    "other method": ("PUT", "/sparql?query=ASK%7B%7D", b"", {}, 405, "http-405"),
}


@pytest.mark.parametrize("case", REQUESTS.values(), ids=REQUESTS)
def test_wrong_requests_are_told_what_is_wrong(
    service: Service, case: tuple[str, str, bytes, dict[str, str], int, str]
) -> None:
    """A problem document with its own type, and the next query is answered."""
    method, path, body, headers, status, code = case
    answer = service.send(method, path, body or None, headers)
    assert (answer.status, answer.problem) == (status, code)
    service.assert_well()


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
        "SELECT * { service#\n<%s> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <%s> { ?s ?p ?o } }",
        "PREFIX c: <%s> SELECT * { SERVICE c:x { ?s ?p ?o } }",
        "BASE <%s> SELECT * { SERVICE <x> { ?s ?p ?o } }",
        "SELECT * { VALUES ?v { <%s> } SERVICE ?v { ?s ?p ?o } }",
        "ASK { ?s ?p ?o FILTER EXISTS { SERVICE <%s> { ?s ?p ?o } } }",
        "SELECT * { { SELECT * { SERVICE <%s> { ?s ?p ?o } } } }",
        "SELECT * { SERVICESILENT<%s>{ ?s ?p ?o } }",
        "SELECT * { VALUES ?x { 1 } # \r SERVICE <%s> { ?s ?p ?o }\n }",
        "SELECT * { BIND(1 AS ?a) FILTER(?a<3)SERVICE#>\n<%s>{ ?s ?p ?o } }",
    ],
)
def test_no_query_calls_another_server(service: Service, text: str, canary: tuple[str, list[str]]) -> None:
    """Refused before it runs; the listener hears nothing."""
    answer = service.ask(text % canary[0])
    assert (answer.status, answer.problem) == (403, "federation-refused")
    service.assert_well()


@pytest.mark.parametrize(
    "text", ["SELECT * FROM <%s> { ?s ?p ?o }", "SELECT * FROM NAMED <%s> { GRAPH ?g { ?s ?p ?o } }"]
)
def test_graphs_are_names_and_never_fetched(service: Service, text: str, canary: tuple[str, list[str]]) -> None:
    """A graph that isn't held here is empty."""
    parameters: list[dict[str, str]] = [{}, {"default-graph-uri": canary[0]}, {"named-graph-uri": canary[0]}]
    for given in parameters:
        answer = service.ask(text % canary[0], **given)
        assert answer.status == 200
        assert json.loads(answer.content)["results"]["bindings"] == []


def test_a_keyword_in_escapes_is_no_keyword(service: Service) -> None:
    """As the engine has it."""
    answer = service.ask(r"SELECT * { \u0053ERVICE <http://127.0.0.1/> { ?s ?p ?o } }")
    assert (answer.status, answer.problem) == (400, "query-error")


# What must not stop it

COPIES = "?a <http://e/p> ?x . ?b <http://e/p> ?y"
GROWING = "".join(f"BIND(REPLACE(?z{n}, 'a', ?z{n}) AS ?z{n + 1}) " for n in range(5))
CLOSURES = "(<http://e/q>|^<http://e/q>)* ?c . ?c (<http://e/q>*)* ?d . ?d <http://e/q>* ?e"
ENDED = {"query-timeout", "query-memory"}
HEAVY: dict[str, tuple[str, set[str]]] = {
    "braces": ("SELECT * " + "{" * 8000 + "}" * 8000, {"too-complex"}),
    "parentheses": ("SELECT * { FILTER(" + "(" * 8000 + "1" + ")" * 8000 + ") }", {"too-complex"}),
    "optional": ("SELECT * " + "{OPTIONAL" * 1500 + "{}" + "}" * 1500, {"too-complex"}),
    "exists": ("SELECT * {" + "FILTER EXISTS{" * 1000 + "}" * 1001, {"too-complex"}),
    "paths": ("SELECT * { ?s " + "(" * 8000 + "<p:p>" + ")" * 8000 + " ?o }", {"too-complex"}),
    "negations": ("SELECT * { FILTER(" + "!" * 16000 + "true) }", {"too-complex"}),
    "sums": ("SELECT (1" + "+1" * 8000 + " AS ?x) {}", {"too-complex"}),
    "unions": ("SELECT * { {}" + "UNION{}" * 2300 + " }", {"too-complex"}),
    "planner": ("SELECT * { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(400)) + " }", {"too-complex"}),
    "planner within bounds": (
        "SELECT * { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(120)) + " }",
        {*ENDED, ""},
    ),
    "product": (ENDLESS, {"query-timeout"}),
    "sorted product": (f"SELECT * {{ {COPIES} }} ORDER BY ?x ?y", ENDED),
    "concatenation": (
        f"SELECT (GROUP_CONCAT(CONCAT(?x, ?y, ?x, ?y)) AS ?z) {{ {COPIES} . ?c <http://e/p> ?w }}",
        ENDED,
    ),
    "replacement": (f"SELECT (STRLEN(?z5) AS ?n) {{ BIND('{'a' * 50}' AS ?z0) {GROWING} }}", {*ENDED, ""}),
    "nested paths": (f"SELECT (COUNT(*) AS ?n) {{ ?a ((<http://e/q>*)*)* ?b . ?b {CLOSURES} }}", ENDED),
    "backtracking": ('ASK { FILTER(REGEX("' + "a" * 60 + '!", "^(a+)+$")) }', {""}),
    "new blank nodes": ("CONSTRUCT { [] <http://e/p> [] } { " + COPIES + " . ?c <http://e/p> ?w }", {*ENDED, ""}),
}


@pytest.mark.parametrize("case", HEAVY.values(), ids=HEAVY)
def test_heavy_queries_are_ended_in_time(service: Service, case: tuple[str, set[str]]) -> None:
    """Within the limit and a second, with a reason, and the next query is answered."""
    text, expected = case
    started = time.monotonic()
    answer = service.ask(text)
    assert time.monotonic() - started < 2.5
    code = "" if answer.status == 200 else answer.problem
    assert code in expected
    if answer.status == 503:
        assert int(answer.headers["Retry-After"]) > 0
    service.assert_well()


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
    service.assert_well()


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
    service.assert_well()


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
    service.assert_well()
