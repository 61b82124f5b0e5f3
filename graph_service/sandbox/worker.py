"""One process of a sandbox, as its parent sees it."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from graph_service.errors import QueryError, QueryMemory, QueryTimeout, StoreUnavailable, TooComplex
from graph_service.sandbox.job import Job, Outcome
from graph_service.sandbox.process import MAX_BYTES, request

_START_SECONDS = 30.0
_MAX_HEADER = 64 * 1024
_MAX_MESSAGE = 4 * MAX_BYTES  # other formats may be longer than the one whose length is limited


class Cancelled(Exception):
    """Nobody waits for the answer any more."""

    code = "cancelled"


class Worker:
    """Started at once, ready later; it is ``usable`` until it fails to answer a job properly."""

    def __init__(self, folder: Path, generation: int, megabytes: int, *, networked: bool = False) -> None:
        self.generation = generation
        self.usable = True
        self._ready = False
        self._cancelled = False
        self._received = b""
        environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-P", "-m", "graph_service.sandbox.process", str(folder), str(megabytes)]
        if networked:
            command.append("networked")
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            process_group=0,  # not a session of its own, whose processes Linux gives as much as all of ours
        )

    @property
    def process_id(self) -> int:
        """By which the operating system knows the process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    def answer(self, job: Job) -> Outcome:
        """The answer to ``job``; afterwards the worker may be unusable.

        :raises GraphServiceError: saying why there is none.
        :raises Cancelled: after :meth:`cancel`.
        """
        try:
            return self._answer(job)
        except QueryError:
            raise
        except BaseException:
            self.usable = False
            self.stop()
            if self._cancelled:
                raise Cancelled from None
            raise

    def cancel(self) -> None:
        """End the process, whatever it does; may be called from any thread."""
        self._cancelled = True
        self._process.kill()

    def stop(self) -> None:
        """End the process and wait until it is gone."""
        self.usable = False
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                try:
                    stream.close()
                except BrokenPipeError:  # a message that was never read
                    continue

    def _answer(self, job: Job) -> Outcome:
        if not self._ready:
            started = self._header(time.monotonic() + _START_SECONDS, starting=True)
            self._ready = started.get("status") == "ready"
        deadline = time.monotonic() + job.seconds
        assert self._process.stdin  # noqa: S101 - it was asked for
        try:
            self._process.stdin.write(request(job))
            self._process.stdin.flush()
        except OSError as error:
            raise self._end() from error
        header = self._header(deadline)
        match header.get("status"):
            case "answered":
                content = self._take(min(int(header["length"]), _MAX_MESSAGE), deadline)
                return Outcome(content, bool(header["truncated"]), self.generation)
            case "memory":
                raise _too_much_memory()
            case _:
                raise QueryError(str(header.get("detail", "")))

    def _header(self, deadline: float, *, starting: bool = False) -> dict[str, Any]:
        while b"\n" not in self._received and len(self._received) < _MAX_HEADER:
            self._receive(deadline, starting=starting)
        line, _, self._received = self._received.partition(b"\n")
        header: dict[str, Any] = json.loads(line)
        return header

    def _take(self, length: int, deadline: float) -> bytes:
        parts, size = [self._received], len(self._received)
        while size < length:
            self._received = b""
            self._receive(deadline)
            parts.append(self._received)
            size += len(self._received)
        self._received = b""
        return b"".join(parts)

    def _receive(self, deadline: float, *, starting: bool = False) -> None:
        assert self._process.stdout  # noqa: S101 - it was asked for
        descriptor = self._process.stdout.fileno()
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        if not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
            if starting:
                raise StoreUnavailable("The process that answers queries didn't start in time.")
            raise QueryTimeout("The query took longer than it may and was ended. Ask for less, or in parts.")
        received = os.read(descriptor, 1 << 20)
        if not received:
            raise StoreUnavailable("The process that answers queries didn't start.") if starting else self._end()
        self._received += received

    def _end(self) -> Exception:
        """What the way in which the process ended says of the query."""
        code = -self._process.wait()
        if code in {signal.SIGABRT, signal.SIGKILL}:
            return _too_much_memory()
        if code == signal.SIGALRM:
            return QueryTimeout("The query took longer than it may and was ended. Ask for less, or in parts.")
        return TooComplex("The engine could not bear this query and was started anew.")


def _too_much_memory() -> QueryMemory:
    return QueryMemory("The query needed more memory than it may use and was ended. Ask for less, or in parts.")
