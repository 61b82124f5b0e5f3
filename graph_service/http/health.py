"""Whether the process is alive."""

from __future__ import annotations

from fastapi import APIRouter

from graph_service import __version__

router = APIRouter(tags=["operations"])


@router.get("/healthz", summary="Whether the process is alive")
def healthz() -> dict[str, str]:
    """Answers without touching the store."""
    return {"status": "alive", "version": __version__}
