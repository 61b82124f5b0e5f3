"""What to procure first, as a whole: plan, reasons, cost against value, and what stands beside it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request

from graph_service.http.context import Served
from graph_service.services.procurement.planning import as_document, plan

router = APIRouter(tags=["procurement"])


@router.get("/plan", summary="Which missing Building Blocks to procure first, and what stands beside that plan")
def procurement_plan(served: Served, request: Request) -> dict[str, Any]:
    """JSON; parameters are those of ``/queries/procurement-plan``, which answers with the plan alone in all formats."""
    return as_document(plan(served, {name: request.query_params.getlist(name) for name in request.query_params}))
