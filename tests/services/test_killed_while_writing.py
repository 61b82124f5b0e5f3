"""A process that is killed while it changes data: what was acknowledged is there, nothing is there by half."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from graph_service.services.deployment import Deployment
from graph_service.services.undoing import delta_of
from graph_service.settings import Settings

BASE = "https://w3id.org/public-service-graph/"
SERVICES = f"{BASE}graph/demo/services"
BIRTH = NamedNode(f"{BASE}id/service/demo-birth-registration")
KEYWORD = NamedNode("http://www.w3.org/ns/dcat#keyword")
ROUNDS = 36


@pytest.mark.slow
def test_no_acknowledged_change_is_lost_and_none_is_half_there(seeded: Deployment, tmp_path: Path) -> None:
    """Data, the record of changes and what readers see agree after each of many kills."""
    shutil.move(seeded.store.snapshot(), tmp_path / "store")
    settings = Settings(store=f"oxigraph:{tmp_path / 'store'}", home=seeded.settings.home)
    held, generation = set(seeded.store.triples(SERVICES)), seeded.store.generation()
    command = [sys.executable, str(Path(__file__).with_name("writer.py")), str(tmp_path / "store"), str(settings.home)]
    chance, acknowledged = random.Random(3), 0  # noqa: S311 - the same moments each time
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdin
        assert writer.stdout
        for _ in range(ROUNDS):
            writer.stdin.write("\n")
            writer.stdin.flush()
            last = kill_soon(writer, chance.uniform(0.0, 0.12))
            acknowledged += last > 0
            opened = Deployment(settings)
            now = opened.store.generation()
            assert now >= max(last, generation)
            for number in range(generation + 1, now + 1):
                delta = delta_of(opened, number)
                assert (len(delta.added), len(delta.removed) % 10) == (10, 0)
                held = (held - {quad.triple for quad in delta.removed}) | {quad.triple for quad in delta.added}
            assert set(opened.store.triples(SERVICES)) == held
            words = {triple for triple in held if triple.predicate == KEYWORD}
            assert set(opened.store.match(BIRTH, KEYWORD, None)) == words
            generation = now
            opened.close()
        writer.stdin.close()
    assert acknowledged > ROUNDS // 2


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
