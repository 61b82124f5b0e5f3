"""RML: what a mapping file refers to, and running it by morph-kgc in a process and environment of its own.

Source: RML-Core and RML-FNML, http://w3id.org/rml/ (W3C Knowledge Graph Construction Community Group).
"""

from __future__ import annotations

import csv
import math
import os
import re
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import QuerySolutions, RdfFormat, Store

from graph_service.errors import MappingError, SourceError
from graph_service.sandbox import rml_process
from graph_service.services.importing.tables.reading import Table
from graph_service.settings import Settings

RML_FILE = "mapping.rml.ttl"
#: What an RML file calls the imported table, and the column that is added to every table: the row's number.
ROWS, LINE = "rows.csv", "_line"
#: The engine's functions that mappings may use; some of the others evaluate cells as program text.
FUNCTIONS = frozenset(
    f"http://users.ugent.be/~bjdmeest/function/grel.ttl#{name}"
    for name in ("string_split", "string_replace", "string_trim", "toLowerCase", "toUpperCase")
)

_TEMPLATE_PART = re.compile(r"(?<!\\)\{([^{}]+)\}")
_PREFIX = "PREFIX rml: <http://w3id.org/rml/> "
_SOURCES = _PREFIX + "SELECT DISTINCT ?value { ?map rml:logicalSource/rml:source ?value }"
_FUNCTIONS = _PREFIX + "SELECT DISTINCT ?value { ?execution rml:function|rml:functionMap/rml:constant ?value }"
_REFERENCES = (
    _PREFIX
    + """
SELECT DISTINCT ?source ?reference ?template {
  ?map rml:logicalSource/rml:source ?source ; (!(rml:logicalSource|rml:parentTriplesMap))* ?term .
  { ?term rml:reference ?reference } UNION { ?term rml:template ?template }
}"""
)


@dataclass(frozen=True)
class _Reference:
    """A column that an RML file points to, in which of its tables."""

    source: str
    column: str


def check_rml(path: Path, tables: Sequence[Path]) -> None:
    """Check that an RML file reads nothing but the imported table and ``tables``, and uses known functions.

    :raises MappingError: where it does not, or is no Turtle.
    """
    store = _parsed(path)
    known = {ROWS, *(f"tables/{table.name}" for table in tables)}
    sources = _values(store, _SOURCES)
    if not sources:
        raise MappingError(f"{path}: reads nothing; write RML in the vocabulary http://w3id.org/rml/.")
    for source in sources:
        if source not in known:
            raise MappingError(f"{_place(path, source)}: reads {source!r}; known are {', '.join(sorted(known))}.")
    for function in _values(store, _FUNCTIONS):
        if function not in FUNCTIONS:
            raise MappingError(f"{path}: uses {function}; taken are {', '.join(sorted(FUNCTIONS))}.")


def run_rml(path: Path, table: Table, lookups: Iterable[Table], settings: Settings) -> bytes:
    """The statements, in N-Triples, that the RML file at ``path`` makes of the tables.

    :raises MappingError: where the file points to a column that a look-up table lacks, or the engine fails.
    :raises SourceError: where the imported table lacks a column, or takes too much time or memory.
    """
    named = {ROWS: table, **{f"tables/{lookup.name}": lookup for lookup in lookups}}
    _check_columns(path, named)
    if not settings.mapping_python.exists():
        raise MappingError(
            f"There is no {settings.mapping_python}, in which mappings run. Make it with: python3 -m venv "
            f"{settings.mapping_python.parent.parent} && {settings.mapping_python.parent / 'pip'} install "
            f"--require-hashes -r {settings.home / 'requirements-mapping.lock'}, or name another by "
            "GRAPH_MAPPING_PYTHON."
        )
    with tempfile.TemporaryDirectory(prefix="graph-mapping-") as place:
        folder = Path(place)
        (folder / "tables").mkdir()
        for name, content in named.items():
            _write(folder / name, content)
        (folder / RML_FILE).write_bytes(path.read_bytes())
        (folder / "engine.ini").write_text(
            "[CONFIGURATION]\nnumber_of_processes = 1\nlogging_level = CRITICAL\nna_values =\n"
            f"[rows]\nmappings = {RML_FILE}\n",
            encoding="utf-8",
        )
        return _run(path, table, folder, settings)


def _run(path: Path, table: Table, folder: Path, settings: Settings) -> bytes:
    program = [str(settings.mapping_python), "-I", rml_process.__file__, "engine.ini"]
    limits = [str(settings.import_memory_mb), str(math.ceil(settings.import_seconds))]
    environment = {"OPENBLAS_NUM_THREADS": "1", "HOME": str(folder), "PATH": os.defpath, "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(  # noqa: S603 - the operator's Python and our own program
            [*program, *limits],
            cwd=folder,
            env=environment,
            capture_output=True,
            timeout=settings.import_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        limit = f"{settings.import_seconds:g} seconds (GRAPH_IMPORT_SECONDS)"
        raise SourceError(table.name, f"Its mapping took longer than {limit}. Split the table.") from error
    if done.returncode:
        last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2][:500]
        if "MemoryError" in last or done.returncode < 0:
            limit = f"{settings.import_memory_mb} MiB (GRAPH_IMPORT_MEMORY_MB)"
            raise SourceError(table.name, f"Its mapping needed more than {limit} or was ended. Split the table.")
        raise MappingError(f"{path}: the engine failed: {last or done.returncode}")
    return (folder / "statements.nt").read_bytes()


def _check_columns(path: Path, tables: dict[str, Table]) -> None:
    for reference in _references(path):
        table = tables[reference.source]
        if reference.column not in {LINE, *table.columns}:
            there = ", ".join(repr(column) for column in table.columns)
            reason = f"The column {reference.column!r} is missing, to which {_place(path, reference.column)} points."
            if reference.source == ROWS:
                raise SourceError(table.name, f"{reason} There are {there}.", table.head)
            raise MappingError(f"{path.parent / reference.source}: {reason} There are {there}.")


def _references(path: Path) -> list[_Reference]:
    solutions = _parsed(path).query(_REFERENCES)
    assert isinstance(solutions, QuerySolutions)  # noqa: S101 - a SELECT gives rows
    found = set()
    for row in solutions:
        source = row["source"].value
        if row["reference"] is not None:
            found.add(_Reference(source, row["reference"].value))
        else:
            found.update(_Reference(source, part) for part in _TEMPLATE_PART.findall(row["template"].value))
    return sorted(found, key=lambda reference: (reference.source, reference.column))


def _parsed(path: Path) -> Store:
    store = Store()
    try:
        store.load(path=str(path), format=RdfFormat.TURTLE)
    except (OSError, SyntaxError) as error:
        raise MappingError(f"{path}: {error}") from error
    return store


def _values(store: Store, query: str) -> list[str]:
    solutions = store.query(query)
    assert isinstance(solutions, QuerySolutions)  # noqa: S101 - a SELECT gives rows
    return sorted(row["value"].value for row in solutions)


def _place(path: Path, text: str) -> str:
    """The line of ``path`` that first has ``text``."""
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next((number for number, line in enumerate(lines, start=1) if text in line), 0)
    return f"{path}:{line}"


def _write(path: Path, table: Table) -> None:
    """Write a table as the engine reads it: with commas, in UTF-8, each row with its number."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([LINE, *table.columns])
        writer.writerows([number, *row] for number, row in table.rows)
