"""An Excel workbook: the answer on one sheet, and on another what it is about and what it rests on."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import IO

from pyoxigraph import Literal
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from graph_service.errors import NotAcceptable
from graph_service.formats import formats_of
from graph_service.model.answer import Answer
from graph_service.model.terms import XSD

MEDIA_TYPES = ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",)

#: What a sheet can hold, by Excel's own limits.
ROWS, TEXT_LENGTH = 1_048_576, 32_767

Value = str | int | float | bool | datetime.date

#: Nothing that is written is taken for a formula, an address or a number.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_CREATED = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_WIDEST = 400


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(text)
    return number


_DAY = r"(?:19\d\d|[2-9]\d{3})-\d\d-\d\d"
_AS_TEXT = (re.compile(".*", re.DOTALL), str)
_WHOLE = (re.compile(r"[+-]?0*[0-9]{1,15}"), int)
_DECIMAL = (re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"), _finite)
_READERS: dict[str, tuple[re.Pattern[str], Callable[[str], Value]]] = {
    **{f"{XSD}{name}": _WHOLE for name in ("integer", "long", "int", "short", "byte")},
    **{f"{XSD}unsigned{name}": _WHOLE for name in ("Long", "Int", "Short", "Byte")},
    **{f"{XSD}{name}Integer": _WHOLE for name in ("nonNegative", "positive", "nonPositive", "negative")},
    **{f"{XSD}{name}": _DECIMAL for name in ("decimal", "double", "float")},
    f"{XSD}boolean": (re.compile("true|false|1|0"), {"true", "1"}.__contains__),
    f"{XSD}date": (re.compile(_DAY, re.ASCII), datetime.date.fromisoformat),
    f"{XSD}dateTime": (
        re.compile(rf"{_DAY}T\d\d:\d\d:\d\d(?:\.\d{{1,3}})?", re.ASCII),
        datetime.datetime.fromisoformat,
    ),
}


@dataclass(frozen=True)
class _Formats:
    header: Format
    text: Format
    date: Format
    moment: Format


def write_rows(answer: Answer, output: IO[bytes]) -> None:
    """The rows of ``answer``; numbers, truths and dates as such, everything else as text, nothing as a formula.

    :raises NotAcceptable: where a sheet has no room for all rows.
    """
    columns = [variable.value for variable in answer.solutions.variables]
    rows = [[None if row[name] is None else cell_value(row[name]) for name in columns] for row in answer.solutions]
    if len(rows) >= ROWS:
        raise NotAcceptable(sorted(set(formats_of("rows")) - {"xlsx"}))
    _workbook(answer, columns, rows, output)


def write_truth(answer: Answer, output: IO[bytes]) -> None:
    """Yes or no, as a truth in the first row."""
    _workbook(answer, ["answer"], [[answer.truth]], output)


def cell_value(term: object) -> Value:
    """A term as the value of a cell.

    Text stays what Excel has not (early dates, time zones, infinity) or would change (integers of more than 15 digits),
    and what is not in the form of its datatype.
    """
    text = str(getattr(term, "value", term))
    pattern, read = _READERS.get(term.datatype.value if isinstance(term, Literal) else "", _AS_TEXT)
    if not pattern.fullmatch(text):
        return text
    try:
        return read(text)
    except ValueError:
        return text


class Sheets:
    """The sheets of a workbook with a ``title``: each has a bold header that stays in sight, and typed cells."""

    def __init__(self, workbook: Workbook, title: str) -> None:
        workbook.set_properties({"title": title, "created": _CREATED})
        self.workbook = workbook
        self.formats = _Formats(
            header=workbook.add_format({"bold": True}),
            text=workbook.add_format({"quote_prefix": True}),
            date=workbook.add_format({"num_format": "yyyy-mm-dd"}),
            moment=workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        )

    def add(self, name: str, columns: Sequence[str], rows: Sequence[Sequence[Value | None]]) -> int:
        """Add a sheet; how many texts had to be cut."""
        sheet = self.workbook.add_worksheet(name)
        sheet.write_row(0, 0, columns, self.formats.header)
        sheet.freeze_panes(1, 0)
        cut = 0
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                cut += _write(sheet, number, column, value, self.formats)
        sheet.autofit(_WIDEST)
        return cut


def _workbook(
    answer: Answer, columns: Sequence[str], rows: Sequence[Sequence[Value | None]], output: IO[bytes]
) -> None:
    with Workbook(output, OPTIONS) as workbook:
        sheets = Sheets(workbook, answer.query.summary)
        cut = sheets.add("Answer", columns, rows)
        about = workbook.add_worksheet("About")
        for number, (name, value) in enumerate(_about(answer, len(rows), cut)):
            about.write_string(number, 0, name, sheets.formats.header)
            _write(about, number, 1, value, sheets.formats)
        about.autofit(_WIDEST)


def _write(sheet: Worksheet, row: int, column: int, value: Value | None, formats: _Formats) -> bool:
    """Write one cell; whether its text had to be cut."""
    match value:
        case None | "":
            return False
        case bool():
            sheet.write_boolean(row, column, value)
        case int() | float():
            sheet.write_number(row, column, value)
        case datetime.datetime():
            sheet.write_datetime(row, column, value, formats.moment)
        case datetime.date():
            sheet.write_datetime(row, column, value, formats.date)
        case str():
            return _write_text(sheet, row, column, value, formats)
    return False


def _write_text(sheet: Worksheet, row: int, column: int, text: str, formats: _Formats) -> bool:
    """Write ``text`` as text, whatever it looks like; cut with an ellipsis where a cell can't hold it."""
    units = text.encode("utf-16-le")
    cut = len(units) > 2 * TEXT_LENGTH
    if cut:
        text = units[: 2 * (TEXT_LENGTH - 1)].decode("utf-16-le", errors="ignore") + "…"
    if text.startswith("<r>") and text.endswith("</r>"):  # the library would take it for markup of its own
        sheet.write_rich_string(row, column, text[0], text[1], text[2:])
    else:
        sheet.write_string(row, column, text, formats.text if text.startswith(_FORMULA_STARTS) else None)
    return cut


def _about(answer: Answer, count: int, cut: int) -> list[tuple[str, Value]]:
    """What the second sheet says, line by line."""
    query, receipt = answer.query, answer.receipt
    lines: list[tuple[str, Value]] = [("Question", query.summary)]
    lines += [("Fictional data", f"This answer draws on invented data: {stack}") for stack in receipt.fictional]
    if cut:
        lines.append(("Cut texts", f"{cut} texts were too long for a cell; they end in …"))
    if answer.total is not None:
        lines.append(("Rows in all", answer.total))
    if query.description:
        lines.append(("Description", " ".join(query.description.split())))
    lines.append(("Query", query.name))
    lines += [(f"Parameter {name}", " ".join(values)) for name, values in receipt.parameters.items()]
    lines += [(f"Column {column.name}", column.help) for column in query.columns.values()]
    return [
        *lines,
        ("Rows", count),
        ("Generation of the data", receipt.generation),
        ("Digest of the query (SHA-256)", receipt.digest),
        ("Engine", receipt.engine),
    ]
