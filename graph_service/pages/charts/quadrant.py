"""Quadrant: things as points by two scores, with the thresholds between high and low as lines.

``label`` names the thing, ``across`` and ``up`` are the columns of its scores, ``quadrant`` that of its quadrant.
``bounds`` are the least and the greatest score, ``thresholds`` those of across and up where the quadrants meet:
numbers, or the columns that give them;
``names`` are the quadrants from the upper right, upper left, lower right and lower left. ``most`` is how many points
are named at most: the first ones for which there is room.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from graph_service.pages.charts import Drawing, Record
from graph_service.pages.charts.svg import element, label, percent
from graph_service.pages.layout import in_words
from graph_service.pages.words import Words

_HEIGHT, _BOTTOM = 460, 44
#: How much of the width is left for what is told beside the field, and within it before the first and last point.
_SIDE, _EDGE = 0.04, 0.02
#: A width for which names are set apart; narrower pages show none.
_WIDTH = 680
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
    thresholds = [_threshold(one, known) for one in options.get("thresholds", ((low + high) / 2,) * 2)]

    def across(score: float) -> float:
        share = min(max((score - low) / (high - low), 0), 1)
        x = _SIDE + _EDGE + (1 - _SIDE - 2 * _EDGE) * share
        return 1 - x if words.direction == "rtl" else x

    def down(score: float) -> float:
        return 12 + (_HEIGHT - _BOTTOM - 24) * (1 - min(max((score - low) / (high - low), 0), 1))

    counts: dict[str, int] = {}
    for record in known:
        name = record[options["quadrant"]].text
        counts[name] = counts.get(name, 0) + 1
    places = [(r, across(r[along].value or 0), down(r[up].value or 0)) for r in known[:_POINTS]]
    corners = _corners(counts, options.get("names", _NAMES), across, down, low, high, words)
    dots = [_dot(record, x, y, options) for record, x, y in places]
    frame = _frame(thresholds, across, down, along, up, words)
    body = Markup("").join([*frame, *dots, *corners, *_named(places, options, words)])
    said = "; ".join(f"{name}: {words.number(counts[name])}" for name in sorted(counts) if name)
    unknown = f"; {words('not known')}: {words.number(left)}" if (left := len(records) - len(known)) else ""
    hidden = words("{count} without a known score are not drawn.").format(count=words.number(left)) if left else ""
    return Drawing(body, _HEIGHT, f"{said}{unknown}", linked=True, note=hidden)


def _threshold(one: Any, known: Sequence[Record]) -> float | None:
    """A number as it is; that of a column where all rows have the same."""
    if not isinstance(one, str):
        return float(one)
    found = {record[one].value for record in known}
    return found.pop() if len(found) == 1 else None


def _dot(record: Record, x: float, y: float, options: Mapping[str, Any]) -> Markup:
    title = element("title", record[options["label"]].text)
    return element("circle", title, cx=percent(x), cy=y, r=5, class_="c1 dot")


def _frame(
    thresholds: Sequence[float | None], across: Any, down: Any, along: str, up: str, words: Words
) -> list[Markup]:
    """The field, the lines of the thresholds, and what is told along the sides."""
    leftwards, bottom = words.direction == "rtl", _HEIGHT - _BOTTOM
    left, right = (0.0, 1 - _SIDE) if leftwards else (_SIDE, 1.0)
    middle = percent((left + right) / 2)
    parts = [
        element("rect", x=percent(left), y=0, width=percent(right - left), height=bottom, class_="track"),
        element(
            "text",
            f"{words(in_words(along))} {'←' if leftwards else '→'}",
            x=middle,
            y=_HEIGHT - 6,
            class_="middle small",
        ),
        element(
            "svg",
            element("text", f"{words(in_words(up))} →", class_="middle small", transform="rotate(-90)"),
            x=percent((right + 1) / 2 if leftwards else left / 2),
            y=bottom / 2,
            width=1,
            height=1,
        ),
    ]
    if (limit := thresholds[0]) is not None:
        x = percent(across(limit))
        parts.append(element("line", x1=x, x2=x, y1=0, y2=bottom, class_="arrow"))
        parts.append(element("text", words.number(f"{limit:g}"), x=x, y=bottom + 16, class_="middle small"))
    if (limit := thresholds[1]) is not None:
        y = down(limit)
        parts.append(element("line", x1=percent(left), x2=percent(right), y1=y, y2=y, class_="arrow"))
    return parts


def _corners(
    counts: Mapping[str, int], names: Sequence[str], across: Any, down: Any, low: float, high: float, words: Words
) -> list[Markup]:
    """The name of each quadrant with how many things lie in it."""
    corners = ((high, high), (low, high), (high, low), (low, low))
    parts = []
    for name, (x, y) in zip(names, corners, strict=False):
        place, inwards = across(x), across(x) > 1 / 2
        text = f"{words(name)}: {words.number(counts.get(name, 0))}"
        anchor = "end" if inwards != (words.direction == "rtl") else "start"
        parts.append(
            element(
                "text",
                text,
                x=percent(place),
                y=down(y) + (8 if y == high else -2),
                class_="strong",
                text_anchor=anchor,
            )
        )
    return parts


def _named(places: Sequence[tuple[Record, float, float]], options: Mapping[str, Any], words: Words) -> list[Markup]:
    """The names of the first points, where they cover no other name and no point."""
    taken: list[tuple[float, float]] = []
    parts: list[Markup] = []
    width, leftwards = _LETTERS * _LETTER, words.direction == "rtl"
    points = [(share * _WIDTH, y) for _, share, y in places]
    for (record, share, y), (x, _) in zip(places, points, strict=True):
        if len(parts) >= options.get("most", _MOST):
            break
        before = x + width + 8 > _WIDTH
        start = max(x - width - 8, 0) if before else x + 8
        if any(abs(start - other) < width and abs(y - height) < _LINE for other, height in taken):
            continue
        if any(start < dot < start + width and abs(y - height) < _LINE / 2 for dot, height in points):
            continue
        if y < 2 * _LINE or y > _HEIGHT - _BOTTOM - 2 * _LINE:
            continue
        taken.append((start, y))
        cell = record[options["label"]]
        anchor = "end" if before != leftwards else "start"
        name = label(cell.text, _LETTERS, cell.link, cell.language, x=-10 if before else 10, y=4, text_anchor=anchor)
        parts.append(element("svg", name, x=percent(share), y=y, width=1, height=1, class_="roomy"))
    return parts
