"""Plain JSON: rows as objects of strings, numbers and truths, with the receipt."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import IO, Any

from pyoxigraph import Literal

from graph_service.model.answer import Answer
from graph_service.model.terms import XSD

MEDIA_TYPES = ("application/json",)

_INTEGER = f"{XSD}integer"
_TRUTHS = {"true": True, "1": True, "false": False, "0": False}
#: Numbers that JSON and its readers can hold; others, such as INF, stay text.
_WHOLE = re.compile(r"[+-]?\d{1,18}")
_NUMBER = re.compile(r"[+-]?(?:\d{1,18}(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?")
_DECIMALS = {f"{XSD}decimal", f"{XSD}double", f"{XSD}float"}


def write_rows(answer: Answer, output: IO[bytes]) -> None:
    """``{"query", "summary", "columns", "rows", "receipt"}``; what is unbound is left out of its row.

    Where only a page of the rows was asked for, ``total`` is the number of all. Rows are written as they come.
    """
    columns = [variable.value for variable in answer.solutions.variables]
    head = {"query": answer.query.name, "summary": answer.query.summary, "columns": columns}
    output.write(f'{_members(head)},\n "rows": ['.encode())
    count = 0
    for row in answer.solutions:
        values = {name: plain(row[name]) for name in columns if row[name] is not None}
        output.write(f"{',' if count else ''}\n  {json.dumps(values, ensure_ascii=False)}".encode())
        count += 1
    page = {"total": answer.total} if answer.total is not None else {}
    tail = _members({**page, "receipt": {**asdict(answer.receipt), "rows": count}}).removeprefix("{")
    end = "\n ]" if count else "]"
    output.write(f"{end},\n {tail}}}\n".encode())


def write_truth(answer: Answer, output: IO[bytes]) -> None:
    """``{"query", "summary", "answer", "receipt"}``."""
    head = {"query": answer.query.name, "summary": answer.query.summary, "answer": answer.truth}
    output.write(f"{_members({**head, 'receipt': asdict(answer.receipt)})}}}\n".encode())


def plain(term: object) -> str | int | float | bool:
    """A term as the JSON value that a reader expects: IRIs and texts as strings."""
    if not isinstance(term, Literal):
        return str(getattr(term, "value", term))
    datatype = term.datatype.value
    if datatype == _INTEGER and _WHOLE.fullmatch(term.value):
        return int(term.value)
    if datatype in _DECIMALS and _NUMBER.fullmatch(term.value):
        return float(term.value)
    if datatype == f"{XSD}boolean" and term.value in _TRUTHS:
        return _TRUTHS[term.value]
    return term.value


def _members(content: dict[str, Any]) -> str:
    """The members of an object that is still open."""
    return "{" + ",\n ".join(
        f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in content.items()
    )
