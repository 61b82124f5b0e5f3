"""Sensitivity: how far the weight of a criterion can move before other services come first.

One weight at a time is moved and the other weights of its axis keep their ratio, so that they still add up to the
same. Services are ranked by the sum of importance and feasibility, each the weighted mean of its known scores. The
answer tells how far a weight can fall and rise, in steps of one hundredth, with the same services on the first
places, and which one comes in at the first step beyond.

The rows are those of ``graph_service.services.prioritisation.material``. The parameter ``top`` says how many services
count as first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import numpy as np
from numpy.typing import NDArray
from pyoxigraph import Literal, NamedNode

from graph_service.model.solutions import Row
from graph_service.services.analyses import Arguments
from graph_service.services.prioritisation.material import COLUMNS, Weight, decimal, text
from graph_service.services.prioritisation.scoring import asked, preferred, scores

TAKES = COLUMNS
GIVES = ("stack", "model", "criterion", "axis", "weight", "lowest", "highest", "entersBelow", "entersAbove")

_STEP = Decimal("0.01")
#: Ranks are looked at exactly where sums of floating point numbers differ by less.
_CLOSE = 1e-9


@dataclass(frozen=True)
class _Moved:
    """What the rank of a service is made of while one weight moves: all but that weight.

    ``points`` and ``share`` are the weighted sum and the weight of its other known scores on the axis.
    """

    elsewhere: Decimal
    points: Decimal
    share: Decimal
    score: Decimal | None

    def total(self, weight: Decimal, ratio: Decimal) -> Decimal | None:
        """Its importance and feasibility together where the weight is moved and the others keep their ratio."""
        known = weight if self.score is not None else Decimal(0)
        share = self.share * ratio + known
        if not share > 0:
            return None
        return self.elsewhere + (self.points * ratio + known * (self.score or Decimal(0))) / share


def analyse(rows: Sequence[Row], arguments: Arguments) -> Iterator[Row]:
    """Each criterion of a model with the range of its weight in which the first services stay the same."""
    material, top = asked(rows, arguments), int(arguments["top"][0].value)
    for model in material.models:
        found = scores(material, model)
        known = found.chosen(preferred(arguments))
        columns = [known[weight.criterion] for weight in model.weights]
        services = [text(row, "service") for row in found.services]
        # What isn't known is NaN.
        table = np.array(columns, dtype=float).reshape(len(columns), len(services))
        for number, weight in enumerate(model.weights):
            moved = _Ranking(model.weights, number, services, columns, table, top)
            low, below = moved.reach(-_STEP)
            high, above = moved.reach(_STEP)
            answer: dict[str, NamedNode | Literal] = {
                "stack": NamedNode(model.stack),
                "model": NamedNode(model.iri),
                "criterion": NamedNode(weight.criterion),
                "axis": Literal(weight.axis),
                "weight": decimal(weight.share),
                "lowest": decimal(low),
                "highest": decimal(high),
            }
            entering = {"entersBelow": below, "entersAbove": above}
            yield answer | {name: NamedNode(service) for name, service in entering.items() if service}


class _Ranking:
    """The services that come first while one weight moves; those without a score on an axis have no rank.

    ``columns`` are the scores by weight, each in the order of ``services``; ``table`` is the same as floats.
    """

    def __init__(
        self,
        weights: Sequence[Weight],
        number: int,
        services: Sequence[str],
        columns: Sequence[Sequence[Decimal | None]],
        table: NDArray[np.float64],
        top: int,
    ) -> None:
        self.weights, self.number, self.services, self.columns, self.top = weights, number, services, columns, top
        self.weight = weights[number]
        self.others = sum(
            (
                each.share
                for each in weights
                if each.axis == self.weight.axis and each.criterion != self.weight.criterion
            ),
            Decimal(0),
        )
        # For each axis, the numbers of its weights; the one that moves is in none.
        self.axes: dict[str, list[int]] = {each.axis: [] for each in weights}
        for place, each in enumerate(weights):
            if place != number:
                self.axes[each.axis].append(place)
        sums = {axis: _sums(table[of], [float(weights[each].share) for each in of]) for axis, of in self.axes.items()}
        points, share = sums.pop(self.weight.axis)
        ranked = np.ones(len(services), dtype=bool)
        elsewhere = np.zeros(len(services))
        for other_points, other_share in sums.values():
            ranked &= other_share > 0
            elsewhere += np.divide(other_points, other_share, out=np.zeros_like(elsewhere), where=other_share > 0)
        self.places = np.flatnonzero(ranked)
        self.elsewhere, self.points, self.share = elsewhere[ranked], points[ranked], share[ranked]
        self.scored = ~np.isnan(table[number][ranked])
        self.score = np.nan_to_num(table[number][ranked])
        self.moved = cache(self._moved)
        self.now = self.first(self.weight.share)

    def first(self, moved: Decimal) -> list[str]:
        """The first services where the weight is moved there."""
        # The others of its axis share what is left in their old ratio.
        ratio = (self.others + self.weight.share - moved) / self.others if self.others else Decimal(0)
        known = self.scored * float(moved)
        shares = self.share * float(ratio) + known
        means = np.divide(
            self.points * float(ratio) + known * self.score, shares, out=np.full_like(shares, -np.inf), where=shares > 0
        )
        total = self.elsewhere + means
        bar = np.partition(total, -self.top)[-self.top] if 0 < self.top < len(total) else -np.inf
        ranked = []
        for place in self.places[total >= bar - _CLOSE].tolist():
            exact = self.moved(place).total(moved, ratio)
            if exact is not None:
                ranked.append((-exact, self.services[place]))
        return [service for _, service in sorted(ranked)[: self.top]]

    def reach(self, step: Decimal) -> tuple[Decimal, str]:
        """The last weight in the direction of ``step`` that keeps the first services, and who comes in beyond it."""
        reached, first = self.weight.share, set(self.now)
        while 0 <= reached + step <= self.others + self.weight.share:
            entering = [service for service in self.first(reached + step)[: len(first)] if service not in first]
            if entering:
                return reached, entering[0]
            reached += step
        return reached, ""

    def _moved(self, place: int) -> _Moved:
        """What is known exactly of the service at that place."""
        known = [column[place] for column in self.columns]
        points, share = dict.fromkeys(self.axes, Decimal(0)), dict.fromkeys(self.axes, Decimal(0))
        for axis, of in self.axes.items():
            for each in of:
                score = known[each]
                if score is not None:
                    share[axis] += self.weights[each].share
                    points[axis] += self.weights[each].share * score
        elsewhere = sum((points[axis] / share[axis] for axis in self.axes if axis != self.weight.axis), Decimal(0))
        return _Moved(elsewhere, points[self.weight.axis], share[self.weight.axis], known[self.number])


def _sums(known: NDArray[np.float64], shares: Sequence[float]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The weighted sum of the known scores of each service, and the weight of these."""
    weights = np.array(shares).reshape(-1, 1)
    return (weights * np.nan_to_num(known)).sum(axis=0), (weights * ~np.isnan(known)).sum(axis=0)
