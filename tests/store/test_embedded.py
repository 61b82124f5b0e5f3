"""The folder of the embedded store: files that are torn, formats of other versions, and readers beside a writer."""

from __future__ import annotations

import gc
import json
import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store, Triple

from graph_service.errors import StoreUnavailable
from graph_service.model.change import Change
from graph_service.store.base import Replicable, open_store
from graph_service.store.embedded.data_format import ENGINE, current_format, kept_format, note_format, upgrade

BASE = "https://w3id.org/public-service-graph/"
GRAPHS = [f"{BASE}graph/demo/{name}" for name in ("services", "systems", "roadmap")]
NOTE = "graph-service.json"
#: What is said of the thing ``a`` in the first graph.
_OF_A = (NamedNode("http://example.org/a"), None, None, NamedNode(GRAPHS[0]))


def said(value: str, subject: str = "a") -> Triple:
    return Triple(NamedNode(f"http://example.org/{subject}"), NamedNode("http://example.org/p"), Literal(value))


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with three changes that was closed."""
    folder = tmp_path_factory.mktemp("filled") / "store"
    store = open_store(f"oxigraph:{folder}", BASE)
    for number in range(3):
        store.commit(Change({GRAPHS[0]: [said(f"{number} {place}" * 50) for place in range(50)]}, f"Change {number}"))
    shutil.rmtree(store.snapshot())  # for which the engine brings all from its log to other files
    store.close()
    return folder


@pytest.fixture
def folder(filled: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(filled, tmp_path / "store"))


def halved(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def emptied(path: Path) -> None:
    os.truncate(path, 0)


def gone(path: Path) -> None:
    path.unlink()


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3 : len(content) // 3 + 8] = b"\xa5" * 8
    path.write_bytes(content)


@pytest.mark.parametrize("damage", [halved, emptied, gone, flipped])
@pytest.mark.parametrize("files", ["MANIFEST-*", "CURRENT", "*.sst"])
def test_a_store_with_torn_files_is_not_opened(folder: Path, files: str, damage: Callable[[Path], None]) -> None:
    """The message says that it is damaged, and what to do; unless the log still has all that the torn files had."""
    for path in folder.glob(files):
        damage(path)
    if (files, damage) == ("MANIFEST-*", halved):
        store = open_store(f"oxigraph:{folder}", BASE)
        assert (store.generation(), sum(1 for _ in store.triples(GRAPHS[0]))) == (3, 50)
        store.close()
    else:
        with pytest.raises(StoreUnavailable, match=r"is damaged: .*graph-service restore BACKUP"):
            open_store(f"oxigraph:{folder}", BASE)


@pytest.mark.parametrize("damage", [halved, emptied, gone, flipped])
def test_a_torn_log_does_not_pass_for_fewer_changes(folder: Path, damage: Callable[[Path], None]) -> None:
    """The engine opens a torn log as far as it can be read; what was acknowledged must not be missing unnoticed."""
    store = open_store(f"oxigraph:{folder}", BASE)
    for number in range(4, 6):
        store.commit(Change({GRAPHS[1]: [said(str(number))]}, f"Change {number}"))
    store.close()
    for path in folder.glob("*.log"):
        damage(path)
    with pytest.raises(StoreUnavailable, match=r"is damaged: 5 changes were made, .* first \d\. .*restore BACKUP"):
        open_store(f"oxigraph:{folder}", BASE)
    gc.collect()  # closes what was refused
    (folder / "acknowledged").unlink()
    store = open_store(f"oxigraph:{folder}", BASE)
    number = store.generation()
    assert number < 5
    assert store.commit(Change({GRAPHS[0]: []}, "goes on")) == number + 1
    store.close()


def test_a_small_change_makes_no_files(folder: Path) -> None:
    """The engine numbers its files; only after many statements what its log holds goes to some."""

    def newest() -> int:
        return max(int(path.stem) for path in folder.glob("*.sst"))

    store = open_store(f"oxigraph:{folder}", BASE)
    begun = newest()
    for number in range(50):
        store.commit(Change({GRAPHS[1]: [said(str(number))]}, f"Small change {number}"))
    assert newest() < begun + 50
    begun = newest()
    for number in range(2):
        store.commit(Change({GRAPHS[1]: [said(f"{number} {place}") for place in range(15_000)]}, f"Change {number}"))
    assert newest() > begun
    store.close()


def test_an_empty_folder_is_no_store(tmp_path: Path) -> None:
    """It may be the place of a disk that isn't there; a service would start with nothing."""
    (tmp_path / "store").mkdir()
    with pytest.raises(StoreUnavailable, match="There is no store"):
        open_store(f"oxigraph:{tmp_path / 'store'}", BASE, create=False)


def test_a_store_names_its_format_and_engine(folder: Path) -> None:
    """In a file that is read before the engine opens the others."""
    assert json.loads((folder / NOTE).read_text()) == {"format": current_format(), "engine": ENGINE}


def test_a_store_of_before_formats_had_numbers_gets_one(folder: Path) -> None:
    """There was one format then."""
    (folder / NOTE).unlink()
    store = open_store(f"oxigraph:{folder}", BASE, create=False)
    assert store.generation() == 3
    store.close()
    assert kept_format(folder) == (1, ENGINE)


def test_a_store_of_a_newer_format_is_not_opened(folder: Path) -> None:
    """The message says which format it has, and nothing is changed."""
    note_format(folder, 7)
    before = sorted((path.name, path.stat().st_mtime_ns) for path in folder.iterdir())
    with pytest.raises(StoreUnavailable, match="data format 7; this version of Graph Service knows formats up to 1"):
        open_store(f"oxigraph:{folder}", BASE)
    assert sorted((path.name, path.stat().st_mtime_ns) for path in folder.iterdir()) == before


def test_a_note_that_is_torn_is_said_to_be(folder: Path) -> None:
    """It is written wholly or not at all, so somebody else did it."""
    (folder / NOTE).write_text('{"format"')
    with pytest.raises(StoreUnavailable, match=NOTE):
        open_store(f"oxigraph:{folder}", BASE)


def test_an_older_format_is_brought_up_step_by_step(folder: Path, tmp_path: Path) -> None:
    """Each step is an update in a file named by its number; one that was made is not made again."""
    steps = tmp_path / "upgrades"
    steps.mkdir()
    change = "DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} INSERT {{ GRAPH ?g {{ ?s <http://example.org/{0}> ?o }} }} "
    for number, before in ((2, "p"), (3, "p2")):
        where = f"WHERE {{ GRAPH ?g {{ ?s ?p ?o FILTER(?p = <http://example.org/{before}>) }} }}"
        (steps / f"{number}.ru").write_text(change.format(f"p{number}") + where)
    store = Store(folder)
    upgrade(store, folder, steps)
    assert (kept_format(folder)[0], current_format(steps)) == (3, 3)
    graph = NamedNode(GRAPHS[0])
    found = {quad.predicate.value for quad in store.quads_for_pattern(None, None, None, graph)}
    assert found == {"http://example.org/p3"}
    (steps / "2.ru").write_text("not SPARQL any more")
    upgrade(store, folder, steps)


def test_a_reader_never_sees_half_a_change(tmp_path: Path) -> None:
    """While graphs change together, each query sees all of them before or all of them after."""
    store = open_store(f"oxigraph:{tmp_path / 'store'}", BASE)

    def state(number: int) -> dict[str, list[Triple]]:
        return {graph: [said(str(number), f"{graph[-3:]}{place}") for place in range(60)] for graph in GRAPHS}

    store.commit(Change(state(0), "0"))
    ended, seen, torn = threading.Event(), set[str](), list[object]()
    default = "SELECT ?o (COUNT(*) AS ?n) { ?s <http://example.org/p> ?o } GROUP BY ?o"
    named = "SELECT ?o (COUNT(*) AS ?n) { GRAPH ?g { ?s <http://example.org/p> ?o } } GROUP BY ?o"

    def read(query: str) -> None:
        while not ended.is_set():
            found = store.query(query)
            assert isinstance(found, QuerySolutions)
            rows = [(row["o"].value, row["n"].value) for row in found]
            if len(rows) != 1 or rows[0][1] != str(60 * len(GRAPHS)):
                torn.append(rows)
            seen.update(value for value, _ in rows)

    readers = [threading.Thread(target=read, args=(query,)) for query in (default, named, default)]
    for reader in readers:
        reader.start()
    try:
        for number in range(1, 60):
            store.commit(Change(state(number), str(number)))
    finally:
        ended.set()
        for reader in readers:
            reader.join()
    assert not torn
    assert len(seen) > 5
    store.close()


def test_snapshots_can_be_taken_while_changes_are_made(tmp_path: Path) -> None:
    """The engine's log grows with each change; a copy that is made meanwhile is whole, and of one moment."""
    store = open_store(f"oxigraph:{tmp_path / 'store'}", BASE)
    done = threading.Event()

    def change() -> None:
        number = 0
        while not done.is_set():
            number += 1
            store.commit(Change({GRAPHS[0]: [said(f"{number} {place}" * 20) for place in range(20)]}, "Again"))

    writer = threading.Thread(target=change)
    writer.start()
    try:
        for _ in range(40):
            folder = store.snapshot()
            held = {str(quad.object).split()[0] for quad in Store.read_only(str(folder)).quads_for_pattern(*_OF_A)}
            assert len(held) <= 1
            shutil.rmtree(folder)
    finally:
        done.set()
        writer.join()
        store.close()


def test_how_large_a_store_is_does_not_depend_on_how_often_it_was_changed(filled: Path, tmp_path: Path) -> None:
    """Records of changes and what was removed don't count: a store is as large as what readers see."""
    store = open_store(f"oxigraph:{shutil.copytree(filled, tmp_path / 'store')}", BASE)
    assert isinstance(store, Replicable)
    assert (store.is_larger(49), store.is_larger(50)) == (True, False)
    store.close()
