"""Measuring in a process of its own, with limits on time and memory, and what growth says."""

from __future__ import annotations

import math
import os
import pickle
import resource
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Taken:
    """Seconds by the clock, seconds of computing (both medians), the most MB held, and how many rows it gave."""

    wall: float
    computing: float
    memory: int = 0
    rows: int = 0


def run(command: Sequence[str | Path], **environment: str) -> Taken:
    """A whole command.

    :raises CalledProcessError: where it fails.
    """
    started = time.perf_counter()
    process = subprocess.Popen(list(map(str, command)), env={**os.environ, **environment}, stdout=subprocess.DEVNULL)
    memory, ended = 0, 0
    while not ended:
        memory = max(memory, _memory(process.pid))
        time.sleep(0.02)
        ended, status, used = os.wait4(process.pid, os.WNOHANG)
    if status:
        raise subprocess.CalledProcessError(os.waitstatus_to_exitcode(status), command[0])
    return Taken(time.perf_counter() - started, used.ru_utime + used.ru_stime, memory)


def _memory(process: int) -> int:
    """The most MB that a process has held since it became its program; what it counts from before is its parent's."""
    for line in Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) // 1024
    return 0


def asked(ask: Callable[[], int], times: int, seconds: int, ready: Callable[[], object] = lambda: None) -> Taken | None:
    """Medians of ``times`` calls of ``ask``, after one that is not counted, in a copy of this process.

    None where one call takes more than ``seconds``; what takes more than three is called once. ``ready`` is called
    before, and not measured.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        ready()
        _answer(writing, ask, times, seconds)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    found: Taken | None = pickle.loads(told) if told else None  # noqa: S301 - our own process wrote it
    return found


def _answer(writing: int, ask: Callable[[], int], times: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds * (times + 1), seconds * (times + 1) + 1))
    walls, computings, rows = [], [], 0
    try:
        for number in range(times + 1):
            started, computed = time.perf_counter(), time.process_time()
            rows = ask()
            walls.append(time.perf_counter() - started)
            computings.append(time.process_time() - computed)
            if walls[-1] > seconds:
                os._exit(1)
            if not number and walls[0] > 3:  # noqa: PLR2004 - seconds
                break
        kept = slice(1 if len(walls) > 1 else 0, None)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        taken = Taken(statistics.median(walls[kept]), statistics.median(computings[kept]), memory, rows)
        os.write(writing, pickle.dumps(taken))
    finally:
        os._exit(0)


def exponent(times: Mapping[int, float]) -> float | None:
    """The power of the size with which times grow: the slope of a line through their logarithms."""
    points = [(math.log(size), math.log(time)) for size, time in times.items() if time > 0]
    if len(points) < 2:  # noqa: PLR2004 - a line has two points
        return None
    return statistics.linear_regression(*zip(*points, strict=True)).slope
