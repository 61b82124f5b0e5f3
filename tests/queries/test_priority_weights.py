"""Weights and thresholds that are asked for: the ranking follows from them, worked out again from the scores."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from pyoxigraph import Literal, QuerySolutions

from graph_service.errors import InvalidArguments
from graph_service.services.ask import ask
from graph_service.services.deployment import Deployment

HERE = Path(__file__).parent
WEIGHTS = {"users-demand": "0.9", "technical-impact": "0", "technical-capacity": "0.05"}
ASKED = {
    "stack": ["demo"],
    "weight": [f"{criterion}:{weight}" for criterion, weight in WEIGHTS.items()],
    "importanceThreshold": ["2.5"],
    "feasibilityThreshold": ["4"],
}
Place = tuple[str, str, str]  # quadrant, importance, feasibility


def answered(deployment: Deployment, query: str, given: dict[str, list[str]]) -> list[dict[str, str]]:
    result = ask(deployment, deployment.queries.get(query), given).result
    assert isinstance(result, QuerySolutions)
    names = [variable.value for variable in result.variables]
    return [{name: term.value for name in names if (term := row[name]) is not None} for row in result]


def worked_out() -> dict[str, Place]:
    """Where each service lies, from its scores as they were checked by hand."""
    known: dict[tuple[str, str], list[tuple[Decimal, Decimal]]] = defaultdict(list)
    with (HERE / "priority-criteria" / "expected.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            weight = Decimal(WEIGHTS.get(row["criterion"].rpartition("/")[2], row["weight"]))
            if row["score"]:
                known[row["service"], row["axis"]].append((weight, Decimal(row["score"])))
    found: dict[str, Place] = {}
    for service in {service for service, _ in known}:
        means = []
        for axis in ("importance", "feasibility"):
            scores = known[service, axis]
            total = sum((weight * score for weight, score in scores), Decimal(0))
            means.append((total / sum(weight for weight, _ in scores)).quantize(Decimal("0.01"), ROUND_HALF_UP))
        high = means[0] >= Decimal("2.5"), means[1] >= Decimal(4)
        quadrant = {(True, True): "A", (True, False): "B", (False, True): "C", (False, False): "D"}[high]
        importance, feasibility = (f"{mean.normalize():f}" for mean in means)
        found[service] = (quadrant, importance, feasibility)
    return found


def test_the_ranking_follows_from_the_weights_and_thresholds_asked_for(seeded: Deployment) -> None:
    """Each service lies where its scores put it under the other weights and thresholds, and some lie elsewhere."""
    rows = answered(seeded, "service-priorities", ASKED)
    places = {row["service"]: (row["quadrant"], row["importance"], row["feasibility"]) for row in rows}
    assert places == worked_out()
    assert [row["quadrant"] for row in rows] == sorted(row["quadrant"] for row in rows)
    before = {row["service"]: row["quadrant"] for row in answered(seeded, "service-priorities", {"stack": ["demo"]})}
    assert before != {service: quadrant for service, (quadrant, _, _) in places.items()}


def test_quadrants_follow_as_well(seeded: Deployment) -> None:
    """The same weights and thresholds give the same quadrants when services are counted."""
    counts = {row["quadrant"]: int(row["services"]) for row in answered(seeded, "priority-quadrants", ASKED)}
    assert counts == Counter(quadrant for quadrant, _, _ in worked_out().values())


@pytest.mark.parametrize(
    ("given", "said", "nearest"),
    [
        (["users-demnd:0.4"], "users-demand", ("users-demand",)),
        (["0.4"], "criterion:weight", ()),
        (["users-demand:1.5"], "from 0 to 1", ()),
        (["users-demand:much"], "from 0 to 1", ()),
        (["users-demand:"], "from 0 to 1", ()),
        (["users-demand:-0.1"], "from 0 to 1", ()),
        (["users-demand:0.4", "users-demand:0.5"], "once", ()),
    ],
)
def test_what_is_no_weight_is_refused(
    given: list[str], said: str, nearest: tuple[str, ...], seeded: Deployment
) -> None:
    """What was wrong is told with what would be right."""
    for query in ("service-priorities", "priority-quadrants"):
        with pytest.raises(InvalidArguments) as caught:
            ask(seeded, seeded.queries.get(query), {"stack": ["demo"], "weight": given})
        [problem] = caught.value.problems
        assert problem.parameter == "weight"
        assert said in problem.detail
        assert problem.nearest == nearest


def test_a_stack_without_a_model_has_no_ranking_whatever_the_weights(seeded: Deployment) -> None:
    """Weights alone make no model."""
    assert answered(seeded, "service-priorities", ASKED | {"stack": ["reference"]}) == []


def test_scores_are_typed_as_engines_type_them(seeded: Deployment) -> None:
    """Means and shares are decimals, counts are integers."""
    result = ask(seeded, seeded.queries.get("service-priorities"), {"stack": ["demo"]}).result
    assert isinstance(result, QuerySolutions)
    row = next(iter(result))
    kinds = {}
    for name in ("importance", "importanceCovered", "criteria", "criteriaWithoutInput"):
        term = row[name]
        assert isinstance(term, Literal)
        kinds[name] = term.datatype.value.rpartition("#")[2]
    assert kinds == {
        "importance": "decimal",
        "importanceCovered": "decimal",
        "criteria": "integer",
        "criteriaWithoutInput": "integer",
    }
