"""What a request of the SPARQL 1.1 Protocol asks or wants, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import Message
from math import isfinite
from urllib.parse import parse_qsl

from fastapi import Request

from graph_service.errors import RequestError, UnsupportedMedia
from graph_service.http.receiving import received
from graph_service.model import query_guard
from graph_service.model.terms import is_iri
from graph_service.services import updating

_DIRECT, _FORM, _UPDATE = "application/sparql-query", "application/x-www-form-urlencoded", "application/sparql-update"
_MAX_FORM = 4 * query_guard.MAX_BYTES  # a byte may be written as three, and there are other fields
_MOST = {_DIRECT: query_guard.MAX_BYTES, _FORM: _MAX_FORM, _UPDATE: updating.MAX_BYTES}
_MAX_FIELDS = 64
_BODY_SECONDS = 10.0
#: No client can ask for less time than this, nor for less than one row.
LEAST_SECONDS = 0.1


@dataclass(frozen=True)
class WantedUpdate:
    """An update, with the graphs that its patterns are to match."""

    text: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """A query with its data set and limits; no text where none was sent and none had to be."""

    text: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    seconds: float | None
    rows: int | None
    format: str | None


async def read_request(request: Request) -> Asked | WantedUpdate:
    """Read ``request`` as the protocol says.

    :raises GraphServiceError: naming the first thing that is wrong.
    """
    fields = _fields(request.scope["query_string"])
    queries: list[str] = []
    updates: list[str] = []
    if request.method == "POST":
        media_type = _media_type(request)
        body = await received(request, _MOST[media_type], _BODY_SECONDS, f"A query may have {query_guard.MAX_BYTES}.")
        if media_type == _FORM:
            fields += _fields(body)
        else:
            (updates if media_type == _UPDATE else queries).append(_decoded(body))
    queries += [value for name, value in fields if name == "query"]
    updates += [value for name, value in fields if name == "update"]
    if updates:
        return _wanted_update(request, updates, queries, fields)
    if len(queries) > 1 or (not queries and (request.method == "POST" or _is_about_a_query(fields))):
        raise RequestError(f"Send exactly one query; there were {len(queries)}.")
    if queries and not queries[0].strip():
        raise RequestError("The query is empty.")
    rows = _limit(fields, "maxrows")
    formats = [value for name, value in fields if name == "format" and value]
    return Asked(
        text=queries[0] if queries else None,
        default_graphs=_graphs(fields, "default-graph-uri"),
        named_graphs=_graphs(fields, "named-graph-uri"),
        seconds=_limit(fields, "timeout"),
        rows=None if rows is None else int(rows),
        format=formats[0] if formats else None,
    )


def _wanted_update(
    request: Request, updates: list[str], queries: list[str], fields: list[tuple[str, str]]
) -> WantedUpdate:
    if request.method != "POST":
        raise RequestError("Send an update by POST.")
    if len(updates) > 1 or queries:
        raise RequestError(f"Send exactly one update; there were {len(updates)}, and {len(queries)} queries.")
    return WantedUpdate(updates[0], _graphs(fields, "using-graph-uri"), _graphs(fields, "using-named-graph-uri"))


def _is_about_a_query(fields: list[tuple[str, str]]) -> bool:
    """Whether somebody meant to send a query: with none, and nothing strange, the service describes itself."""
    known = {"format", "default-graph-uri", "named-graph-uri", "timeout", "maxrows"}
    return any(name not in known for name, _ in fields)


def _media_type(request: Request) -> str:
    given = request.headers.getlist("content-type")
    if len(given) > 1:
        raise RequestError("There are two Content-Type headers.")
    header = Message()
    header["content-type"] = given[0] if given else "none/none"
    media_type = header.get_content_type()
    if media_type not in {_DIRECT, _FORM, _UPDATE}:
        raise UnsupportedMedia(f"Send a query as {_DIRECT} or {_FORM}, an update as {_UPDATE} or {_FORM}.")
    if (header.get_content_charset() or "utf-8") not in {"utf-8", "utf8"}:
        raise UnsupportedMedia("Send a query in UTF-8.")
    return media_type


def _decoded(text: bytes) -> str:
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RequestError(f"The query is not in UTF-8: {error.reason} at byte {error.start}.") from error


def _fields(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(encoded.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_MAX_FIELDS)
    except UnicodeDecodeError as error:
        raise RequestError("The parameters are not in UTF-8.") from error
    except ValueError as error:
        raise RequestError(f"There may be {_MAX_FIELDS} parameters.") from error


def _graphs(fields: list[tuple[str, str]], name: str) -> tuple[str, ...]:
    graphs = tuple(value for found, value in fields if found == name)
    for graph in graphs:
        if not is_iri(graph):
            raise RequestError(f"{name} must be an absolute IRI; {graph!r} is none.")
    return graphs


def _limit(fields: list[tuple[str, str]], name: str) -> float | None:
    """The limit that the client asks for; it can only be lower than that of the service."""
    given = [value for found, value in fields if found == name and value]
    if not given:
        return None
    try:
        limit = float(given[-1]) if name == "timeout" else int(given[-1])
    except ValueError:
        limit = 0
    least = LEAST_SECONDS if name == "timeout" else 1
    if len(given) > 1 or not isfinite(limit) or limit < least:
        raise RequestError(f"{name} must be one number, at least {least}.")
    return limit
