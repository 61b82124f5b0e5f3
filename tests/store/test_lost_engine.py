"""An engine that is lost, slow or lying: it is said so, nothing is half-done, and all goes on when it is back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from engines import ENGINES, Server
from fastapi.testclient import TestClient
from faults import LIES, Faults, faulty
from httpx2 import Response
from pyoxigraph import Literal, NamedNode, Quad, Triple

from graph_service.errors import QueryError, StoreUnavailable
from graph_service.http.app import create_app
from graph_service.model.change import Change
from graph_service.model.change_record import GENERATION
from graph_service.settings import Settings
from graph_service.store.base import GraphStore, open_store

BASE = "https://w3id.org/public-service-graph/"
GRAPH = f"{BASE}graph/demo/services"
QUERY = "SELECT ?s { ?s ?p ?o }"
ROOT = Path(__file__).parents[2]


def stated(number: object) -> Triple:
    return Triple(NamedNode(f"http://example.org/{number}"), NamedNode("http://example.org/p"), NamedNode("urn:o"))


def adding(number: object) -> Change:
    triple = stated(number)
    return Change({}, "", added=[Quad(triple.subject, triple.predicate, triple.object, NamedNode(GRAPH))])


@pytest.fixture
def faults(engine: Callable[[str], Server], canary: tuple[str, list[str]]) -> Iterator[Faults]:
    """A server that may misbehave, before an empty engine; nothing may follow it elsewhere."""
    server = engine("oxigraph")
    server.empty()
    with faulty(server, canary[0]) as found:
        yield found


@pytest.fixture
def settings_of(faults: Faults) -> Settings:
    """Settings that are impatient."""
    return Settings(store=f"sparql:{faults.address}", home=ROOT, engine_seconds=0.5, write_seconds=2)


@pytest.fixture
def store(settings_of: Settings) -> Iterator[GraphStore]:
    opened = open_store(settings_of.store, BASE, settings=settings_of)
    yield opened
    opened.close()


@pytest.mark.parametrize("fault", [*LIES, "hangs", "drips"])
def test_what_is_no_answer_is_said_to_be_none(store: GraphStore, faults: Faults, fault: str) -> None:
    """In little more than twice the time that the engine has, for a question as for a change; then all goes on."""
    store.commit(adding(1))
    faults.fault = fault
    start = time.monotonic()
    with pytest.raises(StoreUnavailable, match=r"engine|Engine"):
        store.query(QUERY)
    with pytest.raises(StoreUnavailable):
        list(store.triples(GRAPH))
    assert time.monotonic() - start < 4
    with pytest.raises(StoreUnavailable):
        store.commit(adding(2))
    faults.fault = ""
    assert store.commit(adding(3)) == 2
    assert set(store.triples(GRAPH)) == {stated(1), stated(3)}


def test_an_engine_that_is_not_there_is_said_to_be_lost() -> None:
    """Opening asks nothing, so that it may come later."""
    store = open_store("sparql:http://127.0.0.1:9/query", BASE)
    with pytest.raises(StoreUnavailable, match=r"127\.0\.0\.1:9 can't be reached"):
        store.generation()
    store.close()


@pytest.mark.parametrize("fault", ["swallows updates", "swallows answers to updates"])
def test_a_change_whose_fate_is_not_known_is_carried_out_once(store: GraphStore, faults: Faults, fault: str) -> None:
    """Whether the request or its answer was lost is found out; sending it again does no harm."""
    store.commit(adding(1))
    with store.turn():
        faults.fault = fault
        assert store.commit(adding(2)) == 2
    assert faults.fault == ""
    assert set(store.triples(GRAPH)) == {stated(1), stated(2)}
    assert len(list(store.triples(f"{BASE}graph/system/patches"))) == 2


def test_what_is_wrong_with_a_query_is_no_fault_of_the_engine(store: GraphStore, faults: Faults) -> None:
    """It isn't even sent."""
    assert store.generation() == 0
    sent = len(faults.authorizations)
    with pytest.raises(QueryError, match="expected"):
        store.query("SELECT ?s { ?s")
    with pytest.raises(QueryError):
        store.query("DROP ALL")
    assert len(faults.authorizations) == sent


def test_clients_are_told_and_served_again(settings_of: Settings, faults: Faults) -> None:
    """503 with a problem document and when to ask again; nothing is to be restarted here."""
    own = open_store(settings_of.store, BASE)
    own.commit(adding(1))
    own.close()
    with TestClient(create_app(settings_of)) as client:

        def wait_for(status: int, path: str) -> Response:
            """What was right a moment ago, or failed then, may be said again for a moment."""
            until = time.monotonic() + 5
            while (answer := client.get(path)).status_code != status:
                assert time.monotonic() < until, answer.text
            return answer

        for fault in ("a page", "hangs", "nothing"):
            for path in ("/queries/stacks", f"/graphs?graph={GRAPH}"):
                faults.fault = ""
                wait_for(200, path)
                faults.fault = fault
                answer = wait_for(503, path)
                assert answer.json()["title"] == "The graph can't be reached"
                assert int(answer.headers["retry-after"]) > 0
        assert client.get("/healthz").status_code == 200
        faults.fault = ""
        wait_for(200, "/queries/stacks")


def test_credentials_are_sent_and_never_told(faults: Faults, settings_of: Settings) -> None:
    """A token goes with each request; in errors and in what is printed of settings it isn't shown."""
    secret = "s3cr3t-token"  # noqa: S105 - of this test
    settings = replace(settings_of, engine_token=secret)
    store = open_store(settings.store, BASE, settings=settings)
    assert store.generation() == 0
    assert set(faults.authorizations) == {f"Bearer {secret}"}
    faults.fault = "a failure"
    with pytest.raises(StoreUnavailable) as told:
        store.query(QUERY)
    assert secret not in f"{told.value} {settings}"
    store.close()


def test_a_user_is_known_by_name_and_password(engine: Callable[[str], Server]) -> None:
    """Virtuoso asks for a digest, so that the password itself isn't sent; a wrong one is refused and not shown."""
    server = engine("virtuoso")
    server.empty()
    place = f"sparql:{server.address}-auth"
    settings = Settings(engine_user="dba", engine_password="dba")  # noqa: S106 - a new server's
    store = open_store(place, BASE, settings=settings)
    assert store.commit(adding(1)) == 1
    assert store.commit(adding(2)) == 2
    assert set(store.triples(GRAPH)) == {stated(1), stated(2)}
    store.close()
    wrong = open_store(place, BASE, settings=replace(settings, engine_password="an0ther"))  # noqa: S106 - it is wrong
    with pytest.raises(StoreUnavailable, match="refuses the credentials") as told:
        wrong.generation()
    assert "an0ther" not in str(told.value)
    wrong.close()


def test_the_kind_of_engine_may_be_said(faults: Faults, settings_of: Settings) -> None:
    """Where the engine doesn't say it, or something before it says something else."""
    for kind, known in (("", "oxigraph 0."), ("sparql", "sparql Oxigraph/0.")):
        store = open_store(settings_of.store, BASE, settings=replace(settings_of, engine=kind))
        assert store.engine.startswith(known)
        store.close()
    assert faults.authorizations


@pytest.mark.parametrize("wrong", ["", "ftp://example.org/", "localhost:7878", "http://user:pw@localhost/query"])
def test_a_place_that_is_no_address_is_refused(wrong: str) -> None:
    """With what it should look like; credentials have settings of their own."""
    with pytest.raises(StoreUnavailable):
        open_store(f"sparql:{wrong}", BASE)


@pytest.mark.parametrize("name", ENGINES)
def test_killing_the_engine_loses_no_acknowledged_change(name: str, tmp_path: Path) -> None:
    """In mid-load, several times: what was acknowledged is there, nothing is half there, no number is given twice."""
    server = ENGINES[name](tmp_path)
    stores = [open_store(f"sparql:{server.address}", BASE) for _ in range(2)]
    given: dict[int, str] = {}
    failed: list[str] = []
    done = threading.Event()

    def write(front: int) -> None:
        number = 0
        while not done.is_set():
            number += 1
            key = f"{front}-{number}"
            parts = [quad for part in "abc" for quad in adding(f"{key}{part}").added]
            try:
                given[stores[front].commit(Change({}, key, added=parts))] = key
            except StoreUnavailable as error:
                failed.append(str(error))
                done.wait(0.05)

    writers = [threading.Thread(target=write, args=(front,)) for front in range(len(stores))]
    try:
        stores[0].commit(adding("first"))
        for writer in writers:
            writer.start()
        for _ in range(3):
            before = len(given)
            until = time.monotonic() + 30
            while len(given) < before + 10:
                assert time.monotonic() < until, failed[-3:]
                time.sleep(0.01)
            server.kill()
            server.start()
        done.set()
        for writer in writers:
            writer.join()
        things = [t.subject.value for t in stores[0].triples(GRAPH) if isinstance(t.subject, NamedNode)]
        subjects = {thing.removeprefix("http://example.org/") for thing in things}
        assert {f"{key}{part}" for key in given.values() for part in "abc"} <= subjects
        whole = {subject[:-1] for subject in subjects - {"first"}}
        assert subjects - {"first"} == {f"{key}{part}" for key in whole for part in "abc"}
        with stores[0].turn():
            last = stores[0].generation()
        records = list(stores[0].triples(f"{BASE}graph/system/changes"))
        numbers = [int(t.object.value) for t in records if t.predicate == GENERATION and isinstance(t.object, Literal)]
        assert sorted(numbers) == list(range(1, last + 1))
        assert set(given) <= set(numbers)
    finally:
        done.set()
        for store in stores:
            store.close()
        server.stop()
