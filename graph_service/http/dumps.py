"""Dumps of stacks, catalogues and releases, to be taken whole and kept up to date."""

from __future__ import annotations

import difflib
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from graph_service.errors import UnknownName
from graph_service.formats import dump_formats
from graph_service.http.answers import OLD, how_old
from graph_service.http.budget import charged
from graph_service.http.context import Served
from graph_service.http.file_sending import sent_file
from graph_service.services.deployment import Deployment
from graph_service.services.publishing.dumps.dumping import dump, suffixes
from graph_service.services.publishing.dumps.parts import Part

router = APIRouter(prefix="/stacks", tags=["dumps"])
_TYPES = [*(found.media_types[0] for found in dump_formats().values()), "application/gzip", "text/plain"]
_CONTENT: dict[str, Any] = {"content": {media_type: {} for media_type in _TYPES}}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: _CONTENT,
    206: {"description": "The part that was asked for with Range.", **_CONTENT},
    304: {"description": "The file that the client has is still right."},
}
_DIGEST = ".sha256"
#: What a client has may be used so long without asking: a release doesn't change, what is current may at any time.
_RELEASE, _CURRENT = "public, max-age=86400", "public, no-cache"


@router.get(
    "/{stack}/dump.{suffix}",
    response_class=Response,
    summary="All that a stack holds now, as a file",
    responses=_ANSWERS,
)
def dump_stack(served: Served, request: Request, stack: str, suffix: str) -> Response:
    """``suffix`` is nq, trig, nt, ttl, rdf, jsonld or zip (CSV tables), each also with ``.gz``.

    ``.sha256`` after that gives the digest of the file. Parts are sent where ``Range`` asks for them.
    """
    return _answer(served, request, Part(stack), suffix)


@router.get(
    "/{stack}/catalogues/{catalogue}/dump.{suffix}",
    response_class=Response,
    summary="All that a catalogue holds now, as a file",
    responses=_ANSWERS,
)
def dump_catalogue(served: Served, request: Request, stack: str, catalogue: str, suffix: str) -> Response:
    """In the same formats as a stack."""
    return _answer(served, request, Part(stack, catalogue), suffix)


@router.get(
    "/{stack}/catalogues/{catalogue}/releases/{version}/dump.{suffix}",
    response_class=Response,
    summary="What was published as a release, as a file that doesn't change",
    responses=_ANSWERS,
)
def dump_release(served: Served, request: Request, stack: str, catalogue: str, version: str, suffix: str) -> Response:
    """In the same formats as a stack."""
    return _answer(served, request, Part(stack, catalogue, version), suffix)


def _answer(served: Deployment, request: Request, part: Part, suffix: str) -> Response:
    wanted, offered = suffix.removesuffix(_DIGEST), suffixes()
    if wanted not in offered:
        nearest = difflib.get_close_matches(wanted, offered) or offered
        raise UnknownName("file", f"dump.{suffix}", [f"dump.{name}" for name in nearest])
    newest = "no-cache" in request.headers.get("cache-control", "").lower()
    with charged(request):
        found = dump(served, part, wanted, newest=newest)
    headers = {"Cache-Control": _RELEASE if part.version else _CURRENT}
    if found.age is not None:
        headers[OLD.decode()] = how_old(found.age)
    if suffix.endswith(_DIGEST):
        return PlainTextResponse(f"{found.sha256}  {found.name}\n", headers=headers)
    return sent_file(request, found, headers)
