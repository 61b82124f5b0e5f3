"""Critical path: how early each open item of a roadmap can be complete, and how long it may wait.

The critical path method: an item begins when all that it depends on is complete and takes its duration; the earliest
completion of a roadmap is that of its last item, and the slack of an item is how many quarters it may slip before
that moves (Kelley and Walker, *Critical-Path Planning and Scheduling*, 1959). Items in a circle, and those that wait
for one, can't be scheduled and say so. A row says one thing by the columns that it binds:

- ``item``, ``stack``, ``title``, ``plannedYear`` and perhaps ``plannedQuarter``, ``duration``: an open item;
- ``item`` and ``dependsOn``: an open item that it depends on.

Parameters: ``assumed_duration``, in quarters, of items that state none; ``from_year``, when work begins.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter

from pyoxigraph import Literal, NamedNode

from graph_service.model.solutions import Row
from graph_service.services.analyses import Arguments

TAKES = ("stack", "item", "title", "plannedYear", "plannedQuarter", "duration", "dependsOn")
GIVES = (
    "stack",
    "item",
    "itemTitle",
    "duration",
    "durationFrom",
    "earliestYear",
    "earliestQuarter",
    "plannedYear",
    "plannedQuarter",
    "slack",
    "critical",
    "margin",
    "state",
)

_QUARTERS = 4


@dataclass(frozen=True)
class _Item:
    """An open item, its duration and the quarter by whose end it is planned, counted from year 0."""

    iri: NamedNode
    stack: str
    title: Literal | None
    duration: int
    stated: bool
    year: int
    quarter: int | None

    @property
    def due(self) -> int:
        return self.year * _QUARTERS + (self.quarter or _QUARTERS)


def analyse(rows: Sequence[Row], arguments: Arguments) -> Iterator[Row]:
    """Each open item with its earliest completion, slack, and whether it is critical."""
    assumed = _number(arguments["assumed_duration"])
    start = _number(arguments["from_year"]) * _QUARTERS
    items: dict[str, _Item] = {}
    needs: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if "dependsOn" in row:
            needs[_text(row, "item")].add(_text(row, "dependsOn"))
        else:
            items[_text(row, "item")] = _item(row, assumed)
    needs = defaultdict(set, {item: others & items.keys() for item, others in needs.items()})
    order, stuck = _order(items, needs)
    earliest: dict[str, int] = {}
    for item in order:
        earliest[item] = max((earliest[other] for other in needs[item]), default=start) + items[item].duration
    latest = _latest(order, items, needs, earliest)
    for item in sorted(items, key=lambda item: (items[item].stack, earliest.get(item, 0), item)):
        row = _row(items[item])
        if item in stuck:
            yield row | {"state": Literal("can't be scheduled: depends on a circle")}
            continue
        slack = latest[item] - earliest[item]
        year, quarter = divmod(earliest[item] - 1, _QUARTERS)
        yield row | {
            "earliestYear": _literal(year),
            "earliestQuarter": _literal(quarter + 1),
            "slack": _literal(slack),
            "critical": _literal(slack == 0),
            "margin": _literal(items[item].due - earliest[item]),
            "state": _literal("scheduled"),
        }


@lru_cache(maxsize=10_000, typed=True)
def _literal(value: bool | int | str) -> Literal:
    """The same object for the same value, which is written once for all rows."""
    return Literal(value)


#: The same object for the same stack.
_stack = lru_cache(maxsize=1000)(NamedNode)


def _number(terms: Sequence[NamedNode | Literal]) -> int:
    return int(terms[0].value)


def _text(row: Row, name: str) -> str:
    term = row.get(name)
    return term.value if isinstance(term, NamedNode | Literal) else ""


def _item(row: Row, assumed: int) -> _Item:
    duration, quarter = _text(row, "duration"), _text(row, "plannedQuarter")
    iri, title = row["item"], row.get("title")
    assert isinstance(iri, NamedNode)  # noqa: S101 - things of the catalogues have IRIs
    return _Item(
        iri=iri,
        stack=_text(row, "stack"),
        title=title if isinstance(title, Literal) and title.value else None,
        duration=int(duration) if duration else assumed,
        stated=bool(duration),
        year=int(_text(row, "plannedYear")),
        quarter=int(quarter) if quarter else None,
    )


def _order(items: Mapping[str, _Item], needs: Mapping[str, set[str]]) -> tuple[list[str], set[str]]:
    """Items so that each comes after what it needs, and those that a circle keeps from being ordered."""
    sorter = TopologicalSorter({item: sorted(needs.get(item, ())) for item in sorted(items)})
    with suppress(CycleError):  # what no circle holds up is given out all the same
        sorter.prepare()
    order: list[str] = []
    while ready := sorter.get_ready():
        order += ready
        sorter.done(*ready)
    return order, items.keys() - order


def _latest(
    order: Sequence[str], items: Mapping[str, _Item], needs: Mapping[str, set[str]], earliest: Mapping[str, int]
) -> dict[str, int]:
    """The latest completion of each item that keeps the earliest completion of its stack's roadmap."""
    ends: dict[str, int] = defaultdict(int)
    for item in order:
        ends[items[item].stack] = max(ends[items[item].stack], earliest[item])
    latest = {item: ends[items[item].stack] for item in order}
    for item in reversed(order):
        for other in needs.get(item, set()):
            latest[other] = min(latest[other], latest[item] - items[item].duration)
    return latest


def _row(item: _Item) -> dict[str, NamedNode | Literal]:
    row: dict[str, NamedNode | Literal] = {
        "stack": _stack(item.stack),
        "item": item.iri,
        "duration": _literal(item.duration),
        "durationFrom": _literal("stated" if item.stated else "assumed"),
        "plannedYear": _literal(item.year),
    }
    if item.title is not None:
        row["itemTitle"] = item.title
    if item.quarter:
        row["plannedQuarter"] = _literal(item.quarter)
    return row
