"""From what is known of a service to its scores, its importance and feasibility, and its quadrant.

Sources: criteria, axes and quadrants are those of GovStack's playbook; the formula is this project's
(``docs/explanation/priorities.md``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from difflib import get_close_matches

from pyoxigraph import Literal

from graph_service.errors import ArgumentProblem, InvalidArguments
from graph_service.model.binding import Term
from graph_service.model.solutions import Row
from graph_service.services.prioritisation.material import Band, Material, Model, Weight, mean, read, text

IMPORTANCE, FEASIBILITY = "importance", "feasibility"
_CENT, _WHOLE = Decimal("0.01"), Decimal(1)
_NUMBER = re.compile(r"[01](?:\.[0-9]{1,9})?|\.[0-9]{1,9}")
#: Mean and number of the scores of measures, by criterion.
Computed = Mapping[str, tuple[Decimal, int]]


@dataclass(frozen=True)
class Axis:
    """The weighted mean of the known scores of an axis, and how many percent of its weight they cover."""

    mean: Decimal | None
    covered: Decimal | None


@dataclass(frozen=True)
class Priority:
    """Where a service stands under a model; ``quadrant`` is empty where an axis has no known criterion."""

    service: Row
    importance: Axis
    feasibility: Axis
    quadrant: str
    criteria: int
    without_input: int


def asked(rows: Sequence[Row], arguments: Mapping[str, Sequence[Term]]) -> Material:
    """The material of the rows, its models with the weights and thresholds that are asked for in place of their own.

    :raises InvalidArguments: where a weight is no ``criterion:number`` of a model.
    """
    material = read(rows)
    instead = _weights(material.models, [term.value for term in arguments.get("weight", ())])
    for model in material.models:
        model.weights = [replace(each, share=instead.get(each.criterion, each.share)) for each in model.weights]
        for term in arguments.get("importanceThreshold", ()):
            model.important = Decimal(term.value)
        for term in arguments.get("feasibilityThreshold", ()):
            model.feasible = Decimal(term.value)
    return material


def _weights(models: Sequence[Model], given: Sequence[str]) -> Mapping[str, Decimal]:
    """The weights that are asked for, by criterion; without a model there is nothing to compare them with."""
    criteria = {weight.criterion.rpartition("/")[2]: weight.criterion for model in models for weight in model.weights}
    found, problems = {}, []
    for each in given if models else ():
        key, _, number = each.rpartition(":")
        criterion = criteria.get(key.rpartition("/")[2])
        if criterion is None:
            detail = f"Give criterion:weight, the criterion one of {', '.join(sorted(criteria))}; this is {each!r}."
            problems.append(ArgumentProblem("weight", each, detail, tuple(get_close_matches(key, criteria))))
        elif criterion in found:
            problems.append(ArgumentProblem("weight", each, f"Give the weight of {key} once."))
        elif not (_NUMBER.fullmatch(number) and Decimal(number) <= 1):
            detail = f"Give the weight of {key} as a number from 0 to 1; this is {number!r}."
            problems.append(ArgumentProblem("weight", each, detail))
        else:
            found[criterion] = Decimal(number)
    if problems:
        raise InvalidArguments(problems)
    return found


def computed(model: Model) -> Callable[[Row], Computed]:
    """A function from the row of a service to the scores that the bands of the model give to what is measured."""
    points: dict[tuple[str, str], Sequence[tuple[str, Decimal]]] = {}

    def score(row: Row) -> Computed:
        found: dict[str, list[Decimal]] = defaultdict(list)
        for column, bands in model.bands.items():
            term = row.get(column)
            if isinstance(term, Literal):
                key = column, term.value
                if key not in points:
                    points[key] = list(_points(Decimal(term.value), bands))
                for criterion, each in points[key]:
                    found[criterion].append(each)
        return {criterion: (mean(scores), len(scores)) for criterion, scores in found.items()}

    return score


def _points(value: Decimal, bands: Sequence[Band]) -> set[tuple[str, Decimal]]:
    """What the bands that a value lies in give to their criteria."""
    return {
        (band.criterion, band.points)
        for band in bands
        if value >= band.lowest and (band.below is None or value < band.below)
    }


def chosen(found: Computed, assessed: Mapping[str, Decimal], prefer: str) -> dict[str, Decimal]:
    """The score that counts, by criterion."""
    scores = {criterion: each for criterion, (each, _) in found.items()}
    return {**scores, **assessed} if prefer == "assessed" else {**assessed, **scores}


def preferred(arguments: Mapping[str, Sequence[Term]]) -> str:
    """Which score counts where a criterion has both."""
    return next((term.value for term in arguments.get("prefer", ())), "computed")


def priorities(material: Material, model: Model, prefer: str) -> Iterator[Priority]:
    """Where each service of the model's stack stands."""
    score = computed(model)
    for row in material.services.get(model.stack, ()):
        known = chosen(score(row), material.assessed.get(text(row, "service"), {}), prefer)
        importance, feasibility = (_axis(model.weights, name, known) for name in (IMPORTANCE, FEASIBILITY))
        without = sum(weight.criterion not in known for weight in model.weights)
        quadrant = _quadrant(model, importance.mean, feasibility.mean)
        yield Priority(row, importance, feasibility, quadrant, len(model.weights), without)


def _axis(weights: Sequence[Weight], axis: str, known: Mapping[str, Decimal]) -> Axis:
    whole = covered = total = Decimal(0)
    for weight in weights:
        if weight.axis == axis:
            whole += weight.share
            score = known.get(weight.criterion)
            if score is not None:
                covered += weight.share
                total += weight.share * score
    return Axis(
        (total / covered).quantize(_CENT, ROUND_HALF_UP) if covered else None,
        (100 * covered / whole).quantize(_WHOLE, ROUND_HALF_UP) if whole else None,
    )


def _quadrant(model: Model, importance: Decimal | None, feasibility: Decimal | None) -> str:
    if importance is None or feasibility is None:
        return ""
    if importance >= model.important:
        return "A" if feasibility >= model.feasible else "B"
    return "C" if feasibility >= model.feasible else "D"
