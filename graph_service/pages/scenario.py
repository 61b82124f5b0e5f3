"""Pages of what-if scenarios: their list, one of them, and what one changes in an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph_service.model.scenario import Scenario
from graph_service.pages.layout import Frame, render
from graph_service.pages.rows import laid_out
from graph_service.services.ask import listed_values
from graph_service.services.deployment import Deployment
from graph_service.services.scenarios.asking import WhatIf, in_words


def scenario_list(deployment: Deployment, kept: Sequence[Scenario], frame: Frame) -> str:
    """The scenarios that are kept, and the actions that scenarios are made of."""
    return render(
        "scenarios.html",
        frame,
        kept=[(found, in_words(deployment, found)) for found in kept],
        actions=deployment.actions,
        choices={
            (action.name, p.name): listed_values(deployment, p)
            for action in deployment.actions.queries.values()
            for p in action.parameters.values()
        },
        queries=deployment.queries.queries,
    )


def scenario(deployment: Deployment, found: Scenario, document: Mapping[str, Any], frame: Frame) -> str:
    """One scenario: what it does, and the questions that can be asked under it."""
    return render("scenario.html", frame, found=found, document=document, queries=deployment.queries.queries)


def what_if(deployment: Deployment, asked: Scenario, found: WhatIf, parameters: str, frame: Frame) -> str:
    """What a scenario changes in the answer to a question; ``parameters`` are those of the address."""
    table = laid_out(deployment, deployment.store, found.as_answer(), frame.words)
    return render("what_if.html", frame, scenario=asked, found=found, table=table, parameters=parameters)
