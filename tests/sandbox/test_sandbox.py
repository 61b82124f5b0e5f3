"""The processes: what they answer, how they end, and that they reach nothing but the data."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, QueryResultsFormat, QuerySolutions, Triple

from graph_service.errors import Overloaded, QueryError, QueryMemory, QueryTimeout, TooComplex
from graph_service.model.change import Change
from graph_service.sandbox.job import Job
from graph_service.sandbox.pool import Limits, Sandbox, Ticket
from graph_service.sandbox.worker import Cancelled, Worker
from graph_service.store.base import GraphStore, open_store

BASE = "https://w3id.org/public-service-graph/"
GRAPH = f"{BASE}graph/demo/services"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def numbers(count: int) -> list[Triple]:
    return [Triple(NamedNode(f"http://e/{n}"), NamedNode("http://e/p"), Literal(n)) for n in range(count)]


def job(text: str, seconds: float = 10, rows: int = 1000, format_: str = "json") -> Job:
    return Job(text, format_, BASE, seconds, rows)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[GraphStore]:
    opened = open_store(f"oxigraph:{tmp_path / 'store'}", BASE)
    opened.commit(Change({GRAPH: numbers(2000)}, "numbers"))
    yield opened
    opened.close()


@pytest.fixture
def sandbox(store: GraphStore) -> Iterator[Sandbox]:
    opened = Sandbox(store.generation, store.snapshot, Limits(10, 256, 1000, 2, 1))
    yield opened
    opened.close()


@pytest.fixture
def worker(store: GraphStore) -> Iterator[Worker]:
    """A process as such, without the guard before it."""
    started = Worker(store.snapshot(), 1, 256)
    yield started
    started.stop()


def count(sandbox: Sandbox, *, newest: bool = True) -> int:
    outcome = sandbox.run(job("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"), newest=newest)
    return int(json.loads(outcome.content)["results"]["bindings"][0]["n"]["value"])


def test_rows_are_written_as_the_engine_writes_them(sandbox: Sandbox, store: GraphStore) -> None:
    """All kinds of terms, bound and unbound, in all formats."""
    text = """SELECT ?iri ?plain ?tagged ?directed ?number ?none ?triple {
      BIND(<http://e/é?x=1&y> AS ?iri) BIND("a\\"b\\\\c\\n\\u0001é" AS ?plain) BIND("x"@en-GB AS ?tagged)
      BIND("x"@ar--rtl AS ?directed) BIND(1.50 AS ?number)
      BIND(<<( <http://e/s> <http://e/p> "o"@en )>> AS ?triple) }"""
    own, theirs = sandbox.run(job(text)).content, store.query(text)
    assert isinstance(theirs, QuerySolutions)
    assert json.loads(own) == json.loads(theirs.serialize(format=QueryResultsFormat.JSON) or b"")
    for name, known in {
        "xml": QueryResultsFormat.XML,
        "tsv": QueryResultsFormat.TSV,
        "csv": QueryResultsFormat.CSV,
    }.items():
        result = store.query(text)
        assert isinstance(result, QuerySolutions)
        assert sandbox.run(job(text, format_=name)).content == result.serialize(format=known)


@pytest.mark.parametrize(("rows", "truncated"), [(1999, True), (2000, False), (2001, False)])
def test_an_answer_is_cut_at_the_limit_and_says_so(sandbox: Sandbox, rows: int, truncated: bool) -> None:
    """Exactly at the limit nothing is missing."""
    for text, format_ in [("SELECT * { ?s ?p ?o }", "csv"), ("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "nt")]:
        outcome = sandbox.run(job(text, rows=rows, format_=format_))
        assert outcome.truncated == truncated
        assert len(outcome.content.splitlines()) == min(rows, 2000) + (format_ == "csv")


def test_a_query_that_never_ends_is_ended(sandbox: Sandbox) -> None:
    """After its seconds; the next one is answered."""
    started = time.monotonic()
    with pytest.raises(QueryTimeout):
        sandbox.run(job(ENDLESS, seconds=0.5))
    assert time.monotonic() - started < 5
    assert count(sandbox) == 2000


def test_a_query_that_needs_too_much_memory_is_ended(sandbox: Sandbox) -> None:
    """By the limit of the process; the next one is answered."""
    with pytest.raises(QueryMemory):
        sandbox.run(job("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f"))
    assert count(sandbox) == 2000


def test_a_query_that_breaks_the_engine_ends_its_process_alone(worker: Worker) -> None:
    """Even where the guard would have missed it."""
    with pytest.raises(TooComplex):
        worker.answer(job("SELECT * " + "{" * 20000 + "}" * 20000))
    assert not worker.usable


def test_a_wrong_query_costs_no_process(worker: Worker) -> None:
    """What is wrong is said, and the same process goes on."""
    with pytest.raises(QueryError, match="error at"):
        worker.answer(job("SELECT ?x {"))
    assert worker.usable
    assert worker.answer(job("ASK {}")).content == b'{"head":{},"boolean":true}'


def test_data_in_many_files_are_all_read(sandbox: Sandbox, store: GraphStore, tmp_path: Path) -> None:
    """The engine opens some of them only when it needs them; each snapshot makes new ones of what came since."""
    for name in ("systems", "journeys"):
        shutil.rmtree(store.snapshot())
        texts = [Triple(NamedNode(f"http://o/{n}"), NamedNode(f"http://o/{name}"), Literal(n)) for n in range(2000)]
        store.commit(Change({f"{BASE}graph/demo/{name}": texts}, name))
    sandbox.start()
    assert len(list(tmp_path.glob("store.snapshots/*/*.sst"))) > 16
    for pattern in ("?s ?p ?o", "GRAPH ?g { ?s ?p ?o }", "?s ?p ?o . ?s ?p ?o", "?s ?q ?o . GRAPH ?g { ?s ?p ?o }"):
        outcome = sandbox.run(
            job(f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ {pattern} FILTER(STRSTARTS(STR(?p), 'http://o/')) }}")
        )
        assert json.loads(outcome.content)["results"]["bindings"][0]["n"]["value"] == "2000"
    for n in (0, 7, 1999):
        for pattern in (
            f"?s ?p {n}",
            f"<http://o/{n}> ?p ?o",
            f"?s <http://o/systems> {n}",
            f"GRAPH ?g {{ ?s ?p {n} }}",
        ):
            assert json.loads(sandbox.run(job(f"ASK {{ {pattern} }}")).content)["boolean"] is True


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux has filters of system calls")
def test_a_process_that_left_the_network_makes_no_sockets() -> None:
    """Even where it isn't allowed a network of its own."""
    code = "import ctypes, socket\nfrom graph_service.sandbox import network\n"
    code += "network._forbid_sockets(ctypes.CDLL(None))\n"
    code += "open('/dev/null').close()\ntry:\n    socket.socket()\nexcept PermissionError:\n    print('refused')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "refused\n"


@pytest.mark.parametrize("silent", ["", "SILENT"])
def test_a_process_reaches_no_server(worker: Worker, silent: str, canary: tuple[str, list[str]]) -> None:
    """The second wall: past the guard there is still no way out."""
    address, calls = canary
    text = f"SELECT * {{ ?a ?b 1 SERVICE {silent} <{address}> {{ ?s ?p ?o }} }}"
    with suppress(QueryError):
        worker.answer(job(text))
    assert calls == []
    assert worker.answer(job("ASK { ?s ?p ?o }")).content == b'{"head":{},"boolean":true}'


def test_queries_see_what_was_committed_last(sandbox: Sandbox, store: GraphStore, tmp_path: Path) -> None:
    """A process reads one generation; the next query gets another process, and old data are removed."""
    assert count(sandbox) == 2000
    for generation, size in ((2, 10), (3, 20), (4, 30)):
        store.commit(Change({GRAPH: numbers(size)}, "others"))
        assert count(sandbox) == size
        assert sandbox.run(job("ASK {}")).generation == generation
    assert len(list((tmp_path / "store.snapshots").iterdir())) == 1
    sandbox.close()
    assert list((tmp_path / "store.snapshots").iterdir()) == []


@pytest.mark.parametrize("seconds", [0.0, 3600.0])
def test_queries_may_see_what_was_there_of_late(store: GraphStore, tmp_path: Path, seconds: float) -> None:
    """Who wants the newest data gets them; others may get some that are so old, from the process that has them."""
    sandbox = Sandbox(store.generation, store.snapshot, Limits(10, 256, 1000, 2, 1), seconds=seconds)
    assert count(sandbox, newest=False) == 2000
    store.commit(Change({GRAPH: numbers(2001)}, "one more"))
    assert count(sandbox, newest=False) == (2000 if seconds else 2001)
    assert len(list((tmp_path / "store.snapshots").iterdir())) == 1
    assert count(sandbox) == 2001
    assert count(sandbox, newest=False) == 2001
    sandbox.close()
    assert not list((tmp_path / "store.snapshots").iterdir())


def test_what_was_given_up_is_ended(sandbox: Sandbox) -> None:
    """Whoever waits no longer frees the place at once."""
    ticket, ended = Ticket(), threading.Event()

    def ask() -> None:
        with pytest.raises(Cancelled):
            sandbox.run(job(ENDLESS), ticket)
        ended.set()

    thread = threading.Thread(target=ask)
    thread.start()
    while not ticket.worker:
        thread.join(0.01)
    ticket.cancel()
    assert ended.wait(1)
    thread.join()
    with pytest.raises(Cancelled):
        sandbox.run(job("ASK {}"), ticket)
    assert count(sandbox) == 2000


def test_more_than_may_wait_are_refused(sandbox: Sandbox) -> None:
    """Two run, one waits, the fourth is told to come again."""
    tickets = [Ticket(), Ticket(), Ticket()]
    given_up: list[Ticket] = []

    def ask(ticket: Ticket) -> None:
        with pytest.raises(Cancelled):
            sandbox.run(job(ENDLESS), ticket)
        given_up.append(ticket)

    threads = [threading.Thread(target=ask, args=(ticket,)) for ticket in tickets]
    for thread in threads:
        thread.start()
    while sandbox.load() != (2, 1):
        threads[0].join(0.01)
    with pytest.raises(Overloaded):
        sandbox.run(job("ASK {}"))
    for ticket in tickets:
        ticket.cancel()
    for thread in threads:
        thread.join()
    assert len(given_up) == 3
    assert count(sandbox) == 2000


def test_a_trivial_query_costs_milliseconds(sandbox: Sandbox) -> None:
    """Once a process is there; the bound is ten times what was measured, for slow machines."""
    count(sandbox)
    times = []
    for _ in range(20):
        started = time.perf_counter()
        sandbox.run(job("ASK {}"))
        times.append(time.perf_counter() - started)
    assert sorted(times)[10] < 0.005


def test_processes_inherit_no_secrets(monkeypatch: pytest.MonkeyPatch, store: GraphStore) -> None:
    """Their environment holds what Python needs."""
    monkeypatch.setenv("GRAPH_SECRET_OF_TEST", "secret")
    started = Worker(store.snapshot(), 1, 256)
    started.answer(job("ASK {}"))
    environment = Path(f"/proc/{started.process_id}/environ")
    if environment.exists() and os.access(environment, os.R_OK):
        assert b"secret" not in environment.read_bytes()
    started.stop()
