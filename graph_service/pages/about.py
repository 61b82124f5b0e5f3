"""Pages about the service itself: what it is, and how accessible it is."""

from __future__ import annotations

from graph_service.pages.layout import Frame, render
from graph_service.services.deployment import Deployment
from graph_service.services.stacks import list_stacks


def about(deployment: Deployment, frame: Frame) -> str:
    """What the service is, what it holds, where each number is from, and which files of pages are to be mended."""
    return render(
        "about.html",
        frame,
        stacks=list_stacks(deployment),
        queries=len(deployment.queries.queries),
        broken=deployment.dashboards.broken,
        engine=deployment.store.engine,
        generation=deployment.store.generation(),
    )


def accessibility(frame: Frame) -> str:
    """What the pages promise to everybody, how that is tested, and what is known not to hold."""
    return render("accessibility.html", frame)
