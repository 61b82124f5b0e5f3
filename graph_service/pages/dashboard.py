"""Pages of the dashboard: each is made of sections that its file lists, every one the answer to a named query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from graph_service.model.dashboard import DashboardPage
from graph_service.model.named_query import Parameter
from graph_service.model.view import View
from graph_service.pages.layout import Frame, render
from graph_service.pages.section import Shown, shown
from graph_service.services.ask import listed_values
from graph_service.services.deployment import Deployment
from graph_service.services.stacks import stack_of


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
    """
    asked: dict[str, Sequence[str]] = {setting.name: [setting.default] for setting in page.settings if setting.default}
    asked.update({name: values for name, values in given.items() if any(values)})
    sections = [section for section in page.sections if not only or section.key == only]
    return render(
        "dashboard.html",
        replace(frame, embedded=bool(only)),
        page=page,
        fields=_fields(deployment, page, asked),
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
    return [shown(deployment, section, given, chosen, view, words) for section in page.sections]


def _fields(deployment: Deployment, page: DashboardPage, asked: Mapping[str, Sequence[str]]) -> list[Field]:
    found = []
    for setting in page.settings:
        parameter = deployment.queries.get(setting.query).parameters[setting.name]
        value = next(iter(asked.get(setting.name, ())), parameter.default or "")
        found.append(Field(parameter, value, listed_values(deployment, parameter)))
    return found
