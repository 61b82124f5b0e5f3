"""How a change is answered: what it did, its number, and what it leaves to be desired."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from fastapi import Response
from fastapi.responses import JSONResponse

from graph_service.errors import RequestError
from graph_service.model.change import Change
from graph_service.services.change_log import change_by_key
from graph_service.services.changing import Outcome
from graph_service.services.deployment import Deployment


def committed(outcome: Outcome) -> dict[str, Any]:
    """What ``outcome`` did, for JSON; ``change`` is null where the data were so already."""
    delta, report = outcome.delta, outcome.report
    return {
        "change": outcome.generation if delta.size else None,
        "generation": outcome.generation,
        "graphs": delta.graphs,
        "added": len(delta.added),
        "removed": len(delta.removed),
        "warnings": report.warnings,
        "findings": [asdict(finding) for finding in report.findings],
    }


def change_answer(content: dict[str, Any], status: HTTPStatus = HTTPStatus.OK) -> Response:
    """The answer to a change."""
    headers = {"Cache-Control": "no-store", "Graph-Service-Generation": str(content["generation"])}
    if content["change"]:
        headers["Location" if status == HTTPStatus.CREATED else "Content-Location"] = f"/changes/{content['change']}"
    return JSONResponse(content, status, headers=headers)


def replayed(served: Deployment, key: str, change: Change) -> Response | None:
    """The answer to a request that was carried out before under ``key``; nothing is done again.

    :raises RequestError: where the key stood for something else.
    """
    record = change_by_key(served, key) if key else None
    if record is None:
        return None
    if (
        set(record.sources) != {f"urn:sha256:{source.sha256}" for source in change.sources}
        or record.title != change.title
    ):
        raise RequestError("This Idempotency-Key stood for another request. Choose a new one.")
    content = {
        "change": record.number,
        "generation": record.number,
        "graphs": list(record.graphs),
        "added": record.added,
        "removed": record.removed,
        "warnings": record.warnings,
        "findings": [],
    }
    answer = change_answer(content)
    answer.headers["Idempotency-Replayed"] = "true"
    return answer
