"""A disk that is full: changes are refused, nothing is half there, and all goes on once there is room."""

from __future__ import annotations

import re
import resource
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store, Triple
from real_server import BASE, Place, RealServer

from graph_service.errors import StoreFull
from graph_service.model.change import Change
from graph_service.store.base import open_store
from graph_service.store.embedded.engine import Engine, open_folder

BIRTH = f"<{BASE}id/service/demo-birth-registration>"
KEYWORD = "<http://www.w3.org/ns/dcat#keyword>"


def word(text: str) -> str:
    return f'{BIRTH} {KEYWORD} "{text}"@en .'


def words(server: RealServer) -> set[str]:
    answer = server.send("GET", f"/graphs?graph={BASE}graph/demo/services", headers={"Accept": "application/n-triples"})
    assert answer.status == 200, answer.content
    return set(re.findall('"(w-[a-z]+)"', answer.content.decode()))


def allow_files_of(server: RealServer, size: int) -> None:
    """How long files may be that the process writes, from now on: a disk that is full, as the process sees it."""
    resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def test_a_full_disk_refuses_changes_and_goes_on_once_there_is_room(place: Place) -> None:
    """All that was there is still read, and changes are taken again without a restart."""
    with place.serving() as server:
        assert server.send("GET", "/readyz").status == 200
        assert server.add(word("w-before")).status == 200
        allow_files_of(server, 256)
        for _ in range(2):
            refused = server.add(word("w-refused"))
            assert (refused.status, str(refused.json["type"]).rsplit("/", 1)[-1]) == (507, "store-full")
        ready = server.send("GET", "/readyz")
        assert (ready.status, ready.json["wrong"]) == (503, ["audit"])
        assert server.send("GET", "/healthz").status == 200
        assert server.send("GET", "/queries/stacks.csv").status == 200
        assert words(server) == {"w-before"}
        allow_files_of(server, resource.RLIM_INFINITY)
        assert server.send("GET", "/readyz").status == 200
        after = server.add(word("w-after"))
        assert after.status == 200, after.content
        assert (after.status, after.json["generation"]) == (200, 3)
        assert words(server) == {"w-before", "w-after"}
    with place.serving() as server:
        assert words(server) == {"w-before", "w-after"}


def test_a_disk_that_is_nearly_full_takes_no_changes(place: Place) -> None:
    """Before the engine meets the end of it, as the settings want."""
    place = Place(place.folder, {"GRAPH_DISK_MB": str(2**40)})
    with place.serving() as server:
        refused = server.add(word("w-refused"))
        assert (refused.status, str(refused.json["type"]).rsplit("/", 1)[-1]) == (507, "store-full")
        ready = server.send("GET", "/readyz")
        assert (ready.status, ready.json["wrong"]) == (503, ["disk"])
        assert words(server) == set()


def statement(text: str) -> Quad:
    return Quad(NamedNode("http://example.org/a"), NamedNode("http://example.org/p"), Literal(text))


def test_what_the_log_took_before_the_disk_was_full_is_kept(tmp_path: Path) -> None:
    """It is acknowledged, and there when the engine is opened anew, which it is before the next change."""
    opened: list[int] = []
    engine = Engine(tmp_path / "store", open_folder(tmp_path / "store"), lambda store: opened.append(len(store)))

    def half(store: Store) -> None:
        store.extend([statement("first")])
        raise OSError("No space left on device")

    engine.write(half, 1, lambda store: statement("first") in store)
    assert opened == []
    engine.write(lambda store: store.extend([statement("second")]), 1, lambda _: False)
    assert (opened, len(engine.store)) == ([1], 2)
    engine.close()


def test_what_the_disk_did_not_take_is_refused(tmp_path: Path) -> None:
    """The generation stays, and the next change has the number that this one would have had."""
    store = open_store(f"oxigraph:{tmp_path / 'store'}", BASE)
    graph = f"{BASE}graph/demo/services"
    said = Triple(NamedNode("http://example.org/a"), NamedNode("http://example.org/p"), Literal("v" * 5000))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (256, before[1]))
    try:
        with pytest.raises(StoreFull):
            store.commit(Change({graph: [said]}, "refused"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert (store.generation(), list(store.triples(graph))) == (0, [])
    assert store.commit(Change({graph: [said]}, "taken")) == 1
    store.close()
