"""The same workbook with findings marked: cells filled by severity and commented, and a sheet that lists them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

FINDINGS = "Findings"
_FILLS = {
    severity: PatternFill("solid", fgColor=colour)
    for severity, colour in (("violation", "FFFFC7CE"), ("warning", "FFFFEB9C"), ("info", "FFDDEBF7"))
}
_WIDTHS = (11, 30, 10, 40, 80, 40)
_LONGEST = 2_000


def mark(workbook: Workbook, findings: Sequence[Mapping[str, Any]]) -> bytes:
    """``workbook`` with ``findings``, each with severity, part (the sheet), at (the cell), heading, message, value."""
    by_cell: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for finding in findings:
        by_cell.setdefault((finding["part"], finding["at"]), []).append(finding)
    for (title, at), found in by_cell.items():
        if title in workbook.sheetnames and at:
            _mark_cell(workbook[title], at, found)
    _list(workbook, findings)
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def _mark_cell(sheet: Worksheet, at: str, found: Sequence[Mapping[str, Any]]) -> None:
    cell = sheet[at]
    if isinstance(cell, MergedCell):  # the first cell of a merged range carries fill and comment for all
        area = next(area for area in sheet.merged_cells.ranges if at in area)
        cell = sheet.cell(area.min_row, area.min_col)
    assert isinstance(cell, Cell)  # noqa: S101 - places are single cells
    said = [cell.comment.text] if cell.comment else []
    said += [f"{finding['severity'].upper()}: {finding['message']}" for finding in found]
    comment = Comment("\n\n".join(said)[:_LONGEST], "Graph Service")
    comment.width, comment.height = 360, 60 + 50 * len(said)
    cell.comment = comment
    order = list(_FILLS)
    cell.fill = _FILLS[min((finding["severity"] for finding in found), key=order.index)]


def _list(workbook: Workbook, findings: Sequence[Mapping[str, Any]]) -> None:
    if FINDINGS in workbook.sheetnames:  # of an earlier round
        del workbook[FINDINGS]
    sheet = workbook.create_sheet(FINDINGS, 0)
    sheet.append(["Severity", "Sheet", "Cell", "Column", "What is wrong and what to do", "Value"])
    for number, finding in enumerate(findings, start=2):
        line = [finding[name] for name in ("severity", "part", "at", "heading", "message", "value")]
        for column, text in enumerate(line, start=1):
            cell = sheet.cell(number, column)
            cell.value = str(text)[:_LONGEST]
            cell.data_type = "s"  # never a formula, whatever it looks like
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(number, 1).fill = _FILLS[finding["severity"]]
        if finding["part"] in workbook.sheetnames and finding["at"]:
            link = sheet.cell(number, 3)
            link.hyperlink = f"#'{finding['part'].replace(chr(39), chr(39) * 2)}'!{finding['at']}"
            link.font = Font(underline="single", color="FF0563C1")
    for cell, width in zip(sheet[1], _WIDTHS, strict=True):
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.freeze_panes = "A2"
    workbook.active = 0
