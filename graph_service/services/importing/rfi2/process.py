"""The process that opens workbooks of strangers: ``python -m …rfi2.process MEGABYTES read|mark``.

``read`` takes a workbook on standard input and gives its cells as JSON; ``mark`` takes a line of JSON with marks
before the workbook, and gives the workbook with them.
"""

from __future__ import annotations

import datetime
import io
import json
import re
import sys
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell as OpenpyxlCell
from openpyxl.worksheet.worksheet import Worksheet

from graph_service.sandbox.confined import MEMORY, WRONG
from graph_service.sandbox.confinement import limit_memory, limit_writing
from graph_service.sandbox.network import leave_network
from graph_service.services.importing.rfi2.cells import Cell, Sheet, to_json
from graph_service.services.importing.rfi2.marking import mark
from graph_service.services.importing.rfi2.package import NoWorkbook, count_sheets, examine

#: What may stand in no text of the web: control characters and halves of characters.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_WRITTEN = 512 * 1024 * 1024


def main(megabytes: int, verb: str) -> None:
    """Carry out ``verb`` on standard input."""
    warnings.simplefilter("ignore")
    leave_network()
    content = sys.stdin.buffer.read()
    limit_memory(megabytes)
    try:
        if verb == "read":
            limit_writing(0)
            result = _read(content)
        else:
            limit_writing(_WRITTEN)
            told, _, workbook = content.partition(b"\n")
            examine(workbook)
            result = mark(_open(workbook, values=False), json.loads(told))
    except MemoryError:
        sys.exit(MEMORY)
    except NoWorkbook as error:
        _end(str(error))
    except Exception as error:  # noqa: BLE001 - a library meets what strangers made
        _end(f"Can't be read as a workbook ({type(error).__name__}). Save it anew in Excel or LibreOffice as .xlsx.")
    sys.stdout.buffer.write(result)


def _end(reason: str) -> None:
    sys.stderr.write("\n" + " ".join(reason.split()))
    sys.exit(WRONG)


def _open(content: bytes, *, values: bool) -> Workbook:
    return load_workbook(io.BytesIO(content), data_only=values, keep_links=False)


def _read(content: bytes) -> bytes:
    notes = examine(content)
    values, formulas = _open(content, values=True), _open(content, values=False)
    if len(values.sheetnames) != count_sheets(content):
        raise NoWorkbook("Is damaged: sheets are missing in it. Save it anew in Excel or LibreOffice as .xlsx.")
    sheets = [
        Sheet(sheet.title, *_cells(sheet, formulas[sheet.title]))
        for sheet in values.worksheets
        if sheet.sheet_state != "veryHidden"
    ]
    return to_json(sheets, notes)


def _cells(sheet: Worksheet, formulas: Worksheet) -> tuple[dict[tuple[int, int], Cell], frozenset[tuple[int, int]]]:
    cells = {(cell.row, cell.column): found for cell in _kept(sheet) if (found := _cell(cell)) is not None}
    for cell in _kept(formulas):
        if cell.data_type == "f" and (cell.row, cell.column) not in cells:
            cells[cell.row, cell.column] = Cell(_formula(cell.value), "formula")
    merged: set[tuple[int, int]] = set()
    for area in sheet.merged_cells.ranges:
        first = cells.get((area.min_row, area.min_col))
        for place in ((r, c) for r, c in area.cells if (r, c) != (area.min_row, area.min_col)):
            if first is not None:
                cells[place] = first
                merged.add(place)
    return cells, frozenset(merged)


def _kept(sheet: Worksheet) -> Iterator[OpenpyxlCell]:
    """The cells that the sheet has; its own iterators would make all those between far ones."""
    kept: Sequence[Any] = list(sheet._cells.values())  # noqa: SLF001
    return (cell for cell in kept if isinstance(cell, OpenpyxlCell) and cell.value is not None)


def _formula(value: object) -> str:
    return str(getattr(value, "text", value))


def _cell(cell: OpenpyxlCell) -> Cell | None:
    value = cell.value
    if isinstance(value, datetime.datetime | datetime.date | datetime.time | datetime.timedelta):
        return Cell(str(value).removesuffix(" 00:00:00"), "date")
    if isinstance(value, bool | int | float):
        return Cell(value, "truth" if isinstance(value, bool) else "number")
    text = _UNFIT.sub("", str(value))
    if not text.strip():
        return None
    return Cell(text, "error" if cell.data_type == "e" else "text")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
