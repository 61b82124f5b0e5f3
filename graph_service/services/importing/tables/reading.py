"""Tables: CSV, TSV, XLSX and JSON, read into the same rows of text, or refused with the place that is wrong."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from graph_service.errors import SourceError, TooLarge
from graph_service.services.importing.outcome import Place
from graph_service.services.importing.rfi2.reading import read_sheets
from graph_service.services.importing.tables import json_rows
from graph_service.settings import Settings

#: A row: its number in the file, which is its line where the file has lines, and its cells.
Row = tuple[int, tuple[str, ...]]
_SUFFIXES = (".csv", ".tsv", ".xlsx", ".json")
_SEPARATORS = {".csv": ",", ".tsv": "\t"}
_SHOWN = 40


@dataclass(frozen=True)
class Table:
    """Rows of text below headings; ``head`` is the number of the headings."""

    name: str
    head: int
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def place(self, number: int) -> Place:
        """Where the row with that number stands."""
        return Place(self.name, str(number))


def read_table(name: str, content: bytes, settings: Settings, encoding: str = "utf-8") -> Table:
    """Read a table; the suffix of ``name`` tells its format, ``encoding`` how text files are written.

    :raises SourceError: with line and column, where it is not a table of that format and encoding.
    :raises TooLarge: where it is larger than the setting allows.
    """
    if len(content) > settings.import_mb * 1024 * 1024:
        size = len(content) // 1024**2
        raise TooLarge(f"{name} has {size} MiB; at most {settings.import_mb} are read (GRAPH_IMPORT_MB).")
    suffix = PurePath(name).suffix.lower()
    rows: Iterator[Row]
    if suffix in _SEPARATORS:
        rows = _records(name, _decoded(name, content, encoding), _SEPARATORS[suffix])
    elif suffix == ".json":
        rows = json_rows.rows(name, _decoded(name, content, encoding))
    elif suffix == ".xlsx":
        rows = _sheet_rows(name, content, settings)
    else:
        raise SourceError(name, f"Unknown kind of table {suffix!r}; tables end in {', '.join(_SUFFIXES)}.")
    head, first = next(rows, (0, ()))
    columns = _headings(name, head, first)
    return Table(name, head, columns, tuple(_even(name, columns, rows)))


def _headings(name: str, line: int, row: Sequence[str]) -> tuple[str, ...]:
    columns = tuple(heading.strip() for heading in row)
    if not any(columns):
        raise SourceError(name, "The table is empty; its first row must hold the headings of the columns.", line)
    for position, heading in enumerate(columns, start=1):
        if not heading:
            raise SourceError(name, f"Column {position} has no heading; give it one.", line)
        if heading in columns[: position - 1]:
            other = columns.index(heading) + 1
            raise SourceError(name, f"Columns {other} and {position} have the same heading {heading!r}.", line)
    return columns


def _even(name: str, columns: Sequence[str], rows: Iterable[Row]) -> Iterator[Row]:
    """The rows that hold anything, each as long as the headings are."""
    for line, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(columns):
            if len(row) < len(columns):
                where = f"the first column without one is {columns[len(row)]!r}"
            else:
                where = f"the first too many is {row[len(columns)][:_SHOWN]!r}"
            hint = "Look for a cell that has a separator or quote in it and is not quoted."
            raise SourceError(name, f"{len(row)} cells below {len(columns)} headings: {where}. {hint}", line)
        yield line, tuple(cell.strip() for cell in row)


def _decoded(name: str, content: bytes, encoding: str) -> str:
    """The text, without a byte order mark."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceError(name, f"Is UTF-16, not {encoding}; save it as “CSV UTF-8”.", 1)
    if b"\0" in content:
        raise SourceError(name, "Holds a NUL byte, as no text does.", content[: content.index(b"\0")].count(b"\n") + 1)
    try:
        return content.decode("utf-8-sig" if encoding.lower() in {"utf-8", "utf8"} else encoding)
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        wrong = f"byte {column} of this line is 0x{content[error.start]:02X}"
        raise SourceError(name, f"Not {encoding}: {wrong}. Save it as “CSV UTF-8”.", line) from error


def _records(name: str, text: str, separator: str) -> Iterator[Row]:
    """The records of a text, each with the line on which it begins; semicolons are taken where commas are missing."""
    head = text.partition("\n")[0]
    used = ";" if separator == "," and "," not in head and ";" in head else separator
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=used, strict=True)
    begins = 1
    try:
        for record in reader:
            yield begins, tuple(record)
            begins = reader.line_num + 1
    except csv.Error as error:
        raise SourceError(name, f"{str(error).capitalize()}.", begins) from error


def _sheet_rows(name: str, content: bytes, settings: Settings) -> Iterator[Row]:
    """The rows of the first sheet that hold anything."""
    sheets, _ = read_sheets(content, name, settings)
    sheet = sheets[0]
    width = 0
    for number in sheet.rows():
        cells = sheet.row(number)
        width = width or max(cells)
        yield number, tuple(cells[at].text if at in cells else "" for at in range(1, max(width, *cells) + 1))
