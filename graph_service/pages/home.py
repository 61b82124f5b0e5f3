"""The first page: the stacks that are held, each with how digital it is, and the ways in."""

from __future__ import annotations

from graph_service.model.view import CURRENT
from graph_service.pages.layout import Frame, render
from graph_service.pages.section import Shown, shown
from graph_service.services.deployment import Deployment
from graph_service.services.stacks import Stack, list_stacks

#: The page and the section of it that tell most of a stack.
_PAGE, _SECTION = "overview", "levels"


def home(deployment: Deployment, frame: Frame) -> str:
    """The first page; of each stack that has services it shows how digital these are."""
    stacks = list_stacks(deployment)
    told = {stack.key: found for stack in stacks if (found := _told(deployment, stack, frame)) and found.drawing}
    return render(
        "home.html",
        frame,
        told=[(stack, told[stack.key]) for stack in stacks if stack.key in told],
        rest=[stack for stack in stacks if stack.key not in told],
        catalogue=deployment.queries,
        generation=deployment.store.generation(),
        base=deployment.settings.base,
    )


def _told(deployment: Deployment, stack: Stack, frame: Frame) -> Shown | None:
    page = deployment.dashboards.pages.get(_PAGE)
    sections = [section for section in page.sections if section.key == _SECTION] if page else []
    if not sections:
        return None
    given = {"stack": [stack.key], "lang": [frame.words.language]}
    return shown(deployment, sections[0], given, {}, CURRENT, frame.words)
