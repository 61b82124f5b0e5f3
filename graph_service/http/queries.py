"""Named queries: their list, their answers and their source."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from traceback import clear_frames
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse

from graph_service.errors import NotAcceptable
from graph_service.formats import formats, formats_of, write
from graph_service.http.context import Served
from graph_service.http.entity_tags import matches
from graph_service.http.frames import LANGUAGE, frame_of
from graph_service.http.negotiation import HTML, HTML_TYPES, choose, split_suffix
from graph_service.http.sending import sent
from graph_service.http.watching import noted_of
from graph_service.model.answer import BoundQuery
from graph_service.model.named_query import NamedQuery, QueryForm
from graph_service.model.page import Page, read_page
from graph_service.observation import observed
from graph_service.pages.query import query as query_page
from graph_service.pages.query import query_list
from graph_service.services.ask import evaluate, prepare
from graph_service.services.deployment import Deployment
from graph_service.services.labels import read_labels, with_labels
from graph_service.services.views import read_view, seen

router = APIRouter(tags=["queries"])

_SOURCE = ("application/sparql-query",)
_VARY = {"Vary": "Accept, Accept-Language"}
#: What addresses may say besides parameters, for each form of answer.
_ABOUT: dict[QueryForm, tuple[str, ...]] = {"rows": ("limit", "offset"), "truth": (), "graph": ()}


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
        return HTMLResponse(query_list(catalogue, frame_of(request, served)), headers=_VARY)
    document = {
        "queries": [_described(query) for query in catalogue.queries.values()],
        "broken": {name: str(error) for name, error in catalogue.broken.items()},
    }
    return JSONResponse(document, headers=_VARY)


@router.get("/queries/{name}", include_in_schema=False)
def answer_query(name: str, served: Served, request: Request) -> Response:
    """The answer in the format negotiated; parameters of the query are parameters of the URL.

    Each query has its own entry in the description of the API, see ``openapi``.
    """
    name, suffix = split_suffix(name, [*formats(), HTML, "rq"])
    query = _query(served, name, request.query_params.getlist("digest"))
    noted_of(request.scope).query = query.name
    chosen = choose(request, _offered(query.form), suffix)
    if chosen == "rq":
        return PlainTextResponse(query.text, media_type=_SOURCE[0])
    texts = {key: request.query_params.getlist(key) for key in request.query_params if key not in {"format", "digest"}}
    about = {key: texts.pop(key) for key in (*_ABOUT[query.form], "labels", "release", "generation") if key in texts}
    if chosen == HTML:
        if LANGUAGE not in query.parameters:  # then it is the language of the page alone
            texts.pop(LANGUAGE, None)
        address, frame = str(request.base_url).rstrip("/"), frame_of(request, served)
        with observed("named-query", query.name):
            html, right = query_page(served, query, texts, about, address, frame)
        return HTMLResponse(html, 200 if right else 422, headers=_VARY)
    view, labels = read_view(served, about), read_labels(about)
    bound = prepare(served, query, texts, read_page(about), view)
    etag = bound.etag(f"{chosen} {labels}")
    served.archive.keep(query)
    links = {"bookmark": _permalink(request, bound)}
    headers = {**_VARY, "ETag": etag, "Cache-Control": "public, no-cache", **_receipt(bound), "Link": _linked(links)}
    if matches(request, etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    written, context = formats()[chosen], served.vocabulary.context
    with observed("named-query", query.name), seen(served, view) as store:
        answer = evaluate(store, bound)
        if answer.total is not None:
            headers["Graph-Service-Total"] = str(answer.total)
            headers["Link"] = _linked({**_neighbours(request, bound.page, answer.total), **links})
        if labels:
            answer = with_labels(store, answer, labels)
        try:
            return sent(lambda output: write(written, answer, context, output), written.media_types[0], headers)
        except NotAcceptable as error:  # rows must be let go in the thread that asked for them
            clear_frames(error.__traceback__)
            del answer
            raise


def _query(served: Deployment, name: str, digests: list[str]) -> NamedQuery:
    """The query of that name, as it is or as it was when it had the digest asked for."""
    if not digests or not digests[0]:
        return served.queries.get(name)
    if name in served.queries.queries and served.queries.queries[name].digest == digests[0]:
        return served.queries.queries[name]
    return served.archive.get(name, digests[0])


def _neighbours(request: Request, page: Page, total: int) -> dict[str, str]:
    """Addresses of the neighbours of a page, by link relation."""
    return {
        relation: _address(request, limit=other.limit, offset=other.offset)
        for relation, other in page.neighbours(total).items()
    }


def _permalink(request: Request, bound: BoundQuery) -> str:
    """Where the same is answered later: the address with the generation of the data and the digest of the query."""
    return _address(request, generation=bound.receipt.generation, digest=bound.receipt.digest)


def _address(request: Request, **more: str | int | None) -> str:
    kept = [(key, value) for key, value in request.query_params.multi_items() if key not in more]
    return f"{request.url.path}?{urlencode([*kept, *more.items()])}"


def _linked(links: Mapping[str, str]) -> str:
    """``links`` by relation, as a header (RFC 8288)."""
    return ", ".join(f'<{address}>; rel="{relation}"' for relation, address in links.items())


def _receipt(bound: BoundQuery) -> dict[str, str]:
    """What the answer rests on, as headers."""
    return {
        "Graph-Service-Generation": str(bound.receipt.generation),
        "Graph-Service-Query-Digest": f"sha256:{bound.receipt.digest}",
    }


def _described(query: NamedQuery) -> dict[str, Any]:
    return {
        "name": query.name,
        "href": f"/queries/{query.name}",
        "summary": query.summary,
        "description": query.description,
        "tags": query.tags,
        "audience": query.audience,
        "form": query.form,
        "answers": query.answers,
        "analysis": query.analysis or None,
        "parameters": [
            {
                "name": parameter.name,
                "type": parameter.type,
                "help": parameter.help,
                "required": not parameter.optional and parameter.default is None,
                "default": parameter.default,
                "example": parameter.example,
                "of": parameter.of or None,
                "minimum": parameter.minimum,
                "maximum": parameter.maximum,
                "values": parameter.values or None,
                "valuesFrom": f"/queries/{parameter.values_from}" if parameter.values_from else None,
            }
            for parameter in query.parameters.values()
        ],
        "columns": [{"name": c.name, "help": c.help, "key": c.key} for c in query.columns.values()],
    }
