"""The first page."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from graph_service.http.context import Served
from graph_service.http.frames import frame_of
from graph_service.pages.home import home as home_page

router = APIRouter(tags=["pages"])


@router.get("/", response_class=HTMLResponse, summary="What is held here, and what can be asked")
def home(served: Served, request: Request) -> HTMLResponse:
    """Stacks, named queries and ways in, as a page that needs no script."""
    return HTMLResponse(home_page(served, frame_of(request, served)), headers={"Vary": "Accept-Language"})
