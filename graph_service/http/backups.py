"""Backups of everything, for administrators: made while the service works, and taken away as files."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse, JSONResponse

from graph_service.errors import AccessRefused
from graph_service.http.access import Administrator
from graph_service.http.context import Served
from graph_service.model.agent import Agent
from graph_service.services.backups.keeping import Kept, keep_backup, kept_backup, kept_backups

router = APIRouter(prefix="/backups", tags=["operations"])
_TYPE = "application/zip"


@router.post("", status_code=201, summary="Make a backup")
def make(served: Served, caller: Administrator) -> JSONResponse:
    """It holds all named graphs and the other state of one generation; it is there once it is whole."""
    _of_all(caller)
    kept = keep_backup(served)
    return JSONResponse(_said(kept), 201, {"Location": f"/backups/{kept.path.name}"})


@router.get("", summary="The backups that are kept")
def list_all(served: Served, caller: Administrator) -> dict[str, list[str]]:
    """Their names, the oldest first."""
    _of_all(caller)
    return {"backups": list(kept_backups(served))}


@router.get(
    "/{name}",
    response_class=Response,
    summary="A backup, as a file",
    responses={200: {"content": {_TYPE: {"schema": {"type": "string", "format": "binary"}}}}},
)
def take(served: Served, caller: Administrator, name: str) -> FileResponse:
    """``graph-service check backup`` checks the file, ``graph-service restore`` puts it back."""
    _of_all(caller)
    kept = kept_backup(served, name)
    headers = {"Cache-Control": "private, no-store", "ETag": f'"{kept.sha256}"'}
    return FileResponse(kept.path, headers=headers, media_type=_TYPE, filename=name)


def _of_all(caller: Agent) -> None:
    if caller.stack:
        raise AccessRefused(f"A backup holds all stacks; the key of {caller.name} is for {caller.stack} alone.")


def _said(kept: Kept) -> dict[str, Any]:
    manifest = kept.manifest
    return {
        "name": kept.path.name,
        "bytes": kept.path.stat().st_size,
        "sha256": kept.sha256,
        "generation": manifest.generation,
        "statements": manifest.statements,
        "graphs": len(manifest.graphs),
        "made": manifest.made,
    }
