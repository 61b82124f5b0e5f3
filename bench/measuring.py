"""Measuring: whole commands, questions to engines with a limit of time, the memory of processes, and how times grow."""

from __future__ import annotations

import math
import os
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

#: A question that takes longer than this, in seconds, is asked once.
LONG = 3.0


class TooLong(Exception):
    """An answer took longer than the limit."""


class Refused(Exception):
    """An engine doesn't answer a question, and says why."""


@dataclass(frozen=True)
class Taken:
    """What a command took: seconds by the clock, seconds of computing, and the most MB that it held."""

    wall: float
    computing: float = 0.0
    memory: int = 0


@dataclass(frozen=True)
class Question:
    """A named query with the arguments of its example, and its SPARQL with these bound."""

    name: str
    text: str
    is_aggregate: bool = False
    is_analysed: bool = False
    is_graph: bool = False


@dataclass(frozen=True)
class Given:
    """An answer: the seconds that it took, and how many rows (or statements) the SPARQL gave."""

    seconds: float
    rows: int


@dataclass(frozen=True)
class Measured:
    """The median of some answers; or the problem: ``over`` the limit, ``error``, or ``unasked``."""

    seconds: float = 0.0
    rows: int = 0
    problem: str = ""
    said: str = ""


class Engine(Protocol):
    """What answers questions, in a process of its own that is started when it is first asked.

    ``steps`` are the seconds that each step took until it was ready.
    """

    version: str
    steps: dict[str, float]

    def ask(self, question: Question) -> Given:
        """Ask once.

        :raises TooLong: where it takes longer than the limit.
        :raises Refused: where the engine says that it can't.
        """

    def held(self) -> tuple[int, int]:
        """The MB that its process holds now, and the most that it has held; zeros where it doesn't run."""

    def stop(self) -> None:
        """End the process."""


def measured(engine: Engine, question: Question, times: int) -> Measured:
    """The median of ``times`` answers after one that isn't counted; of one where that takes long."""
    try:
        first = engine.ask(question)
        given = [first] if first.seconds > LONG else [engine.ask(question) for _ in range(times)]
    except TooLong:
        return Measured(problem="over")
    except Refused as error:
        return Measured(problem="error", said=str(error))
    return Measured(statistics.median(each.seconds for each in given), first.rows)


def run(command: Sequence[str | Path], **environment: str) -> Taken:
    """A whole command.

    :raises CalledProcessError: where it fails.
    """
    started = time.perf_counter()
    process = subprocess.Popen(list(map(str, command)), env={**os.environ, **environment}, stdout=subprocess.DEVNULL)
    memory, ended = 0, 0
    while not ended:
        memory = max(memory, held(process.pid)[1])
        time.sleep(0.02)
        ended, status, used = os.wait4(process.pid, os.WNOHANG)
    if status:
        raise subprocess.CalledProcessError(os.waitstatus_to_exitcode(status), command[0])
    return Taken(time.perf_counter() - started, used.ru_utime + used.ru_stime, memory)


def held(process: int) -> tuple[int, int]:
    """The MB that a process holds, and the most that it has held since it became its program; zeros after its end."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0, 0
    told = {line.split(":")[0]: line.split()[1] for line in lines if line.startswith("Vm")}
    return int(told.get("VmRSS", 0)) // 1024, int(told.get("VmHWM", 0)) // 1024


def size_of(folder: Path) -> int:
    """How many MB the files in ``folder`` take."""
    return sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file()) // 2**20


def exponent(times: Mapping[int, float]) -> float | None:
    """The power of the size with which times grow: the slope of a line through their logarithms."""
    points = [(math.log(size), math.log(time)) for size, time in times.items() if time > 0]
    if len(points) < 2:  # noqa: PLR2004 - a line has two points
        return None
    return statistics.linear_regression(*zip(*points, strict=True)).slope
