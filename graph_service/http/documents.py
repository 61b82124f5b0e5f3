"""Documents about what has an IRI: one description, as a page or in any format of RDF, which tell of one another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import quote, urlencode

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from pyoxigraph import Triple

from graph_service import __version__
from graph_service.formats import formats_of, write_graph
from graph_service.http.entity_tags import matches, tag
from graph_service.http.frames import frame_of
from graph_service.http.negotiation import HTML, HTML_TYPES, choose, languages
from graph_service.http.sending import sent
from graph_service.pages.layout import Frame
from graph_service.services.deployment import Deployment

Page = Callable[[Frame, tuple[str, ...]], str]
#: JSON-LD for those who ask for JSON.
_JSON = "json"
#: What a header can hold of an IRI as it is.
_IN_HEADER = "/:?#[]@!$&'()*+,;=~-._%"


@dataclass(frozen=True)
class Document:
    """What is described (``iri``), where its document is (``path``, without a suffix), and how each kind is made.

    ``page`` takes the frame of the page and the languages that the reader wants. ``links`` are further links by
    relation. Where the path has a query, as that of an IRI of another host has, formats are told by ``?format=`` and
    not by a suffix.
    """

    iri: str
    path: str
    page: Page
    statements: Callable[[], Iterable[Triple]]
    links: Mapping[str, str] = field(default_factory=dict)


def offered() -> dict[str, tuple[str, ...]]:
    """The formats of documents, the preferred one first."""
    graphs = {name: found.media_types for name, found in formats_of("graph").items()}
    return {"ttl": graphs.pop("ttl"), **graphs, HTML: HTML_TYPES, _JSON: ("application/json",)}


def answer(document: Document, suffix: str | None, served: Deployment, request: Request) -> Response:
    """The document in the format that is asked for.

    :raises NotAcceptable: listing what is offered.
    """
    chosen, wanted = choose(request, offered(), suffix), languages(request)
    generation = served.store.generation()
    etag = tag(
        served.state, served.vocabulary.digest, __version__, request.url.path, request.url.query, chosen, *wanted
    )
    headers = {
        "Vary": "Accept, Accept-Language",
        "ETag": etag,
        "Cache-Control": "public, no-cache",
        "Graph-Service-Generation": str(generation),
        "Link": _links(document, chosen),
    }
    if matches(request, etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    if chosen == HTML:
        return HTMLResponse(document.page(frame_of(request, served), wanted), headers=headers)
    written, context = formats_of("graph")["jsonld" if chosen == _JSON else chosen], served.vocabulary.context
    statements = document.statements()
    return sent(lambda output: write_graph(written, statements, context, output), offered()[chosen][0], headers)


def uri(iri: str) -> str:
    """``iri`` as a URI, which has ASCII characters alone (RFC 3987, section 3.1)."""
    return quote(iri, safe=_IN_HEADER)


def in_format(path: str, name: str) -> str:
    """The address of the document at ``path`` in the format ``name``."""
    return f"{path}&{urlencode({'format': name})}" if "?" in path else f"{path}.{name}"


def _links(document: Document, chosen: str) -> str:
    """What is described, where else it is, and in which other formats (RFC 8288, RFC 6892, RFC 6596)."""
    links = [f'<{uri(document.iri)}>; rel="describes"', f'<{document.path}>; rel="canonical"']
    links += [
        f'<{in_format(document.path, name)}>; rel="alternate"; type="{media_types[0]}"'
        for name, media_types in offered().items()
        if name != chosen
    ]
    links += [f'<{uri(address)}>; rel="{relation}"' for relation, address in document.links.items()]
    return ", ".join(links)
