"""One change of one service, through the gate, against full validation of all data by pySHACL; each in its process.

Full validation is ``validate`` of the service's own gate module: all statements that readers see, with ontology and
code lists, against all shapes, by ``pyshacl.validate``. To put the statements into rdflib's graph is part of it.
"""

from __future__ import annotations

import multiprocessing
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from generated import BASE, ROOT, english, name, thing
from pyoxigraph import NamedNode, Quad
from workers import opened, settle, timed

from graph_service.model.change import Change
from graph_service.services.changing import apply
from graph_service.services.deployment import Deployment
from graph_service.services.gate import validate
from graph_service.services.importing.loading import current_statements
from graph_service.settings import Settings

#: How many services are given a new title.
CHANGES = 20
#: How long full validation may take, in seconds.
VALIDATION = 300
_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Changed:
    """Medians in seconds: from the turn to the flush, and from then until the copy in memory has it."""

    committed: float
    refreshed: float
    slowest_refreshed: float


@dataclass(frozen=True)
class Validated:
    """Full validation: its seconds, how many statements of stacks it was given, and how many findings it reports."""

    seconds: float
    statements: int
    findings: int


def changed(store: Path) -> Changed | None:
    """New titles of some services, one after the other; none where that fails."""
    found: Changed | None = _in_process(_change, store, VALIDATION)
    return found


def validated(store: Path) -> Validated | None:
    """Full validation by pySHACL; none where it takes too long."""
    found: Validated | None = _in_process(_validate, store, VALIDATION)
    return found


def _in_process(do: Callable[[Connection, Path], None], store: Path, seconds: int) -> Any:
    pipe, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(target=do, args=(theirs, store))
    process.start()
    theirs.close()
    try:
        return pipe.recv() if pipe.poll(seconds) else None
    except EOFError:  # its error stands on the screen
        return None
    finally:
        process.kill()
        process.join()


def _change(pipe: Connection, store: Path) -> None:
    deployment = opened(store, timed({}), in_memory=True)
    deployment.gate.prepare()
    graph, title = NamedNode(f"{BASE}graph/demo/services"), name("dct:title")
    committed, refreshed = [], []
    for number in range(CHANGES + 1):
        this = thing("service", number)
        old = [Quad(t.subject, t.predicate, t.object, graph) for t in deployment.store.match(this, title, None)]
        new = Quad(this, title, english(f"A new title of service {number}"), graph)
        note = timed(steps := {})
        apply(deployment, Change({}, "A new title", added=[new], removed=old))
        note("committed")
        settle(deployment)
        note("refreshed")
        if number:  # the first one reads shapes
            committed.append(steps["committed"])
            refreshed.append(steps["refreshed"])
    deployment.close()
    pipe.send(Changed(statistics.median(committed), statistics.median(refreshed), max(refreshed)))


def _validate(pipe: Connection, store: Path) -> None:
    deployment = Deployment(Settings(store=f"oxigraph:{store}", home=ROOT))
    statements = current_statements(deployment.store, BASE)
    vocabulary = deployment.vocabulary
    started = time.perf_counter()
    report = validate(statements, vocabulary)
    pipe.send(Validated(time.perf_counter() - started, len(statements), len(report.findings)))
