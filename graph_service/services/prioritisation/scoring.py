"""From what is known of a service to its scores, its importance and feasibility, and its quadrant.

Sources: criteria, axes and quadrants are those of GovStack's playbook; the formula is this project's
(``docs/explanation/priorities.md``).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from difflib import get_close_matches
from functools import cache, partial
from itertools import repeat

from pyoxigraph import Literal

from graph_service.errors import ArgumentProblem, InvalidArguments
from graph_service.model.binding import Term
from graph_service.model.solutions import Row
from graph_service.services.prioritisation.material import Band, Material, Model, Weight, mean, read, text

IMPORTANCE, FEASIBILITY = "importance", "feasibility"
_CENT, _WHOLE = Decimal("0.01"), Decimal(1)
_NUMBER = re.compile(r"[01](?:\.[0-9]{1,9})?|\.[0-9]{1,9}")


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


@dataclass(frozen=True)
class Scores:
    """The scores of services on the criteria that a model weighs: by criterion one for each service, in their order.

    Computed ones are told with the number of measures that they rest on.
    """

    services: Sequence[Row]
    computed: Mapping[str, Sequence[tuple[Decimal, int] | None]]
    assessed: Mapping[str, Sequence[Decimal | None]]

    def chosen(self, prefer: str) -> Mapping[str, Sequence[Decimal | None]]:
        """The score that counts."""
        found = {}
        for criterion, given in self.assessed.items():
            own = [each[0] if each else None for each in self.computed[criterion]]
            first, second = (given, own) if prefer == "assessed" else (own, given)
            found[criterion] = [two if one is None else one for one, two in zip(first, second, strict=True)]
        return found


def scores(material: Material, model: Model) -> Scores:
    """The scores of the services of the model's stack; what bands give to a value is worked out once."""
    named = sorted((text(row, "service"), number) for number, row in enumerate(material.services.get(model.stack, ())))
    services = [material.services[model.stack][number] for _, number in named]
    given = [material.assessed.get(service, {}) for service, _ in named]
    measured: dict[str, list[Sequence[tuple[Decimal, ...]]]] = defaultdict(list)
    for column, bands in model.bands.items():
        values = [term.value if isinstance(term := row.get(column), Literal) else None for row in services]
        for criterion in {band.criterion for band in bands}:
            points = _points({value for value in values if value is not None}, criterion, bands)
            measured[criterion].append([points.get(value, ()) for value in values])
    criteria = {weight.criterion for weight in model.weights}
    unknown = [None] * len(services)
    return Scores(
        services,
        {name: _means(measured[name]) if name in measured else unknown for name in criteria},
        {name: [own.get(name) for own in given] for name in criteria},
    )


def _points(values: Iterable[str], criterion: str, bands: Sequence[Band]) -> Mapping[str | None, tuple[Decimal, ...]]:
    """What the bands that each of the values lies in give to a criterion."""
    own = [band for band in bands if band.criterion == criterion]
    edges = sorted({band.lowest for band in own} | {band.below for band in own if band.below is not None})
    # The same bands hold from one edge up to the next.
    given = [
        (),
        *(
            tuple({band.points for band in own if band.lowest <= edge and (band.below is None or edge < band.below)})
            for edge in edges
        ),
    ]
    return {value: given[bisect_right(edges, Decimal(value))] for value in values}


def _means(measured: Sequence[Sequence[tuple[Decimal, ...]]]) -> list[tuple[Decimal, int] | None]:
    """Mean and number of the points of each service over the measures of a criterion."""

    @cache
    def found(*points: tuple[Decimal, ...]) -> tuple[Decimal, int] | None:
        several = [each for part in points for each in part]
        return (mean(several), len(several)) if several else None

    return list(map(found, *measured))


def preferred(arguments: Mapping[str, Sequence[Term]]) -> str:
    """Which score counts where a criterion has both."""
    return next((term.value for term in arguments.get("prefer", ())), "computed")


def priorities(material: Material, model: Model, prefer: str) -> Iterator[Priority]:
    """Where each service of the model's stack stands."""
    found = scores(material, model)
    known = found.chosen(prefer)
    columns = [known[weight.criterion] for weight in model.weights]
    importance, feasibility = (_axes(model.weights, name, columns) for name in (IMPORTANCE, FEASIBILITY))
    without = [row.count(None) for row in zip(*columns, strict=True)]
    for service, important, feasible, missing in zip(found.services, importance, feasibility, without, strict=True):
        quadrant = _quadrant(model, important.mean, feasible.mean)
        yield Priority(service, important, feasible, quadrant, len(model.weights), missing)


def _axes(weights: Sequence[Weight], axis: str, columns: Sequence[Sequence[Decimal | None]]) -> Iterator[Axis]:
    """An axis of each service, whose scores stand in one column for each weight."""
    of = [number for number, weight in enumerate(weights) if weight.axis == axis]
    shares = [weights[number].share for number in of]
    if not of:
        return repeat(Axis(None, None), len(columns[0]))
    return map(cache(partial(_axis, shares)), *[columns[number] for number in of])


def _axis(shares: Sequence[Decimal], *known: Decimal | None) -> Axis:
    whole = covered = total = Decimal(0)
    for share, score in zip(shares, known, strict=True):
        whole += share
        if score is not None:
            covered += share
            total += share * score
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
