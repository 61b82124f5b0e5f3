"""Quadrant: things as points by two scores, with the thresholds between high and low as lines.

``label`` names the thing, ``across`` and ``up`` are the columns of its scores, ``quadrant`` that of its quadrant.
``bounds`` are the least and the greatest score, ``thresholds`` those of across and up where the quadrants meet;
``names`` are the quadrants from the upper right, upper left, lower right and lower left. ``most`` is how many points
are named at most: the first ones for which there is room.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from graph_service.pages.charts import Drawing, Record
from graph_service.pages.charts.svg import element, label
from graph_service.pages.layout import in_words
from graph_service.pages.words import Words

_WIDTH, _HEIGHT, _BOTTOM, _LEFT = 720, 460, 44, 40
_NAMES = ("A", "B", "C", "D")
_MOST, _LETTERS, _LETTER, _LINE = 12, 26, 7, 18
#: So many points are drawn; beyond these a page would be slow.
_POINTS = 1000


def draw(records: Sequence[Record], options: Mapping[str, Any], words: Words) -> Drawing | None:
    """A point for each thing whose two scores are known; of the others it is said how many there are."""
    along, up = options["across"], options["up"]
    known = [r for r in records if r[along].value is not None and r[up].value is not None]
    if not known:
        return None
    low, high = map(float, options.get("bounds", (1, 5)))
    thresholds = options.get("thresholds", ((low + high) / 2,) * 2)

    def across(score: float) -> float:
        share = min(max((score - low) / (high - low), 0), 1)
        x = 12 + (_WIDTH - _LEFT - 24) * share
        return _WIDTH - _LEFT - x if words.direction == "rtl" else _LEFT + x

    def down(score: float) -> float:
        return 12 + (_HEIGHT - _BOTTOM - 24) * (1 - min(max((score - low) / (high - low), 0), 1))

    counts: dict[str, int] = {}
    for record in known:
        name = record[options["quadrant"]].text
        counts[name] = counts.get(name, 0) + 1
    places = [(r, across(r[along].value or 0), down(r[up].value or 0)) for r in known[:_POINTS]]
    corners = _corners(counts, options.get("names", _NAMES), across, down, low, high, words)
    dots = [element("circle", cx=x, cy=y, r=4, class_="c1") for _, x, y in places]
    frame = _frame(thresholds, across, down, along, up, words)
    body = Markup("").join([*frame, *dots, *corners, *_named(places, options, words)])
    said = "; ".join(f"{name}: {words.number(counts[name])}" for name in sorted(counts) if name)
    unknown = f"; {words('not known')}: {words.number(left)}" if (left := len(records) - len(known)) else ""
    return Drawing(body, _HEIGHT, f"{said}{unknown}", _WIDTH, linked=True)


def _frame(thresholds: Sequence[float], across: Any, down: Any, along: str, up: str, words: Words) -> list[Markup]:
    """The field, the lines of the thresholds, and what is told along the sides."""
    leftwards = words.direction == "rtl"
    x, bottom = across(thresholds[0]), _HEIGHT - _BOTTOM
    left, right = (0, _WIDTH - _LEFT) if leftwards else (_LEFT, _WIDTH)
    side = _WIDTH - 12 if leftwards else 14
    return [
        element("rect", x=left, y=0, width=right - left, height=bottom, class_="track"),
        element("line", x1=x, x2=x, y1=0, y2=bottom, class_="arrow"),
        element("line", x1=left, x2=right, y1=down(thresholds[1]), y2=down(thresholds[1]), class_="arrow"),
        element("text", words(in_words(along)), x=(left + right) / 2, y=_HEIGHT - 6, class_="middle small"),
        element("text", words.number(f"{thresholds[0]:g}"), x=x, y=bottom + 18, class_="middle small"),
        element(
            "text",
            words(in_words(up)),
            x=side,
            y=bottom / 2,
            class_="middle small",
            transform=f"rotate(-90 {side} {bottom / 2:g})",
        ),
    ]


def _corners(
    counts: Mapping[str, int], names: Sequence[str], across: Any, down: Any, low: float, high: float, words: Words
) -> list[Markup]:
    """The name of each quadrant with how many things lie in it."""
    corners = ((high, high), (low, high), (high, low), (low, low))
    parts = []
    for name, (x, y) in zip(names, corners, strict=False):
        place, inwards = across(x), across(x) > _WIDTH / 2
        text = f"{words(name)}: {words.number(counts.get(name, 0))}"
        anchor = "end" if inwards != (words.direction == "rtl") else "start"
        parts.append(
            element("text", text, x=place, y=down(y) + (8 if y == high else -2), class_="strong", text_anchor=anchor)
        )
    return parts


def _named(places: Sequence[tuple[Record, float, float]], options: Mapping[str, Any], words: Words) -> list[Markup]:
    """The names of the first points, where they cover no other name and no point."""
    taken: list[tuple[float, float]] = []
    parts: list[Markup] = []
    width, leftwards = _LETTERS * _LETTER, words.direction == "rtl"
    for record, x, y in places:
        if len(parts) >= options.get("most", _MOST):
            break
        before = x + width + 8 > _WIDTH
        start = max(x - width - 8, 0) if before else x + 8
        if any(abs(start - other) < width and abs(y - height) < _LINE for other, height in taken):
            continue
        if any(start < dot < start + width and abs(y - height) < _LINE / 2 for _, dot, height in places):
            continue
        if y < 2 * _LINE or y > _HEIGHT - _BOTTOM - 2 * _LINE:
            continue
        taken.append((start, y))
        cell = record[options["label"]]
        anchor = "end" if before != leftwards else "start"
        at = x - 8 if before else x + 8
        parts.append(label(cell.text, _LETTERS, cell.link, cell.language, x=at, y=y + 4, text_anchor=anchor))
    return parts
