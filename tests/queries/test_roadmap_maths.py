"""Roadmaps with faults that the seed data must not have: conflicts are found, and circles don't stop the schedule."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from pyoxigraph import Literal, NamedNode

from graph_service.services.analyses import analyses

ROOT = Path(__file__).parent.parent.parent
ID = "https://w3id.org/public-service-graph/id/"
PROLOGUE = """
@base <https://w3id.org/public-service-graph/> .
@prefix cpsv: <http://purl.org/vocab/cpsv#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix psg: <https://w3id.org/public-service-graph/def/> .
<id/catalogue/c> psg:ofStack <id/stack/demo> .
<id/roadmap/r> a psg:Roadmap ; dct:isPartOf <id/catalogue/c> .
<id/phase/p> a psg:RoadmapPhase ; psg:startYear 2027 ; psg:endYear 2027 .
<id/system/old> a psg:System ; psg:systemStatus <codelist/system-status/retired> .
<id/service/s> a cpsv:PublicService ; psg:digitisationLevel <codelist/digitisation-level/3> .
"""


def item(name: str, year: int, facts: str = "", status: str = "planned") -> str:
    return f"""
<id/roadmap-item/{name}> a psg:RoadmapItem ; dct:isPartOf <id/catalogue/c> ; psg:ofRoadmap <id/roadmap/r> ;
    psg:plannedYear {year} ; psg:itemStatus <codelist/roadmap-item-status/{status}> {facts} .
"""


def conflicts(turtle: str) -> set[tuple[str, str, str]]:
    store = ox.Store()
    store.load(input=(PROLOGUE + turtle).encode(), format=ox.RdfFormat.TURTLE)
    for file in ("digitisation-level", "roadmap-item-status"):
        store.load(path=str(ROOT / "ontology" / "codelists" / f"{file}.ttl"))
    solutions = store.query((ROOT / "queries" / "roadmap-conflicts.rq").read_text(encoding="utf-8"))
    assert isinstance(solutions, ox.QuerySolutions)
    columns = ("conflict", "subject", "other")
    return {tuple(row[column].value.rpartition("/")[2] for column in columns) for row in solutions}


NEEDS_B = "; psg:dependsOn <id/roadmap-item/b>"
NEEDS_A = "; psg:dependsOn <id/roadmap-item/a>"
CAPACITY = "<id/yearly-capacity/y> a psg:YearlyCapacity ; psg:ofRoadmap <id/roadmap/r> ; psg:year 2027 ; "


@pytest.mark.parametrize(
    ("turtle", "found"),
    [
        (item("a", 2026, NEEDS_B) + item("b", 2027), {("before its prerequisite", "a", "b")}),
        (
            item("a", 2027, f"{NEEDS_B} ; psg:plannedQuarter 1") + item("b", 2027, "; psg:plannedQuarter 2"),
            {("before its prerequisite", "a", "b")},
        ),
        (item("a", 2027, f"{NEEDS_B} ; psg:plannedQuarter 1") + item("b", 2027), set()),
        (
            item("a", 2027, NEEDS_B) + item("b", 2027, NEEDS_A),
            {("in a circle", "a", "b"), ("in a circle", "b", "a")},
        ),
        (
            item("a", 2027, NEEDS_B) + item("b", 2026, status="cancelled"),
            {("prerequisite cancelled", "a", "b")},
        ),
        (
            item("a", 2027, "; psg:delivers <id/service/s> ; psg:deliversLevel <codelist/digitisation-level/3>"),
            {("level already reached", "a", "s")},
        ),
        (item("a", 2027, "; psg:delivers <id/system/old>"), {("retired target", "a", "old")}),
        (item("a", 2028, "; psg:inPhase <id/phase/p>"), {("outside its phase", "a", "p")}),
        (item("a", 2026, NEEDS_B, status="cancelled") + item("b", 2027), set()),
        (
            item("a", 2027, "; psg:estimatedCost 7.5") + item("b", 2027) + CAPACITY + "psg:budget 5.0 .",
            {("year over budget", "y", "r")},
        ),
        (item("a", 2027) + item("b", 2027) + CAPACITY + "psg:itemCapacity 1 .", {("year over capacity", "y", "r")}),
        (item("a", 2027) + CAPACITY + "psg:itemCapacity 1 .", set()),
        ("", set()),
    ],
)
def test_conflict_is_found(turtle: str, found: set[tuple[str, str, str]]) -> None:
    """Each kind of conflict is found by itself, and nothing where there is none."""
    assert conflicts(turtle) == found


def row(name: str, duration: int | None = None, *needs: str) -> list[dict[str, NamedNode | Literal]]:
    iri = NamedNode(f"{ID}roadmap-item/{name}")
    facts: dict[str, NamedNode | Literal] = {
        "stack": NamedNode(f"{ID}stack/demo"),
        "item": iri,
        "plannedYear": Literal(2027),
    }
    if duration:
        facts["duration"] = Literal(duration)
    edges: list[dict[str, NamedNode | Literal]] = [
        {"item": iri, "dependsOn": NamedNode(f"{ID}roadmap-item/{other}")} for other in needs
    ]
    return [facts, *edges]


def test_items_that_wait_for_a_circle_cannot_be_scheduled() -> None:
    """What stands in a circle or waits for it says so; the rest is scheduled."""
    rows = [*row("a", 2, "b"), *row("b", 2, "a"), *row("c", 1, "a"), *row("d", 3), *row("e", None, "d")]
    arguments = {"assumed_duration": (Literal(2),), "from_year": (Literal(2026),)}
    for order in (rows, rows[::-1]):
        answer = {
            str(each["item"])[1:-1].rpartition("/")[2]: each
            for each in analyses()["critical-path"].analyse(order, arguments)
        }
        assert {name for name, each in answer.items() if "slack" not in each} == {"a", "b", "c"}
        assert [answer["e"][column] for column in ("earliestYear", "earliestQuarter", "durationFrom", "critical")] == [
            Literal(2027),
            Literal(1),
            Literal("assumed"),
            Literal(True),
        ]
        assert answer["e"]["margin"] == Literal(3)


def test_no_items_give_no_rows() -> None:
    """An empty roadmap has no critical path."""
    arguments = {"assumed_duration": (Literal(2),), "from_year": (Literal(2026),)}
    assert list(analyses()["critical-path"].analyse([], arguments)) == []
