"""Sensitivity: how far the weight of a criterion can move before other services come first.

One weight at a time is moved and the other weights of its axis keep their ratio, so that they still add up to the
same. Services are ranked by the sum of importance and feasibility, each the weighted mean of its known scores. The
answer tells how far a weight can fall and rise, in steps of one hundredth, with the same services on the first
places, and which one comes in at the first step beyond.

Each row is a ``score`` of a ``service`` on a ``criterion`` with its ``axis`` and ``weight`` under a ``model``; it has
no score where none is known. The parameter ``top`` says how many services count as first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from heapq import nsmallest

from pyoxigraph import Literal, NamedNode

from graph_service.model.solutions import Row
from graph_service.model.terms import XSD
from graph_service.services.analyses import Arguments

TAKES = ("stack", "model", "service", "axis", "criterion", "weight", "score")
GIVES = ("stack", "model", "criterion", "axis", "weight", "lowest", "highest", "entersBelow", "entersAbove")

_STEP = Decimal("0.01")
_Key = tuple[str, str]  # axis, criterion
_Scores = Mapping[str, Mapping[_Key, Decimal]]


def analyse(rows: Sequence[Row], arguments: Arguments) -> Iterator[Row]:
    """Each criterion of a model with the range of its weight in which the first services stay the same."""
    top = int(arguments["top"][0].value)
    weights: dict[tuple[str, str], dict[_Key, Decimal]] = defaultdict(dict)
    scores: dict[tuple[str, str], dict[str, dict[_Key, Decimal]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        place, key = (_text(row, "stack"), _text(row, "model")), (_text(row, "axis"), _text(row, "criterion"))
        weights[place][key] = Decimal(_text(row, "weight"))
        if score := _text(row, "score"):
            scores[place][_text(row, "service")][key] = Decimal(score)
    for place in sorted(weights):
        first = _first(scores[place], weights[place], top)
        for key in sorted(weights[place]):
            low, below = _reach(scores[place], weights[place], key, first, -_STEP)
            high, above = _reach(scores[place], weights[place], key, first, _STEP)
            answer: dict[str, NamedNode | Literal] = {
                "stack": NamedNode(place[0]),
                "model": NamedNode(place[1]),
                "criterion": NamedNode(key[1]),
                "axis": Literal(key[0]),
                "weight": _decimal(weights[place][key]),
                "lowest": _decimal(low),
                "highest": _decimal(high),
            }
            entering = {"entersBelow": below, "entersAbove": above}
            yield answer | {name: NamedNode(service) for name, service in entering.items() if service}


def _text(row: Row, name: str) -> str:
    term = row.get(name)
    return term.value if isinstance(term, NamedNode | Literal) else ""


def _decimal(value: Decimal) -> Literal:
    return Literal(f"{value.normalize():f}", datatype=NamedNode(f"{XSD}decimal"))


def _reach(
    scores: _Scores, weights: Mapping[_Key, Decimal], key: _Key, first: Sequence[str], step: Decimal
) -> tuple[Decimal, str]:
    """The last weight in the direction of ``step`` that keeps the first services, and who comes in beyond it."""
    sums = _sums(scores, weights, key)
    others = sum((value for other, value in weights.items() if other[0] == key[0] and other != key), Decimal(0))
    reached = weights[key]
    while 0 <= reached + step <= 1:
        moved = reached + step
        # The others of its axis share what is left in their old ratio.
        ratio = (others + weights[key] - moved) / others if others else Decimal(0)
        ranked = []
        for service, known in sums.items():
            share = known.share * ratio + moved * known.is_scored
            if share > 0:
                mean = (known.points * ratio + moved * known.is_scored * known.score) / share
                ranked.append((-(known.elsewhere + mean), service))
        entering = [service for _, service in nsmallest(len(first), ranked) if service not in first]
        if entering:
            return reached, entering[0]
        reached = moved
    return reached, ""


@dataclass(frozen=True)
class _Sums:
    """What the score of a service is made of but for one weight.

    ``elsewhere`` is its mean on the other axes; ``points`` and ``share`` are the weighted sum and the weight of its
    other known scores on the axis of that weight.
    """

    elsewhere: Decimal
    points: Decimal
    share: Decimal
    score: Decimal
    is_scored: bool


def _sums(scores: _Scores, weights: Mapping[_Key, Decimal], key: _Key) -> dict[str, _Sums]:
    """Of each service that has a score on every other axis."""
    others = {axis for axis, _ in weights} - {key[0]}
    found = {}
    for service, known in scores.items():
        means = _means(known, weights, others)
        if len(means) == len(others):
            beside = [other for other in known if other[0] == key[0] and other != key]
            found[service] = _Sums(
                elsewhere=sum(means, Decimal(0)),
                points=sum((weights[other] * known[other] for other in beside), Decimal(0)),
                share=sum((weights[other] for other in beside), Decimal(0)),
                score=known.get(key, Decimal(0)),
                is_scored=key in known,
            )
    return found


def _means(known: Mapping[_Key, Decimal], weights: Mapping[_Key, Decimal], axes: Iterable[str]) -> list[Decimal]:
    """The weighted mean of the known scores on each of the axes that has one."""
    means = []
    for axis in axes:
        share = sum((weights[key] for key in known if key[0] == axis), Decimal(0))
        if share > 0:
            means.append(sum((weights[key] * known[key] for key in known if key[0] == axis), Decimal(0)) / share)
    return means


def _first(scores: _Scores, weights: Mapping[_Key, Decimal], top: int) -> list[str]:
    """The first services by importance plus feasibility; those without a score on an axis have no rank."""
    axes = {axis for axis, _ in weights}
    means = {service: _means(known, weights, axes) for service, known in scores.items()}
    ranked = [(-sum(each, Decimal(0)), service) for service, each in means.items() if len(each) == len(axes)]
    return [service for _, service in nsmallest(top, ranked)]
