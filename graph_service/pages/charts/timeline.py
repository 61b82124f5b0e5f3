"""Timeline: when things are planned to be complete, in lanes, with lines to what waits for them.

``label`` names the thing, ``year`` and ``quarter`` its planned end, ``duration`` the column of how many quarters it
takes, ``group`` that of its lane, ``progress`` that of its percentage (bars are whole without it), ``status`` and
``notes`` are told beneath its name, ``waits`` that of what it waits for: links of things with spaces between.
``most`` is how many things are drawn; where there are more, those are that have most in the column ``first``, such as
how many others wait for them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from graph_service.pages.charts import Drawing, Record
from graph_service.pages.charts.joined import links
from graph_service.pages.charts.svg import element, label, percent
from graph_service.pages.layout import in_words
from graph_service.pages.rows import Cell
from graph_service.pages.words import Words

_LANE, _ROW, _BAR, _TOP = 44, 66, 10, 28
_NONE = Cell("")
_MOST, _LETTERS, _NARROW, _YEARS_SHOWN = 120, 80, 30, 6
#: The share of the width that is kept free after the last quarter, for marks that stand at its end.
_MARGIN = 0.02
#: A mark for what has no beginning, around its place: a diamond, and a tick within it for what is complete.
_DIAMOND, _TICK = "M0 -8L8 0L0 8L-8 0Z", "M-3.5 0L-1 3L3.5 -2.5"
_WHOLE = 100
#: How far lines from things that end at the same time lie apart, and how many do.
_APART, _BESIDE = 4, 5


@dataclass(frozen=True)
class _Item:
    """A thing in its place: its row, the height of its bar, and its beginning and end along the page."""

    record: Record
    y: float
    start: float | None
    end: float | None


def draw(records: Sequence[Record], options: Mapping[str, Any], words: Words) -> Drawing | None:
    """A bar for each thing whose duration is known, a mark at its end for others; none where no end is known."""
    dated = [r for r in records if r[options["year"]].value is not None]
    shown = _chosen(dated, options)
    if not shown:
        return None
    ends = {id(r): _end(r, options) for r in shown}
    starts = {id(r): ends[id(r)] - length for r in shown if (length := _length(r, options)) is not None}
    first, last = int(min([*starts.values(), *(e - 0.25 for e in ends.values())])), -int(-max(ends.values()) // 1)
    span = max(last - first, 1)

    def across(year: float) -> float:
        share = (1 - _MARGIN) * (year - first) / span
        return 1 - share if words.direction == "rtl" else share

    lanes: dict[str, list[Record]] = {}
    for record in shown:
        lanes.setdefault(record[options["group"]].text if "group" in options else "", []).append(record)
    body, items, y = [], list[_Item](), float(_TOP)
    for lane, members in lanes.items():
        if "group" in options:
            heading = lane or words("not known")
            body.append(label(heading, _LETTERS, x=_near(words), y=y + 26, class_="strong over lane"))
            y += _LANE
        for record in members:
            start = starts.get(id(record))
            items.append(_Item(record, y + 44, None if start is None else across(start), across(ends[id(record)])))
            y += _ROW
    grid = [mark for year in range(first, last + 1) for mark in _year(year, y, across(year), span, words)]
    waits, lines = _waits(items, options)
    drawn = [
        element("g", *lines_of, *_item(item, options, words), class_="thing")
        for item, lines_of in zip(items, waits, strict=True)
    ]
    said = words("{shown} of {all} things in {lanes} lanes, from {first} to {last}; {lines} wait for another.").format(
        shown=len(shown),
        all=len(records),
        lanes=len(lanes),
        first=first,
        last=last - 1 if last > first else last,
        lines=lines,
    )
    note = ""
    if left := len(dated) - len(shown):
        note = words("{left} of {all} are not drawn.").format(left=words.number(left), all=words.number(len(dated)))
        if "first" in options and any(record[options["first"]].value for record in shown):
            note += " " + words("Those are drawn that others wait for most; choose fewer to see the rest.")
    return Drawing(Markup("").join([*grid, *body, *drawn]), int(y) + 8, said, linked=True, note=note)


def _chosen(dated: Sequence[Record], options: Mapping[str, Any]) -> Sequence[Record]:
    """As many things as are drawn at most, in their own order."""
    most = options.get("most", _MOST)
    if len(dated) <= most or "first" not in options:
        return dated[:most]
    column = options["first"]
    best = sorted(range(len(dated)), key=lambda place: (-(dated[place][column].value or 0), place))[:most]
    return [dated[place] for place in sorted(best)]


def _end(record: Record, options: Mapping[str, Any]) -> float:
    """The end of the quarter, or of the year where no quarter is known."""
    quarter = record[options["quarter"]].value if "quarter" in options else None
    return (record[options["year"]].value or 0) + (4 if quarter is None else quarter) / 4


def _length(record: Record, options: Mapping[str, Any]) -> float | None:
    found = record[options["duration"]].value if "duration" in options else None
    return None if found is None else found / 4


def _near(words: Words) -> str:
    return "100%" if words.direction == "rtl" else "0"


def _year(year: int, height: float, x: float, span: int, words: Words) -> list[Markup]:
    """A line down the page where the year begins, named where there is room."""
    line = element("line", x1=percent(x), x2=percent(x), y1=20, y2=height, class_="grid")
    if year % max(1, -(-span // _YEARS_SHOWN)):
        return [line]
    last = x < 2 * _MARGIN if words.direction == "rtl" else x > 1 - 2 * _MARGIN
    place = "value small" if last else "small"
    return [line, element("text", f"{year}", x=percent(x), y=14, class_=place)]


def _item(item: _Item, options: Mapping[str, Any], words: Words) -> list[Markup]:
    """The name, what is told beneath it, and the bar or the mark."""
    record, y, end = item.record, item.y, item.end or 0.0
    name, done = record[options["label"]], record[options["progress"]].value if "progress" in options else None
    text = name.text or words("not known")
    near, far = ("100%", "0") if words.direction == "rtl" else ("0", "100%")
    parts = [
        label(text, _LETTERS, name.link, name.language, _NARROW, x=near, y=y - 28, class_="over"),
        label(_told(record, options, words), _LETTERS, narrow=_NARROW, x=near, y=y - 11, class_="small over"),
    ]
    if notes := _notes(record, options, words):
        parts.append(element("text", notes, x=far, y=y - 11, class_="value small over roomy"))
    if item.start is None:
        return [*parts, _mark(end, y, done)]
    left, width, leftwards = min(item.start, end), abs(end - item.start), words.direction == "rtl"
    place = {"y": y - _BAR / 2, "height": _BAR}
    kind = "box" if "progress" in options else "c1"
    parts.append(element("rect", x=percent(left), width=percent(width), class_=kind, **place))
    filled = width * min(max(done or 0, 0), 100) / 100
    if filled:
        x = left + width - filled if leftwards else left
        parts.append(element("rect", x=percent(x), width=percent(filled), class_="c1", **place))
    return [*parts, _mark(end, y, done)] if done is not None and done >= _WHOLE else parts


def _mark(end: float, y: float, done: float | None) -> Markup:
    """A diamond where the thing ends: hollow before it is complete, then filled, with a tick."""
    complete = done is not None and done >= _WHOLE
    tick = [element("path", d=_TICK, class_="tick")] if complete else []
    shape = element("path", d=_DIAMOND, class_="mark done" if complete else "mark")
    return element("svg", shape, *tick, x=percent(end), y=y, width=1, height=1)


def _told(record: Record, options: Mapping[str, Any], words: Words) -> str:
    """When it is to be complete and how far it is; what is not known says so."""
    quarter = record[options["quarter"]] if "quarter" in options else _NONE
    year = record[options["year"]].text
    parts = [words("{year} Q{quarter}").format(year=year, quarter=quarter.text) if quarter.number else year]
    if "progress" in options:
        progress = record[options["progress"]]
        parts.append(words.share(progress.value, 100) if progress.value is not None else words("progress not known"))
    if "status" in options:
        parts.append(record[options["status"]].text or words("not known"))
    return " · ".join(parts)


def _notes(record: Record, options: Mapping[str, Any], words: Words) -> str:
    """What else is told, where there is room; of how many wait for it nothing where none does."""
    notes = options.get("notes", ())
    named = [notes] if isinstance(notes, str) else list(notes)
    named += [options["first"]] if "first" in options and record[options["first"]].value else []
    return " · ".join(f"{words(in_words(note))}: {record[note].text or words('not known')}" for note in named)


def _waits(items: Sequence[_Item], options: Mapping[str, Any]) -> tuple[list[list[Markup]], int]:
    """For each thing, lines from the ends of those that it waits for: down or up the page, then along it."""
    places = {
        item.record[options["label"]].link: place
        for place, item in enumerate(items)
        if item.record[options["label"]].link
    }
    found: list[list[Markup]] = []
    for item in items:
        befores_of = links(item.record[options["waits"]].text) if "waits" in options else []
        befores = [places[link] for link in befores_of if link in places]
        found.append([part for place in befores for part in _line(items[place], item, place)])
    return found, sum(map(bool, found))


def _line(other: _Item, item: _Item, place: int) -> list[Markup]:
    """A line from the end of ``other`` to ``item``, with an arrow; lines of neighbours lie side by side."""
    begun, ended = other.end or 0.0, item.end or 0.0
    start = ended if item.start is None else item.start
    x, aside = percent(begun), _APART * (place % _BESIDE - _BESIDE // 2)
    above = other.y < item.y
    down: dict[str, Any] = {"x1": x, "x2": x, "y1": other.y, "class_": "arrow", "transform": f"translate({aside} 0)"}
    if min(start, ended) <= begun <= max(start, ended):
        gap = 9.0 if item.start is None else _BAR / 2
        near = item.y - gap if above else item.y + gap
        head = element(
            "path",
            d="M-4 -7L4 -7L0 0Z" if above else "M-4 7L4 7L0 0Z",
            class_="head",
            transform=f"translate({aside} 0)",
        )
        return [element("line", y2=near, **down), element("svg", head, x=x, y=near, width=1, height=1)]
    side, tip = (1 if begun < start else -1), 9 if item.start is None else 0
    near, far = -tip * side, -(tip + 7) * side
    bend = element("line", x1=aside, x2=0, y1=0, y2=0, class_="arrow")
    head = element("path", d=f"M{far} -4L{near} 0L{far} 4Z", class_="head")
    return [
        element("line", y2=item.y, **down),
        element("svg", bend, x=x, y=item.y, width=1, height=1),
        element("line", x1=x, x2=percent(start), y1=item.y, y2=item.y, class_="arrow"),
        element("svg", head, x=percent(start), y=item.y, width=1, height=1),
    ]
