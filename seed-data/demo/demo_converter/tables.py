"""Reads the source tables, and remembers where each value stands."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

SEPARATOR = ";"
LINE = "__line__"


class SourceError(ValueError):
    """A value of a source table is wrong; the message names file, line and column."""

    def __init__(self, row: "Row", column: str, problem: str) -> None:
        super().__init__(f"{row.file}, line {row.line}, column {column}: {problem}")


@dataclass(frozen=True)
class Row:
    """One line of a table, or one mapping of a YAML file: column to text."""

    file: str
    line: int
    values: dict[str, str]
    children: tuple["Row", ...] = ()

    @property
    def is_sparse(self) -> bool:
        """Whether the row leaves out what is not known, as YAML does, instead of an empty cell."""
        return self.file.endswith(".yaml")

    def text(self, column: str) -> str:
        """Return the text of a column, empty where nothing is known."""
        if column not in self.values:
            raise SourceError(self, column, "there is no such column")
        return self.values[column].strip()

    def needed(self, column: str) -> str:
        """Return the text of a column that must not be empty."""
        text = self.text(column)
        if not text:
            raise SourceError(self, column, "must not be empty")
        return text

    def parts(self, column: str) -> list[str]:
        """Return the parts of a column that lists several values."""
        return [part.strip() for part in self.text(column).split(SEPARATOR) if part.strip()]


class _LineLoader(yaml.SafeLoader):
    """A YAML loader that keeps the line number of each mapping."""


def _mapping_with_line(loader: _LineLoader, node: yaml.MappingNode) -> dict[str, object]:
    mapping: dict[str, object] = {str(key): value for key, value in loader.construct_mapping(node, deep=True).items()}
    return {**mapping, LINE: node.start_mark.line + 1}


_LineLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping_with_line)


class Tables:
    """The folder of source tables; each is read once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[str, list[Row]] = {}

    def __getitem__(self, file: str) -> list[Row]:
        """Return the rows of a CSV file, or of a YAML list of mappings with nested steps."""
        if file not in self._read:
            rows = self._yaml(file) if file.endswith(".yaml") else self._csv(file)
            self._read[file] = list(rows)
        return self._read[file]

    def _csv(self, file: str) -> Iterator[Row]:
        with (self.folder / file).open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            for values in reader:
                row = Row(file, reader.line_num, values)
                if None in values or None in values.values():
                    raise SourceError(row, "last", "more or fewer values than the header has")
                yield row

    def _yaml(self, file: str) -> Iterator[Row]:
        text = (self.folder / file).read_text(encoding="utf-8")
        # A SafeLoader: the loader below only adds line numbers to it.
        for mapping in yaml.load(text, Loader=_LineLoader):  # noqa: S506
            yield _row_of(file, mapping)


def _row_of(file: str, mapping: dict[str, object]) -> Row:
    """Make a row of a YAML mapping: lists of texts are joined, lists of mappings are children."""
    values: dict[str, str] = {}
    children: list[Row] = []
    line = int(str(mapping[LINE]))
    for column, value in mapping.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            children += [_row_of(file, child) for child in value]
        elif isinstance(value, list):
            values[column] = f"{SEPARATOR} ".join(str(part) for part in value)
        elif isinstance(value, bool):
            values[column] = "yes" if value else "no"
        elif column != LINE:
            values[column] = str(value)
    return Row(file, line, values, tuple(children))
