"""A thing in the middle, what names it on the one side, and what it names on the other, by relation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from graph_service.pages.charts import Drawing
from graph_service.pages.charts.boxes import WIDTH, arrow, box, height
from graph_service.pages.charts.svg import element, label
from graph_service.pages.rows import Cell
from graph_service.pages.words import Words

_GAP, _BETWEEN, _GROUPS, _HEADING, _LETTERS = 64, 8, 18, 22, 30
_MARGIN, _INDENT, _MORE = 4, 14, 24
#: How far down the middle stands at most, so that it is seen first.
_DOWN = 200


@dataclass(frozen=True)
class Group:
    """The neighbours by one relation: its name, those that are drawn, and how many more there are and where."""

    name: str
    cells: Sequence[Cell]
    outgoing: bool
    more: int = 0
    more_link: str = ""


def drawn_around(middle: Cell, groups: Sequence[Group], words: Words) -> Drawing:
    """The drawing; its width is fixed, its height that of the longer side."""
    sides = [[group for group in groups if group.outgoing == outgoing] for outgoing in (False, True)]
    tall = max([*(sum(map(_tall, side)) for side in sides), height(middle)]) + 2 * _MARGIN
    column = WIDTH + _INDENT
    width = 2 * column + WIDTH + 2 * _GAP + 2 * _MARGIN
    centre = min(tall / 2, _DOWN)
    at = column + _GAP + _MARGIN
    parts = list[Markup]()
    for side in sides:
        y, headings = float(_MARGIN), list[float]()
        for group in side:
            headings.append(y + _HEADING / 2)
            parts += _group(group, y, width, words)
            y += _tall(group)
        if side:
            parts += _trunk(headings, centre, width, side[0].outgoing, words)
    parts.append(box(middle, at, centre - height(middle) / 2, words, strong=True))
    said = "; ".join(f"{group.name}: {words.number(len(group.cells) + group.more)}" for group in groups)
    described = words("{thing} with its neighbours.").format(thing=middle.text)
    return Drawing(Markup("").join(parts), int(tall), f"{described} {said}", width, linked=True)


def _tall(group: Group) -> int:
    return _HEADING + sum(height(cell) + _BETWEEN for cell in group.cells) + (_MORE if group.more else 0) + _GROUPS


def _line(width: int, outgoing: bool, words: Words) -> tuple[float, int]:
    """Where the line beside the boxes of that side is, and in which direction along the page the boxes are."""
    right = outgoing != (words.direction == "rtl")
    return (width - _MARGIN - WIDTH - _INDENT, 1) if right else (_MARGIN + WIDTH + _INDENT, -1)


def _trunk(headings: Sequence[float], centre: float, width: int, outgoing: bool, words: Words) -> list[Markup]:
    """A line down the page that joins the middle with every relation of that side, with arrows where they lead."""
    line, towards = _line(width, outgoing, words)
    trunk, edge = line - towards * _GAP / 2, line - towards * _GAP
    top, bottom = min(*headings, centre), max(*headings, centre)
    parts = [element("line", x1=trunk, x2=trunk, y1=top, y2=bottom, class_="arrow")]
    ends = ((edge, centre), (trunk, centre))
    parts.append(arrow(ends if outgoing else ends[::-1], headed=not outgoing))
    return parts + [arrow(((trunk, y), (line, y)), headed=outgoing) for y in headings]


def _group(group: Group, y: float, width: int, words: Words) -> list[Markup]:
    """The name of the relation, and the boxes below it along a line."""
    line, towards = _line(width, group.outgoing, words)
    near = line + towards * _INDENT
    left = near if towards > 0 else near - WIDTH
    start = left + WIDTH if words.direction == "rtl" else left
    heading, at = y + _HEADING / 2, y + _HEADING
    parts = [label(group.name, _LETTERS, x=start, y=heading + 4, class_="small strong")]
    last = heading
    for cell in group.cells:
        last = at + height(cell) / 2
        parts.append(element("line", x1=line, x2=near, y1=last, y2=last, class_="grid"))
        parts.append(box(cell, left, at, words))
        at += height(cell) + _BETWEEN
    parts.append(element("line", x1=line, x2=line, y1=heading, y2=last, class_="grid"))
    if group.more:
        more = words("{count} more").format(count=words.number(group.more))
        parts.append(label(more, _LETTERS, group.more_link, x=start, y=at + 13))
    return parts
