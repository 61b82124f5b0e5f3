"""Named graphs by their own IRIs: the page about a graph, or the statements in it."""

from __future__ import annotations

import difflib

from fastapi import APIRouter, Request, Response

from graph_service.errors import UnknownName
from graph_service.http.context import Served
from graph_service.http.documents import Document, answer, offered
from graph_service.http.negotiation import split_suffix
from graph_service.model.addresses import document_path
from graph_service.pages.thing import graph_page
from graph_service.services.describe import Description, describe
from graph_service.services.graph_names import describer_of

router = APIRouter(tags=["linked data"])


@router.get("/graph/{path:path}", summary="A named graph, by its own IRI")
def read_named_graph(path: str, served: Served, request: Request) -> Response:
    """Whoever asks for RDF gets the statements, whoever asks for a page what the graph is.

    Source: https://www.w3.org/TR/sparql11-http-rdf-update/, section 4.1 (direct graph identification).

    :raises UnknownName: where there is no such graph.
    """
    graphs, start = set(served.store.graphs()), f"{served.settings.base}graph/"
    path, suffix = (path, None) if f"{start}{path}" in graphs else split_suffix(path, offered())
    iri = f"{start}{path}"
    if iri not in graphs:
        raise UnknownName("graph", iri, difflib.get_close_matches(iri, graphs))
    try:
        found = describe(served.store, iri, base=served.settings.base)
    except UnknownName:  # a graph of records, which nothing describes
        found = Description(iri, (), (), {}, fictional=False, fictional_links=False)
    describer = describer_of(found)
    links = {"describedby": document_path(describer, served.settings.base)} if describer else {}
    place = document_path(iri, served.settings.base)
    return answer(
        Document(
            iri,
            place,
            lambda frame, languages: graph_page(served, found, place, frame, languages),
            lambda: served.store.triples(iri),
            links,
        ),
        suffix,
        served,
        request,
    )
