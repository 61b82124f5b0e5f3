"""The client for Python, against a service as it is served."""

from __future__ import annotations

import datetime
import pickle
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from served import Service

from graph_service.client import Client, ClientError, Iri, Text, Unreachable
from graph_service.model.change import Change
from graph_service.services.changing import apply
from graph_service.services.query_catalogue import read_query_catalogue

BASE = "https://w3id.org/public-service-graph/"
STACK = Quad(
    NamedNode(f"{BASE}id/stack/demo"),
    NamedNode("http://purl.org/dc/terms/title"),
    Literal("Republic of Examplia (fictional)", language="en"),
    NamedNode(f"{BASE}graph/demo/stack"),
)
RENAMED = Quad(STACK.subject, STACK.predicate, Literal("Examplia (fictional)", language="en"), STACK.graph_name)
PAYMENTS = f"{BASE}id/building-block/payments"


@pytest.fixture(scope="module")
def python(live: Service) -> Iterator[Client]:
    with Client(live.address) as client:
        yield client


@pytest.fixture
def busy() -> Iterator[tuple[str, list[tuple[int, str, str]], list[str]]]:
    """A service that is not always there: its address, the answers that it gives next, and what it was asked."""
    planned: list[tuple[int, str, str]] = []
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            status, code, wait = planned.pop(0)
            self.send_response(status)
            self.send_header("Content-Type", "application/json" if status == 200 else "application/problem+json")
            self.send_header("Retry-After", wait)
            self.end_headers()
            body = '{"stacks": []}' if status == 200 else f'{{"type": "x/{code}", "title": "T", "detail": "D"}}'
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}", planned, asked
        server.shutdown()
        thread.join()


def test_queries_say_what_they_take_and_give(python: Client, live: Service) -> None:
    """As their files do."""
    known = read_query_catalogue(live.deployment.settings.home / "queries").queries
    found = {query.name: query for query in python.queries()}
    assert set(found) == set(known)
    for name, query in found.items():
        assert query.form == known[name].form
        assert [p.name for p in query.parameters] == list(known[name].parameters)
        assert [c.name for c in query.columns] == list(known[name].columns)
    parameters = {parameter.name: parameter for parameter in found["building-block-reuse"].parameters}
    assert (parameters["stack"].of, parameters["stack"].values_from) == ("stack", "stacks")
    assert not parameters["stack"].required


def test_every_named_query_can_be_asked(python: Client, live: Service) -> None:
    """With the examples of its parameters; answers are rows of its columns, or statements."""
    for query in python.queries():
        given: dict[str, Any] = {p.name: p.example.strip('<>"') for p in query.parameters if p.example != "UNDEF"}
        if query.form == "graph":
            assert len(python.ask_graph(query.name, **given).to_rdflib()) > 0
            continue
        answer = python.ask(query.name, **given)
        assert answer.columns == tuple(column.name for column in query.columns)
        assert answer.rows
        assert answer.receipt.digest == live.deployment.queries.get(query.name).digest


def test_rows_hold_values_of_python(python: Client) -> None:
    """IRIs, texts with their language, numbers; what is unbound is None."""
    row = python.ask("building-block-reuse", stack="reference").rows[0]
    assert (row["buildingBlockTitle"], row["steps"], row["transactionsPerYear"]) == ("Identity", 84, None)
    assert isinstance(row["buildingBlock"], Iri)
    [named] = python.sparql(f"SELECT ?title {{ <{PAYMENTS}> <http://purl.org/dc/terms/title> ?title }}")
    assert isinstance(named["title"], Text)
    assert (named["title"], named["title"].language) == ("Payments", "en")


def test_each_datatype_is_read(python: Client) -> None:
    """What its datatype doesn't have, and what Python has no type for, is text."""
    answer = python.sparql("""
        PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
        SELECT ?value { VALUES (?n ?value) {
          (1 42) (2 2.50) (3 1e3) (4 true) (5 "2024-02-29"^^xsd:date) (6 "2024-02-29T10:00:00Z"^^xsd:dateTime)
          (7 "plain") (8 "grün"@de) (9 <urn:x>) (10 "many"^^xsd:integer) (11 "P1Y"^^xsd:duration) (12 UNDEF)
          (13 <<( <urn:s> <urn:p> 1 )>>)
        } } ORDER BY ?n""")
    values = [row["value"] for row in answer]
    assert values == [
        *(42, Decimal("2.5"), 1000.0, True, datetime.date(2024, 2, 29)),
        datetime.datetime(2024, 2, 29, 10, tzinfo=datetime.UTC),
        *("plain", "grün", "urn:x", "many", "P1Y", None),
        ("urn:s", "urn:p", 1),
    ]
    assert [type(value) for value in values[:4]] == [int, Decimal, float, bool]
    copied = pickle.loads(pickle.dumps(values[7]))  # noqa: S301 - our own bytes
    assert copied.language == "de"
    assert answer.receipt.generation == 1


def test_truths_and_graphs_of_own_queries(python: Client) -> None:
    """ASK, CONSTRUCT; a limit of rows that cut an answer is said."""
    assert python.sparql(f"ASK {{ <{PAYMENTS}> ?p ?o }}").truth is True
    assert len(python.sparql_graph(f"CONSTRUCT WHERE {{ <{PAYMENTS}> a ?type }}").to_rdflib()) == 1
    cut = python.sparql("SELECT ?s { ?s ?p ?o }", max_rows=3)
    assert (len(cut), cut.truncated) == (3, True)


def test_a_frame_has_types_that_pandas_computes_with(python: Client) -> None:
    """Whole and decimal numbers, and missing ones."""
    frame = python.ask("building-block-pairs", stack="demo").to_frame()
    assert str(frame["services"].dtype) == "Int64"
    assert str(frame["overlap"].dtype) in {"Float64", "Int64"}
    assert frame["overlap"].between(0, 100).all()
    empty = python.sparql("SELECT ?x { ?x <urn:none> ?y }").to_frame()
    assert (list(empty.columns), len(empty)) == (["x"], 0)


def test_the_receipt_and_the_permalink_repeat_the_answer(python: Client) -> None:
    """What is invented is named; the state that was asked can be asked again."""
    answer = python.ask("missing-building-blocks", stack="demo")
    assert answer.receipt.fictional == (f"{BASE}id/stack/demo",)
    assert answer.receipt.parameters["stack"] == (f"<{BASE}id/stack/demo>",)
    again = python.ask("missing-building-blocks", stack="demo", generation=1, digest=answer.receipt.digest)
    assert again.rows == answer.rows
    assert f"generation={answer.receipt.generation}" in answer.permalink


def test_pages_together_are_the_answer(python: Client) -> None:
    """Of the size asked for, the last one shorter; from any row on."""
    whole = python.ask("services-using-building-block", building_block="payments").rows
    pages = list(python.pages("services-using-building-block", building_block="payments", limit=50))
    assert [len(page) for page in pages] == [50, 50, len(whole) - 100]
    assert {page.total for page in pages} == {len(whole)}
    assert [row for page in pages for row in page] == whole
    rest = python.pages("services-using-building-block", building_block="payments", limit=50, offset=90)
    assert [row for page in rest for row in page] == whole[90:]


def test_labels_and_releases(python: Client) -> None:
    """Names beside IRIs, and an earlier release in the place of the current one."""
    assert "stackLabel" in python.ask("building-block-reuse", stack="demo", labels="en").columns
    earlier = python.ask("services-by-digitisation-level", stack="demo", release="demo-services-1-0")
    assert earlier.receipt.releases == (f"{BASE}graph/demo/services/1.0",)


@pytest.mark.parametrize(
    "iri",
    [PAYMENTS, "building-block/payments", f"{BASE}def/BuildingBlock", f"{BASE}shapes/BuildingBlock"],
)
def test_things_terms_and_shapes_are_described(python: Client, iri: str) -> None:
    """By their IRI, a thing also by type and key."""
    graph = python.thing(iri).to_rdflib()
    assert any(str(subject).endswith(iri) for subject in graph.subjects())


def test_a_named_graph_is_read_whole(python: Client, live: Service) -> None:
    """The graph of a catalogue."""
    catalogue = next(c for stack in python.stacks() if stack.key == "demo" for c in stack.catalogues)
    assert len(python.graph(catalogue.graph).to_rdflib()) == len(list(live.deployment.store.triples(catalogue.graph)))


def test_wrong_arguments_are_all_named(python: Client) -> None:
    """With what was given, what to do, and names that resemble it."""
    with pytest.raises(ClientError, match="Some arguments") as caught:
        python.ask("services-using-building-block", building_blok="payments", lang="not a language")
    error = caught.value
    assert (error.status, error.code) == (422, "invalid-arguments")
    found = {problem.parameter: problem for problem in error.problems}
    assert set(found) == {"building_blok", "building_block", "lang"}
    assert found["building_blok"].nearest == ("building_block",)
    assert (found["building_block"].given, found["lang"].given) == (None, "not a language")


@pytest.mark.parametrize(
    ("call", "code", "message"),
    [
        (lambda c: c.ask("building-block-reus"), "unknown-name", "There is no named query"),
        (lambda c: c.ask("../stacks"), "http-404", "Not Found"),
        (lambda c: c.ask("service-sheet", service="demo-birth-registration"), "not-acceptable", "call ask_graph"),
        (lambda c: c.ask("stacks", format="csv"), "", "answers with text/csv"),
        (lambda c: c.ask("stacks", generation=99), "invalid-arguments", "up to 1"),
        (lambda c: c.sparql("SELECT {"), "query-error", "error at 1:"),
        (lambda c: c.sparql("INSERT DATA { <urn:a> <urn:b> 1 }"), "query-error", "begins with SELECT"),
        (lambda c: c.thing("building-block/none"), "unknown-name", "There is no thing"),
        (lambda c: c.thing("https://elsewhere.example/id/building-block/payments"), "", "doesn't describe"),
        (lambda c: c.thing("urn:x"), "", "no IRI of a thing"),
        (lambda c: c.graph("urn:none"), "unknown-name", "There is no graph"),
    ],
)
def test_what_is_wrong_is_said(python: Client, call: object, code: str, message: str) -> None:
    """An error of one kind, with the code of the problem document."""
    with pytest.raises(ClientError, match=message) as caught:
        call(python)  # type: ignore[operator]
    assert caught.value.code == code


def test_arguments_are_written_as_parameters_take_them(python: Client) -> None:
    """Truths, numbers without exponent, dates; several values, and none."""
    several = python.ask("building-block-reuse", stack=["demo", "reference"])
    assert {row["stack"] for row in several} == {f"{BASE}id/stack/demo", f"{BASE}id/stack/reference"}
    assert python.ask("building-block-reuse", stack=None).rows == several.rows
    with pytest.raises(ClientError) as caught:
        python.ask("stacks", a=True, b=Decimal("1E-7"), c=datetime.date(2027, 3, 31), d=1e-7)
    given = {problem.parameter: problem.given for problem in caught.value.problems}
    assert given == {"a": "true", "b": "0.0000001", "c": "2027-03-31", "d": "0.0000001"}


def test_what_passes_is_asked_again(busy: tuple[str, list[tuple[int, str, str]], list[str]]) -> None:
    """Up to twice, when the service says; then the error is raised."""
    address, planned, asked = busy
    with Client(address) as client:
        planned += [(503, "overloaded", "0"), (429, "over-budget", "0"), (200, "", "")]
        assert client.stacks() == []
        planned += [(503, "store-unavailable", "0")] * 3
        with pytest.raises(ClientError) as caught:
            client.stacks()
    assert (caught.value.code, len(asked), planned) == ("store-unavailable", 6, [])


@pytest.mark.parametrize(
    ("status", "code", "wait"),
    [(503, "query-timeout", "0"), (422, "invalid-arguments", "0"), (429, "over-budget", "600"), (500, "error", "0")],
)
def test_what_does_not_pass_is_not_asked_again(
    busy: tuple[str, list[tuple[int, str, str]], list[str]], status: int, code: str, wait: str
) -> None:
    """A mistake stays one, what took too long would again, and nobody waits for ten minutes."""
    address, planned, asked = busy
    planned.append((status, code, wait))
    with Client(address) as client, pytest.raises(ClientError) as caught:
        client.stacks()
    assert (caught.value.status, caught.value.code, len(asked)) == (status, code, 1)


def test_a_service_that_is_not_there_or_silent() -> None:
    """No service at the port; one that takes connections and says nothing; an address that is none."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with Client(f"http://127.0.0.1:{port}", timeout=0.05) as client, pytest.raises(Unreachable, match="in time"):
            client.stacks()
    with Client(f"http://127.0.0.1:{port}") as client, pytest.raises(Unreachable, match="can't be reached"):
        client.stacks()
    with pytest.raises(ClientError, match="no address"):
        Client("localhost:8000")


def test_the_client_loads_nothing_of_the_service() -> None:
    """Nor pandas and rdflib, before they are asked for."""
    text = "import sys, graph_service.client; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True).stdout.split()
    assert {name for name in loaded if re.match(r"graph_service\.(?!client)", name)} == set()
    assert not {"fastapi", "pandas", "pyoxigraph", "rdflib", "starlette"} & set(loaded)


def test_a_change_between_pages_does_not_mix_states(changing: Service) -> None:
    """Later pages are of the state of the first, of the data as of the query."""
    with Client(changing.address) as client:
        before = client.ask("stacks").rows
        pages = client.pages("stacks", limit=1)
        read = next(pages).rows
        apply(changing.deployment, Change({}, "Another title", added=[RENAMED], removed=[STACK]))
        file = changing.deployment.settings.home / "queries" / "stacks.rq"
        file.write_text(file.read_text(encoding="utf-8").replace("ORDER BY ?stack", "ORDER BY DESC(?stack)"))
        assert client.ask("stacks").rows != before
        assert read + [row for page in pages for row in page] == before
