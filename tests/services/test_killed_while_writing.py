"""A process that is killed while it changes data: what was acknowledged is there, nothing is there by half.

The audit log agrees with the store after each kill.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, QuerySolutions

from graph_service.services.audit.checking import check_audit
from graph_service.services.change_log import change_record
from graph_service.services.deployment import Deployment
from graph_service.services.releases import catalogue_of, list_releases, own_graph
from graph_service.services.undoing import delta_of
from graph_service.settings import Settings

BASE = "https://w3id.org/public-service-graph/"
SERVICES = f"{BASE}graph/demo/services"
BIRTH = NamedNode(f"{BASE}id/service/demo-birth-registration")
KEYWORD = NamedNode("http://www.w3.org/ns/dcat#keyword")
ROUNDS = 20
#: Of releases, which are large; servers are killed while they publish many in ``tests/durability``.
RELEASE_ROUNDS = 10


def killed_writers(
    seeded: Deployment, place: Path, what: str, longest: float, rounds: int = ROUNDS
) -> Iterator[tuple[Deployment, int]]:
    """After each of many kills: the store opened anew, and the last change that was acknowledged, 0 for none."""
    shutil.move(seeded.store.snapshot(), place)
    settings = Settings(store=f"oxigraph:{place}", home=seeded.settings.home)
    command = [sys.executable, str(Path(__file__).with_name("writer.py")), str(place), str(settings.home), what]
    chance = random.Random(3)  # noqa: S311 - the same moments each time
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdin
        for _ in range(rounds):
            writer.stdin.write("\n")
            writer.stdin.flush()
            last = kill_soon(writer, chance.uniform(0.0, longest))
            opened = Deployment(settings)
            yield opened, last
            opened.close()
        writer.stdin.close()


@pytest.mark.slow
def test_no_acknowledged_change_is_lost_and_none_is_half_there(seeded: Deployment, tmp_path: Path) -> None:
    """Data, the record of changes and what readers see agree after each of many kills."""
    held, generation, acknowledged = set(seeded.store.triples(SERVICES)), seeded.store.generation(), 0
    for opened, last in killed_writers(seeded, tmp_path / "store", "changes", 0.12):
        acknowledged += last > 0
        now = opened.store.generation()
        assert now >= max(last, generation)
        for number in range(generation + 1, now + 1):
            delta = delta_of(opened, number)
            assert (len(delta.added), len(delta.removed) % 10) == (10, 0)
            held = (held - {quad.triple for quad in delta.removed}) | {quad.triple for quad in delta.added}
        assert set(opened.store.triples(SERVICES)) == held
        words = {triple for triple in held if triple.predicate == KEYWORD}
        assert set(opened.store.match(BIRTH, KEYWORD, None)) == words
        assert check_audit(opened).wrong == []
        generation = now
    assert acknowledged > ROUNDS // 2


@pytest.mark.slow
def test_no_import_is_half_there(seeded: Deployment, tmp_path: Path) -> None:
    """The catalogue holds what the record of changes says, after each of many kills."""
    held, generation, acknowledged = set(seeded.store.triples(SERVICES)), seeded.store.generation(), 0
    for opened, last in killed_writers(seeded, tmp_path / "store", "imports", 0.6):
        acknowledged += last > 0
        now = opened.store.generation()
        assert now >= max(last, generation)
        for number in range(generation + 1, now + 1):
            delta = delta_of(opened, number)
            assert title_of(opened, number) == "Import of service.nt"
            held = (held - {quad.triple for quad in delta.removed}) | {quad.triple for quad in delta.added}
        assert set(opened.store.triples(SERVICES)) == held
        assert sum(1 for _ in opened.store.match(BIRTH, KEYWORD, None)) == (1 if now > 1 else 0)
        assert check_audit(opened).wrong == []
        generation = now
    assert acknowledged > ROUNDS // 2


@pytest.mark.slow
def test_no_release_is_half_published(seeded: Deployment, tmp_path: Path) -> None:
    """Each that is described holds all that was published, one is current, and all that were acknowledged are there."""
    generation, acknowledged, known = seeded.store.generation(), 0, 2
    for opened, last in killed_writers(seeded, tmp_path / "store", "releases", 0.6, RELEASE_ROUNDS):
        acknowledged += last > 0
        assert opened.store.generation() >= max(last, generation)
        generation = opened.store.generation()
        catalogue = catalogue_of(opened, "demo", "services")
        releases = list_releases(opened, catalogue)
        assert len(releases) >= known + (last > 0)
        known = len(releases)
        assert [release.iri for release in releases if release.status == "current"] == [catalogue.current]
        titles = [title_of(opened, number) for number in range(1, generation + 1)]
        new = {release.version: release for release in releases if release.version not in {"1.0", "2.0"}}
        assert {f"Release {version} of demo-services" for version in new} == {t for t in titles if "Release" in t}
        words = words_of_graphs(opened)
        for version in new:
            before = titles[: titles.index(f"Release {version} of demo-services")]
            assert words[own_graph(catalogue, version)] == sum(title.startswith("Word ") for title in before)
        kept = {graph.rsplit("/", 1)[-1] for graph in opened.store.graphs() if graph.startswith(f"{SERVICES}/")}
        assert kept == {"1.0", *(["2.0"] if new else []), *new}
        assert check_audit(opened).wrong == []
    assert acknowledged > RELEASE_ROUNDS // 2


def words_of_graphs(deployment: Deployment) -> Counter[str]:
    """How many words each graph says of the service."""
    found = deployment.store.query(f"SELECT ?graph {{ GRAPH ?graph {{ {BIRTH} {KEYWORD} ?word }} }}")
    assert isinstance(found, QuerySolutions)
    return Counter(row["graph"].value for row in found)


def title_of(deployment: Deployment, number: int) -> str:
    return change_record(deployment, number).title


def kill_soon(writer: subprocess.Popen[str], seconds: float) -> int:
    """Kill the process that writes so long after its first acknowledgement; the last change that it acknowledged."""
    assert writer.stdout
    last, process = 0, 0
    for line in writer.stdout:
        if line.startswith("started"):
            process = int(line.split()[1])
        elif line.startswith("ended"):
            break
        else:
            if not last:
                threading.Timer(seconds, os.kill, (process, signal.SIGKILL)).start()
            last = int(line)
    return last
