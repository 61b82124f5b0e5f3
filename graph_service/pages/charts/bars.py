"""Bars: a number for each row, or several that add up, as lengths.

``label`` names each bar, ``value`` is the column of its length, or several that are stacked; ``of`` is the whole that
a value is a share of, and then the bar's full length; ``most`` is how many bars there are at most, and with
``order: value`` the longest come first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from graph_service.pages.charts import Drawing, Record
from graph_service.pages.charts.svg import element, label, percent
from graph_service.pages.layout import in_words
from graph_service.pages.words import Words

_ROW, _BAR, _TEXT = 46, 14, 15
#: What has more rows is for the table, but for the first.
_MOST = 20
#: How many letters a label and its value have room for side by side, and on a phone.
_LETTERS, _NARROW, _LEAST = 62, 33, 12


def draw(records: Sequence[Record], options: Mapping[str, Any], words: Words) -> Drawing | None:
    """One bar below another; a value that is not known has no bar and says so."""
    named = options["value"]
    values = [named] if isinstance(named, str) else list(named)
    whole = options.get("of", "")
    if options.get("order") == "value":
        records = sorted(records, key=lambda record: -sum(record[name].value or 0 for name in values))
    records = records[: options.get("most", _MOST)]
    totals = [sum(record[name].value or 0 for name in values) for record in records]
    longest = max([*totals, *((record[whole].value or 0) for record in records if whole)], default=0)
    if not longest:
        return None
    rows = [
        _bar(record, values, number, (record[whole].value or longest) if whole else longest, options, words)
        for number, record in enumerate(records)
    ]
    said = "; ".join(f"{_label(r, options, words)[0]}: {_said(r, values, whole, words)}" for r in records[:12])
    legend = [words(in_words(name)) for name in values] if len(values) > 1 else ()
    return Drawing(Markup("").join(rows), _ROW * len(records), said, legend=legend)


def _bar(
    record: Record, values: Sequence[str], number: int, full: float, options: Mapping[str, Any], words: Words
) -> Markup:
    """One bar, with its label above it on the one side and its value on the other."""
    top, leftwards = number * _ROW, words.direction == "rtl"
    near, far = ("100%", "0") if leftwards else ("0", "100%")
    (text, language), said = _label(record, options, words), _said(record, values, options.get("of", ""), words)
    room, narrow = (max(letters - len(said), _LEAST) for letters in (_LETTERS, _NARROW))
    named = label(text, room, "", language, narrow, x=near, y=top + _TEXT, class_="label")
    value = element("text", said, x=far, y=top + _TEXT, class_="value")
    place = {"y": top + _TEXT + 7, "height": _BAR}
    parts, start = [element("rect", x="0", width="100%", class_="track", **place)], 0.0
    for colour, name in enumerate(values, start=1):
        share = (record[name].value or 0) / full
        x = 1 - start - share if leftwards else start
        if share:
            parts.append(element("rect", x=percent(x), width=percent(share), class_=f"c{colour}", **place))
        start += share
    return element("g", named, value, *parts)


def _label(record: Record, options: Mapping[str, Any], words: Words) -> tuple[str, str]:
    found = record[options["label"]]
    return found.text or words("not known"), found.language


def _said(record: Record, values: Sequence[str], whole: str, words: Words) -> str:
    """The value in words; of a share, with what it is a share of."""
    known = [record[name].value for name in values if record[name].number]
    if not known:
        return words("not known")
    total = sum(value for value in known if value is not None)
    said = words.number(f"{total:.2f}".rstrip("0").rstrip("."))
    if whole and (of := record[whole].value):
        return words("{part} of {whole} ({share})").format(
            part=said, whole=words.number(f"{of:.0f}"), share=words.share(total, of)
        )
    return said
