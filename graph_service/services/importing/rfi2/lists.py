"""Columns that name a property, on RFI-2's own sheets and on the further sheets that list other things."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from graph_service.model.terms import DCT, RDF_TYPE
from graph_service.services.importing.outcome import LeftOut, Place
from graph_service.services.importing.rfi2.columns import PropertyColumn
from graph_service.services.importing.rfi2.draft import Draft
from graph_service.services.importing.rfi2.known import Known, Term
from graph_service.services.importing.rfi2.layout import CATALOGUE, STATEMENT, Located
from graph_service.services.importing.rfi2.ranges import Range, Ranges
from graph_service.services.importing.rfi2.row import Row, readable

#: The catalogues that further sheets may add to; the first where they name none.
_CATALOGUES = ("services", "systems")


@dataclass
class Listed:
    """A row of a further sheet: a thing, what is said of it, and what links to it (by which property)."""

    iri: str
    catalogue: str
    place: Place
    facts: list[tuple[str, Term, Place]] = field(default_factory=list)
    links: list[tuple[str, str, Place]] = field(default_factory=list)


def term_of(text: str, wanted: Range, known: Known) -> Term | None:
    """What the entry ``text`` of a property's column means; ``None`` where it should name something and does not."""
    if wanted.datatype:
        return Literal(text, datatype=NamedNode(wanted.datatype))
    if wanted.classes:
        iri = known.named(text, wanted.classes).iri
        return NamedNode(iri) if iri else None
    address = known.address(text)
    if address and (address in known.facts or "/" in text or ":" in text) and " " not in text:
        return NamedNode(address)
    return Literal(text)


def _read_cell(draft: Draft, ranges: Ranges, cell: _At, classes: list[str]) -> Iterable[Term]:
    """The values in a property's column; what names nothing is noted."""
    if cell.column.language:
        return [Literal(cell.text, language=cell.column.language)]
    wanted = ranges.of(classes, draft.known.full(cell.column.property))
    if wanted.is_text:
        return [draft.text(cell.text)]
    values = []
    for entry in filter(None, map(str.strip, cell.text.split("\n"))):
        term = term_of(entry, wanted, draft.known)
        if term is None:
            draft.thing(entry, list(wanted.classes), cell.place)
        else:
            values.append(term)
    return values


@dataclass(frozen=True)
class _At:
    column: PropertyColumn
    text: str
    place: Place


def _cells(draft: Draft, located: Located, row: int) -> list[_At]:
    """The cells of the columns that name a property which is known here."""
    found = []
    for number, column in located.properties.items():
        if column.property.partition(":")[0] not in draft.known.prefixes:
            message = "The prefix of this property is not known, and the column was not read."
            draft.note("warning", located.place(located.heading_row, number), message)
            continue
        cell = readable(draft, located, row, number, dates=True)
        found.append(_At(column, "" if cell is None else cell.text, located.place(row, number)))
    return found


def read_properties(row: Row, ranges: Ranges) -> None:
    """Read the columns of a row of RFI-2's tables that name a property."""
    draft = row.draft
    classes = draft.known.things(row.iri, RDF_TYPE)
    for cell in _cells(draft, row.located, row.number):
        predicate = draft.known.full(cell.column.property)
        _clear(draft, row.iri, predicate, cell.column)
        draft.entries.setdefault((row.iri, predicate), cell.place)
        for value in _read_cell(draft, ranges, cell, classes) if cell.text else ():
            row.say(predicate, value, cell.place)


def _clear(draft: Draft, subject: str, predicate: str, column: PropertyColumn) -> None:
    tag = column.language
    draft.clear(subject, predicate, lambda v: not tag or (isinstance(v, Literal) and v.language == tag))


def read_classes(draft: Draft, sheets: Iterable[Located]) -> list[tuple[Located, int, Listed]]:
    """The things that further sheets list, so that cells can name them: addresses, classes, titles."""
    listed = []
    for located in sheets:
        for number in located.rows if located.address else ():
            place = located.place(number, located.address)
            cell = readable(draft, located, number, located.address)
            iri = draft.known.address(cell.text) if cell else None
            if iri is None:
                message = "Write an address such as channel/demo-passport-online, or delete the row."
                draft.note("violation", place, message, cell.text if cell else "")
                draft.left_out.append(LeftOut(place, message))
                continue
            thing = Listed(iri, _catalogue(draft, located, number), place)
            for at in _cells(draft, located, number):
                predicate = draft.known.full(at.column.property)
                if predicate == RDF_TYPE:
                    for name in at.text.split():
                        if class_ := draft.known.address(name):
                            draft.known.say(iri, RDF_TYPE, NamedNode(class_))
                elif at.column.language and predicate == f"{DCT}title" and at.text:
                    draft.known.say(iri, predicate, Literal(at.text, language=at.column.language))
            listed.append((located, number, thing))
    return listed


def _catalogue(draft: Draft, located: Located, row: int) -> str:
    """The catalogue that a row of a further sheet adds to."""
    column = next((number for number, heading in located.headings.items() if heading == CATALOGUE), 0)
    cell = readable(draft, located, row, column) if column else None
    if cell is not None and cell.text not in _CATALOGUES:
        draft.note("violation", located.place(row, column), f"Write one of {', '.join(_CATALOGUES)}.", cell.text)
        return _CATALOGUES[0]
    return cell.text if cell else _CATALOGUES[0]


def read_things(draft: Draft, ranges: Ranges, listed: list[tuple[Located, int, Listed]]) -> list[Listed]:
    """What is said of the things of further sheets; nothing of it is stated yet."""
    for located, number, thing in listed:
        classes = draft.known.things(thing.iri, RDF_TYPE)
        for at in _cells(draft, located, number):
            predicate = draft.known.full(at.column.property)
            if at.column.inverse:
                for entry in filter(None, map(str.strip, at.text.split("\n"))):
                    iri = draft.known.address(entry)
                    if iri is None or iri not in draft.known.facts:
                        draft.note("violation", at.place, "Write the address of something that is described.", entry)
                        continue
                    thing.links.append((iri, predicate, at.place))
                    draft.known.say(iri, predicate, NamedNode(thing.iri))
                continue
            _clear(draft, thing.iri, predicate, at.column)
            for value in _read_cell(draft, ranges, at, classes) if at.text else ():
                thing.facts.append((predicate, value, at.place))
                draft.known.say(thing.iri, predicate, value)
            draft.entries.setdefault((thing.iri, predicate), at.place)
        draft.entries.setdefault((thing.iri, ""), thing.place)
    return [thing for _, _, thing in listed]


def state_things(draft: Draft, things: Iterable[Listed], rows: Iterable[Row]) -> None:
    """State what further sheets say, except of parts that RFI-2's own columns name no longer."""
    listed_rows = {row.iri for row in rows}
    catalogues = {row.iri: row.catalogue for row in rows}
    things = list(things)
    for linker, predicate in {(linker, predicate) for thing in things for linker, predicate, _ in thing.links}:
        if linker in listed_rows and not _is_managed(draft, linker, predicate, None):
            draft.clear(linker, predicate)
    for thing in things:
        used = not thing.links
        for linker, predicate, place in thing.links:
            catalogue = catalogues.get(linker, thing.catalogue)
            if not _is_managed(draft, linker, predicate, thing.iri):
                draft.say(catalogue, linker, predicate, NamedNode(thing.iri), place)
            used |= (linker, predicate, NamedNode(thing.iri)) in draft.said[catalogue]
        if not used:
            message = (
                "Not used: the service no longer names this in its own row. Name it there again, or delete this row."
            )
            draft.note("info", thing.place, message)
            draft.left_out.append(LeftOut(thing.place, message))
            continue
        for predicate, value, place in thing.facts:
            draft.say(thing.catalogue, thing.iri, predicate, value, place)


def _is_managed(draft: Draft, linker: str, predicate: str, part: str | None) -> bool:
    """Whether a column of RFI-2 says itself which parts there are."""
    kinds = draft.managed.get((linker, predicate), set())
    if part is None:
        return bool(kinds)
    return "" in kinds or bool(kinds & set(draft.known.things(part, f"{DCT}type")))


def read_statements(draft: Draft, sheets: Iterable[Located]) -> None:
    """The statements that the last sheet holds in the syntax of N-Triples, each with its catalogue."""
    for located in sheets:
        columns = {heading: number for number, heading in located.headings.items()}
        if STATEMENT not in columns:
            continue
        for number in located.rows:
            place = located.place(number, columns[STATEMENT])
            cell = readable(draft, located, number, columns[STATEMENT])
            try:
                quads = list(parse(cell.text.encode() if cell else b"", format=RdfFormat.N_TRIPLES))
            except SyntaxError as error:
                draft.note(
                    "violation", place, f"Write one statement of N-Triples: {error.msg}.", cell.text if cell else ""
                )
                continue
            for quad in quads:
                if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
                    draft.say(
                        _catalogue(draft, located, number), quad.subject.value, quad.predicate.value, quad.object, place
                    )
