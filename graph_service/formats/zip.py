"""CSV tables with their description, zipped: one table for each class, and ``csvw-metadata.json``.

Source: https://www.w3.org/TR/tabular-metadata/. Only dumps are written so.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import IO

from graph_service.errors import NotAcceptable
from graph_service.formats import dump_formats
from graph_service.model.context import Context
from graph_service.model.csvw import NoFreeMark, Table, classes_of, metadata, name_all, values_by_column
from graph_service.model.sorted_statements import SortedStatements, subjects

MEDIA_TYPES = ("application/zip",)

#: How many characters of rows are held before they are put away.
_HELD = 8 * 2**20
#: The first time that the format knows; when a dump was made is no part of it.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o100644 << 16


def write_dump(statements: SortedStatements, context: Context, output: IO[bytes]) -> None:
    """What all graphs hold, in tables.

    :raises NotAcceptable: where values hold all marks that could stand between them.
    """
    tables: dict[str, Table] = {}
    for _, said in subjects(statements.triples):
        values = values_by_column(said)
        for of in classes_of(values):
            tables.setdefault(of, Table(of)).meet(values)
    name_all(tables, context)
    ordered = sorted(tables.values(), key=lambda table: table.name)
    try:
        described = json.dumps(metadata(ordered), ensure_ascii=False, indent=1).encode() + b"\n"
    except NoFreeMark:
        raise NotAcceptable(sorted(set(dump_formats()) - {"zip"})) from None
    with tempfile.TemporaryDirectory(dir=statements.triples.parent) as name, zipfile.ZipFile(output, "w") as archive:
        _write_tables(Path(name), statements, tables)
        _put(archive, "csvw-metadata.json", io.BytesIO(described), len(described))
        for table in ordered:
            path = Path(name) / f"{table.name}.csv"
            with path.open("rb") as file:
                _put(archive, path.name, file, path.stat().st_size)


def _write_tables(folder: Path, statements: SortedStatements, tables: dict[str, Table]) -> None:
    """Write each table to a file; rows are held back, so that few files are open at once."""
    held = {of: io.StringIO(newline="") for of in tables}
    writers = {of: csv.writer(buffer) for of, buffer in held.items()}
    for of, table in tables.items():
        writers[of].writerow(table.header)

    def put_away() -> None:
        for of, buffer in held.items():
            with (folder / f"{tables[of].name}.csv").open("a", encoding="utf-8", newline="") as file:
                file.write(buffer.getvalue())
            buffer.seek(0)
            buffer.truncate()

    size = 0
    for subject, said in subjects(statements.triples):
        values = values_by_column(said)
        for of in classes_of(values):
            size += writers[of].writerow(tables[of].row(subject, values))
        if size > _HELD:
            put_away()
            size = 0
    put_away()


def _put(archive: zipfile.ZipFile, name: str, file: IO[bytes], size: int) -> None:
    entry = zipfile.ZipInfo(name, _NO_TIME)
    entry.compress_type, entry.create_system, entry.external_attr, entry.file_size = 8, 3, _READABLE, size
    with archive.open(entry, "w") as output:
        shutil.copyfileobj(file, output)
