"""The first page, or the catalogue of all that is held here, by what the client accepts."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from graph_service.http.catalog import catalogue_answer, offered
from graph_service.http.context import Served
from graph_service.http.frames import frame_of
from graph_service.http.negotiation import HTML, HTML_TYPES, choose
from graph_service.pages.home import home as home_page

router = APIRouter(tags=["pages"])


@router.get(
    "/",
    response_class=HTMLResponse,
    summary="What is held here, and what can be asked",
    responses={200: {"content": {types[0]: {} for types in offered().values()}}},
)
def home(served: Served, request: Request) -> Response:
    """Stacks, named queries and ways in, as a page that needs no script; for those who accept RDF, as DCAT-AP."""
    chosen = choose(request, {HTML: HTML_TYPES, **offered()})
    if chosen != HTML:
        return catalogue_answer(served, request, chosen)
    return HTMLResponse(home_page(served, frame_of(request, served)), headers={"Vary": "Accept, Accept-Language"})
