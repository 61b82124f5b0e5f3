"""The occasion of a change: the request or command that is being carried out, as the audit log tells of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from graph_service.model.agent import Agent


@dataclass
class Occasion:
    """A request or a command; what is not known yet is filled in while it is carried out.

    ``wanted`` is the role that what is asked for needs, empty where it changes nothing; ``problem`` is the code of the
    error that it ended with.
    """

    request: str = ""
    method: str = ""
    route: str = ""
    client: str = ""
    agent: Agent | None = None
    wanted: str = ""
    problem: str = ""

    def entry(self) -> dict[str, Any]:
        """What a line of the audit log says of it."""
        who = self.agent or Agent("", "reader")
        return {
            "who": who.name,
            "id": who.id,
            "role": who.role if self.agent else "",
            "client": self.client,
            "request": self.request,
            "method": self.method,
            "route": self.route,
        }


_CURRENT: ContextVar[Occasion | None] = ContextVar("occasion", default=None)


def current() -> Occasion:
    """The occasion of what is done here and now; a new one where nobody said what that is."""
    return _CURRENT.get() or Occasion()


@contextmanager
def occasion(of: Occasion) -> Iterator[Occasion]:
    """What is done within is done on the occasion ``of``."""
    token = _CURRENT.set(of)
    try:
        yield of
    finally:
        _CURRENT.reset(token)
