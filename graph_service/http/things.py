"""Things, terms and concepts: their IRIs dereference to documents about them."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from graph_service.formats import formats_of, write_graph
from graph_service.http.context import Served
from graph_service.http.negotiation import HTML, HTML_TYPES, choose, split_suffix
from graph_service.http.profile_negotiation import InProfile, about_thing
from graph_service.http.sending import sent
from graph_service.pages.thing import thing
from graph_service.services.describe import describe

router = APIRouter(tags=["linked data"])


def _offered() -> dict[str, tuple[str, ...]]:
    graphs = {name: found.media_types for name, found in formats_of("graph").items()}
    return {"ttl": graphs.pop("ttl"), **graphs, HTML: HTML_TYPES}


@router.get("/id/{kind}/{key:path}", status_code=303, summary="A thing: see the document about it")
def identify(kind: str, key: str) -> RedirectResponse:
    """Things can't be sent, documents about them can (httpRange-14)."""
    return RedirectResponse(f"/doc/{kind}/{key}", status_code=303, headers={"Vary": "Accept"})


@router.get("/doc/{kind}/{key:path}", summary="The document about a thing")
def document(kind: str, key: str, served: Served, request: Request, profile: InProfile) -> Response:
    """What is said of the thing, and what links to it, as Turtle, JSON-LD, N-Triples, RDF/XML or HTML.

    In the terms of another profile: what is said of the thing and of what it names, as RDF.
    """
    key, suffix = split_suffix(key, _offered())
    iri = f"{served.settings.base}id/{kind}/{key}"
    return about_thing(iri, suffix, profile, served, request, lambda: _description(iri, suffix, served, request))


@router.get("/def/{term}", summary="A class or property of the ontology")
@router.get("/codelist/{term:path}", summary="A code list or a concept in it")
@router.get("/shapes/{term}", summary="A shape")
def term(term: str, served: Served, request: Request) -> Response:
    """What the vocabulary says of one of its terms, and where that is used."""
    family = request.url.path.split("/")[1]
    term, suffix = split_suffix(term, _offered())
    return _description(f"{served.settings.base}{family}/{term}", suffix, served, request)


def _description(iri: str, suffix: str | None, served: Served, request: Request) -> Response:
    offered = _offered()
    chosen = choose(request, offered, suffix)
    found = describe(served.store, iri)
    headers = {"Vary": "Accept", "Link": f'<{iri}>; rel="describes"'}
    if chosen == HTML:
        return HTMLResponse(thing(served, found), headers=headers)
    written, statements = formats_of("graph")[chosen], found.facts + found.links
    context = served.vocabulary.context
    return sent(lambda output: write_graph(written, statements, context, output), written.media_types[0], headers)
