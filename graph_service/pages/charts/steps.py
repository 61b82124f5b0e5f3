"""Steps: journeys one beside the other, each step by step under the phase that it falls in, with what it rests on.

``journey`` is the column of the journey and ``state`` that of whether it is as today or as planned; ``phase`` and
``label`` those of the step. ``follows``, ``needs``, ``uses`` and ``rests`` are two columns each: the IRIs of the
workflows, Building Blocks, systems and regulations of the step, and their titles; ``missing`` has the IRIs of those
Building Blocks that are not there. ``most`` is how many steps are drawn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from markupsafe import Markup

from graph_service.pages.charts import Drawing, Record
from graph_service.pages.charts.joined import links, things
from graph_service.pages.charts.svg import element
from graph_service.pages.rows import Cell
from graph_service.pages.words import Words

_MOST = 60


def draw(records: Sequence[Record], options: Mapping[str, Any], words: Words) -> Drawing | None:
    """A column for each journey; where there is room for one alone, one below the other."""
    shown = records[: options.get("most", _MOST)]
    if not shown:
        return None
    journeys = [list(rows) for _, rows in groupby(shown, key=lambda record: record[options["journey"]])]
    drawn = [_journey(rows, options, words) for rows in journeys]
    missing = sum(len(links(record[options["missing"]].text)) for record in shown)
    said = words("{journeys} journeys, {steps} steps; {missing} times a Building Block is missing.").format(
        journeys=words.number(len(journeys)), steps=words.number(len(shown)), missing=words.number(missing)
    )
    if left := len(records) - len(shown):
        more = words("{count} more steps are in the table.").format(count=words.number(left))
        drawn.append(element("p", more, class_="soft"))
    return Drawing(element("div", *drawn, class_="journeys"), description=said)


def _journey(rows: Sequence[Record], options: Mapping[str, Any], words: Words) -> Markup:
    """Its name and state, then each phase with its steps; numbers go on from phase to phase."""
    journey, state = rows[0][options["journey"]], rows[0][options["state"]].text
    parts = [
        element("p", words(state) if state else words("not known"), class_="state"),
        element("h3", _name(journey, words)),
    ]
    number = 1
    for phase, members in groupby(rows, key=lambda record: record[options["phase"]].text):
        steps = [_step(record, options, words) for record in members]
        parts.append(element("h4", words(phase) if phase else words("Phase not known")))
        parts.append(element("ol", *steps, start=number))
        number += len(steps)
    return element("div", *parts, class_="journey")


def _step(record: Record, options: Mapping[str, Any], words: Words) -> Markup:
    absent = set(links(record[options["missing"]].text))
    parts = []
    headings = {
        "needs": words("Building Blocks"),
        "uses": words("Systems"),
        "follows": words("Generic workflow"),
        "rests": words("Regulation"),
    }
    for key, heading in headings.items():
        iris, titles = options[key]
        if found := things(record[iris], record[titles]):
            named = [_thing(cell, cell.link in absent, words) for cell in found]
            parts += [element("dt", heading), *(element("dd", each) for each in named)]
    rests = element("dl", *parts) if parts else element("p", words("Rests on nothing that is stated."), class_="none")
    return element("li", element("p", _name(record[options["label"]], words), class_="step"), rests)


def _thing(cell: Cell, absent: bool, words: Words) -> Markup:
    named = _name(cell, words)
    if not absent:
        return element("span", named, class_="thing")
    return element("span", named, " ", element("strong", words("missing")), class_="thing missing")


def _name(cell: Cell, words: Words) -> Markup:
    """The name of a thing, as a link where there is one to follow."""
    spoken = {"lang": cell.language} if cell.language else {}
    text = cell.text or words("not known")
    return (
        element("a", text, href=cell.link, dir="auto", **spoken)
        if cell.link
        else element("span", text, dir="auto", **spoken)
    )
