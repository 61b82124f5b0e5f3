"""Servers that are killed (-9) while they change data, import, publish and back up.

Their stack is small, so that a catalogue is validated in a moment and many releases of it are published; it has one
service with many words, so that a release is not small to write.

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
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from itertools import count
from pathlib import Path
from urllib.error import URLError

import pytest
from after_a_kill import SERVICES, Told, look
from pyoxigraph import Literal, NamedNode, Quad
from real_server import BASE, ROOT, Place, RealServer, Reply, free_port, processes_of

from graph_service.model.change import Change
from graph_service.services.access import Keys
from graph_service.services.deployment import Deployment
from graph_service.services.importing.loading import load
from graph_service.settings import Settings

ROUNDS = int(os.environ.get("CRASH_ROUNDS", "5"))
SEED = int(os.environ.get("CRASH_SEED", "8"))
#: After so many rounds the store is a fresh copy, because each release keeps a copy of a catalogue.
FRESH = 25
STACK = Path(__file__).with_name("stack")
BIRTH, COMPANY, ARCHIVE = (f"{BASE}id/service/small-{key}" for key in ("birth", "company", "archive"))
KEYWORD = "http://www.w3.org/ns/dcat#keyword"
_TYPE = "application/n-triples"
#: So many statements are of the one service.
_MANY = 1000


#: Asks the server for one thing, and tells whether it was acknowledged.
Job = Callable[[RealServer, str, Told], bool]


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_and_nothing_is_torn(tmp_path: Path) -> None:
    """Not in the data, their records, the releases, the audit log or the backups, whenever the server is killed."""
    chance, begun = random.Random(SEED), time.monotonic()  # noqa: S311 - the same moments each time
    told, rounds = Told(), Counter[str]()
    fill(tmp_path / "origin")
    place = tmp_path / "store"
    with zygote(tmp_path) as start:
        for number in range(ROUNDS):
            if number % FRESH == 0:
                put_back(tmp_path / "origin", place)
                told.begin_anew()
                state = look(place, told, None)
            before = len(told.acknowledged)
            with start() as server:
                load_until_killed(server, number, chance, told)
            known, state = set(state.published), look(place, told, state)
            told.untold += len(state.published.keys() - known - told.releases)
            rounds.update(set(told.acknowledged[before:]))
            print(f"round {number + 1}: {' '.join(told.acknowledged[before:])}", flush=True)  # noqa: T201 - a long run shows progress
        with start() as server:
            assert server.send("GET", "/readyz").status == 200
            assert server.send("POST", "/backups").status == 201
            os.kill(server.process_id, signal.SIGTERM)
    left = [path for path in tmp_path.rglob("*") if path.suffix in {".new", ".unfinished"} or "snapshots" in path.name]
    assert not left, left
    assert not processes_of(tmp_path)
    acknowledged, cut = Counter(told.acknowledged), Counter(told.cut)
    print(f"{ROUNDS} rounds in {time.monotonic() - begun:.0f} s")  # noqa: T201 - the measurement
    for kind in sorted({*acknowledged, *cut}):
        print(f"{kind}: {acknowledged[kind]} acknowledged in {rounds[kind]} rounds, {cut[kind]} cut off by a kill")  # noqa: T201
    print(f"releases that were whole though the kill came before the acknowledgement: {told.untold}")  # noqa: T201
    if len(MIXES) <= ROUNDS:
        assert acknowledged.keys() == {"write", "import", "release", "backup"}
    if 4 * len(MIXES) <= ROUNDS:
        assert cut.keys() == acknowledged.keys()


def fill(place: Path) -> None:
    """A store with the small stack."""
    made = Deployment(Settings(store=f"oxigraph:{place}", home=ROOT))
    load(made.store, [STACK], made.vocabulary)
    words = [Literal(f"word {number}", language="en") for number in range(_MANY)]
    added = [Quad(NamedNode(ARCHIVE), NamedNode(KEYWORD), word, NamedNode(SERVICES)) for word in words]
    made.store.commit(Change({}, "Many words", added=added))
    made.close()


def put_back(origin: Path, place: Path) -> None:
    """The store as it was at the beginning, and nothing of what came to it."""
    for each in place.parent.glob(f"{place.name}*"):
        shutil.rmtree(each) if each.is_dir() else each.unlink()
    shutil.copytree(origin, place)


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


def load_until_killed(server: Forked, number: int, chance: random.Random, told: Told) -> None:
    """Change, import, publish and back up at once, until the server is killed soon after it did the first of these."""
    jobs, done = MIXES[number % len(MIXES)], threading.Event()
    threads = [
        threading.Thread(target=go_on, args=(job, server, f"{number}-{place}", told, None if place else done))
        for place, job in enumerate(jobs)
    ]
    for thread in threads:
        thread.start()
    begun = time.monotonic()
    assert done.wait(120), (number, told.refused)
    longest = max(0.6, 1.2 * (time.monotonic() - begun))
    threading.Event().wait(chance.uniform(0.0, chance.choice((0.05, longest))))  # at once, or amid what it does next
    os.kill(server.process_id, signal.SIGKILL)
    for thread in threads:
        thread.join()


def go_on(job: Job, server: RealServer, name: str, told: Told, done: threading.Event | None) -> None:
    """Do ``job`` until nobody answers any more; ``done`` is told once it was acknowledged."""
    try:
        for number in count():
            if job(server, f"{name}-{number}", told) and done:
                done.set()
    except (URLError, OSError, HTTPException):
        return


def ask(server: RealServer, told: Told, kind: str, path: str, body: str = "", media_type: str = "") -> Reply | None:
    """The answer where it was done; what was refused, and what was cut off, is noted."""
    try:
        answer = server.send("POST", path, body.encode(), {"Content-Type": media_type} if media_type else {})
    except URLError:  # nobody is there any more
        raise
    except (OSError, HTTPException):
        told.cut.append(kind)
        raise
    if answer.status not in {200, 201}:
        told.refused = f"{answer.status} {answer.content[:500]!r}"
        return None
    told.acknowledged.append(kind)
    return answer


def write(server: RealServer, name: str, told: Told) -> bool:
    word = f'<{BIRTH}> <{KEYWORD}> "w{name}"@en .'
    if answer := ask(server, told, "write", f"/graphs?graph={SERVICES}", word, "text/turtle"):
        told.words[f"w{name}"] = int(str(answer.json["generation"]))
    return answer is not None


def bring_in(server: RealServer, name: str, told: Told) -> bool:
    """Import a description with a word that is new; it takes the place of the one before."""
    graph = server.send("GET", f"/doc/service/{COMPANY.rsplit('/', 1)[-1]}.nt").content.decode()
    lines = [line for line in graph.splitlines() if line.startswith(f"<{COMPANY}> ") and KEYWORD not in line]
    content = "\n".join([*lines, f'<{COMPANY}> <{KEYWORD}> "i{name}"@en .', ""])
    if answer := ask(server, told, "import", "/import/linked-data?stack=small&name=service.nt", content, _TYPE):
        told.words[f"i{name}"] = int(str(answer.json["generation"]))
    return answer is not None


def publish(server: RealServer, name: str, told: Told) -> bool:
    """Change something, and publish it."""
    version = f"9.{name.replace('-', '.')}"
    write(server, name, told)
    body = json.dumps({"version": version, "notes": "One word more."})
    answer = ask(server, told, "release", "/stacks/small/catalogues/services/releases", body, "application/json")
    if answer:
        told.releases.add(version)
    return answer is not None


def back_up(server: RealServer, _name: str, told: Told) -> bool:
    if answer := ask(server, told, "backup", "/backups"):
        told.backups[str(answer.json["name"])] = int(str(answer.json["generation"]))
    return answer is not None


#: What goes on at once, in one round after another; the server is killed soon after the first was acknowledged.
MIXES = ((write, write, bring_in, back_up), (publish, back_up), (bring_in, back_up), (publish,), (back_up, write))
