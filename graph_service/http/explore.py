"""Explore the graph from any thing."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from graph_service.http.budget import charged
from graph_service.http.context import Served
from graph_service.http.frames import frame_of
from graph_service.http.negotiation import languages
from graph_service.pages.explore import explore

router = APIRouter(include_in_schema=False)
_LONGEST = 2000


@router.get("/explore")
def explored(
    served: Served,
    request: Request,
    thing: Annotated[str, Query(max_length=_LONGEST)] = "",
    to: Annotated[str, Query(max_length=_LONGEST)] = "",
) -> HTMLResponse:
    """The neighbours of ``thing``, or the way from it ``to`` another; both can be IRIs, ``type/key`` or words."""
    frame = frame_of(request, served)
    wanted = (frame.words.language, *languages(request))
    with charged(request):
        page = explore(served, thing.strip(), to.strip(), frame, wanted)
    return HTMLResponse(page, headers={"Vary": "Accept-Language", "Cache-Control": "no-cache"})
