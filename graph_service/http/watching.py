"""Each request is counted, timed and logged, and has an id by which its lines, its problem and its trace are found."""

from __future__ import annotations

import itertools
import logging
import re
import time
import uuid
from dataclasses import dataclass, field

from prometheus_client import Counter, Gauge, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_service.http.problems import internal_error
from graph_service.observation import REQUEST, TRACING

#: The header that takes and gives the id of a request.
HEADER = "X-Request-ID"
#: Where the scope of a request holds what is noted of it.
NOTED = "graph_service.noted"

REQUESTS = Counter(
    "graph_service_http_requests_total",
    "Requests that were answered, by the template of their route, method and class of status.",
    ["route", "method", "status"],
    registry=None,
)
SECONDS = Histogram(
    "graph_service_http_request_seconds",
    "How long requests took until the last byte was handed over, by the template of their route.",
    ["route"],
    buckets=(0.0025, 0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 30.0),
    registry=None,
)
IN_FLIGHT = Gauge("graph_service_http_requests_in_flight", "Requests that are being answered.", registry=None)

#: What is no route of ours has one name, however many paths strangers think of.
_NO_ROUTE = "none"
_OTHERS, _STATIC = {"/openapi.json"}, "/static/"
_METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"}
_WELL_FORMED = re.compile(rb"[A-Za-z0-9._-]{1,64}")
_NOBODY = 499  # what logs say where the client went away
#: What is asked for every few seconds is of interest only to who looks for it.
_PROBES = {"/healthz", "/readyz", "/metrics"}
#: Longer texts of clients are cut.
_LONGEST, _LONGEST_AGENT = 2048, 256
#: Ids of requests begin with what this process has alone, and go on with a number.
_OWN, _numbers = uuid.uuid4().hex[:20], itertools.count(1)
_LOG = logging.getLogger("graph_service.requests")


@dataclass
class Noted:
    """What is noted of a request while it is answered."""

    id: str
    route: str = _NO_ROUTE
    query: str = ""
    status: int = 0
    size: int = 0
    started: float = field(default_factory=time.perf_counter)


def noted_of(scope: Scope) -> Noted:
    """What is noted of the request with that ``scope``."""
    noted: Noted = scope[NOTED]
    return noted


class Watching:
    """Stands around everything: gives a request its id, and counts and logs it when it was answered."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the response back with the id."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        given = headers.get(b"x-request-id", b"")
        noted = Noted(given.decode() if _WELL_FORMED.fullmatch(given) else _new_id())

        async def send_watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                noted.status = message["status"]
                message = {**message, "headers": [*message["headers"], (b"x-request-id", noted.id.encode())]}
            else:
                noted.size += len(message.get("body", b""))
            await send(message)

        scope.setdefault("state", {})["request_id"] = noted.id
        token = REQUEST.set(noted.id)
        IN_FLIGHT.inc()
        try:
            with TRACING[0].request(scope["method"], headers) as answered:
                scope[NOTED] = noted
                await self.app(scope, receive, send_watched)  # not a copy: a key in the address is taken out of it
                answered(noted.route, noted.status)
        finally:
            IN_FLIGHT.dec()
            _count(scope, noted)
            _log(scope, headers, noted)
            REQUEST.reset(token)


def _new_id() -> str:
    """An id that no other request has; to ask the system for chance each time would give the interpreter away."""
    return f"{_OWN}{next(_numbers):012x}"


class Noting:
    """Stands around the routes alone: notes which of them answers, and what went wrong in it that nobody expected."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; an error that was not raised on purpose is logged, and answered without its inside."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        noted, begun = noted_of(scope), False

        async def send_noting(message: Message) -> None:
            nonlocal begun
            if not begun:
                begun, noted.route = True, _template(scope)
            await send(message)

        try:
            await self.app(scope, receive, send_noting)
        except Exception:
            _LOG.exception("Something went wrong", extra={"fields": {"event": "error"}})
            if begun:
                raise
            await internal_error()(scope, receive, send_noting)


def _template(scope: Scope) -> str:
    """The template of the route that answers; the framework tells none for files and its own description."""
    path = scope["path"]
    if path in _OTHERS or path.startswith(_STATIC):
        return _STATIC if path.startswith(_STATIC) else str(path)
    return str(getattr(scope.get("route"), "path_format", _NO_ROUTE))


def _count(scope: Scope, noted: Noted) -> None:
    method = scope["method"] if scope["method"] in _METHODS else "other"
    status = noted.status or _NOBODY
    REQUESTS.labels(noted.route, method, f"{status // 100}xx").inc()
    SECONDS.labels(noted.route).observe(time.perf_counter() - noted.started)


def _log(scope: Scope, headers: dict[bytes, bytes], noted: Noted) -> None:
    level = logging.DEBUG if noted.route in _PROBES else logging.INFO
    if not _LOG.isEnabledFor(level):
        return
    fields = {
        "event": "request",
        "method": scope["method"],
        "path": scope["raw_path"].decode("latin-1")[:_LONGEST],
        "query": scope["query_string"].decode("latin-1")[:_LONGEST],
        "route": noted.route,
        "named_query": noted.query,
        "status": noted.status or _NOBODY,
        "seconds": round(time.perf_counter() - noted.started, 6),
        "bytes": noted.size,
        "client": scope["client"][0] if scope.get("client") else "",
        "agent": headers.get(b"user-agent", b"").decode("latin-1")[:_LONGEST_AGENT],
    }
    _LOG.log(level, "%s %s", scope["method"], noted.route, extra={"fields": fields})
