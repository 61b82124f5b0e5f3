"""Things one below the other, with an arrow between each two that says how they are joined."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from graph_service.pages.charts import Drawing
from graph_service.pages.charts.boxes import WIDTH, box, height
from graph_service.pages.charts.svg import element, label
from graph_service.pages.rows import Cell
from graph_service.pages.words import Words

_GAP, _MARGIN, _LETTERS, _AT = 48, 4, 26, 28


def drawn_chain(things: Sequence[Cell], joins: Sequence[tuple[str, bool]], words: Words) -> Drawing:
    """``joins`` are the relation after each thing but the last, and whether it leads down the page."""
    parts, y, width = list[Markup](), float(_MARGIN), WIDTH + 2 * _MARGIN
    middle = width - _AT if words.direction == "rtl" else _AT
    beside = middle - 14 if words.direction == "rtl" else middle + 14
    for number, cell in enumerate(things):
        parts.append(box(cell, _MARGIN, y, words, strong=number in {0, len(things) - 1}))
        y += height(cell)
        if number < len(joins):
            name, down = joins[number]
            tip, turn = (y + _GAP, -8) if down else (y, 8)
            parts.append(element("line", x1=middle, x2=middle, y1=y, y2=y + _GAP, class_="arrow"))
            parts.append(element("path", d=f"M{middle} {tip:g}l-4.5 {turn}h9z", class_="head"))
            parts.append(label(name, _LETTERS, x=beside, y=y + _GAP / 2 + 4, class_="small"))
            y += _GAP
    said = " – ".join(cell.text for cell in things)  # noqa: RUF001 - a dash between names
    return Drawing(Markup("").join(parts), int(y) + _MARGIN, said, width, linked=True)
