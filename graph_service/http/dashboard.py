"""The dashboard of a stack: its pages, each made of answers to named queries."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from starlette.convertors import Convertor, register_url_convertor

from graph_service.http.context import Served
from graph_service.http.entity_tags import matches, tag
from graph_service.http.frames import frame_of
from graph_service.pages.dashboard import dashboard
from graph_service.services.views import read_view


class PageName(Convertor[str]):
    """The name of a page, which has no dot, so that files of a stack have addresses beside its pages."""

    regex = "[a-z0-9]+(?:-[a-z0-9]+)*"

    def convert(self, value: str) -> str:
        """The name as it stands in the address."""
        return value

    def to_string(self, value: str) -> str:
        """The name as it stands in the address."""
        return value


register_url_convertor("page", PageName())
router = APIRouter(include_in_schema=False)
#: The page that a stack begins with.
FIRST = "overview"
#: What the address of a page says beside its parameters: the one section wanted, bare, for other pages to hold.
EMBED = "embed"


@router.get("/stacks/{stack:page}", summary="The overview of a stack, as a page")
def overview(stack: str, served: Served, request: Request) -> Response:
    """How far it is, and what comes next."""
    return page(stack, FIRST, served, request)


@router.get("/stacks/{stack}/{name:page}", summary="A page of the dashboard of a stack")
def page(stack: str, name: str, served: Served, request: Request) -> Response:
    """What can be set on a page is a parameter of its address; `embed=<section>` gives one section alone."""
    found, frame = served.dashboards.get(name), frame_of(request, served, stack)
    texts = {key: request.query_params.getlist(key) for key in request.query_params}
    view, only = read_view(served, texts), (texts.pop(EMBED, None) or [""])[0]
    etag = tag(served.state, request.url, frame.words.language)
    headers = {"ETag": etag, "Cache-Control": "public, no-cache", "Vary": "Accept-Language"}
    if matches(request, etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return HTMLResponse(dashboard(served, found, {**texts, "stack": [stack]}, view, frame, only), headers=headers)
