"""Matrix: a number for each pair of things, in a table whose cells are the darker the greater it is.

``rows`` and ``across`` are the columns of the two things, ``value`` that of the number. ``most`` is how many of each
are drawn at most: those with the greatest sums, which come first. Pairs without a row have an empty cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from graph_service.pages.charts import Drawing, Record
from graph_service.pages.charts.svg import element, shortened
from graph_service.pages.layout import in_words
from graph_service.pages.rows import Cell
from graph_service.pages.words import Words

_MOST, _LETTERS = 24, 38
#: So many shades does the style sheet have.
_SHADES = 5
_Key = tuple[str, str]


def draw(records: Sequence[Record], options: Mapping[str, Any], words: Words) -> Drawing | None:
    """A table within a region that scrolls; none where no number is known."""
    down, across, value = options["rows"], options["across"], options["value"]
    known = [record for record in records if record[value].value]
    if not known:
        return None
    most = options.get("most", _MOST)
    rows, columns = _ranked(known, down, value), _ranked(known, across, value)
    cells = {(_key(r[down]), _key(r[across])): r[value] for r in known}
    shown_rows, shown_columns = list(rows.values())[:most], list(columns.values())[:most]
    greatest = max(cell.value or 0 for cell in cells.values())
    corner = element("th", words(in_words(down)), scope="col", class_="corner")
    heads = [element("th", _name(cell, words), scope="col", class_="across") for cell in shown_columns]
    lines = [
        element(
            "tr",
            element("th", _name(row, words), scope="row"),
            *(_cell(cells.get((_key(row), _key(column))), greatest) for column in shown_columns),
        )
        for row in shown_rows
    ]
    label = f"{words(in_words(down))}, {words(in_words(across))}"
    table = element("table", element("thead", element("tr", corner, *heads)), element("tbody", *lines), class_="matrix")
    region = element("div", table, class_="scroll", tabindex="0", role="region", aria_label=label)
    left = [(len(rows) - len(shown_rows), down), (len(columns) - len(shown_columns), across)]
    told = [
        words("{count} more of {what} are not drawn.").format(count=words.number(n), what=words(in_words(name)))
        for n, name in left
        if n
    ]
    note = " ".join([words("An empty cell means none."), *told])
    return Drawing(region, note=note)


def _ranked(records: Sequence[Record], column: str, value: str) -> dict[_Key, Cell]:
    """The things of a column, those with the greatest sums first."""
    sums: dict[_Key, float] = {}
    cells: dict[_Key, Cell] = {}
    for record in records:
        cell = record[column]
        cells[_key(cell)] = cell
        sums[_key(cell)] = sums.get(_key(cell), 0) + (record[value].value or 0)
    return {key: cells[key] for key in sorted(sums, key=lambda key: (-sums[key], key))}


def _key(cell: Cell) -> _Key:
    return cell.text, cell.link


def _name(cell: Cell, words: Words) -> Markup:
    text = cell.text or words("not known")
    short = shortened(text, _LETTERS)
    given = {"lang": cell.language} if cell.language else {}
    if short != text:
        given["title"] = text
    return element("a", short, href=cell.link, **given) if cell.link else element("span", short, **given)


def _cell(cell: Cell | None, greatest: float) -> Markup:
    if cell is None:
        return element("td")
    shade = min(int(_SHADES * (cell.value or 0) / greatest) + 1, _SHADES)
    return element("td", cell.text, class_=f"number h{shade}")
