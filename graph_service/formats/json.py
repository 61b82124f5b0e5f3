"""Plain JSON: rows as objects of strings, numbers and truths, with the receipt."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from pyoxigraph import Literal, QueryBoolean, QuerySolutions

from graph_service.model.answer import Answer
from graph_service.model.terms import XSD

MEDIA_TYPES = ("application/json",)

_INTEGER = f"{XSD}integer"
_DECIMALS = {f"{XSD}decimal", f"{XSD}double", f"{XSD}float"}


def write_answer(answer: Answer) -> bytes:
    """``{"query", "columns", "rows", "receipt"}``, or ``{"query", "answer", "receipt"}`` for a yes or no."""
    document: dict[str, Any] = {"query": answer.query.name, "summary": answer.query.summary}
    match answer.result:
        case QuerySolutions():
            columns = [variable.value for variable in answer.result.variables]
            document["columns"] = columns
            document["rows"] = [
                {column: plain(row[column]) for column in columns if row[column] is not None} for row in answer.result
            ]
        case QueryBoolean():
            document["answer"] = bool(answer.result)
    document["receipt"] = asdict(answer.receipt)
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def plain(term: object) -> str | int | float | bool:
    """A term as the JSON value that a reader expects: IRIs and texts as strings."""
    if not isinstance(term, Literal):
        return str(getattr(term, "value", term))
    datatype = term.datatype.value
    if datatype == _INTEGER:
        return int(term.value)
    if datatype in _DECIMALS:
        return float(term.value)
    if datatype == f"{XSD}boolean":
        return term.value == "true"
    return term.value
