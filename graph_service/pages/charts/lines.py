"""Lines: how numbers change over the years.

``along`` is the column of the year, ``value`` one column or several; with ``unit: percent`` they are percentages and
the height is a hundred.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from graph_service.pages.charts import Drawing, Record
from graph_service.pages.charts.svg import element, percent
from graph_service.pages.layout import in_words
from graph_service.pages.words import Words

_HEIGHT, _TOP, _BOTTOM = 240, 20, 28
#: How much of the width is left for the numbers of the height, and after the last point.
_BEGIN, _END = 0.12, 0.07
_TWO = 2


def draw(records: Sequence[Record], options: Mapping[str, Any], words: Words) -> Drawing | None:
    """A line for each column, with a point for each value that is known."""
    named = options["value"]
    names = [named] if isinstance(named, str) else list(named)
    along = options["along"]
    series = {
        name: [
            (r[along].value, r[name].value) for r in records if r[along].value is not None and r[name].value is not None
        ]
        for name in names
    }
    points = [point for line in series.values() for point in line]
    years = sorted({year for year, _ in points if year is not None})
    if not years:
        return None
    highest = 100.0 if options.get("unit") == "percent" else _round_up(max(value or 0 for _, value in points))
    span = years[-1] - years[0]

    def across(year: float) -> float:
        share = _BEGIN + (1 - _BEGIN - _END) * ((year - years[0]) / span if span else 0.5)
        return 1 - share if words.direction == "rtl" else share

    def down(value: float) -> float:
        return _TOP + (_HEIGHT - _TOP - _BOTTOM) * (1 - value / highest)

    body = [*_scale(highest, options, words, down), *_years(years, across)]
    for colour, line in enumerate(series.values(), start=1):
        body += _line([(across(year or 0), down(value or 0)) for year, value in line], colour)
    return Drawing(
        Markup("").join(body), _HEIGHT, _described(series, options, words), legend=[words(in_words(n)) for n in names]
    )


def _scale(highest: float, options: Mapping[str, Any], words: Words, down: Callable[[float], float]) -> list[Markup]:
    """Lines across with the number that each stands for."""
    unit = " %" if options.get("unit") == "percent" else ""
    marks, near = [], "100%" if words.direction == "rtl" else "0"
    for part in (0.0, 0.5, 1.0):
        y, text = down(highest * part), f"{words.number(f'{highest * part:g}')}{unit}"
        marks.append(element("line", x1="0", x2="100%", y1=y, y2=y, class_="grid"))
        marks.append(element("text", text, x=near, y=y - 4, class_="small over"))
    return marks


def _years(years: Sequence[float], across: Callable[[float], float]) -> list[Markup]:
    """The years, as many as there is room for on a phone."""
    step = max(1, -(-len(years) // 6))
    shown = years[::step]
    return [
        element("text", f"{year:g}", x=percent(across(year)), y=_HEIGHT - 8, class_="middle small") for year in shown
    ]


def _line(points: Sequence[tuple[float, float]], colour: int) -> list[Markup]:
    pairs = pairwise(points)
    lines = [
        element("line", x1=percent(a[0]), y1=a[1], x2=percent(b[0]), y2=b[1], class_=f"line l{colour}")
        for a, b in pairs
    ]
    return lines + [element("circle", cx=percent(x), cy=y, r=4, class_=f"c{colour}") for x, y in points]


def _described(series: Mapping[str, Sequence[tuple[Any, Any]]], options: Mapping[str, Any], words: Words) -> str:
    unit = " %" if options.get("unit") == "percent" else ""
    parts = []
    for name, line in series.items():
        ends = [line[0], line[-1]] if len(line) >= _TWO else line
        said = ", ".join(f"{year:g}: {words.number(f'{value:g}')}{unit}" for year, value in ends)
        parts.append(f"{words(in_words(name))}: {said or words('not known')}")
    return "; ".join(parts)


def _round_up(value: float) -> float:
    """The next number that is easy to read on a scale."""
    if value <= 0:
        return 1.0
    step = 10.0 ** (len(str(int(value))) - 1)
    return next(step * factor for factor in (1, 2, 5, 10) if step * factor >= value)
