"""Named queries: their list, their answers and their source."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse

from graph_service.formats import answer_formats, formats, graph_formats, write
from graph_service.http.context import Served
from graph_service.http.negotiation import HTML, HTML_TYPES, choose, split_suffix
from graph_service.model.named_query import NamedQuery
from graph_service.pages.query import query as query_page
from graph_service.pages.query import query_list
from graph_service.services.ask import ask

router = APIRouter(tags=["queries"])

_SOURCE = ("application/sparql-query",)
_VARY = {"Vary": "Accept"}


def _offered() -> dict[str, tuple[str, ...]]:
    rows = {found.name: found.media_types for found in answer_formats()}
    graphs = {found.name: found.media_types for found in graph_formats()}
    return {"json": rows.pop("json"), HTML: HTML_TYPES, **rows, **graphs, "rq": _SOURCE}


@router.get("/queries", summary="All named queries, with what they take and give")
def list_queries(served: Served, request: Request) -> Response:
    """The catalogue as JSON or HTML; files that hold no valid query are listed with their error."""
    catalogue = served.queries
    if choose(request, {"json": ("application/json",), HTML: HTML_TYPES}) == HTML:
        return HTMLResponse(query_list(catalogue), headers=_VARY)
    document = {
        "queries": [_described(query) for query in catalogue.queries.values()],
        "broken": {name: str(error) for name, error in catalogue.broken.items()},
    }
    return JSONResponse(document, headers=_VARY)


@router.get("/queries/{name}", summary="The answer to a named query")
def answer_query(name: str, served: Served, request: Request) -> Response:
    """The answer in the format negotiated; parameters of the query are parameters of the URL."""
    offered = _offered()
    name, suffix = split_suffix(name, offered)
    query = served.queries.get(name)
    chosen = choose(request, offered, suffix)
    if chosen == "rq":
        return PlainTextResponse(query.text, media_type=_SOURCE[0])
    given = {key: request.query_params.getlist(key) for key in request.query_params if key != "format"}
    if chosen == HTML:
        page, right = query_page(served, query, given, str(request.base_url).rstrip("/"))
        return HTMLResponse(page, 200 if right else 422, headers=_VARY)
    written = formats()[chosen]
    answer = ask(served.store, query, given, served.names)
    content = write(written, answer, served.vocabulary.prefixes)
    return Response(content, media_type=written.media_types[0], headers=_VARY)


def _described(query: NamedQuery) -> dict[str, Any]:
    return {
        "name": query.name,
        "href": f"/queries/{query.name}",
        "summary": query.summary,
        "description": query.description,
        "tags": query.tags,
        "audience": query.audience,
        "answers": query.answers,
        "parameters": [
            {
                "name": parameter.name,
                "type": parameter.type,
                "help": parameter.help,
                "required": not parameter.optional and parameter.default is None,
                "default": parameter.default,
                "example": parameter.example,
                "values": parameter.values or None,
                "valuesFrom": f"/queries/{parameter.values_from}" if parameter.values_from else None,
            }
            for parameter in query.parameters.values()
        ],
        "columns": [{"name": c.name, "help": c.help, "key": c.key} for c in query.columns.values()],
    }
