"""What is held here as a catalogue by DCAT-AP, for portals that harvest it."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from graph_service.formats import formats_of, write_graph
from graph_service.http.context import Served
from graph_service.http.negotiation import choose
from graph_service.http.sending import sent
from graph_service.services.deployment import Deployment
from graph_service.services.publishing.dcat import describe_catalogues

router = APIRouter(tags=["linked data"])


@router.get("/catalog", summary="Stacks, catalogues, releases and their files, by DCAT-AP")
def catalog(served: Served, request: Request) -> Response:
    """With licences, and sizes and checksums of the files that were made."""
    return catalogue_answer(served, request, choose(request, offered()))


def offered() -> dict[str, tuple[str, ...]]:
    """The media types of the formats that it is written in, the preferred one first."""
    types = {name: found.media_types for name, found in formats_of("graph").items()}
    return {"ttl": types.pop("ttl"), **types}


def catalogue_answer(served: Deployment, request: Request, chosen: str) -> Response:
    """The catalogue in the format of that name."""
    statements = describe_catalogues(served, address(request))
    written, context = formats_of("graph")[chosen], served.vocabulary.context
    return sent(
        lambda output: write_graph(written, statements, context, output), written.media_types[0], {"Vary": "Accept"}
    )


def address(request: Request) -> str:
    """Where the client reaches this service."""
    return str(request.base_url).rstrip("/")
