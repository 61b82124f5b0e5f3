"""Within which limits to plan, read from the parameters of a named query, which states their bounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph_service.model.binding import Term


@dataclass(frozen=True)
class Limits:
    """Money and teams of each year, the years, what is to be unlocked, and what is assumed."""

    budget: float
    years: range
    teams: int | None
    objective: str
    discount: float
    default_cost: float | None


def read_limits(arguments: Mapping[str, Sequence[Term]]) -> Limits:
    """The limits that the terms of the parameters state."""
    given = {name: terms[0].value for name, terms in arguments.items() if terms}
    first = int(given["first_year"])
    return Limits(
        budget=float(given["budget"]),
        years=range(first, first + int(given["years"])),
        teams=int(given["teams"]) if "teams" in given else None,
        objective=given["objective"],
        discount=float(given["discount"]),
        default_cost=float(given["default_cost"]) if "default_cost" in given else None,
    )
