"""The audit log for administrators: who changed what, and who was refused."""

from __future__ import annotations

import csv
import io
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse

from graph_service.errors import AccessRefused
from graph_service.http.access import Administrator
from graph_service.http.context import Served
from graph_service.http.negotiation import choose

router = APIRouter(tags=["operations"])
_FORMATS = {"json": ("application/json",), "csv": ("text/csv",)}
#: What spreadsheets take for the start of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_HEADERS = {"Cache-Control": "no-store", "Vary": "Accept"}
_COLUMNS = [
    *("number", "time", "event", "outcome", "status", "who", "id", "role", "client", "request", "method", "route"),
    *("what", "generation", "graphs", "added", "removed", "difference", "shapes", "lines", "left-out", "previous"),
]


@router.get(
    "/audit",
    summary="The audit log, latest line first; needs the role administrator",
    responses={200: {"content": {types[0]: {} for types in _FORMATS.values()}}},
)
def read_audit(
    served: Served,
    request: Request,
    caller: Administrator,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    before: Annotated[int, Query(ge=1, le=10**15, description="Only lines with lower numbers.")] = 10**15,
) -> Response:
    """As JSON or CSV; where there are more lines, ``next`` leads to them. Keys for one stack don't read it."""
    if caller.stack:
        raise AccessRefused(f"The audit log tells of all stacks; the key of {caller.name} is for {caller.stack} alone.")
    chosen = choose(request, _FORMATS, request.query_params.get("format") or None)
    lines = (line for line, _ in served.audit.backwards() if line.get("number", 0) < before)
    found = list(islice(lines, limit))
    if chosen == "csv":
        return Response(_table(found), media_type="text/csv", headers=_HEADERS)
    last = found[-1]["number"] if found else 1
    more = f"/audit?limit={limit}&before={last}" if last > 1 else None
    return JSONResponse({"lines": found, "next": more}, headers=_HEADERS)


def _table(lines: list[dict[str, object]]) -> str:
    output = io.StringIO(newline="")
    writer = csv.DictWriter(output, _COLUMNS, extrasaction="ignore")
    writer.writeheader()
    for line in lines:
        writer.writerow({name: _cell(value) for name, value in line.items()})
    return output.getvalue()


def _cell(value: object) -> object:
    """A value for a table, as text where a spreadsheet would take it for a formula."""
    text = " ".join(map(str, value)) if isinstance(value, list) else value
    return f"'{text}" if isinstance(text, str) and text.startswith(_FORMULA) else text
