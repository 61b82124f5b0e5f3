"""Where on a sheet the headings are, which column is which, and where the rows of data begin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graph_service.services.importing.outcome import ImportFinding, Place
from graph_service.services.importing.rfi2.cells import Cell, Sheet, reference
from graph_service.services.importing.rfi2.columns import (
    Column,
    Match,
    PropertyColumn,
    Table,
    match_heading,
    property_column,
)
from graph_service.services.importing.rfi2.words import simplified

ADDRESS = "Address"
CATALOGUE = "Catalogue"
STATEMENT = "Statement"
#: Headings stand within these first rows, and those of one table at most so far from each other.
_HEADING_ROWS, _BAND = 40, 3
_FEWEST = 3


@dataclass(frozen=True)
class Located:
    """A sheet that was understood: its columns by number, its rows of data, the heading of every column."""

    sheet: Sheet
    table: Table | None
    columns: Mapping[int, Match]
    properties: Mapping[int, PropertyColumn]
    headings: Mapping[int, str]
    heading_row: int
    rows: Sequence[int]
    findings: Sequence[ImportFinding] = field(default=())

    @property
    def address(self) -> int:
        """The column of addresses; 0 where there is none."""
        return next((number for number, heading in self.headings.items() if heading == ADDRESS), 0)

    def place(self, row: int, column: int) -> Place:
        """A cell of the sheet; the row as such where ``column`` is 0."""
        return Place(self.sheet.title, reference(row, column or 1), self.headings.get(column, ""))

    def columns_of(self, column: Column) -> list[tuple[int, str]]:
        """The numbers of the columns that are ``column``, with the language that their heading names."""
        return [(number, match.language) for number, match in self.columns.items() if match.column.key == column.key]


def locate(sheet: Sheet, tables: Sequence[Table]) -> Located | None:
    """Understand ``sheet``; ``None`` where it has no headings that are known."""
    lists = _locate_list(sheet)
    if lists:
        return lists
    for everywhere in (False, True):  # near headings that are known exactly; else wherever some resemble known ones
        candidates = [found for table in tables if (found := _locate_table(sheet, table, everywhere=everywhere))]
        if candidates:
            break
    return max(candidates, key=lambda found: sum(m.likeness for m in found.columns.values()), default=None)


def _locate_list(sheet: Sheet) -> Located | None:
    """One of our further sheets: headings in the first row, an address or a statement in each further one."""
    headings = {column: cell.text for column, cell in sheet.row(1).items()}
    properties = {c: found for c, heading in headings.items() if (found := property_column(heading)) is not None}
    named = set(headings.values())
    if STATEMENT not in named and not (ADDRESS in named and any(p.property == "rdf:type" for p in properties.values())):
        return None
    rows = [row for row in sheet.rows() if row > 1]
    return Located(sheet, None, {}, properties, headings, 1, rows)


def _locate_table(sheet: Sheet, table: Table, *, everywhere: bool) -> Located | None:
    own = {
        place: cell for place, cell in sheet.cells.items() if place not in sheet.merged and place[0] <= _HEADING_ROWS
    }
    exact = {simplified(heading) for column in table.columns.values() for heading in column.known_as}
    likely = _by_row(place for place, cell in own.items() if simplified(cell.text) in exact)
    middle = max(likely, key=lambda row: (likely[row], -row), default=0)
    heads = {row for row, count in likely.items() if abs(row - middle) <= _BAND and (row == middle or count > 1)}
    near = {place: cell for place, cell in own.items() if place[0] in heads or everywhere}
    known = {place: match for place, cell in near.items() if (match := _heading_match(cell, table)) is not None}
    by_row = _by_row(known)
    if not by_row:
        return None
    main = max(by_row, key=lambda row: (by_row[row], -row))
    band = {row for row in by_row if abs(row - main) <= _BAND and (row == main or by_row[row] > 1)}
    chosen = _one_each({place: match for place, match in known.items() if place[0] in band})
    distinct = {match.column.key for match in chosen.values()}
    if len(distinct) < _FEWEST or not distinct & {"name", "identifier"}:
        return None
    numbers = {column: match for (_, column), match in chosen.items()}
    rows_of = {column: row for row, column in chosen}
    headings, properties = _headings(sheet, band, rows_of)
    bottom = _bottom(sheet, max(band), set(headings))
    located = Located(sheet, table, numbers, properties, headings, max(band), _data_rows(sheet, table, numbers, bottom))
    return Located(**{**vars(located), "findings": [*_findings(located, rows_of, chosen)]})


def _by_row(places: Iterable[tuple[int, int]]) -> Counter[int]:
    return Counter(row for row, _ in places)


def _heading_match(cell: Cell, table: Table) -> Match | None:
    return match_heading(cell.text, table) if cell.kind == "text" and property_column(cell.text) is None else None


def _one_each(known: Mapping[tuple[int, int], Match]) -> dict[tuple[int, int], Match]:
    """The best heading of each column of the sheet, and the best column for each heading, unless it is repeated."""
    chosen: dict[tuple[int, int], Match] = {}
    taken: set[tuple[str, str]] = set()
    used: set[int] = set()
    for place, match in sorted(known.items(), key=lambda item: (-item[1].likeness, item[0])):
        key = (match.column.key, match.language)
        if place[1] in used or (key in taken and not match.column.repeated):
            continue
        chosen[place] = match
        taken.add(key)
        used.add(place[1])
    return dict(sorted(chosen.items(), key=lambda item: item[0][1]))


def _headings(
    sheet: Sheet, band: set[int], rows_of: Mapping[int, int]
) -> tuple[dict[int, str], dict[int, PropertyColumn]]:
    headings: dict[int, str] = {}
    for column in sheet.columns:
        rows = [rows_of[column]] if column in rows_of else sorted(band, reverse=True)
        texts = [sheet.cells[row, column].text for row in rows if (row, column) in sheet.cells]
        if texts:
            headings[column] = " ".join(texts[0].split())
    named = {column: property_column(heading) for column, heading in headings.items() if column not in rows_of}
    return headings, {column: found for column, found in named.items() if found is not None}


def _bottom(sheet: Sheet, row: int, columns: set[int]) -> int:
    """The last row of the headings, with those that are merged into them."""
    while any((row + 1, column) in sheet.merged and (row + 1, column) in sheet.cells for column in columns):
        below = {c for c in columns if (row + 1, c) in sheet.merged}
        if not any(sheet.cells[row + 1, c] is sheet.cells.get((row, c)) or _same(sheet, row, c) for c in below):
            break
        row += 1
    return row


def _same(sheet: Sheet, row: int, column: int) -> bool:
    above, below = sheet.cells.get((row, column)), sheet.cells.get((row + 1, column))
    return above is not None and above == below


def _data_rows(sheet: Sheet, table: Table, columns: Mapping[int, Match], bottom: int) -> list[int]:
    """The rows below the headings that say something; those that only list options or a serial number do not."""
    rows: list[int] = []
    for row in sheet.rows():
        if row <= bottom:
            continue
        filled = {columns[c].column.key for c in columns if (row, c) in sheet.cells} - {"position", "options"}
        choices = {key for key in filled if table.columns[key].reads in {"code", "channels", "truth"}}
        if not filled or (not rows and filled == choices):
            continue
        rows.append(row)
    return rows


def _findings(
    located: Located, rows_of: Mapping[int, int], chosen: Mapping[tuple[int, int], Match]
) -> list[ImportFinding]:
    assert located.table  # noqa: S101 - only tables have expected headings
    title = located.sheet.title
    found: list[ImportFinding] = []

    def tell(severity: str, column: int, message: str) -> None:
        row = rows_of.get(column, located.heading_row)
        place = Place(title, reference(row, column), located.headings.get(column, "")) if column else Place(title)
        found.append(ImportFinding(severity, place, message))  # type: ignore[arg-type] # one of the three

    for (_, column), match in chosen.items():
        if match.likeness < 1:
            tell("info", column, f"Understood as the column “{match.column.template}”.")
    for column, heading in located.headings.items():
        if column in located.columns or column in located.properties or heading in {ADDRESS, CATALOGUE}:
            continue
        if any((row, column) in located.sheet.cells for row in located.rows):
            message = "This column is not known, and nothing of it was read. Use a heading of the template"
            tell("warning", column, f"{message}, or name a property in brackets, such as (cv:processingTime).")
    letters = [m.column for _, m in sorted(located.columns.items()) if m.column.letter]
    order = [column.key for column in located.table.columns.values() if column.letter]
    if sorted(letters, key=lambda c: order.index(c.key)) != letters:
        tell("info", 0, "The columns are in another order than in the template; they were found by their headings.")
    present = {match.column.key for match in located.columns.values()}
    missing = [c.template for c in located.table.columns.values() if c.letter and c.key not in {*present, "options"}]
    if missing:
        listed = ", ".join(f"“{heading}”" for heading in missing)
        tell(
            "info", 0, f"Columns of the template that are not there, and were left as they are in the graph: {listed}."
        )
    return found
