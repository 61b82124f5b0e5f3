"""A plain-text table, for terminals."""

from __future__ import annotations

from pyoxigraph import QueryBoolean, QuerySolutions

from graph_service.errors import NotAcceptable
from graph_service.model.answer import Answer
from graph_service.model.terms import ROOT

MEDIA_TYPES = ("text/plain",)


def write_answer(answer: Answer) -> bytes:
    """Columns of equal width; IRIs of things are shortened to ``type/key``."""
    if isinstance(answer.result, QueryBoolean):
        return b"yes\n" if answer.result else b"no\n"
    if not isinstance(answer.result, QuerySolutions):
        raise NotAcceptable(["ttl", "jsonld", "nt"])
    columns = [variable.value for variable in answer.result.variables]
    rows = [columns] + [
        ["" if row[c] is None else row[c].value.removeprefix(f"{ROOT}id/") for c in columns] for row in answer.result
    ]
    widths = [max(len(row[n]) for row in rows) for n in range(len(columns))]
    lines = ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return ("\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]]) + "\n").encode()
