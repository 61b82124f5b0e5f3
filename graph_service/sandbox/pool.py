"""The sandbox: a few processes that answer untrusted queries, each replaced when it fails or its data are old."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from graph_service.errors import Overloaded, StoreUnavailable
from graph_service.model import query_guard
from graph_service.observation import observed
from graph_service.sandbox.job import Job, Outcome
from graph_service.sandbox.worker import Cancelled, Worker


@dataclass(frozen=True)
class Limits:
    """What all queries together, and each of them, may use."""

    seconds: float
    megabytes: int
    rows: int
    concurrency: int
    queue: int


@dataclass
class Ticket:
    """By which whoever asked can give up; one for each call of :meth:`Sandbox.run`.

    Afterwards it tells how many ``seconds`` the query took, without those that it waited.
    """

    cancelled: bool = False
    seconds: float = 0.0
    worker: Worker | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def cancel(self) -> None:
        """End the query, or keep it from starting."""
        with self._lock:
            self.cancelled = True
            if self.worker:
                self.worker.cancel()

    def hold(self, worker: Worker | None) -> None:
        """From now on ``worker`` is what has to be ended.

        :raises Cancelled: where it is too late.
        """
        with self._lock:
            if worker and self.cancelled:
                raise Cancelled
            self.worker = worker


@dataclass
class _Snapshot:
    """The data of one generation, how many processes read them, and when they were last known to be the newest."""

    generation: int
    folder: Path
    readers: int = 0
    seen: float = 0.0


class Sandbox:
    """Runs queries that nobody has read; safe to call from many threads.

    Those of a sandbox with ``endpoints`` may call these servers; others have no network. Data may be ``seconds`` old:
    each change takes a new snapshot and new processes otherwise.
    """

    def __init__(
        self,
        generation: Callable[[], int],
        snapshot: Callable[[], Path],
        limits: Limits,
        endpoints: frozenset[str] = frozenset(),
        seconds: float = 0.0,
    ) -> None:
        self.limits = limits
        self.endpoints = endpoints
        self.seconds = seconds
        self._generation = generation
        self._take_snapshot = snapshot
        self._turn = threading.Condition()
        self._idle: list[Worker] = []
        self._snapshots: dict[int, _Snapshot] = {}
        self._busy = 0
        self._waiting = 0
        self._closed = False

    def start(self) -> None:
        """Start a process ahead, so that the first query need not wait for it."""
        with self._turn:
            self._retire_idle(lambda worker: not worker.alive)
            if not self._idle and not self._closed:
                self._idle.append(self._new_worker())

    def processes(self) -> int:
        """How many processes answer queries, or are there to."""
        with self._turn:
            return self._busy + sum(worker.alive for worker in self._idle)

    def load(self) -> tuple[int, int]:
        """How many queries run now, and how many wait."""
        return self._busy, self._waiting

    def run(self, job: Job, ticket: Ticket | None = None, *, newest: bool = True) -> Outcome:
        """The answer to ``job``, from the ``newest`` data or from some that may be old, within the limits.

        Those of the job may be lower, never higher.

        :raises GraphServiceError: where the query is refused, fails or uses too much, or there is no room for it.
        :raises Cancelled: where ``ticket`` was cancelled.
        """
        query_guard.check(job.text, self.endpoints)
        held = ticket or Ticket()
        worker = self._acquire(0.0 if newest else self.seconds)
        start = time.monotonic()
        try:
            held.hold(worker)
            with observed("sandbox-query"):
                return worker.answer(job)
        finally:
            held.seconds = time.monotonic() - start
            held.hold(None)
            self._release(worker)

    def close(self) -> None:
        """End all processes and remove what they read."""
        with self._turn:
            self._closed = True
            idle, self._idle = self._idle, []
            self._turn.notify_all()
            for worker in idle:
                self._retire(worker)
            for snapshot in self._snapshots.values():
                shutil.rmtree(snapshot.folder, ignore_errors=True)

    def _acquire(self, seconds: float) -> Worker:
        with self._turn:
            if self._busy >= self.limits.concurrency:
                if self._waiting >= self.limits.queue:
                    raise Overloaded("All places are taken and the queue is full. Ask again in a few seconds.")
                self._waiting += 1
                try:
                    free = self._turn.wait_for(
                        lambda: self._closed or self._busy < self.limits.concurrency, self.limits.seconds
                    )
                finally:
                    self._waiting -= 1
                if not free:
                    raise Overloaded("No place became free in time. Ask again in a few seconds.")
            if self._closed:
                raise StoreUnavailable("The service is stopping.")
            self._look()
            self._retire_idle(lambda worker: not (worker.alive and self._is_of_late(worker.generation, seconds)))
            worker = self._idle.pop() if self._idle else self._new_worker(seconds)
            self._busy += 1
            return worker

    def _release(self, worker: Worker) -> None:
        with self._turn:
            self._busy -= 1
            if worker.usable and not self._closed and self._is_of_late(worker.generation, self.seconds):
                self._idle.append(worker)
            else:
                self._retire(worker)
                if not self._idle and not self._closed:
                    with suppress(StoreUnavailable):  # then the next query starts one, or is told
                        self._idle.append(self._new_worker(self.seconds))
            self._turn.notify()

    def _new_worker(self, seconds: float = 0.0) -> Worker:
        generation = max((number for number in self._snapshots if self._is_of_late(number, seconds)), default=None)
        if generation is None:
            generation = self._generation()
            self._snapshots[generation] = _Snapshot(generation, self._take_snapshot(), seen=time.monotonic())
        snapshot = self._snapshots[generation]
        snapshot.readers += 1
        return Worker(snapshot.folder, generation, self.limits.megabytes, networked=bool(self.endpoints))

    def _look(self) -> None:
        """Note which snapshot has the newest data at this moment."""
        if snapshot := self._snapshots.get(self._generation()):
            snapshot.seen = time.monotonic()

    def _retire_idle(self, which: Callable[[Worker], bool]) -> None:
        for worker in [worker for worker in self._idle if which(worker)]:
            self._idle.remove(worker)
            self._retire(worker)

    def _retire(self, worker: Worker) -> None:
        """End ``worker``, and remove old data that nobody reads any more."""
        worker.stop()
        if worker.generation in self._snapshots:
            self._snapshots[worker.generation].readers -= 1
        for snapshot in [snapshot for snapshot in self._snapshots.values() if not snapshot.readers]:
            if not self._is_of_late(snapshot.generation, self.seconds):
                del self._snapshots[snapshot.generation]
                shutil.rmtree(snapshot.folder, ignore_errors=True)

    def _is_of_late(self, generation: int, seconds: float) -> bool:
        """Whether ``generation`` is the newest, or was so many ``seconds`` ago; not where the data can't be asked."""
        try:
            newest = self._generation()
        except StoreUnavailable:
            return False
        snapshot = self._snapshots.get(generation)
        return generation == newest or (snapshot is not None and time.monotonic() - snapshot.seen < seconds)
