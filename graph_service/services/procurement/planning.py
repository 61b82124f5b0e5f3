"""A procurement plan as a whole: the best schedule, with what it rests on and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pyoxigraph import QuerySolutions

from graph_service.formats.json import plain
from graph_service.model.answer import Answer, BoundQuery
from graph_service.model.procurement import Schedule
from graph_service.model.solutions import rows_of, solutions_of
from graph_service.services.analyses.procurement_plan import plan_rows
from graph_service.services.ask import prepare
from graph_service.services.deployment import Deployment
from graph_service.services.procurement.frontier import Front, front
from graph_service.services.procurement.greedy import greedy
from graph_service.services.procurement.inputs import Coverage, Inputs, read_inputs
from graph_service.services.procurement.limits import read_limits
from graph_service.services.procurement.together import Together, together

#: The named query that gives the inputs, and whose answer is the plan.
QUERY = "procurement-plan"

_UNITS = {"transactions": "transactions a year", "people": "people a year"}


@dataclass(frozen=True)
class Plan:
    """The best schedule, the front of cost and value that it is the dearest point of, the greedy one, and sets."""

    bound: BoundQuery
    inputs: Inputs
    best: Schedule
    greedy: Schedule
    front: Front
    together: Sequence[Together]

    @property
    def answer(self) -> Answer:
        """The plan as the answer to its named query."""
        columns = list(self.bound.query.columns)
        result = solutions_of(columns, plan_rows(self.inputs, self.best))
        return Answer(self.bound.query, self.bound.text, result, self.bound.receipt)


def plan(deployment: Deployment, given: Mapping[str, Sequence[str]]) -> Plan:
    """The plan for the texts ``given`` as parameters of the named query ``procurement-plan``.

    :raises InvalidArguments: with all problems of the arguments.
    """
    bound = prepare(deployment, deployment.queries.get(QUERY), given)
    limits = read_limits(bound.arguments)
    solutions = deployment.store.query(bound.text)
    assert isinstance(solutions, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
    inputs = read_inputs(rows_of(solutions), bound.arguments, limits)
    points = front(inputs.problem)
    best = points.points[0]
    return Plan(bound, inputs, best, greedy(inputs.problem), points, together(inputs.problem.groups))


def in_words(found: Plan) -> Iterator[str]:
    """What the plan is worth and how sure that is, in sentences."""
    inputs, best = found.inputs, found.best
    if not inputs.missing:
        yield "Nothing is missing: whatever is needed is in operation."
        return
    years = inputs.problem.years
    unlocked = [group for group, _ in best.unlocked()]
    number, total = (sum(len(g.things) for g in groups) for groups in (unlocked, inputs.problem.groups))
    things = "life events" if inputs.limits.objective == "life-events" else "services"
    unit = _UNITS.get(inputs.limits.objective)
    counted = f" ({sum(group.weight for group in unlocked):,.0f} {unit})" if unit else ""
    yield f"By the end of {years[-1]}, {number} of {total} waiting {things}{counted} are unlocked for {best.cost:,.0f}."
    yield _certainty(best)
    share = f"{found.greedy.value / best.value:.0%} of the best" if best.value else "no more than nothing"
    yield f"One after the other by what each unlocks for its cost (greedy): {share}, for {found.greedy.cost:,.0f}."
    yield from coverage_in_words(inputs.coverage)


def coverage_in_words(coverage: Coverage) -> Iterator[str]:
    """How far the weights rest on figures; nothing where they need none."""
    if coverage.objective not in _UNITS:
        return
    if not coverage.known:
        yield f"No waiting service has a figure of {coverage.objective}: each counts the same."
    elif coverage.known < coverage.total:
        yield (
            f"{coverage.known} of {coverage.total} waiting services have a figure of {coverage.objective}; "
            f"each of the others counts as the median, {coverage.fallback:,.0f}."
        )
    else:
        yield f"All {coverage.total} waiting services have a figure of {coverage.objective}."


def as_document(found: Plan) -> dict[str, Any]:
    """The plan as plain values."""
    title = found.inputs.title

    def point(schedule: Schedule) -> dict[str, Any]:
        purchases = [
            {"buildingBlock": p.block, "title": title(p.block), "approach": title(p.option.approach), "begin": p.start}
            | {"year": p.end, "cost": p.option.cost}
            for p in schedule.purchases
        ]
        return {"cost": schedule.cost, "value": schedule.value, "purchases": purchases}

    return {
        "words": list(in_words(found)),
        "limits": {**asdict(found.inputs.limits), "years": list(found.inputs.limits.years)},
        "coverage": asdict(found.inputs.coverage),
        "plan": {**point(found.best), "gap": found.best.gap, "bound": found.best.bound},
        "rows": [{n: plain(t) for n, t in row.items()} for row in plan_rows(found.inputs, found.best)],
        "greedy": point(found.greedy),
        "front": {"complete": found.front.complete, "points": [point(schedule) for schedule in found.front.points]},
        "together": [{**asdict(one), "titles": [title(block) for block in one.blocks]} for one in found.together],
        "receipt": asdict(found.bound.receipt),
    }


def _certainty(best: Schedule) -> str:
    gap = best.gap or 0.0
    if gap < 1e-6:  # noqa: PLR2004 - what the solver takes for none
        return "It is proved that no plan within these limits is worth more."
    return f"Time ran out: a better plan could be worth up to {gap:.2%} more."
