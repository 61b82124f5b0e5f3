"""Stacks in the formats of enterprise-architecture tools: one path for each format, found by its module."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from graph_service.http.budget import charged
from graph_service.http.context import Served
from graph_service.http.entity_tags import matches, tag
from graph_service.services.publishing.architecture import ExchangeFormat, exchange_formats, export_architecture

router = APIRouter(prefix="/stacks", tags=["architecture"])


def _reader(chosen: ExchangeFormat) -> Callable[[Served, Request, str], Response]:
    def read(served: Served, request: Request, stack: str) -> Response:
        with charged(request):
            content = export_architecture(served, stack, chosen.name)
        etag = tag(chosen.name, hashlib.sha256(content).hexdigest())
        headers = {
            "ETag": etag,
            "Cache-Control": "public, no-cache",
            "Content-Disposition": f'attachment; filename="{chosen.file}"',
        }
        if matches(request, etag):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        return Response(content, media_type=chosen.media_type, headers=headers)

    return read


for _chosen in exchange_formats().values():
    router.add_api_route(
        f"/{{stack}}/{_chosen.file}",
        _reader(_chosen),
        name=f"read_{_chosen.name}",
        summary=_chosen.summary,
        description="The whole stack; what becomes what is told by the queries of its mapping.",
        response_class=Response,
        responses={200: {"description": "The file.", "content": {_chosen.media_type: {}}}},
    )
