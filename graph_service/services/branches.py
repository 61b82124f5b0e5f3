"""Branches: the graph as it would be after a change, or as it was at an earlier release, to be asked like any other.

A branch is a copy of the store that costs nothing to make (files are shared until they change), with a change
committed to it. Those asked last are kept for as long as the data stays the same.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from graph_service.model.change import Change
from graph_service.store.base import GraphStore

#: How many branches are kept open.
CAPACITY = 8


@dataclass
class _Branch:
    """An open branch, and how many read it now."""

    store: GraphStore
    readers: int = 0
    wanted: bool = True


class Branches:
    """Branches of ``store`` by key; safe to use from many threads."""

    def __init__(self, store: GraphStore, capacity: int = CAPACITY) -> None:
        self._store = store
        self._capacity = capacity
        self._kept: OrderedDict[str, _Branch] = OrderedDict()
        self._generation = -1
        self._lock = threading.Lock()

    @contextmanager
    def open(self, key: str, change: Callable[[], Change]) -> Iterator[GraphStore]:
        """The graph after ``change``, which is worked out once for each ``key`` and generation of the data."""
        with self._lock:
            if self._generation != self._store.generation():
                self._let_go(len(self._kept))
                self._generation = self._store.generation()
            branch = self._kept.get(key)
            if branch is None:
                branch = self._kept[key] = _Branch(self._branched(change()))
                self._let_go(len(self._kept) - self._capacity)
            self._kept.move_to_end(key)
            branch.readers += 1
        try:
            yield branch.store
        finally:
            with self._lock:
                branch.readers -= 1
                self._close_unwanted(branch)

    def close(self) -> None:
        """Close all branches."""
        with self._lock:
            self._let_go(len(self._kept))

    def _branched(self, change: Change) -> GraphStore:
        store = self._store.branch()
        try:
            store.commit(change)
        except BaseException:
            store.close()
            raise
        return store

    def _let_go(self, number: int) -> None:
        """Keep the ``number`` branches that were not asked for longest no more."""
        for _ in range(max(0, number)):
            _, branch = self._kept.popitem(last=False)
            branch.wanted = False
            self._close_unwanted(branch)

    @staticmethod
    def _close_unwanted(branch: _Branch) -> None:
        if not branch.wanted and not branch.readers:
            branch.store.close()
