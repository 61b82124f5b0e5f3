"""Changes of named graphs, by the SPARQL 1.1 Graph Store Protocol (indirect identification), each through the gate.

Source: https://www.w3.org/TR/sparql11-http-rdf-update/, sections 5.3 to 5.5. To replace or remove what is there, a
client must say which state it means (RFC 6585): the entity tag that it read, or ``If-Match: *`` for any.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus

from anyio import to_thread
from fastapi import APIRouter, Request, Response
from pyoxigraph import Triple

from graph_service.errors import (
    ArgumentProblem,
    ChangedMeanwhile,
    ConditionMissing,
    InvalidArguments,
    RequestError,
    UnknownName,
    WriteRefused,
)
from graph_service.http.access import Editor
from graph_service.http.bodies import RDF_BODY, read_body
from graph_service.http.change_answers import change_answer, committed, replayed
from graph_service.http.context import Served
from graph_service.http.graphs import entity_tag
from graph_service.model.agent import Agent
from graph_service.model.change import Change
from graph_service.model.terms import is_safe_iri
from graph_service.services.changing import add_to_graph, apply, put_graph
from graph_service.services.deployment import Deployment

router = APIRouter(tags=["changes"])
_MAX_KEY = 200
_TARGET = {"name": "graph", "in": "query", "required": True, "schema": {"type": "string", "format": "iri"}}


@router.put("/graphs", summary="Replace a named graph", openapi_extra={"parameters": [_TARGET], **RDF_BODY})
async def put(served: Served, request: Request, caller: Editor) -> Response:
    """The graph then holds exactly what is sent; 422 with the findings where the result would break a shape."""
    return await _receive(served, request, caller, put_graph, "Replacement of")


@router.post("/graphs", summary="Add to a named graph", openapi_extra={"parameters": [_TARGET], **RDF_BODY})
async def post(served: Served, request: Request, caller: Editor) -> Response:
    """The graph then also holds what is sent; 422 with the findings where the result would break a shape."""
    return await _receive(served, request, caller, add_to_graph, "Addition to")


@router.delete("/graphs", summary="Remove a named graph", openapi_extra={"parameters": [_TARGET]})
async def delete(served: Served, request: Request, caller: Editor) -> Response:
    """Refused where others refer to what it holds."""
    graph = target_of(request)
    change = Change({graph: []}, f"Removal of <{graph}>")
    return await to_thread.run_sync(lambda: _write(served, request, caller, graph, lambda: change))


async def _receive(
    served: Deployment, request: Request, caller: Agent, wanted: Callable[[str, list[Triple], str], Change], title: str
) -> Response:
    graph, sent = target_of(request), await read_body(request)

    def change() -> Change:
        made = wanted(graph, sent.statements(served.settings.base), f"{title} <{graph}>")
        return replace(made, sources=[sent.source()])

    return await to_thread.run_sync(lambda: _write(served, request, caller, graph, change))


def _write(served: Deployment, request: Request, caller: Agent, graph: str, make: Callable[[], Change]) -> Response:
    key = _key(request, caller)
    change = make()
    with served.turn():
        if again := replayed(served, key, change):
            return again
        there = graph in served.store.graphs()
        _check_state(served, request, graph, there)
        outcome = apply(served, replace(change, agent=caller.name, scope=caller.stack, key=key))
    created = not there and request.method != "DELETE"
    answer = change_answer(committed(outcome), HTTPStatus.CREATED if created else HTTPStatus.OK)
    if request.method != "DELETE":
        answer.headers["ETag"] = entity_tag(served, graph)
    return answer


def _check_state(served: Deployment, request: Request, graph: str, there: bool) -> None:
    """Compare what the client expects with what is there.

    :raises UnknownName: where a graph is to be removed that is not there.
    :raises ConditionMissing: where the client must say what it expects, and doesn't.
    :raises ChangedMeanwhile: where it expects something else.
    """
    if request.method == "DELETE" and not there:
        raise UnknownName("graph", graph)
    match, none_match = (_tags(request, name) for name in ("if-match", "if-none-match"))
    now = {entity_tag(served, graph), "*"} if there else set()
    if none_match & now or (match and not match & now):
        raise ChangedMeanwhile(f"<{graph}> is not in the state that you named. Read it again.")
    if there and request.method != "POST" and not match:
        raise ConditionMissing("Send the ETag that you read in If-Match, or If-Match: * to replace any state.")


def _tags(request: Request, name: str) -> set[str]:
    return {tag.strip() for header in request.headers.getlist(name) for tag in header.split(",") if tag.strip()}


def target_of(request: Request) -> str:
    """The named graph that a request is about.

    :raises WriteRefused: where it is the default graph.
    :raises InvalidArguments: where it is none, or several.
    """
    named = request.query_params.getlist("graph")
    if "default" in request.query_params or not named:
        raise WriteRefused("The default graph is the union of all graphs. Name one to be changed: ?graph=<IRI>.")
    if len(named) > 1 or not is_safe_iri(named[0]):
        problem = ArgumentProblem("graph", ", ".join(named), "Give one absolute http, https or urn IRI.")
        raise InvalidArguments([problem])
    return named[0]


def _key(request: Request, caller: Agent) -> str:
    """What tells a request that was sent again; empty where the client doesn't ask for it."""
    given = request.headers.get("idempotency-key", "")
    if len(given) > _MAX_KEY:
        raise RequestError(f"An Idempotency-Key has at most {_MAX_KEY} characters.")
    return hashlib.sha256(f"{caller.name}\0{given}".encode()).hexdigest() if given else ""
