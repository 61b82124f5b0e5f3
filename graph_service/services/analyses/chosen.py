"""Chosen: the rows of things that have what is asked for.

Each argument leaves the rows that have its value in one column; IRIs joined by a space are each a value, told once and
in order. In SPARQL every choice that may be left out would have to be written twice, and a sorted list costs a join.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import Literal

from graph_service.model.binding import Term
from graph_service.model.solutions import Row

#: The column in which each argument is looked for.
PLACES = {
    "at_level": "level",
    "of_organisation": "organisation",
    "in_event": "events",
    "for_recipient": "recipients",
    "with_building_block": "buildingBlocks",
    "in_year": "plannedYear",
}
#: The columns that hold IRIs joined by a space.
LISTS = ("events", "recipients", "buildingBlocks")
TAKES = ("stack", "service", "serviceTitle", *PLACES.values(), "transactionsPerYear")
GIVES = TAKES


def analyse(rows: Sequence[Row], arguments: Mapping[str, Sequence[Term]]) -> Iterable[Row]:
    """The rows that have one of the values given for each argument, sorted by stack and service."""
    wanted = {
        PLACES[name]: {term.value for term in terms} for name, terms in arguments.items() if name in PLACES and terms
    }
    kept = [row for row in rows if all(values_in(row, column) & values for column, values in wanted.items())]
    return sorted(map(_in_order, kept), key=lambda row: (_text(row, "stack"), _text(row, "service")))


def _in_order(row: Row) -> Row:
    """The row with each value of a list once, sorted; lists of nothing are left out."""
    lists = {column: " ".join(sorted(values_in(row, column))) for column in LISTS}
    rest = {name: term for name, term in row.items() if name not in LISTS}
    return rest | {column: Literal(text) for column, text in lists.items() if text}


def values_in(row: Row, column: str) -> set[str]:
    """The values that ``row`` has in ``column``, each IRI by itself."""
    return set(_text(row, column).split())


def _text(row: Row, name: str) -> str:
    return str(getattr(row.get(name), "value", ""))
