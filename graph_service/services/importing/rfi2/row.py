"""A row of a table of RFI-2: the service or system that it describes, and the texts of its cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from graph_service.services.importing.outcome import Place
from graph_service.services.importing.rfi2.cells import Cell
from graph_service.services.importing.rfi2.columns import Column
from graph_service.services.importing.rfi2.draft import Draft
from graph_service.services.importing.rfi2.known import Term
from graph_service.services.importing.rfi2.layout import Located
from graph_service.services.importing.rfi2.words import is_nothing, is_unknown


@dataclass
class Row:
    """A row, what it describes (``iri``), and what of it was understood (``online`` are its online channels)."""

    draft: Draft
    located: Located
    number: int
    iri: str
    catalogue: str
    online: list[str] = field(default_factory=list)

    def say(self, predicate: str, value: Term, place: Place) -> None:
        """State something of what the row describes."""
        self.draft.say(self.catalogue, self.iri, predicate, value, place)

    def link(self, predicate: str, iri: str | None, place: Place) -> None:
        """State a link, where there is something to link to."""
        if iri is not None:
            self.say(predicate, NamedNode(iri), place)

    def cells(self, column: Column) -> list[tuple[Place, Cell, str]]:
        """The readable cells of ``column``, with the language that the heading names; unreadable ones are noted."""
        return [
            (place, cell, language)
            for number, language in self.located.columns_of(column)
            if (cell := readable(self.draft, self.located, self.number, number)) is not None
            for place in [self.located.place(self.number, number)]
        ]

    def text(self, column: Column) -> tuple[str, Place] | None:
        """The text of the first readable cell of ``column``."""
        found = self.cells(column)
        return (found[0][1].text, found[0][0]) if found else None

    def entry(self, column: Column) -> Place:
        """Where a value of ``column`` would be entered."""
        return self.located.place(self.number, next((number for number, _ in self.located.columns_of(column)), 0))

    def titles(self) -> Sequence[Literal]:
        """The names of what the row describes, as far as they are known."""
        title = self.draft.known.full("dct:title")
        return [value for value in self.draft.known.values(self.iri, title) if isinstance(value, Literal)]


def readable(draft: Draft, located: Located, row: int, column: int, *, dates: bool = False) -> Cell | None:
    """The cell, where it says something that can be read; what can't is noted."""
    cell = located.sheet.cells.get((row, column))
    if cell is None:
        return None
    place = located.place(row, column)
    if cell.kind == "error":
        draft.note("violation", place, "The cell shows an error of its formula; write the value instead.", cell.text)
    elif cell.kind == "formula":
        message = (
            "The result of the formula was never saved. Open the workbook in Excel and save it, or write the value."
        )
        draft.note("violation", place, message, cell.text)
    elif cell.kind == "date" and not dates:
        message = "Excel made a date of what was typed. Format the cell as text, and write it again."
        draft.note("violation", place, message, cell.text)
    elif not (is_unknown(cell.text) or is_nothing(cell.text)):
        return cell
    return None
