"""The SPARQL 1.1 Protocol: queries of anybody, updates of administrators."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from starlette.requests import ClientDisconnect

from graph_service import __version__
from graph_service.http.access import authorise
from graph_service.http.answers import wants_new
from graph_service.http.budget import Budget, client_of
from graph_service.http.change_answers import change_answer, committed
from graph_service.http.context import Served
from graph_service.http.entity_tags import matches, tag
from graph_service.http.negotiation import HTML, HTML_TYPES, choose
from graph_service.http.sparql_request import LEAST_SECONDS, Asked, WantedUpdate, read_request
from graph_service.model import query_guard
from graph_service.pages.sparql import sparql as sparql_page
from graph_service.sandbox.job import Job
from graph_service.sandbox.pool import Ticket
from graph_service.sandbox.result_formats import MEDIA_TYPES, known_as
from graph_service.sandbox.worker import Cancelled
from graph_service.services.deployment import Deployment
from graph_service.services.service_description import service_description
from graph_service.services.updating import UsedGraphs, update

router = APIRouter(tags=["SPARQL"])

#: A format of our own, since no schema can say what SPARQL is.
_QUERY = {"schema": {"type": "string", "format": "sparql-query"}}
_GRAPH = {"schema": {"type": "string", "format": "iri"}}
_SECONDS = {"type": "number", "minimum": LEAST_SECONDS}
_ROWS = {"type": "integer", "minimum": 1}
_PARAMETERS = [
    {"name": "query", "in": "query", "description": "The query; without it, a description of the service.", **_QUERY},
    {
        "name": "default-graph-uri",
        "in": "query",
        "description": "A graph to read by default; may be repeated.",
        **_GRAPH,
    },
    {
        "name": "named-graph-uri",
        "in": "query",
        "description": "A graph that GRAPH may reach; may be repeated.",
        **_GRAPH,
    },
    {
        "name": "format",
        "in": "query",
        "description": "A format by its short name or media type, where Accept can't be set.",
        "schema": {"type": "string", "format": "result-format"},
    },
    {"name": "timeout", "in": "query", "description": "Seconds; lowers the limit.", "schema": _SECONDS},
    {"name": "maxrows", "in": "query", "description": "Rows; lowers the limit.", "schema": _ROWS},
]
_BODY = {
    "required": True,
    "content": {
        "application/sparql-query": _QUERY,
        "application/sparql-update": {"schema": {"type": "string", "format": "sparql-update"}},
        "application/x-www-form-urlencoded": {
            "schema": {"type": "object", "properties": {"query": _QUERY["schema"]}, "required": ["query"]}
        },
    },
}
_NOBODY = 499  # what logs say where the client went away


@router.get(
    "/sparql",
    summary="The answer to a SPARQL query, or a description of the service",
    openapi_extra={"parameters": _PARAMETERS},
)
@router.get("/sparql/", include_in_schema=False)
async def query_by_get(served: Served, request: Request) -> Response:
    """An answer that is cut at the limit of rows says so in the header ``Graph-Service-Truncated``."""
    asked = await read_request(request)
    assert isinstance(asked, Asked)  # noqa: S101 - updates are refused unless they come by POST
    if asked.text is None:
        return await to_thread.run_sync(_describe, served, request)
    return await _answer(served, request, asked)


@router.post(
    "/sparql",
    summary="The answer to a SPARQL query that was sent",
    openapi_extra={"parameters": _PARAMETERS[1:], "requestBody": _BODY},
)
@router.post("/sparql/", include_in_schema=False)
async def query_by_post(served: Served, request: Request) -> Response:
    """The query is the body, or the field ``query`` of a form; an update needs the key of an administrator."""
    try:
        asked = await read_request(request)
    except ClientDisconnect:
        return Response(status_code=_NOBODY)
    if isinstance(asked, WantedUpdate):
        return await to_thread.run_sync(_update, served, request, asked)
    return await _answer(served, request, asked)


def _update(served: Deployment, request: Request, wanted: WantedUpdate) -> Response:
    caller = authorise(request, "administrator")
    used = UsedGraphs(wanted.default_graphs, wanted.named_graphs)
    return change_answer(committed(update(served, wanted.text, caller.name, used)))


async def _answer(served: Deployment, request: Request, asked: Asked) -> Response:
    """Evaluate in a thread that waits for a process, and end that when the client goes away."""
    ticket = Ticket()

    async def watch() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass
        ticket.cancel()

    watcher = asyncio.create_task(watch())
    try:
        # A thread of its own: those that wait must not keep other requests from the shared ones.
        return await to_thread.run_sync(_evaluate, served, request, asked, ticket, limiter=CapacityLimiter(1))
    except Cancelled:
        return Response(status_code=_NOBODY)
    finally:
        watcher.cancel()


def _evaluate(served: Deployment, request: Request, asked: Asked, ticket: Ticket) -> Response:
    text = asked.text or ""
    form = query_guard.check(text, served.settings.endpoints)
    offered = MEDIA_TYPES[form]
    chosen = choose(request, offered, asked.format and known_as(asked.format, form))
    sandbox = served.federation if query_guard.calls(text) else served.sandbox
    limits = sandbox.limits
    job = Job(
        text=text,
        format=chosen,
        base=served.settings.base,
        seconds=limits.seconds if asked.seconds is None else min(asked.seconds, limits.seconds),
        rows=limits.rows if asked.rows is None else min(asked.rows, limits.rows),
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        prefixes=served.vocabulary.prefixes if form == "graph" else {},
    )
    repeatable = query_guard.is_repeatable(text)
    etag = _tag(job, served.store.generation())
    if repeatable and matches(request, etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"Vary": "Accept", "ETag": etag})
    budget: Budget = request.app.state.budget
    budget.check(client_of(request))
    try:
        # Answers to GET are kept, and age from then on: they begin with the newest data.
        newest = request.method == "GET" or wants_new(request.scope)
        outcome = sandbox.run(job, ticket, newest=newest)
    finally:
        budget.spend(client_of(request), ticket.seconds)
    headers = {"Vary": "Accept", "Graph-Service-Generation": str(outcome.generation)}
    if repeatable:
        headers |= {"ETag": _tag(job, outcome.generation), "Cache-Control": "public, no-cache"}
    if outcome.truncated:
        headers["Graph-Service-Truncated"] = "true"
    return Response(outcome.content, media_type=offered[chosen][0], headers=headers)


def _tag(job: Job, generation: int) -> str:
    """What the bytes of an answer depend on; how long it may take is not among it."""
    return tag(replace(job, seconds=0), generation, __version__)


def _describe(served: Deployment, request: Request) -> Response:
    headers: dict[str, Any] = {"Vary": "Accept"}
    chosen = choose(request, {**MEDIA_TYPES["graph"], HTML: HTML_TYPES})
    if chosen == HTML:
        return HTMLResponse(sparql_page(served), headers=headers)
    endpoint = f"{str(request.base_url).rstrip('/')}/sparql"
    content = service_description(served.store, endpoint, chosen)
    return Response(content, media_type=MEDIA_TYPES["graph"][chosen][0], headers=headers)
