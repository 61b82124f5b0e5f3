"""Named queries: their list, their answers and their source."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse

from graph_service.formats import formats, formats_of, write
from graph_service.http.context import Served
from graph_service.http.negotiation import HTML, HTML_TYPES, choose, split_suffix
from graph_service.model.named_query import NamedQuery, QueryForm
from graph_service.pages.query import query as query_page
from graph_service.pages.query import query_list
from graph_service.services.ask import ask

router = APIRouter(tags=["queries"])

_SOURCE = ("application/sparql-query",)
_VARY = {"Vary": "Accept"}


def _offered(form: QueryForm) -> dict[str, tuple[str, ...]]:
    """What an answer of that form can be had as; the preferred format first."""
    offered = {name: found.media_types for name, found in formats_of(form).items()}
    preferred = "ttl" if form == "graph" else "json"
    return {preferred: offered.pop(preferred), HTML: HTML_TYPES, **offered, "rq": _SOURCE}


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
    name, suffix = split_suffix(name, [*formats(), HTML, "rq"])
    query = served.queries.get(name)
    chosen = choose(request, _offered(query.form), suffix)
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
