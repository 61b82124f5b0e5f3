"""Search for things by their names."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from graph_service.http.budget import charged
from graph_service.http.context import Served
from graph_service.http.entity_tags import matches, tag
from graph_service.http.frames import frame_of
from graph_service.pages.search import search
from graph_service.services.searching import LONGEST

router = APIRouter(include_in_schema=False)


@router.get("/search")
def found(
    served: Served,
    request: Request,
    q: Annotated[str, Query(max_length=LONGEST)] = "",
    stack: Annotated[str, Query(max_length=80)] = "",
) -> Response:
    """What has the words of ``q`` in its name."""
    frame = frame_of(request, served)
    etag = tag(served.state, request.url, frame.words.language)
    headers = {"Vary": "Accept-Language", "Cache-Control": "no-cache", "ETag": etag}
    if matches(request, etag):
        return Response(status_code=304, headers=headers)
    with charged(request):
        page = search(served, q.strip(), stack, frame)
    return HTMLResponse(page, headers=headers)
