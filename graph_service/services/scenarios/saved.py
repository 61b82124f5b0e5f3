"""Scenarios that are kept: one JSON file each, in a folder beside the store.

They are no part of the graph: they say nothing about it, and keeping one must not make every answer be worked out anew.
"""

from __future__ import annotations

import difflib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from graph_service.errors import ArgumentProblem, InvalidArguments, SourceError, UnknownName
from graph_service.model.scenario import MOST_STEPS, NAME, Scenario, Step
from graph_service.services.audit.recording import beside
from graph_service.services.deployment import Deployment
from graph_service.services.scenarios.overlay import without_effect

_LONGEST = {"name": 80, "title": 200, "description": 4000}
#: Names that addresses use otherwise.
_RESERVED = {"ad-hoc"}


def list_saved(deployment: Deployment) -> Sequence[Scenario]:
    """All scenarios that are kept, by name.

    :raises SourceError: where a file is not what this service wrote.
    """
    return [_read(path) for path in sorted(_folder(deployment).glob("*.json"))]


def read_saved(deployment: Deployment, name: str) -> Scenario:
    """The scenario that is kept under ``name``.

    :raises UnknownName: where there is none, with names that resemble it.
    :raises SourceError: where its file is not what this service wrote.
    """
    path = _folder(deployment) / f"{name}.json"
    if not NAME.fullmatch(name) or not path.is_file():
        names = [other.stem for other in _folder(deployment).glob("*.json")]
        raise UnknownName("scenario", name, difflib.get_close_matches(name, names))
    return _read(path)


def save(deployment: Deployment, scenario: Scenario) -> None:
    """Keep a new scenario, wholly or not at all.

    :raises InvalidArguments: with all that is wrong with it: its name, its texts, or a step that changes nothing.
    :raises UnknownName: where there is no such action.
    """
    folder = _folder(deployment)
    path = folder / f"{scenario.name}.json"
    problems = [
        ArgumentProblem(name, getattr(scenario, name)[:100], f"Write at most {longest} characters.")
        for name, longest in _LONGEST.items()
        if len(getattr(scenario, name)) > longest
    ]
    if not NAME.fullmatch(scenario.name) or scenario.name in _RESERVED:
        detail = "Give a name of lower-case letters, digits and single hyphens, such as without-identity."
        problems.append(ArgumentProblem("name", scenario.name, detail))
    elif path.exists():
        problems.append(ArgumentProblem("name", scenario.name, "There is such a scenario; delete it first."))
    if not 1 <= len(scenario.steps) <= MOST_STEPS:
        problems.append(ArgumentProblem("actions", str(len(scenario.steps)), f"Give from 1 to {MOST_STEPS} actions."))
    if problems:
        raise InvalidArguments(problems)
    refuse_idle(deployment, scenario)
    folder.mkdir(parents=True, exist_ok=True)
    content = json.dumps(asdict(scenario), ensure_ascii=False, indent=1)
    new = path.with_suffix(f".{os.getpid()}.new")
    with beside(deployment, "scenario", f"Scenario {scenario.name} kept"):
        with new.open("w", encoding="utf-8") as file:
            file.write(f"{content}\n")
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)


def delete(deployment: Deployment, name: str) -> None:
    """Keep the scenario ``name`` no longer.

    :raises UnknownName: where there is none.
    """
    read_saved(deployment, name)
    with beside(deployment, "scenario", f"Scenario {name} deleted"):
        (_folder(deployment) / f"{name}.json").unlink(missing_ok=True)


def refuse_idle(deployment: Deployment, scenario: Scenario) -> None:
    """Refuse steps that change nothing, because what they name is not there or is so already.

    :raises InvalidArguments: with all of them.
    """
    if idle := without_effect(deployment, scenario):
        detail = "It changes nothing: what it names is not there, or is so already."
        raise InvalidArguments([ArgumentProblem("action", str(step), detail) for step in idle])


def _folder(deployment: Deployment) -> Path:
    return deployment.settings.beside_store("scenarios")


def _read(path: Path) -> Scenario:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        steps = tuple(Step(step["action"], dict(step["arguments"])) for step in content["steps"])
        return Scenario(steps, path.stem, str(content["title"]), str(content["description"]))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise SourceError(str(path), f"This is no scenario that was kept here: {error}") from error
