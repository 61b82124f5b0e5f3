"""Plain JSON: rows as objects of strings, numbers and truths, with the receipt."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from pyoxigraph import Literal

from graph_service.model.answer import Answer
from graph_service.model.terms import XSD

MEDIA_TYPES = ("application/json",)

_INTEGER = f"{XSD}integer"
_DECIMALS = {f"{XSD}decimal", f"{XSD}double", f"{XSD}float"}


def write_rows(answer: Answer) -> bytes:
    """``{"query", "summary", "columns", "rows", "receipt"}``; what is unbound is left out of its row."""
    columns = [variable.value for variable in answer.solutions.variables]
    rows = [{name: plain(row[name]) for name in columns if row[name] is not None} for row in answer.solutions]
    return _document(answer, {"columns": columns, "rows": rows})


def write_truth(answer: Answer) -> bytes:
    """``{"query", "summary", "answer", "receipt"}``."""
    return _document(answer, {"answer": answer.truth})


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


def _document(answer: Answer, content: dict[str, Any]) -> bytes:
    document = {
        "query": answer.query.name,
        "summary": answer.query.summary,
        **content,
        "receipt": asdict(answer.receipt),
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()
