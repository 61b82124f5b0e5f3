"""The rows of RFI-2's two tables: which thing each describes, and what it says of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from graph_service.model.terms import CODE_LISTS, DCT, PSG, RDF_TYPE
from graph_service.services.importing.outcome import LeftOut, Place
from graph_service.services.importing.rfi2.columns import Table
from graph_service.services.importing.rfi2.draft import CV, ORGANISATION, Draft
from graph_service.services.importing.rfi2.fields import read_field
from graph_service.services.importing.rfi2.keys import prefixed, slug
from graph_service.services.importing.rfi2.layout import Located
from graph_service.services.importing.rfi2.row import Row, readable
from graph_service.services.importing.rfi2.words import simplified

_IDENTIFIER, _TITLE = f"{DCT}identifier", f"{DCT}title"
#: The template's own example, which many leave in.
_EXAMPLE = ("example sevice 1", "driving licence")


@dataclass
class _Seen:
    """The things of a table so far, and the rows that they are described in."""

    places: dict[str, Place]
    contents: dict[str, dict[int, object]]


def identify(draft: Draft, sheets: Iterable[Located]) -> list[Row]:
    """The rows of ``sheets`` that describe something, each with its IRI; what describes nothing is left out."""
    rows: list[Row] = []
    seen = _Seen({}, {})
    for located in sheets:
        assert located.table  # noqa: S101 - only tables are given
        for number in located.rows:
            row = Row(draft, located, number, "", located.table.name)
            place = _named_at(row)
            if place is None:
                message = "Give the row at least a name or an ID; it was left out."
                empty = row.entry(located.table.columns["name"])
                draft.note("violation", empty, message)
                draft.left_out.append(LeftOut(empty, message))
                continue
            row.iri = _iri(row, located.table)
            if _is_new(row, seen, place):
                rows.append(row)
                _name(row, located.table, place)
    return rows


def _named_at(row: Row) -> Place | None:
    """The cell that names what the row describes, if there is one."""
    assert row.located.table  # noqa: S101 - rows are those of tables
    columns = row.located.table.columns
    address = row.located.address
    if address and (row.number, address) in row.located.sheet.cells:
        return row.located.place(row.number, address)
    for key in ("identifier", "name"):
        if found := row.text(columns[key]):
            return found[1]
    return None


def _iri(row: Row, table: Table) -> str:
    """The thing that a row describes: by address, by ID, else by name and agency; a new IRI where none is known."""
    draft, known = row.draft, row.draft.known
    class_ = known.full(table.class_)
    address = row.located.address
    cell = readable(draft, row.located, row.number, address) if address else None
    if cell is not None:
        iri = known.address(cell.text)
        if iri and (known.is_a(iri, [class_]) or not known.values(iri, RDF_TYPE)):
            return iri
        message = f"Write an address such as {table.type}/{draft.wanted.stack}-passport, or leave it empty."
        draft.note("violation", row.located.place(row.number, address), message, cell.text)
    agency = _agency(row, table)
    if found := row.text(table.columns["identifier"]):
        text = found[0]
        if same := [
            iri for iri in known.called(text, class_, _IDENTIFIER) if Literal(text) in known.values(iri, _IDENTIFIER)
        ]:
            return same[0]
        # A bare number is unique within an agency at most.
        key = slug(text) if any(c.isalpha() for c in text) else f"{slug(agency)}-{slug(text)}" if agency else slug(text)
        return draft.mint(table.type, key)
    name = row.text(table.columns["name"])
    text = name[0] if name else ""
    key = "-".join(filter(None, (_short_name(draft, agency), slug(text))))
    minted = draft.mint(table.type, key)
    same = [iri for iri in known.called(text, class_, _TITLE) if _is_of(row, iri, agency)]
    return same[0] if len(same) == 1 else minted


def _agency(row: Row, table: Table) -> str:
    column = table.columns.get("authority") or table.columns["owner"]
    found = row.text(column)
    return found[0] if found else row.draft.wanted.agency


def _short_name(draft: Draft, agency: str) -> str:
    """The key of an agency without that of the stack."""
    if not agency:
        return ""
    iri = draft.known.named(agency, [ORGANISATION]).iri
    key = iri.rsplit("/", 1)[-1] if iri else slug(agency)
    return key.removeprefix(f"{draft.wanted.stack}-")


def _is_of(row: Row, iri: str, agency: str) -> bool:
    """Whether ``iri`` is of the agency; so where no agency is named."""
    organisation = row.draft.known.named(agency, [ORGANISATION]).iri if agency else None
    links = (f"{CV}hasCompetentAuthority", f"{CV}ownedBy")
    return not agency or organisation in [one for link in links for one in row.draft.known.things(iri, link)]


def _is_new(row: Row, seen: _Seen, place: Place) -> bool:
    """Whether the row describes what no other row does; noted where it does not."""
    cells = row.located.sheet.row(row.number)
    position = {n for n, match in row.located.columns.items() if match.column.key == "position"}
    content: dict[int, object] = {column: cell for column, cell in cells.items() if column not in position}
    first = seen.places.setdefault(row.iri, place)
    if first is place:
        seen.contents[row.iri] = content
        return True
    if seen.contents[row.iri] == content:
        reason = f"The same row as {first.part}!{first.at}; it was left out."
        row.draft.note("warning", place, reason)
    else:
        reason = f"Describes the same as {first.part}!{first.at}. Give each its own ID, or delete one of the two."
        row.draft.note("violation", place, reason, row.draft.known.short(row.iri))
    row.draft.left_out.append(LeftOut(place, reason))
    return False


def _name(row: Row, table: Table, place: Place) -> None:
    """State class and identifier, and know the names, so that other rows can name it."""
    draft, known = row.draft, row.draft.known
    row.say(RDF_TYPE, NamedNode(known.full(table.class_)), place)
    draft.entries[row.iri, ""] = place
    draft.clear(row.iri, _IDENTIFIER)
    identifier = row.text(table.columns["identifier"])
    had = [v for v in known.values(row.iri, _IDENTIFIER) if isinstance(v, Literal)]
    given = Literal(identifier[0]) if identifier else next(iter(had), Literal(_key(row)))
    row.say(_IDENTIFIER, given, identifier[1] if identifier else place)
    for _, cell, language in row.cells(table.columns["name"]):
        known.say(row.iri, _TITLE, draft.text(cell.text, language))
    name = row.text(table.columns["name"])
    if identifier and name and (simplified(identifier[0]), simplified(name[0])) == _EXAMPLE:
        draft.note(
            "warning", place, "This is the example of the template; delete the row if it is none of your services."
        )


def _key(row: Row) -> str:
    return prefixed(row.draft.wanted.stack, row.iri.rsplit("/", 1)[-1])


def read_row(row: Row) -> None:
    """Read all columns of RFI-2 in ``row``, and say what follows without a column."""
    table = row.located.table
    assert table  # noqa: S101 - rows are those of tables
    present = {match.column.key for match in row.located.columns.values()}
    if table.name == "services" and row.draft.wanted.agency:
        present.add("authority")
    for column in table.columns.values():
        if column.key in present:
            if column.property:
                row.draft.entries.setdefault((row.iri, row.draft.known.full(column.property)), row.entry(column))
            read_field(row, column)
    place = row.draft.entries[row.iri, ""]
    row.draft.list_in_catalogue(row.catalogue, row.iri, place)


def complete_systems(draft: Draft, rows: Iterable[Row], responsible: Iterable[str]) -> None:
    """Say of systems what RFI-2 has no column for and the model needs: that they run, and whose they are.

    ``responsible`` are the organisations that the services of the workbook name.
    """
    owners = set(responsible)
    for row in rows:
        place = draft.entries[row.iri, ""]
        if not draft.now(row.iri, f"{PSG}systemStatus"):
            row.say(f"{PSG}systemStatus", NamedNode(f"{CODE_LISTS}system-status/in-operation"), place)
            draft.note("info", place, "Taken to be in operation; add the column “Status” where a system is not.")
        if draft.now(row.iri, f"{CV}ownedBy"):
            continue
        if draft.wanted.agency and (owner := draft.organisation(draft.wanted.agency, place)):
            row.link(f"{CV}ownedBy", owner, place)
        elif len(owners) == 1:
            row.link(f"{CV}ownedBy", next(iter(owners)), place)
            message = f"Taken to belong to {draft.known.label(next(iter(owners)))}, the only agency of the workbook."
            draft.note("info", place, message)
