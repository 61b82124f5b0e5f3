"""A lock that is had in the order in which it was asked for."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field


@dataclass
class FairLock:
    """One thread has it at a time; whoever has it may ask again, and lets it go as often as it asked.

    Python's own locks may be had again by the thread that just let them go, however long others have waited.
    """

    _state: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)
    _holder: int | None = field(default=None, init=False)
    _times: int = field(default=0, init=False)
    _waiting: deque[tuple[int, threading.Event]] = field(default_factory=deque, init=False, repr=False)

    @property
    def waiting(self) -> int:
        """How many threads wait for it."""
        return len(self._waiting)

    def acquire(self, timeout: float) -> bool:
        """Whether the calling thread has it now, after waiting up to ``timeout`` seconds for those who asked before."""
        asked = (threading.get_ident(), threading.Event())
        with self._state:
            if self._holder in (None, asked[0]):
                self._holder = asked[0]
                self._times += 1
                return True
            self._waiting.append(asked)
        if asked[1].wait(timeout):
            return True
        with self._state:
            if asked[1].is_set():  # it was given just after the time was over
                return True
            self._waiting.remove(asked)
            return False

    def release(self) -> None:
        """Let it go, to who has waited longest.

        :raises RuntimeError: where the calling thread doesn't have it.
        """
        with self._state:
            if self._holder != threading.get_ident():
                raise RuntimeError("A lock is let go by the thread that has it alone.")
            self._times -= 1
            if self._times:
                return
            self._holder = None
            if self._waiting:
                self._holder, given = self._waiting.popleft()
                self._times = 1
                given.set()
