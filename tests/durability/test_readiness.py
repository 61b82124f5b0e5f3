"""Readiness: each part is looked at, and what can be mended is."""

from __future__ import annotations

import os
import signal
import statistics
import time
from dataclasses import replace

import pytest

from graph_service.services.deployment import Deployment
from graph_service.services.readiness import CHECKS, NotReady, readiness


def test_a_process_that_died_is_replaced(writable: Deployment) -> None:
    """Nobody who asks later meets it."""
    assert readiness(writable)["workers"] == "1 running"
    [worker] = writable.sandbox._idle  # noqa: SLF001 - the process to be killed
    os.kill(worker.process_id, signal.SIGKILL)
    while worker.alive:
        time.sleep(0.01)
    assert readiness(writable)["workers"] == "1 running"
    assert writable.sandbox._idle != [worker]  # noqa: SLF001


def test_what_is_wrong_is_named_with_what_to_do(writable: Deployment) -> None:
    """And how the other parts are."""
    writable.settings = replace(writable.settings, disk_mb=2**40)
    with pytest.raises(NotReady, match=r"disk: .* Make room") as found:
        readiness(writable)
    assert found.value.wrong == ("disk",)
    assert found.value.checks.keys() == CHECKS.keys()
    assert found.value.checks["store"] == "generation 1"


def test_it_costs_little(writable: Deployment) -> None:
    """It may be asked each second."""
    readiness(writable)
    seconds = []
    for _ in range(20):
        start = time.perf_counter()
        readiness(writable)
        seconds.append(time.perf_counter() - start)
    print(f"median {statistics.median(seconds) * 1000:.2f} ms")  # noqa: T201 - the measurement
    assert min(seconds) < 0.005
