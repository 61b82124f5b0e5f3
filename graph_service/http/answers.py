"""Finished answers, kept in memory until the data or the query changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

#: How many bytes of answers are kept.
CAPACITY = 64 * 2**20


@dataclass(frozen=True)
class Finished:
    """The bytes of an answer and the headers that go with them."""

    content: bytes
    media_type: str
    headers: Mapping[str, str]


@dataclass
class FinishedAnswers:
    """The answers used last, by entity tag; the tag names query, arguments, format and generation of the data."""

    capacity: int = CAPACITY
    _kept: OrderedDict[str, Finished] = field(default_factory=OrderedDict)
    _size: int = 0
    _lock: Lock = field(default_factory=Lock)

    def get(self, etag: str) -> Finished | None:
        """The answer with that tag, if it is kept."""
        with self._lock:
            if etag in self._kept:
                self._kept.move_to_end(etag)
            return self._kept.get(etag)

    def put(self, etag: str, answer: Finished) -> None:
        """Keep ``answer``, letting go of those that were not used for longest."""
        if len(answer.content) > self.capacity // 4:
            return
        with self._lock:
            if etag not in self._kept:
                self._size += len(answer.content)
            self._kept[etag] = answer
            while self._size > self.capacity:
                _, gone = self._kept.popitem(last=False)
                self._size -= len(gone.content)
