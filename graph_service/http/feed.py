"""What changed since: the changes as a Linked Data Event Stream and as Atom, in pages that are followed."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from graph_service import __version__
from graph_service.errors import ArgumentProblem, InvalidArguments, UnknownName
from graph_service.formats import formats_of, write_graph
from graph_service.http.context import Served
from graph_service.http.entity_tags import matches, tag
from graph_service.http.negotiation import choose
from graph_service.http.sending import sent
from graph_service.model import patch
from graph_service.model.terms import graph_iri, is_safe_iri
from graph_service.services.change_feed import (
    bounds,
    check_scope,
    last_page,
    latest,
    page_after,
    patch_of,
    read_page,
)
from graph_service.services.change_index import Scope
from graph_service.services.deployment import Deployment
from graph_service.services.publishing import atom
from graph_service.services.publishing.event_stream import PREFIXES, describe_page, describe_stream
from graph_service.services.publishing.feed_links import FeedLinks
from graph_service.services.releases import catalogue_of

router = APIRouter(tags=["changes"])
ATOM = "atom"
_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "public, no-cache"
_GRAPHS: dict[str, Any] = {types.media_types[0]: {} for types in formats_of("graph").values()}
_DOCUMENTS: dict[int | str, dict[str, Any]] = {
    200: {"content": {**_GRAPHS, atom.MEDIA_TYPE: {}}},
    307: {"description": "The page asked for."},
}


def _scope(
    served: Served,
    stack: Annotated[str, Query(max_length=100, description="Only changes of this stack, by its key.")] = "",
    graph: Annotated[
        str,
        Query(
            description="Only changes of this graph, by its full address.",
            json_schema_extra={"format": "iri"},
        ),
    ] = "",
) -> Scope:
    """The part of the graphs that is followed.

    :raises InvalidArguments: where ``graph`` is no IRI.
    :raises UnknownName: where there is no such stack or graph of it, or nothing ever changed such a graph.
    """
    if graph and not is_safe_iri(graph):
        raise InvalidArguments([ArgumentProblem("graph", graph, "Give one absolute http, https or urn IRI.")])
    if graph and stack and not graph.startswith(graph_iri(served.settings.base, stack, "")):
        raise UnknownName(f"graph of the stack {stack}", graph)
    scope = Scope("" if graph else stack, graph)
    check_scope(served, scope)
    return scope


Scoped = Annotated[Scope, Depends(_scope)]
_Page = Annotated[int, Query(ge=1, le=10**9, description="A page, counted from 1; the root by default.")]
_After = Annotated[int, Query(ge=0, le=10**12, description="A generation: leads to the page with the next change.")]


@router.get("/feed", summary="The changes, to be followed", responses=_DOCUMENTS)
def read_feed(
    served: Served, request: Request, scope: Scoped, page: _Page | None = None, after: _After | None = None
) -> Response:
    """A Linked Data Event Stream in the formats for RDF, or Atom; changes of all current graphs by default."""
    return _document(served, request, scope, page, after)


@router.get("/feed.{suffix}", summary="The changes, to be followed, in that format", responses=_DOCUMENTS)
def read_feed_as(
    served: Served,
    request: Request,
    suffix: Annotated[str, Path(json_schema_extra={"enum": [*formats_of("graph"), ATOM]})],
    scope: Scoped,
    page: _Page | None = None,
    after: _After | None = None,
) -> Response:
    """As ``/feed``, whatever the ``Accept`` header says."""
    return _document(served, request, scope, page, after, suffix)


@router.get(
    "/feed/patches/{number}",
    summary="What a change did to the graphs that are followed, as an RDF Patch",
    responses={200: {"content": {patch.MEDIA_TYPE: {"schema": {"type": "string"}}}}},
)
def read_feed_patch(served: Served, request: Request, number: int, scope: Scoped) -> Response:
    """It never changes; 410 where the change was too large for its statements to be kept."""
    etag = tag(number, scope)
    headers = {"ETag": etag, "Cache-Control": _FOR_EVER}
    content = patch_of(served, scope, number)
    if matches(request, etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(content, media_type=patch.MEDIA_TYPE, headers=headers)


@router.get(
    "/stacks/{stack}/catalogues/{catalogue}/feed", status_code=303, summary="The changes of a catalogue: see its feed"
)
def follow_catalogue(served: Served, stack: str, catalogue: str) -> RedirectResponse:
    """Leads to the feed of the graph that holds the catalogue."""
    graph = catalogue_of(served, stack, catalogue).graph
    return RedirectResponse(f"/feed?{urlencode({'graph': graph})}", HTTPStatus.SEE_OTHER)


def _document(
    served: Deployment, request: Request, scope: Scope, page: int | None, after: int | None, suffix: str | None = None
) -> Response:
    graphs = {name: found.media_types for name, found in formats_of("graph").items()}
    chosen = choose(request, {"ttl": graphs.pop("ttl"), **graphs, ATOM: (atom.MEDIA_TYPE,)}, suffix)
    links = FeedLinks(str(request.base_url).rstrip("/"), request.url.path, scope)
    if after is not None:
        wanted = page_after(served, scope, after)
        is_open = chosen == ATOM and wanted == last_page(served, scope)
        headers = {"Cache-Control": _ASK_AGAIN, "Vary": "Accept"}
        return RedirectResponse(links.root if is_open else links.page(wanted), 307, headers)
    if chosen == ATOM:
        return _atom(served, request, page, links)
    return _node(served, request, page, links, chosen)


def _atom(served: Deployment, request: Request, page: int | None, links: FeedLinks) -> Response:
    archives, base = last_page(served, links.scope) - 1, served.settings.base
    if page is not None and page > archives:
        raise UnknownName("full page of the feed", str(page))
    _, last = bounds(served, links.scope, page or archives + 1)
    headers = _headers(request, ATOM, is_full=page is not None, state=last)
    if matches(request, headers["ETag"]):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    if page is not None:
        content = atom.write_archive(read_page(served, links.scope, page), links, base)
    else:
        content = atom.write_latest(latest(served, links.scope), archives, links, base)
    return Response(content, media_type=atom.MEDIA_TYPE, headers=headers)


def _node(served: Deployment, request: Request, page: int | None, links: FeedLinks, chosen: str) -> Response:
    if page is None:
        headers = _headers(request, chosen, is_full=False, state=0)
    else:
        _, last = bounds(served, links.scope, page)
        headers = _headers(request, chosen, is_full=page < last_page(served, links.scope), state=last)
    if matches(request, headers["ETag"]):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    if page is None:
        triples = describe_stream(links)
    else:
        triples = describe_page(read_page(served, links.scope, page), links, served.settings.base)
    written, context = formats_of("graph")[chosen], served.vocabulary.context
    worded = replace(context, prefixes={**context.prefixes, **PREFIXES})
    return sent(lambda output: write_graph(written, triples, worded, output), written.media_types[0], headers)


def _headers(request: Request, chosen: str, *, is_full: bool, state: int) -> dict[str, str]:
    """``state`` is the last change up to what is sent."""
    etag = tag(request.url, chosen, __version__, state)
    return {"ETag": etag, "Cache-Control": _FOR_EVER if is_full else _ASK_AGAIN, "Vary": "Accept"}
