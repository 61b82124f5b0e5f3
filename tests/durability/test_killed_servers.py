"""Servers that are killed (-9) while they change data, import, publish and back up.

``CRASH_ROUNDS=200 pytest tests/durability/test_killed_servers.py`` runs as many rounds as that says;
``CRASH_SEED`` gives them other moments.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from itertools import count
from pathlib import Path
from urllib.error import URLError

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store
from real_server import BASE, Place, RealServer, Reply, free_port, processes_of

from graph_service.model.terms import is_current_graph
from graph_service.services.access import Keys
from graph_service.services.backups.verifying import verify
from graph_service.services.deployment import Deployment
from graph_service.services.releases import catalogue_of, list_releases
from graph_service.services.undoing import delta_of
from graph_service.settings import Settings

ROUNDS = int(os.environ.get("CRASH_ROUNDS", "5"))
SEED = int(os.environ.get("CRASH_SEED", "8"))
#: After so many rounds the store is a fresh copy, because each release keeps a copy of a catalogue.
FRESH = 25
BIRTH = f"{BASE}id/service/demo-birth-registration"
OTHER = f"{BASE}id/service/demo-company-registration"
KEYWORD = "http://www.w3.org/ns/dcat#keyword"
SYSTEM = f"{BASE}graph/system/"
_TYPE = "application/n-triples"


@dataclass
class Acknowledged:
    """What the server said it had done, in all rounds on one store and in all."""

    words: dict[str, int] = field(default_factory=dict)
    releases: set[str] = field(default_factory=set)
    backups: dict[str, int] = field(default_factory=dict)
    refused: str = ""
    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("writes", "imports", "releases", "backups"), 0)
    )


#: Asks the server for one thing, and tells whether it was acknowledged.
Job = Callable[[RealServer, str, Acknowledged], bool]


@dataclass
class State:
    """What the store held when it was last looked at."""

    generation: int
    quads: set[Quad]


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_and_nothing_is_torn(seeded: Deployment, tmp_path: Path) -> None:
    """Not in the data, their records, the releases or the backups, whenever the server is killed."""
    chance, begun = random.Random(SEED), time.monotonic()  # noqa: S311 - the same moments each time
    told = Acknowledged()
    with zygote(tmp_path) as start:
        for number in range(ROUNDS):
            if number % FRESH == 0:
                told.words, told.releases, told.backups = {}, set(), {}
                place = tmp_path / "store"
                shutil.rmtree(place, ignore_errors=True)
                shutil.rmtree(tmp_path / "store.backups", ignore_errors=True)
                shutil.move(seeded.store.snapshot(), place)
                state = look(seeded.settings, place, told, None)
            with start() as server:
                load_until_killed(server, number, chance, told)
            state = look(seeded.settings, place, told, state)
            print(f"round {number + 1}: {json.dumps(told.counts)}", flush=True)  # noqa: T201 - a long run shows progress
        with start() as server:
            assert server.send("GET", "/readyz").status == 200
            assert server.send("POST", "/backups").status == 201
            os.kill(server.process_id, signal.SIGTERM)
    left = [path for path in tmp_path.rglob("*") if path.suffix in {".new", ".unfinished"} or "snapshots" in path.name]
    assert not left, left
    assert not processes_of(tmp_path)
    seconds = time.monotonic() - begun
    print(f"{ROUNDS} rounds in {seconds:.0f} s, acknowledged: {json.dumps(told.counts)}")  # noqa: T201 - the measurement
    assert all(number for kind, number in told.counts.items() if kind != "releases")


@dataclass
class Forked(RealServer):
    """A server that the zygote forked."""

    process_id: int = 0


@contextmanager
def zygote(folder: Path) -> Iterator[Callable[[], AbstractContextManager[Forked]]]:
    """What starts servers, each to be killed within its block."""
    key = Keys(folder / "keys.json").create("Operator", "administrator")
    with subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("zygote.py"))],
        env={**Place(folder).environment, "GRAPH_BACKUPS": str(folder / "store.backups")},
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        incoming, outgoing = process.stdin, process.stdout

        @contextmanager
        def start() -> Iterator[Forked]:
            port = free_port()
            incoming.write(f"{port}\n")
            incoming.flush()
            server = Forked(folder, process, port, key, process_id=int(outgoing.readline()))
            try:
                server.wait_for()
                yield server
            except BaseException:
                os.kill(server.process_id, signal.SIGKILL)
                raise
            finally:
                outgoing.readline()

        yield start
        incoming.close()


def load_until_killed(server: Forked, number: int, chance: random.Random, told: Acknowledged) -> None:
    """Change, import, publish and back up at once, until the server is killed some time after it did one of these."""
    jobs = PUBLISHING if number % 20 == PUBLISHED else MIXES[number % len(MIXES)]
    awaited = jobs[0]
    done = threading.Event()
    threads = [
        threading.Thread(target=go_on, args=(job, server, f"{number}-{place}", told, done if job == awaited else None))
        for place, job in enumerate(jobs)
    ]
    for thread in threads:
        thread.start()
    if awaited == publish:  # the validation before takes long: somewhere in it, or after
        done.wait(chance.uniform(0.0, 15.0))
    else:
        assert done.wait(120), (number, told.refused)
        threading.Event().wait(chance.uniform(0.0, 0.6))
    os.kill(server.process_id, signal.SIGKILL)
    for thread in threads:
        thread.join()


def go_on(job: Job, server: RealServer, name: str, told: Acknowledged, done: threading.Event | None) -> None:
    """Do ``job`` until nobody answers any more; ``done`` is told once it was acknowledged."""
    try:
        for number in count():
            if job(server, f"{name}-{number}", told) and done:
                done.set()
    except (URLError, OSError, HTTPException):
        return


def accepted(answer: Reply, told: Acknowledged) -> bool:
    """Whether it was done; what was refused is kept to be shown."""
    if answer.status not in {200, 201}:
        told.refused = f"{answer.status} {answer.content[:500]!r}"
        return False
    return True


def write(server: RealServer, name: str, told: Acknowledged) -> bool:
    answer = server.add(f'<{BIRTH}> <{KEYWORD}> "w{name}"@en .')
    if answer.status == 200:
        told.words[f"w{name}"] = int(str(answer.json["generation"]))
        told.counts["writes"] += 1
    return accepted(answer, told)


def bring_in(server: RealServer, name: str, told: Acknowledged) -> bool:
    """Import a description with a word that is new; it takes the place of the one before."""
    graph = server.send("GET", f"/doc/service/{OTHER.rsplit('/', 1)[-1]}.nt").content.decode()
    lines = [line for line in graph.splitlines() if line.startswith(f"<{OTHER}> ") and KEYWORD not in line]
    content = "\n".join([*lines, f'<{OTHER}> <{KEYWORD}> "i{name}"@en .', ""]).encode()
    answer = server.send("POST", "/import/linked-data?stack=demo&name=service.nt", content, {"Content-Type": _TYPE})
    if answer.status == 200:
        told.words[f"i{name}"] = int(str(answer.json["generation"]))
        told.counts["imports"] += 1
    return accepted(answer, told)


def publish(server: RealServer, name: str, told: Acknowledged) -> bool:
    """Change something, and publish it."""
    version = f"9.{name.replace('-', '.')}"
    write(server, name, told)
    body = json.dumps({"version": version, "notes": "One word more."}).encode()
    path = "/stacks/demo/catalogues/services/releases"
    answer = server.send("POST", path, body, {"Content-Type": "application/json"})
    if answer.status == 201:
        told.releases.add(version)
        told.counts["releases"] += 1
    return accepted(answer, told)


def back_up(server: RealServer, _name: str, told: Acknowledged) -> bool:
    answer = server.send("POST", "/backups")
    if answer.status == 201:
        told.backups[str(answer.json["name"])] = int(str(answer.json["generation"]))
        told.counts["backups"] += 1
    return accepted(answer, told)


#: What goes on at once; the server is killed some time after the first of these was acknowledged.
MIXES = ((write, write, bring_in, back_up), (bring_in, back_up), (back_up, write))
#: The validation before a release takes long: one round of twenty, the first of them after those that always run.
PUBLISHING, PUBLISHED = (publish, back_up), 9


def look(settings: Settings, place: Path, told: Acknowledged, before: State | None) -> State:
    """The store as it is after a kill, which must be what its records and all acknowledgements say."""
    opened = Deployment(Settings(store=f"oxigraph:{place}", home=settings.home), create=False)
    try:
        generation = opened.store.generation()
        assert generation >= max(told.words.values(), default=0)
        assert numbers(opened) == list(range(1, generation + 1))
        snapshot = opened.store.snapshot()
        quads = set(Store.read_only(str(snapshot)))
        shutil.rmtree(snapshot)
        named = {quad for quad in quads if isinstance(quad.graph_name, NamedNode)}
        default = {quad.triple for quad in quads if isinstance(quad.graph_name, DefaultGraph)}
        assert default == {q.triple for q in named if is_current_graph(BASE, str(getattr(q.graph_name, "value", "")))}
        data = {quad for quad in named if not quad.graph_name.value.startswith(SYSTEM)}
        if before:
            made: dict[str, int] = {}
            expected = before.quads
            for number in range(before.generation + 1, generation + 1):
                delta = delta_of(opened, number)
                assert delta.removed <= expected
                assert not delta.added & expected
                expected = (expected - delta.removed) | delta.added
                for quad in delta.added:
                    if isinstance(quad.object, Literal):
                        made.setdefault(quad.object.value, number)  # a release only copies what is there
            assert data == expected
            assert {word: n for word, n in told.words.items() if n > before.generation}.items() <= made.items()
        releases = {
            release.version: release for release in list_releases(opened, catalogue_of(opened, "demo", "services"))
        }
        assert told.releases <= releases.keys()
        for version in releases.keys() - {"1.0", "2.0"}:
            assert (
                any(opened.store.triples(f"{BASE}graph/demo/services/{version}"))
                or releases[version].status == "current"
            )
        check_backups(place.with_name("store.backups"), told)
        return State(generation, data)
    finally:
        opened.close()


def check_backups(folder: Path, told: Acknowledged) -> None:
    """Each that has its name is whole, and those that were acknowledged are there; they are then let go."""
    there = {path.name: path for path in folder.glob("*.zip")}
    assert told.backups.keys() <= there.keys()
    for name, path in there.items():
        manifest = verify(path)
        assert manifest.generation == told.backups.get(name, manifest.generation)
        path.unlink()
    told.backups.clear()


def numbers(opened: Deployment) -> list[int]:
    found = opened.store.query(
        f"SELECT ?n {{ GRAPH <{SYSTEM}changes> {{ ?c <{BASE}def/generation> ?n }} }} ORDER BY ?n"
    )
    assert isinstance(found, QuerySolutions)
    return [int(row["n"].value) for row in found]
