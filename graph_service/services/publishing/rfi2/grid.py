"""The sheets of a workbook before they are written: headings and rows of cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from graph_service.model.terms import DCT, RDF_TYPE
from graph_service.services.importing.rfi2.cells import Value
from graph_service.services.importing.rfi2.columns import Column, PropertyColumn, Table
from graph_service.services.importing.rfi2.draft import Fact
from graph_service.services.importing.rfi2.known import Known
from graph_service.services.importing.rfi2.layout import ADDRESS, CATALOGUE, STATEMENT
from graph_service.services.importing.rfi2.merging import PARTS
from graph_service.services.importing.rfi2.parts import ONLINE
from graph_service.services.importing.rfi2.ranges import Range, Ranges
from graph_service.services.publishing.rfi2.texts import LANG_STRING, Writer, number_cell

_PAGE = "http://xmlns.com/foaf/0.1/page"
#: Other properties that a column covers besides its own.
_COVERED = {"requests": ["psg:requestPeriod"], "prerequisites": ["dct:requires"]}
_TITLE_LENGTH = 31


@dataclass(frozen=True)
class Grid:
    """A sheet: its columns, each one of RFI-2, one that names a property, or a plain heading; and its rows."""

    title: str
    table: Table | None
    columns: Sequence[Column | PropertyColumn | str]
    headings: Sequence[str]
    rows: Sequence[Sequence[Value | None]] = field(default=())


@dataclass(frozen=True)
class Gridder:
    """Makes grids of what is known; ``names`` are those of properties and classes."""

    known: Known
    ranges: Ranges
    names: Mapping[str, str]
    language: str

    @property
    def writer(self) -> Writer:
        """What writes single cells."""
        return Writer(self.known, self.language)

    def table(self, table: Table, facts: Sequence[Fact]) -> Grid:
        """The sheet of services or systems."""
        class_ = self.known.full(table.class_)
        things = self._in_order({s for s, p, v in facts if p == RDF_TYPE and v == NamedNode(class_)})
        own = list(table.columns.values())
        covered = {self.known.full(c.property) for c in own if c.property and c.reads != "text"}
        covered |= {self.known.full(name) for c in own for name in _COVERED.get(c.key, ())} | {RDF_TYPE}
        covered |= {f"{DCT}isPartOf"} if self._is_plain(things) else set()
        texts = {self.known.full(c.property) for c in own if c.reads == "text"}
        others = self._properties(things, covered, self._parts(facts))
        others = [c for c in others if not (c.language == self.language and self.known.full(c.property) in texts)]
        columns: list[Column | PropertyColumn | str] = [*own, *others, ADDRESS]
        rows = [[self._cell(iri, column, class_) for column in columns] for iri in things]
        return Grid(table.sheets[0], table, columns, [self._heading(c) for c in columns], rows)

    def further(self, catalogue: str, table: Table, facts: Sequence[Fact]) -> list[Grid]:
        """A sheet for each other kind of thing that the catalogue describes."""
        kinds: dict[str, set[str]] = {}
        for subject, predicate, value in facts:
            if predicate == RDF_TYPE and value.value != self.known.full(table.class_):
                kinds.setdefault(value.value, set()).add(subject)
        parts = self._parts(facts)
        grids = []
        for class_, things in sorted(kinds.items(), key=lambda item: self._name(item[0])):
            links = sorted({link for link, values in parts.items() if set(values) & things})
            columns: list[Column | PropertyColumn | str] = [ADDRESS, CATALOGUE, PropertyColumn("rdf:type")]
            columns += [PropertyColumn(self.known.short(link), inverse=True) for link in links]
            columns += self._properties(sorted(things), {RDF_TYPE}, {})
            rows = [
                [catalogue if c == CATALOGUE else self._cell(iri, c, class_, parts) for c in columns]
                for iri in sorted(things)
            ]
            title = self._name(class_)[:_TITLE_LENGTH].capitalize()
            grids.append(Grid(title, None, columns, [self._heading(c) for c in columns], rows))
        return grids

    def _is_plain(self, things: Sequence[str]) -> bool:
        """Whether all things are in the catalogue that they are put into where none is named."""
        listed = {catalogue for iri in things for catalogue in self.known.things(iri, f"{DCT}isPartOf")}
        return len(listed) == 1 and all(self.known.things(iri, f"{DCT}isPartOf") for iri in things)

    def _in_order(self, things: set[str]) -> list[str]:
        """Things by their position in the list, where they have one."""

        def position(iri: str) -> tuple[float, str]:
            places = [v.value for v in self.known.values(iri, self.known.full("psg:listPosition"))]
            return (float(places[0]) if places and places[0].isdigit() else float("inf"), iri)

        return sorted(things, key=position)

    def _parts(self, facts: Sequence[Fact]) -> dict[str, dict[str, list[str]]]:
        """By property, the parts of things that are described, and the things that they are part of."""
        described = {subject for subject, predicate, _ in facts if predicate == RDF_TYPE}
        linkers: dict[str, dict[str, list[str]]] = {}
        for subject, predicate, value in facts:
            if isinstance(value, NamedNode) and value.value in described:
                linkers.setdefault(predicate, {}).setdefault(value.value, []).append(subject)
        return {predicate: values for predicate, values in linkers.items() if predicate in PARTS}

    def _properties(
        self, things: Sequence[str], covered: set[str], parts: Mapping[str, Mapping[str, Sequence[str]]]
    ) -> list[PropertyColumn]:
        found: set[tuple[str, str]] = set()
        for iri in things:
            for predicate, values in self.known.facts[iri].items():
                if predicate in covered or predicate in parts:
                    continue
                found |= {(predicate, getattr(value, "language", None) or "") for value in values}
        shorts = [(self.known.short(predicate), language) for predicate, language in sorted(found)]
        return [PropertyColumn(short, language) for short, language in shorts if "://" not in short]

    def _cell(
        self,
        iri: str,
        column: Column | PropertyColumn | str,
        class_: str,
        parts: Mapping[str, Mapping[str, Sequence[str]]] | None = None,
    ) -> Value | None:
        if column == ADDRESS:
            return self.known.short(iri)
        if isinstance(column, Column):
            return self.writer.cell(iri, column)
        assert isinstance(column, PropertyColumn)  # noqa: S101 - the catalogue is written by the caller
        predicate = self.known.full(column.property)
        if column.inverse:
            return (
                "\n".join(self.known.short(linker) for linker in (parts or {}).get(predicate, {}).get(iri, ())) or None
            )
        if predicate == RDF_TYPE:
            return " ".join(sorted(self.known.short(name) for name in self.known.things(iri, RDF_TYPE)))
        if predicate == _PAGE and ONLINE in self.known.things(iri, f"{DCT}type"):
            return None  # RFI-2 has a column for it
        return self._values(iri, predicate, column, self.ranges.of([class_], predicate))

    def _values(self, iri: str, predicate: str, column: PropertyColumn, wanted: Range) -> Value | None:
        values = [
            v for v in self.known.values(iri, predicate) if (getattr(v, "language", None) or "") == column.language
        ]
        if column.language:
            texts = [v.value for v in values if v.value == v.value.strip()]
            return texts[0] if len(values) == len(texts) == 1 else None
        entries = sorted(filter(None, (self.writer.entry(value, wanted) for value in values)))
        if len(entries) == 1 and isinstance(values[0], Literal) and wanted.datatype != LANG_STRING:
            return number_cell(entries[0]) if wanted.datatype else entries[0]
        return "\n".join(entries) or None

    def _heading(self, column: Column | PropertyColumn | str) -> str:
        if isinstance(column, str):
            return column
        if isinstance(column, Column):
            return column.template
        name = self._name(self.known.full(column.property))
        name = f"{name} of" if column.inverse else name
        mark = f" [{column.language}]" if column.language else ""
        return f"{name} ({'^' if column.inverse else ''}{column.property}){mark}"

    def _name(self, iri: str) -> str:
        return self.names.get(iri) or self.known.short(iri).partition(":")[2]


def statements(facts_by_catalogue: Mapping[str, Sequence[str]]) -> Grid:
    """The sheet of statements that no cell carries, in the syntax of N-Triples."""
    rows = [[catalogue, fact] for catalogue, facts in facts_by_catalogue.items() for fact in facts]
    columns = [CATALOGUE, STATEMENT]
    return Grid("Further statements", None, columns, columns, rows)
