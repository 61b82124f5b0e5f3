"""Stages: a life as a path of stages, with what is met in each as boxes.

``lane`` is the column of whose life it is, ``stage`` that of the stage; lanes and stages stand in the order of the
rows. ``label`` names what is met, ``value`` is a part of the column ``of``, drawn as its share and told, and
``unknown`` how much of it is not known. ``most`` is how many boxes a stage has at most.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from graph_service.pages.charts import Drawing, Record
from graph_service.pages.charts.svg import element, percent
from graph_service.pages.layout import in_words
from graph_service.pages.words import Words

_MOST, _BAR = 12, 8
_Stages = Mapping[str, Sequence[Record]]


def draw(records: Sequence[Record], options: Mapping[str, Any], words: Words) -> Drawing | None:
    """A path for each lane; what has no known stage stands in one that says so."""
    lanes: dict[str, dict[str, list[Record]]] = {}
    for record in records:
        stages = lanes.setdefault(record[options["lane"]].text, {})
        stages.setdefault(record[options["stage"]].text, []).append(record)
    if not lanes:
        return None
    body = [part for lane, stages in lanes.items() for part in _lane(lane, stages, options, words)]
    return Drawing(Markup("").join(body))


def _lane(lane: str, stages: _Stages, options: Mapping[str, Any], words: Words) -> list[Markup]:
    """The heading of a life, from its first stage to its last, and its path."""
    names = [stage or words("not known") for stage in stages]
    said = words(in_words(lane)) or words("not known")
    ends = words("from {first} to {last}").format(first=names[0], last=names[-1]) if len(names) > 1 else names[0]
    drawn = [_stage(name, members, options, words) for name, members in zip(names, stages.values(), strict=True)]
    return [element("h3", f"{said}: {ends}"), element("ol", *drawn, class_="stages")]


def _stage(name: str, members: Sequence[Record], options: Mapping[str, Any], words: Words) -> Markup:
    """The name of a stage over its boxes, and how many it has beyond those that are drawn."""
    most = options.get("most", _MOST)
    boxes = [_box(record, options, words) for record in members[:most]]
    if (left := len(members) - most) > 0:
        boxes.append(
            element("li", words("{count} more are not shown.").format(count=words.number(left)), class_="hint")
        )
    return element("li", element("span", name, class_="stage"), element("ul", *boxes))


def _box(record: Record, options: Mapping[str, Any], words: Words) -> Markup:
    """What is met, as a link where there is one, with the share and what is known of it."""
    cell = record[options["label"]]
    spoken = {"lang": cell.language} if cell.language else {}
    text = cell.text or words("not known")
    name = element("a", text, href=cell.link, **spoken) if cell.link else element("span", text, **spoken)
    return element("li", name, *_share(record, options, words), class_="met")


def _share(record: Record, options: Mapping[str, Any], words: Words) -> list[Markup]:
    """The part as a bar and in words; a whole of nothing has no share."""
    part, whole = record[options["value"]].value, record[options["of"]].value
    if whole is None or part is None:
        return [element("span", words("not known"), class_="told")]
    if not whole:
        none = words("{what}: none").format(what=words(in_words(options["of"])))
        return [element("span", none, class_="told none")]
    parts = [element("rect", width="100%", height=_BAR, class_="track")]
    if part:
        x = 1 - part / whole if words.direction == "rtl" else 0.0
        parts.append(element("rect", x=percent(x), width=percent(part / whole), height=_BAR, class_="c1"))
    told = words("{part} of {whole} {what}").format(
        part=words.number(f"{part:g}"), whole=words.number(f"{whole:g}"), what=words(in_words(options["value"])).lower()
    )
    unknown = record[options["unknown"]].value if "unknown" in options else None
    if unknown:
        told = f"{told} · {words('{count} not known').format(count=words.number(f'{unknown:g}'))}"
    bar = element("svg", *parts, width="100%", height=_BAR, aria_hidden="true")
    return [bar, element("span", told, class_="told")]
