"""Grids as a workbook in the layout of the template of RFI-2, with drop-downs that fit their columns."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from graph_service.services.importing.rfi2.cells import Value
from graph_service.services.importing.rfi2.columns import Column, PropertyColumn
from graph_service.services.importing.rfi2.importer import ABOUT, LISTS
from graph_service.services.publishing.rfi2.grid import Grid

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_CREATED = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
#: The rows of the template, counted from 0: title, headings, options of the drop-downs, data.
_TITLE_ROW, _HEADING_ROW = 3, 4
_SPARE_ROWS = 500
_WIDE, _NARROW = 32, 16
_VERSION = "version0.2CE_DSDS-1"
_NUMBERS = {"whole"}


@dataclass(frozen=True)
class Choices:
    """What may be chosen: words by code list, and names by class of things."""

    codes: Mapping[str, Sequence[str]]
    things: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class _Formats:
    title: Format
    heading: Format
    added: Format
    option: Format
    text: Format
    quoted: Format


def write(grids: Sequence[Grid], about: Sequence[str], choices: Choices) -> bytes:
    """The workbook of ``grids``."""
    buffer = io.BytesIO()
    with Workbook(buffer, _OPTIONS) as workbook:
        workbook.set_properties({"created": _CREATED, "title": "RFI-2"})
        formats = _formats(workbook)
        lists = _ranges(choices)
        for grid in grids:
            sheet = workbook.add_worksheet(grid.title)
            (_write_list if grid.table is None else _write_table)(sheet, grid, formats, choices, lists)
        _write_lists(workbook.add_worksheet(LISTS), choices, formats)
        sheet = workbook.add_worksheet(ABOUT)
        sheet.set_column(0, 0, 110)
        for row, line in enumerate(about):
            _put(sheet, row, 0, line, formats)
    return buffer.getvalue()


def _formats(workbook: Workbook) -> _Formats:
    common = {"text_wrap": True, "valign": "top"}
    heading = {**common, "bold": True, "border": 1}
    return _Formats(
        title=workbook.add_format({"bold": True, "font_size": 14}),
        heading=workbook.add_format({**heading, "bg_color": "#DDEBF7"}),
        added=workbook.add_format({**heading, "bg_color": "#E2EFDA"}),
        option=workbook.add_format({**common, "italic": True, "font_color": "#595959"}),
        text=workbook.add_format(common),
        quoted=workbook.add_format({**common, "quote_prefix": True}),
    )


def _write_table(sheet: Worksheet, grid: Grid, formats: _Formats, choices: Choices, lists: Mapping[str, str]) -> None:
    options = max((len(_offered(c, choices)) for c in grid.columns if isinstance(c, Column)), default=0)
    services = grid.table is not None and grid.table.name == "services"
    first = _HEADING_ROW + 1 + (options if services else 0)
    sheet.write_string(1, 1, _VERSION, formats.text)
    sheet.write_string(_TITLE_ROW, 0, "Service Catalogue" if services else "Systems-Platforms Catalogue", formats.title)
    sheet.set_row(_HEADING_ROW, 90)
    last = first + max(len(grid.rows), 1) + _SPARE_ROWS
    for number, column in enumerate(grid.columns):
        ours = not (isinstance(column, Column) and column.letter)
        sheet.set_column(number, number, _NARROW if isinstance(column, Column) and column.reads in _NUMBERS else _WIDE)
        sheet.write_string(_HEADING_ROW, number, grid.headings[number], formats.added if ours else formats.heading)
        if isinstance(column, Column):
            offered = _offered(column, choices)
            for row, word in enumerate(offered if services else ()):
                sheet.write_string(_HEADING_ROW + 1 + row, number, word, formats.option)
            if column.key == "options":
                sheet.write_string(_HEADING_ROW + 1, number, "Options", formats.option)
            _validate(sheet, column, (first, last, number), offered, lists)
    sheet.freeze_panes(first, 3)
    _write_rows(sheet, first, grid.rows, formats)


def _offered(column: Column, choices: Choices) -> Sequence[str]:
    if column.reads == "truth":
        return ("Yes", "No")
    return choices.codes.get(column.scheme, ()) if column.scheme else ()


def _validate(
    sheet: Worksheet, column: Column, area: tuple[int, int, int], offered: Sequence[str], lists: Mapping[str, str]
) -> None:
    """A drop-down, which forbids other entries only where a cell holds one word of a closed list."""
    first, last, number = area
    rule: dict[str, object] = {}
    if offered:
        start = xl_col_to_name(number, col_abs=True)
        above = f"={start}${_HEADING_ROW + 2}:{start}${_HEADING_ROW + 1 + len(offered)}"
        rule = {"validate": "list", "source": above if first > _HEADING_ROW + 1 else list(offered)}
        rule["show_error"] = not column.many and column.reads in {"truth", "code"}
    elif column.reads == "whole":
        rule = {"validate": "integer", "criteria": ">=", "value": 0, "error_type": "warning"}
        rule |= {"error_title": "A number", "error_message": "Write a whole number of 0 or more."}
    else:
        source = next((lists[name] for name in (*column.classes, _READS.get(column.reads, "")) if name in lists), None)
        if source:
            rule = {"validate": "list", "source": source, "show_error": False}
    if rule:
        sheet.data_validation(first, number, last, number, rule)


_READS = {"organisation": "cv:PublicOrganisation", "participations": "cv:PublicOrganisation"}


def _ranges(choices: Choices) -> dict[str, str]:
    """Where on the sheet of lists the names of each class stand."""
    return {
        name: f"={LISTS}!${xl_col_to_name(number)}$2:${xl_col_to_name(number)}${len(names) + 1}"
        for number, (name, names) in enumerate(choices.things.items())
        if names
    }


def _write_lists(sheet: Worksheet, choices: Choices, formats: _Formats) -> None:
    for number, (name, names) in enumerate(choices.things.items()):
        sheet.set_column(number, number, _WIDE)
        sheet.write_string(0, number, name, formats.heading)
        for row, text in enumerate(names, start=1):
            _put(sheet, row, number, text, formats)


def _write_list(sheet: Worksheet, grid: Grid, formats: _Formats, _choices: Choices, _lists: Mapping[str, str]) -> None:
    for number, column in enumerate(grid.columns):
        sheet.set_column(number, number, _WIDE if isinstance(column, PropertyColumn) else _NARROW * 2)
        sheet.write_string(0, number, grid.headings[number], formats.added)
    sheet.freeze_panes(1, 1)
    _write_rows(sheet, 1, grid.rows, formats)


def _write_rows(sheet: Worksheet, first: int, rows: Sequence[Sequence[Value | None]], formats: _Formats) -> None:
    for number, row in enumerate(rows, start=first):
        for column, value in enumerate(row):
            if value is not None:
                _put(sheet, number, column, value, formats)


def _put(sheet: Worksheet, row: int, column: int, value: Value, formats: _Formats) -> None:
    """Write a number as such, and everything else as text, whatever it looks like."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, column, value, formats.text)
        return
    text = str(value)
    sheet.write_string(row, column, text, formats.quoted if text.startswith(_FORMULA_STARTS) else formats.text)
