"""Tables: CSV, TSV, XLSX and JSON, read into the same rows of text, or refused with the place that is wrong."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from graph_service.errors import SourceError, TooLarge
from graph_service.services.importing import json_table, xlsx_table

#: Longer files are refused: what is read is held in memory.
MAX_BYTES = 100 * 1024 * 1024
_SHOWN = 40


@dataclass(frozen=True)
class Table:
    """Rows of text below headings; rows and headings with their number in the file: the line where it has lines."""

    name: str
    unit: str
    head: int
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def place(self, number: int) -> str:
        """Where the row with that number stands, for people."""
        return f"{self.name}:{number}" if self.unit == "line" else f"{self.name}, {self.unit} {number}"


def read_table(name: str, content: bytes, encoding: str = "utf-8") -> Table:
    """Read a table; the suffix of ``name`` tells its format, ``encoding`` how text files are written.

    :raises SourceError: with line and column, where it is not a table of that format and encoding.
    :raises TooLarge: where it is longer than :data:`MAX_BYTES`.
    """
    if len(content) > MAX_BYTES:
        raise TooLarge(f"{name} has {len(content)} bytes; tables of at most {MAX_BYTES} are read. Split it.")
    suffix = PurePath(name).suffix.lower()
    reader = _READERS.get(suffix)
    if reader is None:
        raise SourceError(name, f"Unknown kind of table {suffix!r}; tables end in {', '.join(_READERS)}.")
    unit, rows = reader(name, content, encoding)
    head, columns, body = _headed(name, rows)
    return Table(name, unit, head, columns, tuple(body))


def _headed(
    name: str, rows: Iterable[tuple[int, tuple[str, ...]]]
) -> tuple[int, tuple[str, ...], Iterator[tuple[int, tuple[str, ...]]]]:
    """The headings with their number, and the rows below them, each as long as the headings are."""
    numbered = iter(rows)
    line, first = next(numbered, (0, ()))
    columns = tuple(heading.strip() for heading in first)
    if not any(columns):
        raise SourceError(name, "The table is empty; its first row must hold the headings of the columns.", line)
    for position, heading in enumerate(columns, start=1):
        if not heading:
            raise SourceError(name, f"Column {position} has no heading; give it one.", line)
        if heading in columns[: position - 1]:
            other = columns.index(heading) + 1
            raise SourceError(name, f"Columns {other} and {position} have the same heading {heading!r}.", line)
    return line, columns, _even(name, columns, numbered)


def _even(
    name: str, columns: Sequence[str], rows: Iterator[tuple[int, tuple[str, ...]]]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    for line, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(columns):
            where = f"column {columns[len(row)]!r} is the first without one" if len(row) < len(columns) else (
                f"the first too many is {row[len(columns)][:_SHOWN]!r}"
            )
            hint = "Look for a cell with a separator or quote in it that is not quoted."
            raise SourceError(name, f"{len(row)} cells below {len(columns)} headings: {where}. {hint}", line)
        yield line, tuple(cell.strip() for cell in row)


def _decoded(name: str, content: bytes, encoding: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceError(name, f"Is UTF-16, not {encoding}; save the file as “CSV UTF-8”.", 1)
    try:
        return content.decode("utf-8-sig" if encoding.lower() in {"utf-8", "utf8"} else encoding)
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line, column = before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1
        reason = f"Not {encoding}: byte {column} of this line is 0x{content[error.start]:02X}."
        raise SourceError(name, f"{reason} Save the file as “CSV UTF-8”.", line) from error


def _separated(separator: str) -> Callable[[str, bytes, str], tuple[str, Iterator[tuple[int, tuple[str, ...]]]]]:
    def read(name: str, content: bytes, encoding: str) -> tuple[str, Iterator[tuple[int, tuple[str, ...]]]]:
        text = _decoded(name, content, encoding)
        head = text.partition("\n")[0]
        used = ";" if separator == "," and "," not in head and ";" in head else separator
        return "line", _records(name, text, used)

    return read


def _records(name: str, text: str, separator: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The records of a text, each with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    try:
        for record in reader:
            yield begins, tuple(record)
            begins = reader.line_num + 1
    except csv.Error as error:
        raise SourceError(name, f"{str(error).capitalize()}.", begins) from error


def _json(name: str, content: bytes, encoding: str) -> tuple[str, Iterator[tuple[int, tuple[str, ...]]]]:
    return "item", json_table.rows(name, _decoded(name, content, encoding))


def _xlsx(name: str, content: bytes, _encoding: str) -> tuple[str, Iterator[tuple[int, tuple[str, ...]]]]:
    return "row", xlsx_table.rows(name, content)


_READERS = {".csv": _separated(","), ".tsv": _separated("\t"), ".xlsx": _xlsx, ".json": _json}
