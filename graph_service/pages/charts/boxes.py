"""Boxes that name things, and arrows between them: what drawings of networks are made of."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from graph_service.pages.charts.svg import element, wrapped
from graph_service.pages.rows import Cell
from graph_service.pages.words import Words

#: The width of a box, and how many letters and lines of a name there is room for.
WIDTH, _LETTERS, _LINES = 216, 24, 2
_LINE, _NOTE, _ROOM, _INDENT, _HEAD = 18, 17, 9, 10, 8
#: How many more letters of a note than of a name there is room for.
_SMALLER = 4
#: The least height, which a finger can hit.
_LEAST = 40


def height(cell: Cell, note: str = "") -> int:
    """How high the box of a thing is."""
    lines = len(wrapped(cell.text, _LETTERS, _LINES))
    return max(2 * _ROOM + _LINE * lines - 4 + _NOTE * len(_told(note)), _LEAST)


def box(cell: Cell, x: float, y: float, words: Words, note: str = "", *, strong: bool = False) -> Markup:
    """The box of a thing at that place: a link where there is one to follow, with a note below its name."""
    lines = wrapped(cell.text or words("not known"), _LETTERS, _LINES)
    start = x + WIDTH - _INDENT if words.direction == "rtl" else x + _INDENT
    tall, told = height(cell, note), _told(note)
    first = y + (tall - _LINE * len(lines) - _NOTE * len(told)) / 2 + 13
    spoken = {"lang": cell.language} if cell.language else {}
    named = [
        element("text", line, x=start, y=first + _LINE * number, class_="strong" if strong else "name", **spoken)
        for number, line in enumerate(lines)
    ]
    below = first + _LINE * len(lines)
    named += [
        element("text", line, x=start, y=below + _NOTE * number, class_="small") for number, line in enumerate(told)
    ]
    whole = [element("title", f"{cell.text}, {note}" if note else cell.text)]
    frame = element("rect", x=x, y=y, width=WIDTH, height=tall, rx=4, class_="box chosen" if strong else "box")
    return element("a", *whole, frame, *named, href=cell.link) if cell.link else element("g", *whole, frame, *named)


def _told(note: str) -> list[str]:
    return wrapped(note, _LETTERS + _SMALLER, _LINES) if note else []


def arrow(points: Sequence[tuple[float, float]], *, headed: bool = True, class_: str = "arrow") -> Markup:
    """A curve along the page through ``points``, with a head where it ends."""
    (x, y), *others = points
    path, before = [f"M{x:.1f} {y:.1f}"], x
    for x_next, y_next in others:
        bend = (x_next - before) / 2
        path.append(f"C{before + bend:.1f} {y:.1f} {x_next - bend:.1f} {y_next:.1f} {x_next:.1f} {y_next:.1f}")
        before, y = x_next, y_next
    line = element("path", d=" ".join(path), class_=class_)
    back = -_HEAD if before >= x else _HEAD
    head = element("path", d=f"M{before:.1f} {y:.1f}l{back} -4.5v9z", class_="head")
    return line + head if headed else line
