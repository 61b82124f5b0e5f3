"""Cost against value: for each sum of money the schedule that unlocks most (the Pareto front, by ε-constraints)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic

from graph_service.model.procurement import Problem, Schedule
from graph_service.services.procurement.optimum import best

#: Up to so many Building Blocks all points are looked for; beyond, points at equal steps of cost.
ALL_POINTS = 12
STEPS = 10
SECONDS = 20.0


@dataclass(frozen=True)
class Front:
    """Schedules none of which is beaten in both cost and value, dearest first; ``complete`` where these are all."""

    points: Sequence[Schedule]
    complete: bool


def front(problem: Problem, *, seconds: float = SECONDS) -> Front:
    """The front of ``problem``, from the best schedule within its limits down to one that costs nothing.

    Each point is the best schedule for less money than the point before. Cost is the sum of all years, not discounted.
    """
    deadline = monotonic() + seconds
    first = best(problem, seconds=seconds / 2)
    points, all_points = [first], len(problem.obtainable) <= ALL_POINTS
    limit = first.cost
    while points[-1].cost > 0 and limit > 0:
        limit = _less(points[-1].cost) if all_points else min(limit - first.cost / STEPS, _less(points[-1].cost))
        left = deadline - monotonic()
        if left <= 0:
            return Front(_unbeaten(points), complete=False)
        points.append(best(problem, seconds=left, total=max(0.0, limit)))
    return Front(_unbeaten(points), complete=all_points)


def _less(cost: float) -> float:
    """A little less than ``cost``: a cent or a millionth, whichever is more."""
    return cost - max(0.01, cost * 1e-6)


def _unbeaten(points: Sequence[Schedule]) -> Sequence[Schedule]:
    """Without the points for which another costs no more and is worth no less."""
    kept: list[Schedule] = []
    for point in sorted(points, key=lambda schedule: (schedule.cost, -schedule.value)):
        if not kept or point.value > kept[-1].value * (1 + 1e-9):
            kept.append(point)
    return kept[::-1]
