"""One process of a sandbox and what becomes of a query in it."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from graph_service.errors import QueryError, QueryMemory, QueryTimeout, StoreUnavailable, TooComplex
from graph_service.sandbox.child import Child, Ended, Late
from graph_service.sandbox.job import Job, Outcome
from graph_service.sandbox.process import MAX_BYTES, request

_START_SECONDS = 30.0
#: A tenth of what others get where all want a processor: it steps back, and still gets on.
_NICENESS = 10
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
        more = ["networked"] if networked else []
        self._child = Child("graph_service.sandbox.process", str(folder), str(megabytes), *more)
        with suppress(ProcessLookupError):  # from its start: work that nobody has read yields to work that somebody has
            os.setpriority(os.PRIO_PROCESS, self._child.process_id, _NICENESS)

    @property
    def process_id(self) -> int:
        """By which the operating system knows the process."""
        return self._child.process_id

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._child.alive

    def answer(self, job: Job) -> Outcome:
        """The answer to ``job``; afterwards the worker may be unusable.

        :raises GraphServiceError: saying why there is none.
        :raises Cancelled: after :meth:`cancel`.
        """
        try:
            self._get_ready()
            return self._answer(job)
        except QueryError:
            raise
        except BaseException:
            self.stop()
            if self._cancelled:
                raise Cancelled from None
            raise

    def cancel(self) -> None:
        """End the process, whatever it does; may be called from any thread."""
        self._cancelled = True
        self._child.kill()

    def stop(self) -> None:
        """End the process and wait until it is gone."""
        self.usable = False
        self._child.stop()

    def _get_ready(self) -> None:
        if self._ready:
            return
        try:
            self._child.header(time.monotonic() + _START_SECONDS)
        except Late:
            raise StoreUnavailable("The process that answers queries didn't start in time.") from None
        except Ended:
            raise StoreUnavailable("The process that answers queries didn't start.") from None
        self._ready = True

    def _answer(self, job: Job) -> Outcome:
        deadline = time.monotonic() + job.seconds
        try:
            self._child.send(request(job), deadline)
            header = self._child.header(deadline)
            if header.get("status") == "answered":
                content = self._child.content(min(int(header["length"]), _MAX_MESSAGE), deadline)
                return Outcome(content, bool(header["truncated"]), self.generation)
        except Late:
            raise _too_long() from None
        except Ended as ended:
            raise _why(ended) from None
        if header.get("status") == "memory":
            raise _too_much_memory()
        raise QueryError(str(header.get("detail", "")))


def _why(ended: Ended) -> Exception:
    """What the way in which the process ended says of the query."""
    if ended.signal in {signal.SIGABRT, signal.SIGKILL}:
        return _too_much_memory()
    if ended.signal == signal.SIGALRM:
        return _too_long()
    return TooComplex("The engine could not bear this query and was started anew.")


def _too_long() -> QueryTimeout:
    return QueryTimeout("The query took longer than it may and was ended. Ask for less, or in parts.")


def _too_much_memory() -> QueryMemory:
    return QueryMemory("The query needed more memory than it may use and was ended. Ask for less, or in parts.")
