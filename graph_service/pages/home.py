"""The first page: stacks, questions, and ways in."""

from __future__ import annotations

from graph_service.pages.layout import render
from graph_service.pages.rows import Table, table
from graph_service.services.deployment import Deployment


def home(deployment: Deployment) -> str:
    """The first page, with the answers to ``stacks`` and ``services-by-digitisation-level``."""

    def answer(name: str) -> Table | None:
        query = deployment.queries.queries.get(name)
        return table(deployment, query, {}) if query else None

    return render(
        "home.html",
        stacks=answer("stacks"),
        levels=answer("services-by-digitisation-level"),
        catalogue=deployment.queries,
        generation=deployment.store.generation(),
        base=deployment.settings.base,
    )
