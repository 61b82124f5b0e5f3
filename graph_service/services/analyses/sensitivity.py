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
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

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
    reached = weights[key]
    while 0 <= reached + step <= 1:
        found = _first(scores, _moved(weights, key, reached + step), len(first))
        if entering := [service for service in found if service not in first]:
            return reached, entering[0]
        reached += step
    return reached, ""


def _moved(weights: Mapping[_Key, Decimal], key: _Key, weight: Decimal) -> dict[_Key, Decimal]:
    """The weights with one set anew; the others of its axis share what is left in their old ratio."""
    others = sum((value for other, value in weights.items() if other[0] == key[0] and other != key), Decimal(0))
    left = others + weights[key] - weight
    ratio = left / others if others else Decimal(0)
    return {
        other: weight if other == key else value * ratio if other[0] == key[0] else value
        for other, value in weights.items()
    }


def _first(scores: _Scores, weights: Mapping[_Key, Decimal], top: int) -> list[str]:
    """The first services by importance plus feasibility; those without a score on an axis have no rank."""
    ranked = []
    for service, known in scores.items():
        means = []
        for axis in {axis for axis, _ in weights}:
            share = sum((weights[key] for key in known if key[0] == axis), Decimal(0))
            if share > 0:
                means.append(sum((weights[key] * known[key] for key in known if key[0] == axis), Decimal(0)) / share)
        if len(means) == len({axis for axis, _ in weights}):
            ranked.append((-sum(means, Decimal(0)), service))
    return [service for _, service in sorted(ranked)[:top]]
