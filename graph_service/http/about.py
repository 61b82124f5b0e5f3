"""Pages about the service itself."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from graph_service.http.context import Served
from graph_service.http.frames import frame_of
from graph_service.pages.about import about, accessibility

router = APIRouter(include_in_schema=False)
_VARY = {"Vary": "Accept-Language"}


@router.get("/about")
def about_page(served: Served, request: Request) -> HTMLResponse:
    """What the service is, what it holds, and where each number is from."""
    return HTMLResponse(about(served, frame_of(request, served)), headers=_VARY)


@router.get("/accessibility")
def accessibility_page(served: Served, request: Request) -> HTMLResponse:
    """What the pages promise to everybody."""
    return HTMLResponse(accessibility(frame_of(request, served)), headers=_VARY)
