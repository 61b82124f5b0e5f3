"""Service priorities: importance, feasibility and quadrant of each service under each model of its stack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from graph_service.model.binding import Term
from graph_service.model.solutions import Row
from graph_service.services.analyses import Arguments
from graph_service.services.prioritisation.material import COLUMNS, Model, decimal, text
from graph_service.services.prioritisation.scoring import Axis, Priority, asked, preferred, priorities

TAKES = (*COLUMNS, "serviceTitle", "level")
GIVES = (
    *("stack", "model", "service", "serviceTitle", "quadrant", "importance", "feasibility"),
    *("importanceCovered", "feasibilityCovered", "criteria", "criteriaWithoutInput", "level"),
    *("importanceThreshold", "feasibilityThreshold"),
)


def analyse(rows: Sequence[Row], arguments: Arguments) -> Iterator[Row]:
    """The services of each model by quadrant, those first that have most importance and feasibility together."""
    material = asked(rows, arguments)
    for model in material.models:
        for found in sorted(priorities(material, model, preferred(arguments)), key=_order):
            yield _row(model, found)


def _order(found: Priority) -> tuple[str, bool, Decimal, str]:
    """By quadrant; those without last, and of these those last that have no sum."""
    parts = found.importance.mean, found.feasibility.mean
    total = None if None in parts else sum((part for part in parts if part is not None), Decimal(0))
    return found.quadrant or "E", total is None, -(total or Decimal(0)), text(found.service, "service")


def _row(model: Model, found: Priority) -> Row:
    row: dict[str, Term] = {
        "stack": NamedNode(model.stack),
        "model": NamedNode(model.iri),
        "importanceThreshold": decimal(model.important),
        "feasibilityThreshold": decimal(model.feasible),
        "criteria": Literal(found.criteria),
        "criteriaWithoutInput": Literal(found.without_input),
    }
    for name in ("service", "serviceTitle", "level"):
        term = found.service.get(name)
        if isinstance(term, NamedNode | Literal):
            row[name] = term
    if found.quadrant:
        row["quadrant"] = Literal(found.quadrant)
    for name in ("importance", "feasibility"):
        axis: Axis = getattr(found, name)
        if axis.mean is not None:
            row[name] = decimal(axis.mean)
        if axis.covered is not None:
            row[f"{name}Covered"] = decimal(axis.covered)
    return row
