"""Which facts an answer rests on, and from which catalogue, release, change and file each comes."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse

from graph_service.http.budget import charged
from graph_service.http.context import Served
from graph_service.http.entity_tags import matches, tag
from graph_service.http.frames import frame_of
from graph_service.http.negotiation import HTML, HTML_TYPES, choose
from graph_service.pages.explanation import explanation_page
from graph_service.services.explaining import explain
from graph_service.services.publishing.explanations import explanation_csv, explanation_document

router = APIRouter(tags=["queries"])
#: What parameters start with that name a row by the values of its columns.
_ROW = "row."
_FORMATS = {"json": ("application/json",), HTML: HTML_TYPES, "csv": ("text/csv",)}


@router.get(
    "/queries/{name}/sources",
    summary="Which facts an answer rests on, and where they come from",
    responses={200: {"content": {types[0]: {} for types in _FORMATS.values()}}},
)
def read_sources(name: str, served: Served, request: Request) -> Response:
    """Takes the query's parameters; ``row.<column>=<value>`` chooses rows by their values."""
    chosen = choose(request, _FORMATS)
    given = {key: request.query_params.getlist(key) for key in request.query_params if key != "format"}
    rows = {key.removeprefix(_ROW): values[-1] for key, values in given.items() if key.startswith(_ROW)}
    arguments = {key: values for key, values in given.items() if not key.startswith(_ROW)}
    query = served.queries.get(name)
    frame = frame_of(request, served)
    etag = tag(request.url, chosen, served.state, query.digest, frame.words.language if chosen == HTML else "")
    headers = {"Vary": "Accept, Accept-Language", "ETag": etag, "Cache-Control": "public, no-cache"}
    if matches(request, etag):
        return Response(status_code=304, headers=headers)
    with charged(request):
        found = explain(served, query, arguments, rows)
    if chosen == HTML:
        table = request.url.include_query_params(format="csv")
        return HTMLResponse(explanation_page(served, found, f"{table.path}?{table.query}", frame), headers=headers)
    if chosen == "csv":
        return PlainTextResponse(explanation_csv(found), media_type="text/csv", headers=headers)
    return JSONResponse(explanation_document(found), headers=headers)
