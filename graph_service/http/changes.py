"""The changes that were made: their list, each with its statements as an RDF Patch, and how one is taken back."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse

from graph_service.errors import ArgumentProblem, InvalidArguments
from graph_service.http.access import Curator
from graph_service.http.change_answers import change_answer, committed
from graph_service.http.context import Served
from graph_service.http.entity_tags import matches, tag
from graph_service.http.frames import frame_of
from graph_service.http.negotiation import HTML, HTML_TYPES, choose
from graph_service.model.page import Page
from graph_service.model.patch import MEDIA_TYPE, write_patch
from graph_service.model.terms import is_safe_iri
from graph_service.pages.changes import change_list, change_page
from graph_service.services.change_index import Scope
from graph_service.services.change_log import change_record, list_changes
from graph_service.services.undoing import delta_of, undo
from graph_service.services.wording import in_words

router = APIRouter(tags=["changes"])
_VARY = {"Vary": "Accept, Accept-Language"}
_JSON_OR_HTML = {"json": ("application/json",), HTML: HTML_TYPES}
_MOST = 1000
_MOST_WORDS = 5000


@router.get("/changes", summary="The changes that were made, latest first")
def read_changes(
    served: Served,
    request: Request,
    limit: Annotated[int, Query(ge=1, le=_MOST)] = 100,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
    graph: Annotated[
        str,
        Query(
            description="Only changes of this graph, by its full address.",
            json_schema_extra={"format": "iri"},
        ),
    ] = "",
) -> Response:
    """Who changed what when, from which files, and how much; as JSON, or as a page for browsers.

    :raises InvalidArguments: where ``graph`` is no IRI.
    """
    if graph and not is_safe_iri(graph):
        raise InvalidArguments([ArgumentProblem("graph", graph, "Give one absolute http, https or urn IRI.")])
    chosen, frame = choose(request, _JSON_OR_HTML), frame_of(request, served)
    etag = tag(served.state, request.url, chosen, frame.words.language)
    headers = {**_VARY, "Cache-Control": "public, no-cache", "ETag": etag}
    if matches(request, etag):
        return Response(status_code=304, headers=headers)
    records = list_changes(served, limit, offset, graph)
    if chosen == HTML:
        total = len(served.change_index.numbers(Scope(graph=graph))) if graph else served.store.generation()
        page = change_list(records, Page(limit, offset), total, frame)
        return HTMLResponse(page, headers=headers)
    return JSONResponse({"changes": [asdict(record) for record in records]}, headers=headers)


@router.get("/changes/{number}", summary="One change, with what it says in words")
def read_change(served: Served, request: Request, number: int) -> Response:
    """Words are left out of changes of more than 5,000 statements. As JSON, or as a page for browsers."""
    record = change_record(served, number)
    few = record.added + record.removed <= _MOST_WORDS
    words = in_words(served, delta_of(served, number)) if few else []
    if choose(request, _JSON_OR_HTML) == HTML:
        return HTMLResponse(change_page(record, words, frame_of(request, served)), headers=_VARY)
    return JSONResponse({**asdict(record), "words": words}, headers=_VARY)


@router.get(
    "/changes/{number}/patch",
    summary="The statements of a change, as an RDF Patch",
    responses={200: {"content": {MEDIA_TYPE: {"schema": {"type": "string"}}}}},
)
def read_patch(served: Served, number: int) -> Response:
    """Added statements begin with A, removed ones with D."""
    return Response(write_patch(delta_of(served, number)), media_type=MEDIA_TYPE)


@router.post("/changes/{number}/undo", summary="Take back a change, by a new one")
def undo_change(served: Served, number: int, caller: Curator) -> Response:
    """The result passes the gate like any other; the undo can itself be undone."""
    return change_answer(committed(undo(served, number, caller.name, caller.stack)))
