"""Sensitivity: how far the weight of a criterion can move before other services come first.

One weight at a time is moved and the other weights of its axis keep their ratio, so that they still add up to the
same. Services are ranked by the sum of importance and feasibility, each the weighted mean of its known scores. The
answer tells how far a weight can fall and rise, in steps of one hundredth, with the same services on the first
places, and which one comes in at the first step beyond.

The rows are those of ``graph_service.services.prioritisation.material``. The parameter ``top`` says how many services
count as first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from pyoxigraph import Literal, NamedNode

from graph_service.model.solutions import Row
from graph_service.services.analyses import Arguments
from graph_service.services.prioritisation.material import COLUMNS, Model, Weight, decimal, text
from graph_service.services.prioritisation.scoring import asked, chosen, computed, preferred

TAKES = COLUMNS
GIVES = ("stack", "model", "criterion", "axis", "weight", "lowest", "highest", "entersBelow", "entersAbove")

_STEP = Decimal("0.01")
#: Ranks are looked at exactly where sums of floating point numbers differ by less.
_CLOSE = 1e-9


@dataclass(frozen=True)
class _Sums:
    """A service's known scores on an axis: their weight, and their weighted sum."""

    share: Decimal
    points: Decimal


@dataclass(frozen=True)
class _Service:
    """A service with its known scores by criterion, and their sums by axis."""

    iri: str
    scores: Mapping[str, Decimal]
    sums: Mapping[str, _Sums]

    def elsewhere(self, axis: str) -> Decimal:
        """The sum of its means on the other axes."""
        return sum((own.points / own.share for name, own in self.sums.items() if name != axis), Decimal(0))


@dataclass(frozen=True)
class _Moved:
    """What the rank of a service is made of while one weight moves: all but that weight.

    ``points`` and ``share`` are the weighted sum and the weight of its other known scores on the axis.
    """

    service: str
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
        score, services = computed(model), []
        for row in material.services.get(model.stack, ()):
            iri = text(row, "service")
            known = chosen(score(row), material.assessed.get(iri, {}), preferred(arguments))
            services.append(_Service(iri, known, _sums(model.weights, known)))
        for weight in model.weights:
            moved = _Ranking(model, weight, services, top)
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


def _sums(weights: Sequence[Weight], known: Mapping[str, Decimal]) -> Mapping[str, _Sums]:
    """The sums of the known scores on each axis on which there are some."""
    found = {}
    for axis in {weight.axis for weight in weights}:
        of = [weight for weight in weights if weight.axis == axis and weight.criterion in known]
        share = sum((weight.share for weight in of), Decimal(0))
        if share > 0:
            found[axis] = _Sums(share, sum((weight.share * known[weight.criterion] for weight in of), Decimal(0)))
    return found


class _Ranking:
    """The services that come first while one weight moves; those without a score on an axis have no rank."""

    def __init__(self, model: Model, weight: Weight, services: Sequence[_Service], top: int) -> None:
        self.weight, self.top = weight, top
        others = {each.axis for each in model.weights} - {weight.axis}
        self.moved = [_moved(service, weight) for service in services if others <= set(service.sums)]
        self.others = sum(
            (each.share for each in model.weights if each.axis == weight.axis and each.criterion != weight.criterion),
            Decimal(0),
        )
        columns = [
            (each.elsewhere, each.points, each.share, each.score or 0, each.score is not None) for each in self.moved
        ]
        self.table = np.array(columns, dtype=float).reshape(len(columns), 5).T
        self.now = self.first(weight.share)

    def first(self, moved: Decimal) -> list[str]:
        """The first services where the weight is moved there."""
        # The others of its axis share what is left in their old ratio.
        ratio = (self.others + self.weight.share - moved) / self.others if self.others else Decimal(0)
        elsewhere, points, share, score, scored = self.table
        known = scored * float(moved)
        shares = share * float(ratio) + known
        means = np.divide(
            points * float(ratio) + known * score, shares, out=np.full_like(shares, -np.inf), where=shares > 0
        )
        total = elsewhere + means
        bar = np.partition(total, -self.top)[-self.top] if 0 < self.top < len(total) else -np.inf
        ranked = []
        for place in np.flatnonzero(total >= bar - _CLOSE):
            exact = self.moved[place].total(moved, ratio)
            if exact is not None:
                ranked.append((-exact, self.moved[place].service))
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


def _moved(service: _Service, weight: Weight) -> _Moved:
    own = service.sums.get(weight.axis, _Sums(Decimal(0), Decimal(0)))
    score = service.scores.get(weight.criterion)
    if score is None:
        return _Moved(service.iri, service.elsewhere(weight.axis), own.points, own.share, None)
    points, share = own.points - weight.share * score, own.share - weight.share
    return _Moved(service.iri, service.elsewhere(weight.axis), points, share, score)
