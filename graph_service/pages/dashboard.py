"""Pages of the dashboard: each is made of sections that its file lists, every one the answer to a named query."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from graph_service.errors import UnknownName
from graph_service.model.dashboard import DashboardPage
from graph_service.model.named_query import Parameter
from graph_service.model.view import CURRENT, View
from graph_service.pages.layout import Frame, render
from graph_service.pages.section import Shown, shown
from graph_service.services.ask import listed_values
from graph_service.services.deployment import Deployment
from graph_service.services.stacks import stack_of

#: How many sections of a page are asked at once.
_SIDE_BY_SIDE = 4


@dataclass(frozen=True)
class Field:
    """What can be set on a page: the parameter of a query, its value, and the values that there are to choose from."""

    parameter: Parameter
    value: str
    choices: Sequence[tuple[str, str]]


def dashboard(
    deployment: Deployment,
    page: DashboardPage,
    given: Mapping[str, Sequence[str]],
    view: View,
    frame: Frame,
    only: str = "",
) -> str:
    """The page of a stack; ``given`` are the texts of its address and its stack.

    ``only`` is the key of the one section that is wanted, for other pages to hold.

    :raises UnknownName: where the page has no such section.
    """
    keys = [section.key for section in page.sections]
    if only and only not in keys:
        raise UnknownName("section", only, difflib.get_close_matches(only, keys) or keys)
    asked = {name: values for name, values in given.items() if any(values)}
    fields = _fields(deployment, page, asked, frame)
    asked = {**{field.parameter.name: [field.value] for field in fields if field.value}, **asked}
    sections = [section for section in page.sections if not only or section.key == only]
    return render(
        "dashboard.html",
        replace(frame, embedded=bool(only)),
        page=page,
        fields=fields,
        sections=shown_all(deployment, replace(page, sections=tuple(sections)), asked, view, frame),
        generation=deployment.store.generation(),
        releases=given.get("release", ()),
        stack=stack_of(deployment, frame.stack),
    )


def shown_all(
    deployment: Deployment, page: DashboardPage, asked: Mapping[str, Sequence[str]], view: View, frame: Frame
) -> list[Shown]:
    """The sections of ``page`` as they are shown in the reader's language."""
    words = frame.words
    given = {"lang": [words.language], **asked}
    chosen = {name: values[0] for name, values in asked.items() if "." in name and values}
    # The store answers without holding the interpreter, so that sections are asked side by side.
    with ThreadPoolExecutor(_SIDE_BY_SIDE) as threads:
        return list(threads.map(lambda each: shown(deployment, each, given, chosen, view, words), page.sections))


def _fields(
    deployment: Deployment, page: DashboardPage, asked: Mapping[str, Sequence[str]], frame: Frame
) -> list[Field]:
    """What can be set; what must be and isn't has the value that the page or else the list begins with."""
    found = []
    for setting in page.settings:
        parameter = deployment.queries.get(setting.query).parameters[setting.name]
        choices = listed_values(deployment, parameter, frame.stack)
        value = next(iter(asked.get(setting.name, ())), setting.default or parameter.default or "")
        if not value and parameter.required and choices:
            value = choices[0][0]
        found.append(Field(parameter, value, choices))
    return found


def sections_about(deployment: Deployment, classes: Iterable[str], iri: str, frame: Frame) -> list[Shown]:
    """The sections of the pages that stand on the page of the thing ``iri``, which has those ``classes``."""
    found: list[Shown] = []
    for page in deployment.dashboards.about(set(classes)):
        asked = {**{name: list(values) for name, values in frame.asked.items()}, page.subject: [iri]}
        found += shown_all(deployment, page, asked, CURRENT, frame)
    return found
