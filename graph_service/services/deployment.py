"""A deployment: the store, the vocabulary and the named queries that everything else works with."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from graph_service.errors import Overloaded
from graph_service.model.arguments import Names
from graph_service.sandbox.pool import Limits, Sandbox
from graph_service.services.access import Keys
from graph_service.services.audit.log import AuditLog
from graph_service.services.branches import Branches
from graph_service.services.change_index import ChangeIndex
from graph_service.services.dashboards import Dashboards, read_dashboards
from graph_service.services.fair_lock import FairLock
from graph_service.services.gating.gate import Gate
from graph_service.services.profiles import Profiles, read_profiles
from graph_service.services.query_archive import QueryArchive
from graph_service.services.query_catalogue import QueryCatalogue, read_query_catalogue
from graph_service.services.removals import Removals
from graph_service.services.scenarios.actions import read_actions
from graph_service.services.tokens import Tokens, tokens_of
from graph_service.services.vocabulary import Vocabulary
from graph_service.settings import Settings
from graph_service.store.base import GraphStore, open_store

T = TypeVar("T")


@dataclass
class Deployment:
    """Opened from settings; each part is read when it is first needed."""

    settings: Settings
    create: bool = field(default=True, kw_only=True)
    _queries_read: QueryCatalogue = field(default=QueryCatalogue({}, {}), init=False, repr=False)
    _queries_state: tuple[tuple[str, int], ...] | None = field(default=None, init=False, repr=False)
    _dashboards_read: Dashboards = field(default=Dashboards(), init=False, repr=False)
    _files_seen: tuple[tuple[str, int], ...] = field(default=(), init=False, repr=False)
    _look_again: float = field(default=0.0, init=False, repr=False)
    _turn: FairLock = field(default_factory=FairLock, init=False, repr=False)
    _memory: dict[str, tuple[int, Any]] = field(default_factory=dict, init=False, repr=False)
    _making: dict[str, threading.RLock] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def store(self) -> GraphStore:
        """The store that the settings name."""
        return open_store(self.settings.store, self.settings.base, create=self.create, settings=self.settings)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Ontology, code lists and shapes."""
        return Vocabulary(self.settings.home, self.settings.base)

    @cached_property
    def gate(self) -> Gate:
        """What judges changes."""
        return Gate(self.vocabulary)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """The turn to change the store: one change at a time; others have it in the order they asked.

        :raises Overloaded: where it takes too long.
        :raises StoreFull: where the disk has less room than the settings want.
        """
        if not self._turn.acquire(timeout=self.settings.write_seconds):
            raise Overloaded("Another change takes long. Try again later; nothing was changed.")
        try:
            with self.store.turn():
                self.store.check(self.settings.room)
                yield
        finally:
            self._turn.release()

    @property
    def queries(self) -> QueryCatalogue:
        """The named queries, read again where a file was added, changed or removed."""
        self._read_again()
        return self._queries_read

    @property
    def dashboards(self) -> Dashboards:
        """The pages of the dashboard, read again as the named queries are."""
        self._read_again()
        return self._dashboards_read

    def _read_again(self) -> None:
        state = self._files()
        if state != self._queries_state:
            self._queries_read = read_query_catalogue(self.settings.home / "queries")
            folder = self.settings.home / "dashboard"
            self._dashboards_read = read_dashboards(folder, self._queries_read, self.vocabulary.prefixes)
            self._queries_state = state

    @property
    def state(self) -> tuple[int, tuple[tuple[str, int], ...]]:
        """What all answers depend on: the generation of the data and the versions of the files of queries and pages."""
        return self.store.generation(), self._files()

    @property
    def state_at_hand(self) -> tuple[int, tuple[tuple[str, int], ...]] | None:
        """The same, where it is known without asking another process."""
        generation = self.store.generation_at_hand()
        return None if generation is None else (generation, self._files())

    def _files(self) -> tuple[tuple[str, int], ...]:
        """The state of the files of queries and pages, looked at no more often than the settings say."""
        now = time.monotonic()
        if now >= self._look_again:
            self._files_seen = tuple(
                found for folder in ("queries", "dashboard") for found in _state_of(self.settings.home / folder)
            )
            self._look_again = now + self.settings.reload_seconds
        return self._files_seen

    def remembered(self, key: str, make: Callable[[], T], renew: Callable[[T], T] | None = None) -> T:
        """What ``make`` gave for ``key`` on this generation of the data.

        ``make`` is asked once for each: who wants the same meanwhile waits for it rather than working beside it.
        ``renew`` is asked in its place for what was found on an earlier generation, where there is that.
        """
        generation = self.store.generation()
        with self._making.setdefault(key, threading.RLock()):
            known, before = self._memory.get(key, (None, None))
            if known != generation:
                self._memory[key] = (generation, renew(before) if renew and before is not None else make())
            found: T = self._memory[key][1]
        return found

    @cached_property
    def names(self) -> Names:
        """How short names become IRIs here."""
        return Names(self.settings.base, self.vocabulary.prefixes)

    @cached_property
    def keys(self) -> Keys:
        """Who may change the graph."""
        return Keys(self.settings.keys)

    @cached_property
    def tokens(self) -> Tokens | None:
        """The tokens that are taken beside keys, where the settings name who issues them."""
        return tokens_of(self.settings)

    @cached_property
    def audit(self) -> AuditLog:
        """Who changed what, and who was refused."""
        return AuditLog(self.settings.audit_file, self.settings.audit_mb * 1024 * 1024)

    @cached_property
    def archive(self) -> QueryArchive:
        """Earlier texts of named queries."""
        return QueryArchive(self.settings.archive)

    @cached_property
    def branches(self) -> Branches:
        """The graph after changes that were not made, or as it was before some that were."""
        return Branches(self.store)

    @cached_property
    def change_index(self) -> ChangeIndex:
        """Which changes touched which graphs."""
        return ChangeIndex(self.store, self.settings.base)

    @cached_property
    def removals(self) -> Removals:
        """Which change removed what."""
        return Removals(self.store, self.settings.base)

    @cached_property
    def actions(self) -> QueryCatalogue:
        """The actions that scenarios are made of."""
        return read_actions(self.settings.home / "scenarios")

    @cached_property
    def profiles(self) -> Profiles:
        """The terms of other specifications that the graph can be had in."""
        return read_profiles(self.settings.home / "profiles")

    @cached_property
    def sandbox(self) -> Sandbox:
        """Where untrusted queries run."""
        return Sandbox(self.store.generation, self.store.snapshot, self._limits, seconds=self.settings.answer_seconds)

    @cached_property
    def federation(self) -> Sandbox:
        """Where untrusted queries run that call the servers which the settings list."""
        return Sandbox(
            self.store.generation,
            self.store.snapshot,
            self._limits,
            self.settings.endpoints,
            self.settings.answer_seconds,
        )

    @property
    def _limits(self) -> Limits:
        return Limits(
            self.settings.sparql_seconds,
            self.settings.sparql_memory_mb,
            self.settings.sparql_rows,
            self.settings.sparql_concurrency,
            self.settings.sparql_queue,
        )

    def close(self) -> None:
        """Release the store and the sandbox, where they were opened."""
        for name in ("sandbox", "federation"):
            if name in self.__dict__:
                self.__dict__[name].close()
        if "branches" in self.__dict__:
            self.branches.close()
        if "store" in self.__dict__:
            self.store.close()


def _state_of(folder: Path) -> tuple[tuple[str, int], ...]:
    """The names of the files of queries and pages in ``folder`` and when each was last written; none without it."""
    try:
        with os.scandir(folder) as entries:
            return tuple(sorted((e.name, e.stat().st_mtime_ns) for e in entries if e.name.endswith((".rq", ".yaml"))))
    except FileNotFoundError:
        return ()
