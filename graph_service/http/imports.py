"""Catalogues in: a workbook or table is sent as the body; the answer tells what was read and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlencode

from anyio import to_thread
from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import JSONResponse
from starlette.requests import ClientDisconnect

from graph_service.errors import (
    AccessRefused,
    ArgumentProblem,
    InvalidArguments,
    NotAcceptable,
    RequestError,
    UnsupportedMedia,
)
from graph_service.http.access import Editor
from graph_service.http.context import Served
from graph_service.http.problems import TITLES, problem
from graph_service.http.receiving import received
from graph_service.services.importing.committing import import_source
from graph_service.services.importing.importers import Importer, Wanted, importer_named, importers

router = APIRouter(tags=["imports"])

_BODY_SECONDS = 300.0
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NOBODY = 499  # what logs say where the client went away
_BODY = {
    "required": True,
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}
_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


@dataclass
class _Asked:
    """How the file is to be read, and what is to come back."""

    stack: Annotated[str, Query(description="Key of the stack that the catalogue is of; mappings have one.")] = ""
    language: Annotated[str, Query(description="The language of the texts.")] = "en"
    agency: Annotated[str, Query(description="The organisation that is responsible where the file names none.")] = ""
    name: Annotated[str, Query(description="The name of the file, for the record.", max_length=255)] = "upload"
    replace: Annotated[bool, Query(description="Drop what the catalogue holds and the file does not.")] = False
    dry_run: Annotated[bool, Query(alias="dry-run", description="Change nothing.")] = False
    format: Annotated[str, Query(description="json, or xlsx for the same workbook with the findings marked.")] = "json"


@router.get("/import", summary="What can be imported")
def list_importers(served: Served) -> JSONResponse:
    """The importers with what each reads."""
    found = importers(served.settings.home).values()
    return JSONResponse({"importers": [{"name": one.name, "summary": one.summary} for one in found]})


@router.post(
    "/import/{importer}",
    summary="Import a catalogue; needs the role editor",
    openapi_extra={"requestBody": _BODY},
)
async def import_catalogue(
    served: Served,
    request: Request,
    agent: Editor,
    importer: Annotated[str, Path(description="The name of an importer, such as rfi2.")],
    asked: Annotated[_Asked, Depends()],
) -> Response:
    """The body is the file. Where it breaks a shape or can't be read in full, nothing is changed and the status is 422.

    A dry run always answers with what was found; its ``conforms`` tells whether the import would be carried out.
    """
    chosen = importer_named(served.settings.home, importer)
    stack = asked.stack or chosen.stack
    if not stack:
        raise InvalidArguments([ArgumentProblem("stack", None, "Name the stack that the catalogue is of.")])
    if agent.stack not in {"", stack}:
        raise AccessRefused(f"The key of {agent.name} is for the stack {agent.stack} alone.")
    offered = ["json", "xlsx"] if chosen.mark else ["json"]
    if asked.format not in offered:
        raise NotAcceptable(offered)
    wanted = Wanted(stack, asked.language, asked.agency, asked.replace)
    try:
        content = await _body(request, served.settings.import_mb)
    except ClientDisconnect:
        return Response(status_code=_NOBODY)

    def carry_out() -> Response:
        imported, verdict = import_source(
            served, chosen, content, asked.name, wanted, agent=agent, dry_run=asked.dry_run
        )
        status = HTTPStatus.OK if verdict.conforms or asked.dry_run else HTTPStatus.UNPROCESSABLE_ENTITY
        if asked.format == "xlsx":
            assert chosen.mark  # noqa: S101 - it was offered
            marked = chosen.mark(served, content, asked.name, verdict.findings)
            return Response(marked, status, media_type=_XLSX)
        told = {**verdict.as_json(imported), **_links(chosen, wanted)}
        if status == HTTPStatus.OK:
            return JSONResponse(told)
        detail = f"{verdict.violations} violations; nothing was changed."
        return problem(status, "data-invalid", TITLES["data-invalid"], detail, **told)

    return await to_thread.run_sync(carry_out)


def _links(importer: Importer, wanted: Wanted) -> dict[str, str]:
    """Where the same file, sent again, comes back with the findings marked."""
    if importer.mark is None:
        return {}
    query = {"stack": wanted.stack, "language": wanted.language, "agency": wanted.agency}
    query |= {"replace": str(wanted.replace).lower(), "dry-run": "true", "format": "xlsx"}
    return {"marked": f"/import/{importer.name}?{urlencode({k: v for k, v in query.items() if v})}"}


async def _body(request: Request, megabytes: int) -> bytes:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type in _FORMS:
        raise UnsupportedMedia("Send the file itself as the body, not a form; with curl: --data-binary @FILE.")
    advice = "The operator may allow more (GRAPH_IMPORT_MB)."
    content = await received(request, megabytes * 1024 * 1024, _BODY_SECONDS, advice)
    if not content:
        raise RequestError("Send the file as the body; there was none.")
    return content
