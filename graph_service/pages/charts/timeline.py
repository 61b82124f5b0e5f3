"""Timeline: when things are planned to be complete, in lanes, with lines to what waits for them.

``label`` names the thing, ``year`` and ``quarter`` its planned end, ``duration`` the column of how many quarters it
takes, ``group`` that of its lane, ``progress`` that of its percentage, ``status`` and ``notes`` are told
beneath its name, ``waits`` that of what it waits for: links of things with spaces between.
``most`` is how many things are drawn.
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

_LANE, _ROW, _BAR, _TOP = 40, 64, 10, 28
_NONE = Cell("")
_MOST, _LETTERS, _NOTES, _YEARS_SHOWN = 120, 40, 56, 6
#: The share of the width that is kept free after the last quarter, for marks that stand at its end.
_MARGIN = 0.02


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
    shown = dated[: options.get("most", _MOST)]
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
            body.append(label(heading, _LETTERS, x=_near(words), y=y + 26, class_="strong over"))
            y += _LANE
        for record in members:
            start = starts.get(id(record))
            items.append(_Item(record, y + 44, None if start is None else across(start), across(ends[id(record)])))
            y += _ROW
    grid = [mark for year in range(first, last + 1) for mark in _year(year, y, across(year), span, words)]
    waits, lines = _waits(items, options)
    drawn = [part for item in items for part in _item(item, options, words)]
    said = words("{shown} of {all} things in {lanes} lanes, from {first} to {last}; {lines} wait for another.").format(
        shown=len(shown),
        all=len(records),
        lanes=len(lanes),
        first=first,
        last=last - 1 if last > first else last,
        lines=lines,
    )
    return Drawing(Markup("").join([*grid, *body, *waits, *drawn]), int(y) + 8, said, linked=True)


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
    last = x > 1 - 2 * _MARGIN
    place = "value small" if last and words.direction != "rtl" else "small"
    return [line, element("text", words.number(f"{year}"), x=percent(x), y=14, class_=place)]


def _item(item: _Item, options: Mapping[str, Any], words: Words) -> list[Markup]:
    """The name, what is told beneath it, and the bar or the mark."""
    record, y, end = item.record, item.y, item.end or 0.0
    name, done = record[options["label"]], record[options["progress"]].value if "progress" in options else None
    parts = [
        label(
            name.text or words("not known"), _LETTERS, name.link, name.language, x=_near(words), y=y - 28, class_="over"
        )
    ]
    parts.append(label(_told(record, options, words), _NOTES, x=_near(words), y=y - 11, class_="small over"))
    if item.start is None:
        class_ = "c3" if done is not None and done >= 100 else "c1"  # noqa: PLR2004 - percent
        parts.append(element("circle", cx=percent(end), cy=y, r=6, class_=class_))
        return parts
    left, width, leftwards = min(item.start, end), abs(end - item.start), words.direction == "rtl"
    place = {"y": y - _BAR / 2, "height": _BAR}
    parts.append(element("rect", x=percent(left), width=percent(width), class_="box", **place))
    filled = width * min(max(done or 0, 0), 100) / 100
    if filled:
        x = left + width - filled if leftwards else left
        parts.append(element("rect", x=percent(x), width=percent(filled), class_="c1", **place))
    return parts


def _told(record: Record, options: Mapping[str, Any], words: Words) -> str:
    """When it is to be complete, how far it is, and the notes; what is not known says so."""
    quarter = record[options["quarter"]] if "quarter" in options else _NONE
    year = record[options["year"]].text
    parts = [words("{year} Q{quarter}").format(year=year, quarter=quarter.text) if quarter.number else year]
    if "progress" in options:
        progress = record[options["progress"]]
        parts.append(words.share(progress.value, 100) if progress.value is not None else words("not known"))
    if "status" in options:
        parts.append(record[options["status"]].text or words("not known"))
    notes = options.get("notes", ())
    named = [notes] if isinstance(notes, str) else notes
    parts += [f"{words(in_words(note))}: {record[note].text or words('not known')}" for note in named]
    return " · ".join(parts)


def _waits(items: Sequence[_Item], options: Mapping[str, Any]) -> tuple[list[Markup], int]:
    """Lines from the end of each thing to those that wait for it: down or up the page, then along it."""
    named = {item.record[options["label"]].link: item for item in items if item.record[options["label"]].link}
    lines, waiting = [], 0
    for item in items if "waits" in options else ():
        found = [named[link] for link in links(item.record[options["waits"]].text) if link in named]
        waiting += bool(found)
        to = item.end if item.start is None else item.start
        for other in found:
            x, end = percent(other.end or 0), percent(to or 0)
            lines.append(element("line", x1=x, x2=x, y1=other.y, y2=item.y, class_="arrow"))
            lines.append(element("line", x1=x, x2=end, y1=item.y, y2=item.y, class_="arrow"))
    return lines, waiting
