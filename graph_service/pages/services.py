"""The services of a stack: searched, chosen by what they have, and listed a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import numpy as np

from graph_service.model.page import Page
from graph_service.pages.layout import Frame, href, render
from graph_service.pages.rows import Cell
from graph_service.services.deployment import Deployment
from graph_service.services.describe import labels_of
from graph_service.services.searching import search_index
from graph_service.services.service_choice import QUERY, ServiceChoice, service_choice
from graph_service.services.stacks import stack_of

#: How many services are listed at once, and how many values of one kind there are to choose from.
LISTED, CHOICES = 50, 15
#: How many services a search among them may find.
_FOUND = 5000
_CPSV = "http://purl.org/vocab/cpsv#PublicService"
#: What readers may choose by: the parameter of the query, and what it is called.
KINDS = {
    "at_level": "Level",
    "of_organisation": "Authority",
    "in_event": "Event",
    "for_recipient": "For whom",
    "with_building_block": "Building Block",
    "in_year": "Planned for",
}


@dataclass(frozen=True)
class Choice:
    """A value that can be chosen: what it is called, how many services it leaves, and where choosing it leads."""

    text: str
    language: str
    count: int
    chosen: bool
    address: str
    query: str


def services(deployment: Deployment, given: Mapping[str, Sequence[str]], offset: int, frame: Frame) -> str:
    """The page; ``given`` are the texts of its address, of which those of :data:`KINDS` and ``q`` choose."""
    words, stack = frame.words, stack_of(deployment, frame.stack)
    choice = service_choice(deployment, frame.stack, words.language)
    values = {name: given[name][0] for name in KINDS if given.get(name) and given[name][0]}
    wanted = " ".join(given.get("q", ())).strip()
    among = None
    if wanted:
        among = [f.iri for f in search_index(deployment).search(wanted, [stack.iri], _CPSV, _FOUND)]
    numbers = np.flatnonzero(choice.chosen(values, among))
    listed = [choice.rows[number] for number in numbers[offset : offset + LISTED]]
    iris = [str(getattr(row["service"], "value", "")) for row in listed]
    names = labels_of(deployment.store, [*iris, *(iri for row in listed for iri in _iris(row, "organisation"))])

    def cell(iri: str) -> Cell:
        return _cell(iri, names, words.language, deployment.settings.base)

    return render(
        "services.html",
        frame,
        stack=stack,
        q=wanted,
        total=len(numbers),
        of=len(choice.rows),
        offset=offset,
        pages=Page(LISTED, offset).neighbours(len(numbers)),
        rows=[
            (cell(iri), row, [cell(i) for i in _iris(row, "organisation")])
            for iri, row in zip(iris, listed, strict=True)
        ],
        kinds=[
            (name, words(title), _choices(deployment, choice, name, values, among, frame))
            for name, title in KINDS.items()
        ],
        values=values,
        query=_query_address(frame.stack, values),
        searched=wanted,
    )


def _choices(
    deployment: Deployment,
    choice: ServiceChoice,
    name: str,
    values: Mapping[str, str],
    among: Sequence[str] | None,
    frame: Frame,
) -> list[Choice]:
    def place(item: tuple[str, int]) -> tuple[int, str]:
        """Numbers stand in their order, things with those of most services first."""
        return (-item[1] if ":" in item[0] else 0, item[0])

    counted = sorted(choice.counts(name, values, among).items(), key=place)
    counted = [(value, count) for value, count in counted if value == values.get(name)] or counted[:CHOICES]
    names = labels_of(deployment.store, [value for value, _ in counted if ":" in value])
    found = []
    for value, count in counted:
        chosen = values.get(name) == value
        shown = _cell(value, names, frame.words.language, deployment.settings.base) if ":" in value else Cell(value)
        others = {**values, name: value}
        found.append(
            Choice(
                shown.text,
                shown.language,
                count,
                chosen,
                frame.here(**{name: "" if chosen else value, "offset": ""}),
                _query_address(frame.stack, others),
            )
        )
    return found


def _query_address(stack: str, values: Mapping[str, str]) -> str:
    return f"/queries/{QUERY}.html?{urlencode({'stack': stack, **values})}"


def _iris(row: Mapping[str, object], column: str) -> list[str]:
    return str(getattr(row.get(column), "value", "")).split()


def _cell(iri: str, names: Mapping[str, Mapping[str, str]], language: str, base: str) -> Cell:
    known = names.get(iri, {})
    tag = next((tag for tag in (language, "en", *known) if tag in known), "")
    return Cell(known.get(tag) or iri.rsplit("/", 1)[-1], href(iri, base), tag)
