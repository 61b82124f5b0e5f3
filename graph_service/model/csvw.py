"""Tables that hold statements: one for each class, a row for each thing, described as CSVW asks.

Source: https://www.w3.org/TR/tabular-metadata/, section 5.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from graph_service.model.context import Context
from graph_service.model.terms import RDF_TYPE, XSD

#: The table of things that have no class.
NO_CLASS = "things-without-class"
#: What can stand between the values of a cell, and for a cell without one: the first that is in no value is taken.
_SEPARATORS = ("|", ";", "¦", "‖", "\x1f", "\x1e")
_NULLS = ("", "-", "∅", "NULL")
_IRI = "@id"
#: Datatypes that CSVW has a name for (section 5.11.1).
_NAMED = {
    *("string", "boolean", "integer", "decimal", "double", "float", "date", "dateTime", "time", "duration", "anyURI"),
    *("nonNegativeInteger", "positiveInteger", "gYear", "gYearMonth", "base64Binary", "hexBinary", "language"),
}


class NoFreeMark(ValueError):
    """The values of a column hold all that could stand between them."""


@dataclass
class Column:
    """The values that ``predicate`` has of one ``kind``: ``@id``, ``@`` and a language, or a datatype."""

    predicate: str
    kind: str
    name: str = ""
    several: bool = False
    separators: list[str] = field(default_factory=lambda: list(_SEPARATORS))
    nulls: list[str] = field(default_factory=lambda: list(_NULLS))

    def meet(self, values: Sequence[str]) -> None:
        """Note what the values of one thing ask of the column."""
        self.several = self.several or len(values) > 1
        for value in values:
            if any(mark in value for mark in self.separators):
                self.separators = [mark for mark in self.separators if mark not in value]
            if value in self.nulls:
                self.nulls.remove(value)

    def cell(self, values: Sequence[str]) -> str:
        """The cell of a thing."""
        if not values:
            return self.nulls[0]
        return self.separators[0].join(values) if self.several else values[0]

    def described(self) -> dict[str, Any]:
        """The column in the metadata.

        :raises NoFreeMark: where values could not be told apart.
        """
        found: dict[str, Any] = {"name": self.name, "titles": self.name, "propertyUrl": self.predicate}
        if not self.nulls or (self.several and (not self.separators or self.nulls[0])):
            raise NoFreeMark(self.predicate)
        if self.nulls[0]:
            found["null"] = self.nulls[0]
        if self.kind == _IRI:
            found["datatype"] = "anyURI"
            if not self.several:
                found["valueUrl"] = f"{{+{self.name}}}"
        elif self.kind.startswith("@"):
            found["lang"] = self.kind[1:]
        elif (short := self.kind.removeprefix(XSD)) in _NAMED:
            found["datatype"] = short
        else:
            found["datatype"] = {"base": "string", "@id": self.kind}
        if self.several:
            found["separator"] = self.separators[0]
        return found


@dataclass
class Table:
    """The things of the class ``of``, empty for those that have none."""

    of: str
    name: str = ""
    columns: dict[tuple[str, str], Column] = field(default_factory=dict)

    def meet(self, values: Mapping[tuple[str, str], Sequence[str]]) -> None:
        """Note the values of one thing."""
        for key, found in values.items():
            if key not in self.columns:
                self.columns[key] = Column(*key)
            self.columns[key].meet(found)

    def row(self, subject: str, values: Mapping[tuple[str, str], Sequence[str]]) -> list[str]:
        """The row of one thing."""
        return [subject, *(column.cell(values.get(key, ())) for key, column in self.columns.items())]

    @property
    def header(self) -> list[str]:
        """The names of the columns."""
        return ["id", *(column.name for column in self.columns.values())]

    def described(self) -> dict[str, Any]:
        """The table in the metadata.

        :raises NoFreeMark: where values could not be told apart.
        """
        own = {"name": "id", "titles": "id", "datatype": "anyURI", "required": True, "suppressOutput": True}
        columns = [own, *(column.described() for column in self.columns.values())]
        schema = {"aboutUrl": "{+id}", "primaryKey": "id", "columns": columns}
        about = {"dc:subject": {"@id": self.of}} if self.of else {}
        return {"url": f"{self.name}.csv", **about, "tableSchema": schema}


def values_by_column(said: Iterable[Triple]) -> dict[tuple[str, str], list[str]]:
    """The values of a thing, by what column they stand in."""
    values: dict[tuple[str, str], list[str]] = {}
    for triple in said:
        value = triple.object
        if isinstance(value, Literal):
            kind = f"@{value.language}" if value.language else value.datatype.value
        else:
            assert isinstance(value, NamedNode)  # noqa: S101 - the store holds no blank nodes
            kind = _IRI
        values.setdefault((triple.predicate.value, kind), []).append(value.value)
    return values


def classes_of(values: Mapping[tuple[str, str], list[str]]) -> list[str]:
    """The classes of the tables that a thing with ``values`` stands in."""
    return values.get((RDF_TYPE, _IRI), [""])


def name_all(tables: Mapping[str, Table], context: Context) -> None:
    """Put the columns in order, and name tables and columns."""
    words = _Words(context)
    taken: set[str] = set()
    for of, table in sorted(tables.items()):
        table.name = _free(words.word(of) if of else NO_CLASS, taken)
        table.columns = dict(sorted(table.columns.items(), key=lambda item: (item[0][0] != RDF_TYPE, item[0])))
        plain = [predicate for predicate, kind in table.columns if kind == _IRI or not kind.startswith("@")]
        names = {"id"}
        for (predicate, kind), column in table.columns.items():
            word = words.word(predicate)
            if kind.startswith("@") and kind != _IRI:
                word = f"{word}_{_safe(kind[1:])}"
            elif kind != _IRI and plain.count(predicate) > 1:
                word = f"{word}_{_local(kind)}"
            column.name = _free(word, names)


def metadata(tables: Iterable[Table]) -> dict[str, Any]:
    """The description of all tables.

    :raises NoFreeMark: where values could not be told apart.
    """
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dialect": {"encoding": "utf-8", "header": True, "trim": False},
        "tables": [table.described() for table in tables],
    }


class _Words:
    """Short names of classes and properties: the terms of the JSON-LD context, else the end of the IRI."""

    def __init__(self, context: Context) -> None:
        self._of_iri = {}
        for name, term in context.terms.items():
            prefix, _, local = term["@id"].partition(":")
            self._of_iri[f"{context.prefixes.get(prefix, f'{prefix}:')}{local}"] = _safe(name)

    def word(self, iri: str) -> str:
        return self._of_iri.get(iri) or _local(iri)


def _local(iri: str) -> str:
    return _safe(re.split(r"[/#:]", iri.rstrip("/#"))[-1]) or "value"


def _safe(text: str) -> str:
    """``text`` as a name that templates can hold."""
    return re.sub(r"[^A-Za-z0-9]+", "_", text).strip("_")


def _free(name: str, taken: set[str]) -> str:
    """``name``, with a number where it is taken, upper and lower case being the same to some file systems."""
    found, number = name, 1
    while found.lower() in taken:
        number += 1
        found = f"{name}_{number}"
    taken.add(found.lower())
    return found
