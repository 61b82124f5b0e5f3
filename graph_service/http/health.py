"""Whether the process is alive, and whether it can do its work."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from graph_service import __version__
from graph_service.http.context import Served
from graph_service.services.readiness import readiness

router = APIRouter(tags=["operations"])


@router.get("/healthz", summary="Whether the process is alive")
def healthz() -> dict[str, str]:
    """Answers without touching the store."""
    return {"status": "alive", "version": __version__}


@router.get("/readyz", summary="Whether the service can do its work")
def readyz(served: Served, response: Response) -> dict[str, Any]:
    """How store, disk, processes and queue are; 503 where one can't do its work now, with what to do."""
    response.headers["Cache-Control"] = "no-store"
    return {"status": "ready", "checks": readiness(served)}
