"""Tables in Office Open XML workbooks: the rows of the first sheet."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterator
from typing import Any

from openpyxl import load_workbook

from graph_service.errors import SourceError, TooLarge

#: A workbook that unpacks to more is refused before it is unpacked.
MAX_UNPACKED = 400 * 1024 * 1024


def rows(name: str, content: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows of the first sheet as text, with their numbers; headings are the first row that holds anything.

    :raises SourceError: where it is no workbook that can be read.
    :raises TooLarge: where it unpacks to more than :data:`MAX_UNPACKED`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise TooLarge(f"{name} unpacks to more than {MAX_UNPACKED} bytes.")
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise SourceError(name, "Not an XLSX workbook, or protected by a password.") from error
    sheet = workbook.worksheets[0]
    width = 0
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        row = tuple(map(_text, cells))
        if not width:
            width = max((place for place, cell in enumerate(row, start=1) if cell), default=0)
        if width:
            padded = row + ("",) * (width - len(row))
            beyond = [cell for cell in padded[width:] if cell]
            yield number, padded if beyond else padded[:width]


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case datetime.datetime() if value.time() == datetime.time():
            return value.date().isoformat()
        case datetime.datetime() | datetime.date():
            return value.isoformat()
    return str(value)
