"""Validation of data that are sent; nothing is stored."""

from __future__ import annotations

import threading
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Request, Response

from graph_service.errors import Overloaded
from graph_service.http.bodies import RDF_BODY, Sent, read_body
from graph_service.http.budget import charged
from graph_service.http.context import Served
from graph_service.http.graph_writes import target_of
from graph_service.http.negotiation import HTML, HTML_TYPES, choose
from graph_service.model.change import Change
from graph_service.model.report import ValidationReport
from graph_service.pages.report import report_page
from graph_service.services.deployment import Deployment
from graph_service.services.gate import validate
from graph_service.services.publishing.reports import FORMATS

router = APIRouter(tags=["changes"])
#: Validation takes seconds for each megabyte, and is open to anybody.
MAX_BYTES = 1024 * 1024
_turn = threading.Lock()
_GRAPH = {
    "name": "graph",
    "in": "query",
    "description": "Judge the data as if they replaced this graph; by default they stand by themselves.",
    "schema": {"type": "string", "format": "iri"},
}
_ANSWERS: dict[str, Any] = {media_type: {} for media_type, _ in FORMATS.values()} | {HTML_TYPES[0]: {}}


@router.post(
    "/validate",
    summary="A report on data that are sent; nothing is stored",
    openapi_extra={"parameters": [_GRAPH], **RDF_BODY},
    responses={200: {"content": _ANSWERS}},
)
async def validate_data(served: Served, request: Request) -> Response:
    """The report comes as JSON, Turtle (``sh:ValidationReport``), JUnit XML or HTML; always with 200."""
    offered = {name: (media_type,) for name, (media_type, _) in FORMATS.items()} | {HTML: HTML_TYPES}
    chosen = choose(request, offered, request.query_params.get("format") or None)
    graph = target_of(request) if "graph" in request.query_params else ""
    sent = await read_body(request, MAX_BYTES)
    report = await to_thread.run_sync(_report, served, request, sent, graph)
    content = report_page(report, served.settings.base) if chosen == HTML else FORMATS[chosen][1](report)
    return Response(content, media_type=offered[chosen][0], headers={"Vary": "Accept", "Cache-Control": "no-store"})


def _report(served: Deployment, request: Request, sent: Sent, graph: str) -> ValidationReport:
    with charged(request):
        statements = sent.statements(served.settings.base)
    if not _turn.acquire(timeout=served.settings.write_seconds):
        raise Overloaded("Other data are being validated. Try again in a few seconds.")
    try:
        with charged(request):  # the work, not the time that others took
            if not graph:
                return validate(statements, served.vocabulary)
            effect = served.store.effect(served.store.delta(Change({graph: statements}, "")))
            return served.gate.check(served.store, effect)
    finally:
        _turn.release()
