"""The best schedule: equal to trying everything, within its limits, and the same in each run."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

import pytest

from graph_service.model.procurement import Group, Option, Problem, Purchase, Schedule
from graph_service.services.procurement.optimum import best


def feasible(schedule: Schedule, total: float | None = None) -> bool:
    """Whether a schedule keeps to all limits, written anew from the definition of a problem."""
    problem, ends = schedule.problem, schedule.ends
    for year in problem.years:
        under_way = [p for p in schedule.purchases if p.start <= year <= p.start + p.option.years - 1]
        if sum(p.option.cost / p.option.years for p in under_way) > problem.budget + 1e-6:
            return False
        if problem.teams is not None and sum(p.option.teams for p in under_way) > problem.teams:
            return False
    return (
        len(ends) == len(schedule.purchases)
        and (total is None or schedule.cost <= total + 1e-6)
        and all(problem.years.start <= p.start and p.end < problem.years.stop for p in schedule.purchases)
        and all(ends[block] >= problem.earliest.get(block, 0) for block in ends)
        and all(
            before in ends and ends[before] <= ends[block]
            for block in ends
            for before in problem.prerequisites.get(block, ())
        )
    )


def everything(problem: Problem) -> Iterator[Schedule]:
    """All schedules that keep to the limits."""
    choices = []
    for block in sorted({option.block for option in problem.options}):
        options = [option for option in problem.options if option.block == block]
        choices.append([None, *(Purchase(year, option) for option in options for year in problem.years)])
    for chosen in itertools.product(*choices):
        schedule = Schedule(problem, tuple(sorted(p for p in chosen if p)))
        if feasible(schedule):
            yield schedule


def random_problem(seed: int) -> Problem:
    chance = random.Random(seed)  # noqa: S311 - the same cases each time
    blocks = [f"b{number}" for number in range(chance.randint(2, 4))]
    years = range(2027, 2027 + chance.randint(1, 3))
    groups = [
        Group(
            frozenset(chance.sample(blocks, chance.randint(1, len(blocks)))),
            round(chance.choice((0, chance.lognormvariate(5, 2)))),
        )
        for _ in range(chance.randint(1, 6))
    ]
    options = [
        Option(block, approach, chance.randint(1, 12), chance.randint(1, 2), chance.randint(1, 2))
        for block in blocks
        for approach in chance.sample(("build", "buy"), chance.randint(0 if seed % 3 else 1, 2))
    ]
    return Problem(
        years,
        budget=chance.randint(2, 14),
        groups=groups,
        options=options,
        teams=chance.choice((None, 1, 2, 3)),
        discount=chance.choice((0.0, 0.035, 0.1)),
        prerequisites={b: frozenset(chance.sample(blocks, 1)) - {b} for b in blocks if chance.random() < 0.3},
        earliest={b: years.start + 1 for b in blocks if chance.random() < 0.2},
    )


@pytest.mark.parametrize("seed", range(400))
def test_equals_trying_everything(seed: int) -> None:
    """The value is the highest of all schedules, the discounted cost the lowest of those that have it."""
    problem = random_problem(seed)
    found = best(problem)
    assert feasible(found)
    tried = list(everything(problem))
    highest = max(schedule.value for schedule in tried)
    assert found.value == pytest.approx(highest, rel=1e-5)
    cheapest = min(schedule.discounted_cost for schedule in tried if schedule.value >= highest * (1 - 1e-9))
    assert found.discounted_cost <= cheapest * (1 + 1e-3)
    assert found.gap == pytest.approx(0.0, abs=1e-7)


@pytest.mark.parametrize("seed", range(400, 450))
def test_equals_trying_everything_within_a_total(seed: int) -> None:
    """The cost of all years together has a limit of its own."""
    problem = random_problem(seed)
    total = problem.budget * 0.8
    tried = [schedule for schedule in everything(problem) if feasible(schedule, total)]
    found = best(problem, total=total)
    assert feasible(found, total)
    assert found.value == pytest.approx(max(schedule.value for schedule in tried), rel=1e-5)
