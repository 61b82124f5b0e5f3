"""How much work each client may ask for: seconds of processing, not requests, because queries differ by a million."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from fastapi import Request

from graph_service.errors import OverBudget

#: How many clients are remembered; who is forgotten has a full budget again.
CLIENTS = 10_000
_MINUTE = 60.0


class Budget:
    """A bucket of seconds for each client, which fills in a minute; 0 seconds stand for no limit.

    Other things than seconds can be counted as well; ``share`` says what a client may have.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic, share: str = "") -> None:
        self.seconds = seconds
        self._share = share or f"A client may use {seconds:g} seconds of work a minute."
        self._clock = clock
        self._spent: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, client: str) -> None:
        """Let ``client`` go on.

        :raises OverBudget: where its bucket is empty, with when there will be something in it.
        """
        with self._lock:
            over = self._now_spent(client) - self.seconds
        if self.seconds and over >= 0:
            raise OverBudget(self._share, wait=int(over * _MINUTE / self.seconds) + 1)

    def spend(self, client: str, seconds: float) -> None:
        """Take ``seconds`` out of the bucket of ``client``."""
        with self._lock:
            self._spent[client] = (self._now_spent(client) + seconds, self._clock())
            self._spent.move_to_end(client)
            while len(self._spent) > CLIENTS:
                self._spent.popitem(last=False)

    def _now_spent(self, client: str) -> float:
        spent, when = self._spent.get(client, (0.0, 0.0))
        return max(0.0, spent - (self._clock() - when) * self.seconds / _MINUTE)


def client_of(request: Request) -> str:
    """By which a client is told from others: its network address, as the server's settings on proxies have it."""
    return request.client.host if request.client else ""


@contextmanager
def charged(request: Request) -> Iterator[None]:
    """What is done within is charged to the client, in the time that it takes.

    :raises OverBudget: where nothing is left in the client's bucket.
    """
    budget: Budget = request.app.state.budget
    budget.check(client_of(request))
    start = time.monotonic()
    try:
        yield
    finally:
        budget.spend(client_of(request), time.monotonic() - start)
