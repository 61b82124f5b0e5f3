"""A plain-text table, for terminals."""

from __future__ import annotations

from typing import IO

from graph_service.model.answer import Answer
from graph_service.model.terms import ROOT

MEDIA_TYPES = ("text/plain",)


def write_rows(answer: Answer, output: IO[bytes]) -> None:
    """Columns of equal width; IRIs of things are shortened to ``type/key``."""
    columns = [variable.value for variable in answer.solutions.variables]
    rows = [columns] + [
        ["" if row[name] is None else row[name].value.removeprefix(f"{ROOT}id/") for name in columns]
        for row in answer.solutions
    ]
    widths = [max(len(row[n]) for row in rows) for n in range(len(columns))]
    lines = ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    text = "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])
    output.write(f"{text}\n".encode())


def write_truth(answer: Answer, output: IO[bytes]) -> None:
    """``yes`` or ``no``."""
    output.write(b"yes\n" if answer.truth else b"no\n")
