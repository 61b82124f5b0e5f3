"""Procurement plan: the best order of the missing Building Blocks, and why each comes where it does.

The model is explained in ``docs/explanation/what-first.md``. The query gives as rows which service misses which
Building Block, how each can be had at what cost, what rests on what, and titles; parameters give the limits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pyoxigraph import Literal, NamedNode

from graph_service.model.procurement import Schedule
from graph_service.model.solutions import Row
from graph_service.model.terms import XSD
from graph_service.services.analyses import Arguments
from graph_service.services.procurement.inputs import COLUMNS, Inputs, read_inputs
from graph_service.services.procurement.limits import read_limits
from graph_service.services.procurement.optimum import best
from graph_service.services.procurement.reasons import Reasons

TAKES = COLUMNS
GIVES = (
    *("place", "buildingBlock", "buildingBlockTitle", "approach", "beginYear", "year", "cost"),
    *("waiting", "unlocked", "reason", "gap"),
)


def analyse(rows: Sequence[Row], arguments: Arguments) -> Iterator[Row]:
    """The plan in the order in which work begins, then what is not planned."""
    inputs = read_inputs(rows, arguments, read_limits(arguments))
    return plan_rows(inputs, best(inputs.problem))


def plan_rows(inputs: Inputs, schedule: Schedule) -> Iterator[Row]:
    """One row for each missing Building Block."""
    reasons = Reasons(inputs, schedule)
    gap = {"gap": _decimal(round(100 * (schedule.gap or 0.0), 4))}
    for place, purchase in enumerate(schedule.purchases, start=1):
        approach = purchase.option.approach
        yield {
            "place": Literal(place),
            **_about(inputs, purchase.block),
            **({"approach": Literal(inputs.title(approach))} if approach else {}),
            "beginYear": Literal(purchase.start),
            "year": Literal(purchase.end),
            "cost": _decimal(purchase.option.cost),
            "unlocked": Literal(sum(len(group.things) for group in reasons.unlocked_with(purchase))),
            "reason": Literal(reasons.for_purchase(purchase)),
            **gap,
        }
    for block in inputs.missing:
        if block not in schedule.ends:
            yield {**_about(inputs, block), "reason": Literal(reasons.for_absence(block)), **gap}


def _about(inputs: Inputs, block: str) -> dict[str, NamedNode | Literal]:
    waiting = sum(len(group.things) for group in inputs.problem.groups if block in group.misses)
    return {
        "buildingBlock": NamedNode(block),
        "buildingBlockTitle": Literal(inputs.title(block)),
        "waiting": Literal(waiting),
    }


def _decimal(number: float) -> Literal:
    text = f"{number:.4f}".rstrip("0").rstrip(".")
    return Literal(text, datatype=NamedNode(f"{XSD}decimal"))
