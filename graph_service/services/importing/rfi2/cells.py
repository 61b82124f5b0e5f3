"""The cells of a workbook, as plain values that can pass between processes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from openpyxl.utils import get_column_letter

Kind = Literal["text", "number", "truth", "date", "error", "formula"]
Value = str | int | float | bool


@dataclass(frozen=True)
class Cell:
    """What a cell holds; a ``formula`` is one whose result was never saved, an ``error`` one that has none."""

    value: Value
    kind: Kind = "text"

    @property
    def text(self) -> str:
        """The value as people read it, without spaces around."""
        if isinstance(self.value, bool):
            return "true" if self.value else "false"
        if isinstance(self.value, float) and self.value.is_integer():
            return str(int(self.value))
        return str(self.value).strip()


@dataclass(frozen=True)
class Sheet:
    """The cells of a sheet that hold something, by row and column counted from 1.

    Every cell of a merged range holds what its first one does; ``merged`` are the others.
    """

    title: str
    cells: Mapping[tuple[int, int], Cell]
    merged: frozenset[tuple[int, int]] = field(default=frozenset())

    def rows(self) -> list[int]:
        """The numbers of the rows that hold something."""
        return sorted({row for row, _ in self.cells})

    def row(self, number: int) -> dict[int, Cell]:
        """The cells of a row by column."""
        return {column: self.cells[number, column] for column in self.columns if (number, column) in self.cells}

    @property
    def columns(self) -> range:
        """All columns up to the last that holds something."""
        return range(1, max((column for _, column in self.cells), default=0) + 1)


def reference(row: int, column: int) -> str:
    """The name of a cell, such as ``E12``."""
    return f"{get_column_letter(column)}{row}"


def to_json(sheets: Sequence[Sheet], notes: Sequence[str]) -> bytes:
    """Sheets and notes for another process."""
    listed = [
        {
            "title": sheet.title,
            "cells": [[*place, cell.value, cell.kind] for place, cell in sheet.cells.items()],
            "merged": list(sheet.merged),
        }
        for sheet in sheets
    ]
    return json.dumps({"sheets": listed, "notes": list(notes)}).encode()


def from_json(content: bytes) -> tuple[list[Sheet], list[str]]:
    """What :func:`to_json` wrote."""
    told = json.loads(content)
    sheets = [
        Sheet(
            sheet["title"],
            {(row, column): Cell(value, kind) for row, column, value, kind in sheet["cells"]},
            frozenset((row, column) for row, column in sheet["merged"]),
        )
        for sheet in told["sheets"]
    ]
    return sheets, told["notes"]
