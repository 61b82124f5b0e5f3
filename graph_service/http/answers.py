"""Finished answers, kept in memory until the data or a query file changes, and sent below the framework."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from anyio import to_thread
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_service.errors import StoreUnavailable
from graph_service.http.file_sending import FILE
from graph_service.http.watching import Noted, noted_of
from graph_service.observation import KEPT_ANSWERS

#: How many bytes of answers are kept.
CAPACITY = 64 * 2**20

_OK = 200
_HIT, _MISS = KEPT_ANSWERS.labels("hit"), KEPT_ANSWERS.labels("miss")
#: The paths whose answers are worth keeping.
_KEPT = ("/queries/", "/sparql", "/stacks/")
_Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True)
class Finished:
    """The headers and the bytes of an answer, and the route and the named query that gave it."""

    headers: _Headers
    body: bytes
    route: str
    query: str


class FinishedAnswers:
    """Keeps what GET answered with an entity tag, as long as ``state`` stays the same.

    ``state`` tells generation of the data and versions of the query files; it is asked at each request, in a thread
    where ``state_at_hand`` doesn't tell it without waiting.
    """

    def __init__(
        self,
        app: ASGIApp,
        state: Callable[[], Hashable],
        state_at_hand: Callable[[], Hashable | None],
        capacity: int = CAPACITY,
    ) -> None:
        self.app = app
        self.state = state
        self.state_at_hand = state_at_hand
        self.capacity = capacity
        self._kept: OrderedDict[Hashable, Finished] = OrderedDict()
        self._kept_for: Hashable = None
        self._size = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or pass the request on and keep the answer."""
        if scope["type"] != "http" or scope["method"] != "GET" or not _worth_keeping(scope["path"]):
            await self.app(scope, receive, send)
            return
        try:
            state = self.state_at_hand()
            if state is None:
                state = await to_thread.run_sync(self.state)
        except StoreUnavailable:  # said by whoever answers
            await self.app(scope, receive, send)
            return
        if state != self._kept_for:
            self._kept.clear()
            self._kept_for, self._size = state, 0
        headers = dict(scope["headers"])
        compressed = b"gzip" in headers.get(b"accept-encoding", b"")
        key = (
            scope["path"],
            scope["query_string"],
            headers.get(b"accept"),
            headers.get(b"accept-language"),
            compressed,
        )
        finished = self._kept.get(key)
        if finished is None or b"if-none-match" in headers or b"authorization" in headers:
            _MISS.inc()
            await self.app(scope, receive, self._keeping(key, state, noted_of(scope), send))
            return
        _HIT.inc()
        noted = noted_of(scope)
        noted.route, noted.query = finished.route, finished.query
        self._kept.move_to_end(key)
        await send({"type": "http.response.start", "status": _OK, "headers": list(finished.headers)})
        await send({"type": "http.response.body", "body": finished.body})

    def _keeping(self, key: Hashable, state: Hashable, noted: Noted, send: Send) -> Send:
        """``send``, which also keeps a whole answer that has an entity tag."""
        start: Message = {}

        async def keep(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = {**message, "headers": list(message["headers"])}
            else:
                if _is_whole(start, message) and state == self._kept_for:
                    self._put(key, Finished(start["headers"], message["body"], noted.route, noted.query))
                start = {}  # further pieces are no answer by themselves
            await send(message)

        return keep

    def _put(self, key: Hashable, finished: Finished) -> None:
        """Keep an answer, letting go of those that were not used for longest."""
        if key in self._kept or len(finished.body) > self.capacity // 4:
            return
        self._kept[key] = finished
        self._size += len(finished.body)
        while self._size > self.capacity:
            _, gone = self._kept.popitem(last=False)
            self._size -= len(gone.body)


def _worth_keeping(path: str) -> bool:
    """Dumps are files already, and sent in parts."""
    return path.startswith(_KEPT) and not FILE.search(path)


def _is_whole(start: Message, body: Message) -> bool:
    """Whether an answer came in one piece, went well, and has an entity tag."""
    tagged = any(name == b"etag" for name, _ in start.get("headers", ()))
    return start.get("status") == _OK and tagged and not body.get("more_body")
