"""The layout of a view: boxes in columns, in an order that keeps lines short, and the lines between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph_service.model.architecture import Placed, Relation, View

WIDTH, HEIGHT = 220, 60
_MARGIN, _HEAD, _GAP = 20, 40, 20
_ALLEY = {True: 180, False: 80}


@dataclass(frozen=True)
class Box:
    """A thing at a place in pixels from the top left of the diagram, with those that stand inside it."""

    thing: str
    x: int
    y: int
    width: int
    height: int
    inside: Sequence[Box] = ()


@dataclass(frozen=True)
class Diagram:
    """A view laid out; ``left_out`` counts the things for which a column had no row."""

    view: View
    boxes: Sequence[Box]
    lines: Sequence[Relation]
    left_out: int


def lay_out(view: View, relations: Iterable[Relation]) -> Diagram:
    """``view`` with the ``relations`` between what it shows.

    A relation between a thing and what stands inside it is told by the nesting and not drawn.
    """
    shown = {entry.thing: entry for entry in view.placed}
    among = [relation for relation in relations if relation.source in shown and relation.target in shown]
    columns: dict[int, list[str]] = defaultdict(list)
    inside: dict[str, list[str]] = defaultdict(list)
    left_out = 0
    for entry in view.placed:
        place = inside[entry.within] if entry.within in shown else columns[entry.column]
        if len(place) < view.rows:
            place.append(entry.thing)
        else:
            left_out += 1
    ordered = [columns[number] for number in sorted(columns)]
    if view.neighbours:
        _untangle(ordered, among)
    boxes = _boxes(ordered, inside, wide=view.neighbours)
    column = {box.thing: rank for rank, stack in enumerate(boxes) for box in stack}
    column |= {inner.thing: rank for rank, stack in enumerate(boxes) for box in stack for inner in box.inside}
    lines = [line for line in among if line.source in column and line.target in column]
    if view.neighbours:
        lines = [line for line in lines if abs(column[line.source] - column[line.target]) == 1]
    lines = [line for line in lines if not _nested(line, shown)]
    return Diagram(view, [box for stack in boxes for box in stack], lines, left_out)


def _nested(line: Relation, shown: Mapping[str, Placed]) -> bool:
    return shown[line.source].within == line.target or shown[line.target].within == line.source


def _boxes(columns: Sequence[Sequence[str]], inside: Mapping[str, Sequence[str]], *, wide: bool) -> list[list[Box]]:
    """The boxes of each column, one below the other."""
    result = []
    x = _MARGIN
    for column in columns:
        y, stack = _MARGIN, []
        broad = WIDTH + 2 * _MARGIN if any(thing in inside for thing in column) else WIDTH
        for thing in column:
            inner = [
                Box(name, x + _MARGIN, y + _HEAD + row * (HEIGHT + _GAP), WIDTH, HEIGHT)
                for row, name in enumerate(inside.get(thing, ()))
            ]
            height = _HEAD + len(inner) * (HEIGHT + _GAP) if inner else HEIGHT
            stack.append(Box(thing, x, y, broad, height, inner))
            y += height + _GAP
        result.append(stack)
        x += broad + _ALLEY[wide]
    return result


def _untangle(columns: list[list[str]], relations: Iterable[Relation]) -> None:
    """Order each column but the first by the mean place of what its things are related to in the one before.

    Source: K. Sugiyama, S. Tagawa, M. Toda, Methods for visual understanding of hierarchical system structures (1981),
    the barycentric method, one sweep.
    """
    related: dict[str, set[str]] = defaultdict(set)
    for relation in relations:
        related[relation.source].add(relation.target)
        related[relation.target].add(relation.source)
    for before, column in pairwise(columns):
        place = {thing: number for number, thing in enumerate(before)}

        def mean(thing: str, place: Mapping[str, int] = place) -> float:
            found = [place[other] for other in related[thing] if other in place]
            return sum(found) / len(found) if found else len(place)

        column.sort(key=mean)
