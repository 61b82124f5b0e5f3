"""Within which limits to plan, read from the parameters of a named query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph_service.errors import ArgumentProblem, InvalidArguments
from graph_service.model.binding import Term

#: The most years that a plan has; further away nothing is worth planning, and the program grows.
MOST_YEARS = 15

_LARGEST = 1e15
_BOUNDS: Mapping[str, tuple[float, float]] = {
    "budget": (0, _LARGEST),
    "first_year": (2000, 2100),
    "years": (1, MOST_YEARS),
    "teams": (0, 10_000),
    "discount": (0, 1),
    "default_cost": (0, _LARGEST),
}


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
    """The limits that the terms of the parameters state.

    :raises InvalidArguments: with each number that is out of its bounds.
    """
    given = {name: float(terms[0].value) for name, terms in arguments.items() if name in _BOUNDS and terms}
    problems = [
        ArgumentProblem(name, arguments[name][0].value, f"Give a number from {low:g} to {high:g}.")
        for name, (low, high) in _BOUNDS.items()
        if name in given and not low <= given[name] <= high
    ]
    if problems:
        raise InvalidArguments(problems)
    first = int(given["first_year"])
    return Limits(
        budget=given["budget"],
        years=range(first, first + int(given["years"])),
        teams=int(given["teams"]) if "teams" in given else None,
        objective=arguments["objective"][0].value,
        discount=given["discount"],
        default_cost=given.get("default_cost"),
    )
