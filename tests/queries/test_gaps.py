"""Questions on gaps find the deliberate gaps of the fictional country and, of kinds that are complete, nothing else."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ID = "https://w3id.org/public-service-graph/id/"
GAPS = HERE.parent.parent / "seed-data" / "demo" / "gaps.csv"
Row = dict[str, str]

#: Kind of gap → the query that finds it, the column that holds the thing, and which of its rows are of that kind.
KINDS: dict[str, tuple[str, str, Callable[[Row], bool]]] = {
    "service-without-level": ("catalogue-gaps", "thing", lambda row: row["gap"] == "no level"),
    "service-without-event": ("catalogue-gaps", "thing", lambda row: row["gap"] == "no event"),
    "service-without-system": ("catalogue-gaps", "thing", lambda row: row["gap"] == "no system"),
    "service-without-to-be": ("catalogue-gaps", "thing", lambda row: row["gap"] == "no to-be journey"),
    "service-target-without-item": ("catalogue-gaps", "thing", lambda row: row["gap"] == "no item for its target"),
    "service-online-only": ("inclusion-gaps", "service", lambda row: row["gap"] == "online only"),
    "service-in-one-language": ("inclusion-gaps", "service", lambda row: row["gap"] == "one language only"),
    "event-without-service": ("life-event-gaps", "event", lambda row: row["gap"] == "no service"),
    "event-below-level-3": ("life-event-gaps", "event", lambda row: row["gap"] == "no service at the level"),
    "item-rests-on-instrument-not-in-force": ("regulatory-gaps", "item", lambda _: True),
    "item-needs-missing-role": (
        "capacity-gaps",
        "item",
        lambda row: row["kind"] == "role" and row["gap"].startswith("nobody"),
    ),
    "item-needs-missing-skill": (
        "capacity-gaps",
        "item",
        lambda row: row["kind"] == "skill" and row["gap"].startswith("nobody"),
    ),
    "once-only-violation": ("once-only-violations", "step", lambda _: True),
    "team-on-superseded-release": ("outdated-catalogue-use", "team", lambda _: True),
    "step-with-own-payments": (
        "reuse-opportunities",
        "thing",
        lambda row: row["buildingBlock"].endswith("/payments") and "/step/" in row["thing"],
    ),
}
#: Of these kinds the list of gaps names examples only.
EXAMPLES = {
    "service-without-journey": ("catalogue-gaps", "thing", "no journey"),
    "service-without-indicator": ("catalogue-gaps", "thing", "no indicator"),
}


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def found(query: str) -> list[Row]:
    return read(HERE / query / "expected.csv")


def deliberate(kind: str) -> set[str]:
    return {ID + row["thing"] for row in read(GAPS) if row["kind"] == kind}


@pytest.mark.parametrize("kind", KINDS)
def test_the_deliberate_gaps_are_found_and_nothing_else_is(kind: str) -> None:
    """What the country's list of gaps names is what the query finds."""
    query, column, is_of_kind = KINDS[kind]
    assert deliberate(kind)
    assert {row[column] for row in found(query) if is_of_kind(row)} == deliberate(kind)


@pytest.mark.parametrize("kind", EXAMPLES)
def test_named_examples_are_among_those_found(kind: str) -> None:
    """The list names some of them."""
    query, column, gap = EXAMPLES[kind]
    assert deliberate(kind)
    assert {row[column] for row in found(query) if row["gap"] == gap} >= deliberate(kind)


def test_building_blocks_realised_twice_are_found() -> None:
    """Each pair of duplicate systems names the Building Blocks that both realise."""
    blocks = {block for row in found("duplicate-solutions") for block in row["buildingBlockIris"].split()}
    assert blocks == deliberate("building-block-realised-twice")


def test_systems_on_superseded_specifications_are_counted() -> None:
    """Systems that follow a superseded version stand in the row of that version."""
    rows = [row for row in found("building-block-version-spread") if row["status"] == "Superseded"]
    assert sum(int(row["systems"]) for row in rows) == len(deliberate("system-on-superseded-specification"))


@pytest.mark.parametrize("kind", [f"missing-building-block-{end}" for end in ("planned", "retired", "nothing")])
def test_missing_building_blocks_are_found_whatever_the_reason(kind: str) -> None:
    """Planned, retired or never thought of: what is not in operation is missing."""
    assert {row["buildingBlock"] for row in found("missing-building-blocks")} >= deliberate(kind)


def test_functionalities_of_missing_building_blocks_are_missing() -> None:
    """A functionality is missing where no system in operation realises its Building Block; else it is not known."""
    missing = {row["buildingBlock"] for row in found("missing-building-blocks")}
    for row in found("uncovered-functionalities"):
        assert (row["cover"] == "missing") == (row["buildingBlock"] in missing), row["functionality"]
