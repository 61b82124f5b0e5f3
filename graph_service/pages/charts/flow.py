"""Flow: what depends on what, as boxes from the one side to the other with arrows between them.

A row is a chain of things: ``from`` and ``to`` are the columns of its ends, ``start`` that of what comes before, and
``through`` those of what lies between. Or the column ``along`` holds the IRIs of a whole chain, and ``titles`` what
they are called. ``why`` is a column that is told under the first thing of a chain. ``most`` is how many boxes stand
one below another at most.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from graph_service.pages.charts import Drawing, Record
from graph_service.pages.charts.boxes import WIDTH, arrow, box, height
from graph_service.pages.charts.joined import things
from graph_service.pages.charts.layers import Edge, Layered, layered
from graph_service.pages.charts.svg import element
from graph_service.pages.rows import Cell
from graph_service.pages.words import Words

_GAP, _BETWEEN, _WAY, _MARGIN, _LINE = 64, 12, 10, 4, 24
_MOST, _TOLD = 40, 12


def draw(records: Sequence[Record], options: Mapping[str, Any], words: Words) -> Drawing | None:
    """A box for each thing, as far along as the longest chain that leads to it."""
    cells, notes, edges = dict[str, Cell](), dict[str, list[str]](), dict[Edge, None]()
    for record in records:
        chain = _chain(record, options)
        for cell in chain:
            cells.setdefault(_key(cell), cell)
        keys = [_key(cell) for cell in chain]
        edges |= dict.fromkeys((a, b) for a, b in pairwise(keys) if a != b)
        why = record[options["why"]].text if "why" in options else ""
        if why and keys and why not in notes.setdefault(keys[0], []):
            notes[keys[0]].append(why)
    if not edges:
        return None
    told = {key: ", ".join(words(note) for note in found) for key, found in notes.items()}
    plan = layered(cells, list(edges), options.get("most", _MOST))
    return _drawn(plan, cells, told, len(cells), words)


def _chain(record: Record, options: Mapping[str, Any]) -> list[Cell]:
    if "along" in options:
        return things(record[options["along"]], record[options["titles"]])
    columns = [options[name] for name in ("start", "from") if name in options]
    columns += [*options.get("through", ()), options["to"]]
    return [record[column] for column in columns if record[column].text]


def _key(cell: Cell) -> str:
    return cell.link or cell.text


def _drawn(plan: Layered, cells: Mapping[str, Cell], notes: Mapping[str, str], known: int, words: Words) -> Drawing:
    """The boxes layer by layer, each layer in the middle of the height, over the arrows."""
    tall = {key: height(cell, notes.get(key, "")) for key, cell in cells.items()}
    columns = [sum(tall.get(key, _WAY) + _BETWEEN for key in layer) - _BETWEEN for layer in plan.layers]
    whole, width = max(columns), len(plan.layers) * (WIDTH + _GAP) - _GAP + 2 * _MARGIN
    leftwards, places = words.direction == "rtl", dict[str, tuple[float, float]]()
    for number, (layer, column) in enumerate(zip(plan.layers, columns, strict=True)):
        x, y = _MARGIN + number * (WIDTH + _GAP), _MARGIN + (whole - column) / 2
        for key in layer:
            places[key] = (width - x - WIDTH if leftwards else x, y)
            y += tall.get(key, _WAY) + _BETWEEN

    def side(key: str, *, leaving: bool) -> tuple[float, float]:
        x, y = places[key]
        return x + (WIDTH if leaving != leftwards else 0), y + tall.get(key, _WAY) / 2

    arrows = []
    for source, target in plan.segments:
        points = [side(source, leaving=True), side(target, leaving=False)]
        if target not in tall:
            points.append(side(target, leaving=True))
        arrows.append(arrow(points, headed=target in tall))
    boxes = [box(cells[key], *places[key], words, notes.get(key, "")) for key in places if key in cells]
    left, below = known - len(boxes), whole + 2 * _MARGIN
    if left:
        near = width - _MARGIN if leftwards else _MARGIN
        more = words("{count} more things are in the table.").format(count=words.number(left))
        boxes.append(element("text", more, x=near, y=below + 16, class_="small"))
        below += _LINE
    return Drawing(Markup("").join([*arrows, *boxes]), below, _said(plan, cells, left, words), width, linked=True)


def _said(plan: Layered, cells: Mapping[str, Cell], left: int, words: Words) -> str:
    told = [f"{cells[a].text} → {cells[b].text}" for a, b in plan.edges[:_TOLD]]
    counted = words("{boxes} things, {arrows} dependencies, {left} more things not drawn.").format(
        boxes=words.number(len([key for layer in plan.layers for key in layer if key in cells])),
        arrows=words.number(len(plan.edges)),
        left=words.number(left),
    )
    return f"{counted} {'; '.join(told)}"
