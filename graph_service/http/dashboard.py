"""The dashboard of a stack: its pages, each made of answers to named queries."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from starlette.convertors import Convertor, register_url_convertor

from graph_service.http.context import Served
from graph_service.http.entity_tags import matches, tag
from graph_service.http.frames import frame_of
from graph_service.http.security import EMBED_POLICY
from graph_service.model.page import Page
from graph_service.pages.catalogues import catalogues
from graph_service.pages.changes import change_list
from graph_service.pages.dashboard import dashboard
from graph_service.pages.layout import Frame
from graph_service.pages.services import services
from graph_service.services.change_index import Scope
from graph_service.services.change_log import changes_by_number
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
#: How many changes a page lists.
_CHANGES = 50
#: The page that a stack begins with.
FIRST = "overview"
#: What the address of a page says beside its parameters: the one section wanted, bare, for other pages to hold.
EMBED = "embed"


@router.get("/stacks/{stack:page}")
def overview(stack: str, served: Served, request: Request) -> Response:
    """How far it is, and what comes next."""
    return stack_page(stack, FIRST, served, request)


@router.get("/stacks/{stack:page}/services")
def list_services(
    stack: str, served: Served, request: Request, offset: Annotated[int, Query(ge=0, le=10**9)] = 0
) -> Response:
    """The services of a stack; what is searched for and chosen is in the address."""
    frame, etag = _framed(stack, served, request)
    if matches(request, etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=_headers(etag))
    return HTMLResponse(services(served, frame.asked, offset, frame), headers=_headers(etag))


@router.get("/stacks/{stack:page}/releases")
def list_catalogues(stack: str, served: Served, request: Request) -> Response:
    """The catalogues of a stack with their releases."""
    frame, etag = _framed(stack, served, request)
    if matches(request, etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=_headers(etag))
    return HTMLResponse(catalogues(served, frame), headers=_headers(etag))


@router.get("/stacks/{stack:page}/changes")
def list_changes(
    stack: str, served: Served, request: Request, offset: Annotated[int, Query(ge=0, le=10**9)] = 0
) -> Response:
    """The changes of a stack, the latest first."""
    frame, etag = _framed(stack, served, request)
    if matches(request, etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=_headers(etag))
    numbers = served.change_index.numbers(Scope(stack))[::-1]
    records = changes_by_number(served, numbers[offset : offset + _CHANGES])
    return HTMLResponse(change_list(records, Page(_CHANGES, offset), len(numbers), frame), headers=_headers(etag))


@router.get("/stacks/{stack:page}/{name:page}")
def stack_page(stack: str, name: str, served: Served, request: Request) -> Response:
    """What can be set on a page is a parameter of its address; `embed=<section>` gives one section alone."""
    found, (frame, etag) = served.dashboards.get(name), _framed(stack, served, request)
    texts = {key: list(values) for key, values in frame.asked.items()}
    view, only = read_view(served, texts), (texts.pop(EMBED, None) or [""])[0]
    headers = {**_headers(etag), **({"Content-Security-Policy": EMBED_POLICY} if only else {})}
    if matches(request, etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    page = dashboard(served, found, {**texts, "stack": [stack]}, view, frame, only)
    return HTMLResponse(page, headers=headers)


def _framed(stack: str, served: Served, request: Request) -> tuple[Frame, str]:
    """The frame of the page asked for, and the entity tag that it has on these data."""
    frame = frame_of(request, served, stack)
    return frame, tag(served.state, request.url, frame.words.language)


def _headers(etag: str) -> dict[str, str]:
    return {"ETag": etag, "Cache-Control": "public, no-cache", "Vary": "Accept-Language"}
