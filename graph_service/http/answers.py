"""Finished answers, kept in memory until the data or a query file changes, and sent below the framework.

Where the settings let answers be some seconds old, one that was right so short a time ago is still sent after a change,
and made anew behind it (https://www.rfc-editor.org/rfc/rfc5861#section-3): who asks for what was asked before doesn't
wait for its being made.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from anyio import to_thread
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_service.errors import StoreUnavailable
from graph_service.http.watching import NOTED, Noted, noted_of
from graph_service.observation import KEPT_ANSWERS

#: How many bytes of answers are kept, of which each takes so many at least.
CAPACITY, _LEAST = 64 * 2**20, 1024

_OK, _SEE_OTHER = 200, 303
_HIT, _STALE, _MISS = (KEPT_ANSWERS.labels(result) for result in ("hit", "stale", "miss"))
#: The paths whose answers are worth keeping.
_KEPT = ("/changes", "/doc/", "/id/", "/queries/", "/search", "/sparql", "/stacks/")
#: An answer that may still be sent after a change is made anew once it has so much of its time behind it, not at each
#: change.
_RENEWED_AFTER = 0.5
#: The header that says that an answer is one from before a change (RFC 9211).
OLD = b"cache-status"
_LOG = logging.getLogger(__name__)
_Headers = list[tuple[bytes, bytes]]


@dataclass
class Finished:
    """The status, the headers and the bytes of an answer, and the route and the named query that gave it.

    It was begun in ``state``, and was right at the time ``seen``.
    """

    status: int
    headers: _Headers
    body: bytes
    route: str
    query: str
    state: Hashable
    seen: float


class FinishedAnswers:
    """Keeps what GET answered with an entity tag or by leading elsewhere while ``state`` stays, and ``seconds`` longer.

    ``state`` tells generation of the data and versions of the query files; it is asked at each request, in a thread
    where ``state_at_hand`` doesn't tell it without waiting.
    """

    def __init__(
        self,
        app: ASGIApp,
        state: Callable[[], Hashable],
        state_at_hand: Callable[[], Hashable | None],
        seconds: float = 0.0,
        capacity: int = CAPACITY,
    ) -> None:
        self.app = app
        self.state = state
        self.state_at_hand = state_at_hand
        self.seconds = seconds
        self.capacity = capacity
        self._kept: OrderedDict[Hashable, Finished] = OrderedDict()
        self._now: Hashable = None
        self._size = 0
        self._renewing: dict[Hashable, asyncio.Task[None]] = {}
        self._turn = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or pass the request on and keep the answer."""
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(_KEPT):
            await self.app(scope, receive, send)
            return
        try:
            state = await self._current()
        except StoreUnavailable:  # said by whoever answers
            await self.app(scope, receive, send)
            return
        key, now = _key(scope), time.monotonic()
        finished = self._kept.get(key)
        if finished is None or (finished.state != state and now - finished.seen > self.seconds) or wants_new(scope):
            _MISS.inc()
            await self.app(scope, receive, self._keeping(key, state, now, noted_of(scope), send))
            return
        headers = list(finished.headers)
        if finished.state == state:
            _HIT.inc()
            finished.seen = now
        else:
            _STALE.inc()
            headers.append((OLD, how_old(now - finished.seen).encode()))
            if now - finished.seen > self.seconds * _RENEWED_AFTER:
                self._renew(key, scope)
        noted = noted_of(scope)
        noted.route, noted.query = finished.route, finished.query
        self._kept.move_to_end(key)
        await send({"type": "http.response.start", "status": finished.status, "headers": headers})
        await send({"type": "http.response.body", "body": finished.body})

    async def _current(self) -> Hashable:
        """The state at this moment; what can't be sent any more is let go where it has changed.

        :raises StoreUnavailable: where it can't be had.
        """
        state = self.state_at_hand()
        if state is None:
            state = await to_thread.run_sync(self.state)
        if state != self._now:
            self._now, oldest = state, time.monotonic() - self.seconds
            for key in [key for key, finished in self._kept.items() if finished.seen <= oldest]:
                self._size -= _weight(key, self._kept.pop(key))
        return state

    def _renew(self, key: Hashable, scope: Scope) -> None:
        """Make the answer to ``scope`` anew in the background, one answer at a time, where that isn't done already."""
        if key not in self._renewing:
            task = self._renewing[key] = asyncio.create_task(self._make(key, scope))
            task.add_done_callback(lambda _: self._renewing.pop(key))

    async def _make(self, key: Hashable, scope: Scope) -> None:
        noted = Noted(noted_of(scope).id)
        headers = [*scope["headers"], (b"cache-control", b"no-cache")]
        own = {**scope, "headers": headers, "state": dict(scope.get("state", {})), NOTED: noted}

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(_message: Message) -> None:
            """Nobody waits for it."""

        async with self._turn:
            try:
                state = await self._current()
                await self.app(own, receive, self._keeping(key, state, time.monotonic(), noted, send))
            except Exception:  # noqa: BLE001 - whoever asks next is told
                _LOG.exception("An answer could not be made anew; it is made when it is asked for.")

    def _keeping(self, key: Hashable, state: Hashable, begun: float, noted: Noted, send: Send) -> Send:
        """``send``, which also keeps a whole answer that has an entity tag."""
        start: Message = {}

        async def keep(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = {**message, "headers": list(message["headers"])}
            else:
                if _is_whole(start, message) and (state == self._now or self.seconds):
                    said = (start["status"], start["headers"], message.get("body", b""))
                    self._put(key, Finished(*said, noted.route, noted.query, state, begun))
                start = {}  # further pieces are no answer by themselves
            await send(message)

        return keep

    def _put(self, key: Hashable, finished: Finished) -> None:
        """Keep an answer in the place of an older one, letting go of those that were not used for longest."""
        known, weight = self._kept.get(key), _weight(key, finished)
        if (known and known.seen >= finished.seen) or weight > self.capacity // 4:
            return
        self._kept[key] = finished
        self._size += weight - (_weight(key, known) if known else 0)
        while self._size > self.capacity:
            self._size -= _weight(*self._kept.popitem(last=False))


def _weight(key: Hashable, finished: Finished) -> int:
    """About how many bytes an answer takes, which may have no body."""
    headers = sum(len(name) + len(value) for name, value in finished.headers)
    return _LEAST + len(repr(key)) + headers + len(finished.body)


def how_old(seconds: float) -> str:
    """What that header says of an answer that was right so many ``seconds`` ago."""
    return f"graph-service; hit; ttl=-{math.ceil(seconds)}"


def _key(scope: Scope) -> Hashable:
    """What requests with the same answer have in common."""
    headers = dict(scope["headers"])
    compressed = b"gzip" in headers.get(b"accept-encoding", b"")
    asked = (headers.get(name) for name in (b"host", b"accept", b"accept-language", b"accept-profile"))
    return scope["path"], scope["query_string"], *asked, compressed


def wants_new(scope: Scope) -> bool:
    """Whether a request wants no answer from memory: it compares, has rights, or says so (RFC 9111, 5.2.1.4)."""
    headers = dict(scope["headers"])
    return (
        b"if-none-match" in headers
        or b"range" in headers
        or b"authorization" in headers
        or b"no-cache" in headers.get(b"cache-control", b"").lower()
    )


def _is_whole(start: Message, body: Message) -> bool:
    """Whether an answer came in one piece with all its bytes, is of now, and has an entity tag or leads elsewhere."""
    headers = dict(start.get("headers", ()))
    status = start.get("status")
    return (
        (status == _SEE_OTHER or (status == _OK and b"etag" in headers))
        and headers.get(b"content-length") == b"%d" % len(body.get("body", b""))
        and OLD not in headers
        and not body.get("more_body")
    )
