"""A what-if scenario: steps that are applied one after the other to the graph as it is when somebody asks.

A step is an action (an update in a file under ``scenarios/``) with its arguments. As text it is
``retire-system:system=demo-identity-provider``; several arguments are separated by commas, and a comma, a percent sign
or a plus sign within a value is percent-encoded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from pyoxigraph import Quad

from graph_service.errors import ArgumentProblem, InvalidArguments

#: What a scenario may be called, as the last part of an address.
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
#: More steps would make a scenario slow to ask, and nobody could follow it.
MOST_STEPS = 20

_KEPT = "/:#?=&;@!$'()*~ "


@dataclass(frozen=True)
class Step:
    """An action by its name, and the texts of its arguments."""

    action: str
    arguments: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        given = ",".join(f"{name}={quote(value, safe=_KEPT)}" for name, value in self.arguments.items())
        return f"{self.action}:{given}" if given else self.action


@dataclass(frozen=True)
class Scenario:
    """A named overlay; ``name`` is empty where it was not saved."""

    steps: tuple[Step, ...]
    name: str = ""
    title: str = ""
    description: str = ""

    @property
    def key(self) -> str:
        """What tells this overlay from others: its steps, one after the other."""
        return "+".join(map(str, self.steps))


@dataclass(frozen=True)
class Edits:
    """Statements that were not there and come, and ones that were there and go."""

    added: frozenset[Quad] = frozenset()
    removed: frozenset[Quad] = frozenset()

    def then(self, other: Edits) -> Edits:
        """These edits followed by ``other``."""
        return Edits(
            (self.added - other.removed) | (other.added - self.removed),
            (self.removed - other.added) | (other.removed - self.added),
        )


def read_step(text: str) -> Step:
    """The step that ``text`` stands for.

    :raises InvalidArguments: where it is no step, with an example.
    """
    action, _, given = text.strip().partition(":")
    pairs = [part.partition("=") for part in given.split(",") if part]
    if not NAME.fullmatch(action) or not all(name.strip() and equals for name, equals, _ in pairs):
        example = "Give ACTION:parameter=value,parameter=value, such as retire-system:system=demo-identity-provider."
        raise InvalidArguments([ArgumentProblem("action", text, example)])
    return Step(action, {name.strip(): unquote(value) for name, _, value in pairs})


def read_steps(texts: Iterable[str]) -> tuple[Step, ...]:
    """The steps that ``texts`` stand for, in their order; a text may hold several, separated by plus signs.

    :raises InvalidArguments: where one is no step, or there are none or too many.
    """
    steps = tuple(read_step(part) for text in texts for part in text.split("+") if part.strip())
    if not 1 <= len(steps) <= MOST_STEPS:
        detail = f"Give from 1 to {MOST_STEPS} actions, such as retire-system:system=demo-identity-provider."
        raise InvalidArguments([ArgumentProblem("action", str(len(steps)), detail)])
    return steps
