"""Things: their IRIs dereference to documents about them."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from pyoxigraph import NamedNode

from graph_service.errors import ArgumentProblem, InvalidArguments, UnknownName
from graph_service.http.context import Served
from graph_service.http.documents import Document, answer, in_format, offered
from graph_service.http.negotiation import HTML, choose, split_suffix
from graph_service.http.profile_negotiation import InProfile, about_thing
from graph_service.model.addresses import document_path, foreign_path
from graph_service.model.terms import GENID, is_safe_iri
from graph_service.pages.thing import Shown, thing
from graph_service.services.deployment import Deployment
from graph_service.services.describe import Description, Part, describe, described
from graph_service.services.standing import Standing, check_present, missing, standing_of
from graph_service.services.uri_spaces import iri_under, uri_spaces
from graph_service.services.views import read_view, seen

router = APIRouter(tags=["linked data"])

#: How many links by one property stand on a page about a thing, and on a page of links alone.
_ON_PAGE, _OF_ONE = 25, 200
#: How many links by one property come with a description in RDF, where that property alone is asked for.
_IN_RDF = 1000
#: Things merged into one another one by one are followed so far.
_LONGEST_CHAIN = 10

LinksBy = Annotated[
    str,
    Query(
        description="A property: only the links by it, a page at a time.",
        max_length=2000,
        json_schema_extra={"format": "iri"},
    ),
]
Offset = Annotated[int, Query(ge=0, le=10**9, description="How many of these links to pass over.")]
_Release = Annotated[
    str,
    Query(
        description="A release: the thing as that described it.",
        max_length=2000,
        json_schema_extra={"format": "release"},
    ),
]


@router.get("/id/{kind}/{key:path}", status_code=303, summary="A thing: see the document about it")
def identify(kind: str, key: str, served: Served, request: Request) -> RedirectResponse:
    """Things can't be sent, documents about them can (httpRange-14).

    Where the host is that of a stack whose IRIs lie elsewhere, the thing is the one with that IRI.
    """
    path = f"/id/{kind}/{key}"
    foreign = iri_under(uri_spaces(served), request.headers.get("host", ""), path)
    ours = foreign and foreign.startswith(served.settings.base)
    document = foreign_path(foreign) if foreign and not ours else f"/doc/{quote(kind)}/{quote(key, safe='/:@!$&+,;=~')}"
    query = request.url.query
    joined = f"{document}{'&' if '?' in document else '?'}{query}" if query else document
    return RedirectResponse(joined, status_code=303, headers={"Vary": "Accept"})


@router.get("/doc", summary="The document about a thing, by its full IRI")
def document_of(
    served: Served,
    request: Request,
    iri: Annotated[
        str,
        Query(
            description="The IRI, of this service or another host.",
            max_length=2000,
            json_schema_extra={"format": "iri"},
        ),
    ],
    links: LinksBy = "",
    offset: Offset = 0,
    release: _Release = "",
) -> Response:
    """For IRIs that lie elsewhere; those of this service lead to their own address.

    :raises InvalidArguments: where there is no IRI.
    """
    if not is_safe_iri(iri):
        detail = "Give the full IRI of a thing, such as https://data.example/id/service/x."
        raise InvalidArguments([ArgumentProblem("iri", iri or None, detail)])
    _check_property(links)
    if path := document_path(iri, served.settings.base):
        kept = [(key, value) for key, value in request.query_params.multi_items() if key != "iri"]
        return RedirectResponse(f"{path}?{urlencode(kept)}" if kept else path, 303)
    return description(iri, None, served, request, links, offset, release)


@router.get("/doc/{kind}/{key:path}", summary="The document about a thing")
def document(
    kind: str,
    key: str,
    served: Served,
    request: Request,
    links: LinksBy = "",
    offset: Offset = 0,
    release: _Release = "",
    *,
    profile: InProfile,
) -> Response:
    """What is said of the thing, and what links to it, as a page or RDF.

    A thing that was merged into another leads there (301); of one that is gone, 410 tells what removed it.
    In the terms of another profile: what is said of the thing and of what it names, as RDF.
    """
    start = f"{served.settings.base}id/{kind}/"
    iri, suffix = with_suffix(start, key, served)

    def in_our_terms() -> Response:
        return description(iri, suffix, served, request, links, offset, release)

    return about_thing(iri, suffix, profile, served, request, in_our_terms)


@router.get("/.well-known/genid/{key}", summary="A nameless node of the vocabulary, under the name that it got here")
def nameless(key: str, served: Served, request: Request) -> Response:
    """What is said of it, such as the parts of a shape."""
    iri, suffix = with_suffix(GENID, key, served)
    return description(iri, suffix, served, request)


def with_suffix(start: str, key: str, served: Deployment) -> tuple[str, str | None]:
    """The IRI that ``start`` and ``key`` mean, and the format that a suffix names; names may end like a suffix."""
    stem, suffix = split_suffix(key, offered())
    if suffix and described(served.store, [f"{start}{key}"]):
        return f"{start}{key}", None
    return f"{start}{stem}", suffix


def description(
    iri: str,
    suffix: str | None,
    served: Deployment,
    request: Request,
    links: str = "",
    offset: int = 0,
    release: str = "",
) -> Response:
    """The document about ``iri``.

    :raises InvalidArguments: where ``links`` is no IRI.
    :raises UnknownName: where nothing is known of it, with names that resemble it.
    :raises ThingGone: where it was known once.
    """
    _check_property(links)
    path = document_path(iri, served.settings.base) or foreign_path(iri)
    html = choose(request, offered(), suffix) == HTML
    limit = (_OF_ONE if links else _ON_PAGE) if html else (_IN_RDF if links else Part.limit)
    part = Part(links, offset, limit)
    about = [("release", release)] if release else []
    with seen(served, read_view(served, {"release": [release]})) as store:
        try:
            found = describe(store, iri, part, served.settings.base)
        except UnknownName as error:
            raise (error if links or release else missing(served, iri)) from error
        standing = Standing() if release else check_present(served, found)
        if standing.merged and (successor := _successor(served, iri, standing)):
            return _moved(successor, suffix, request)
        shown = Shown(path, standing, part, about)
        return answer(
            Document(
                iri,
                path,
                lambda frame, languages: thing(served, store, found, shown, frame, languages),
                lambda: found.facts + found.links,
                _further(found, part, standing, path, served),
            ),
            suffix,
            served,
            request,
        )


def _check_property(links: str) -> None:
    if links and not is_safe_iri(links):
        raise InvalidArguments([ArgumentProblem("links", links, "Give the full IRI of one property.")])


def _successor(served: Deployment, iri: str, standing: Standing) -> str:
    """The path of the document about what a merged thing is now; empty where that is not known here.

    Of a chain of merged things it is the end; a chain that has none leads nowhere.
    """
    passed = [iri]
    while standing.merged and standing.replaced_by not in passed and len(passed) < _LONGEST_CHAIN:
        passed.append(standing.replaced_by)
        facts = list(served.store.match(NamedNode(passed[-1]), None, None))
        if not facts:
            return ""
        standing = standing_of(facts)
    return "" if standing.merged else document_path(passed[-1], served.settings.base, uri_spaces(served))


def _moved(path: str, suffix: str | None, request: Request) -> Response:
    kept = [(key, value) for key, value in request.query_params.multi_items() if key != "iri"]
    address = in_format(path, suffix) if suffix else path
    if kept:
        address = f"{address}{'&' if '?' in address else '?'}{urlencode(kept)}"
    return RedirectResponse(address, 301, headers={"Vary": "Accept"})


def _further(found: Description, part: Part, standing: Standing, path: str, served: Deployment) -> dict[str, str]:
    """Links by relation: what replaces a thing, that it is deprecated, and pages of links before and after."""
    further = {}
    if standing.replaced_by:
        base = served.settings.base
        further["successor-version"] = document_path(standing.replaced_by, base) or standing.replaced_by
    if standing.deprecated:
        further["deprecation"] = f"{in_format(path, HTML)}#standing"
    if part.predicate:
        [group] = found.groups
        mark = "&" if "?" in path else "?"
        if group.rest > 0:
            further["next"] = f"{path}{mark}{urlencode({'links': part.predicate, 'offset': part.offset + part.limit})}"
        if part.offset:
            before = max(0, part.offset - part.limit)
            further["prev"] = f"{path}{mark}{urlencode({'links': part.predicate, 'offset': before})}"
    return further
