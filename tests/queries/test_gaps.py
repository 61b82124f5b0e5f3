"""The questions on gaps find the deliberate gaps of the fictional country, and of the kinds that are complete nothing else."""

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
    "building-block-realised-twice": ("duplicate-solutions", "bothIri", lambda _: True),
    "step-with-own-payments": (
        "reuse-opportunities",
        "thing",
        lambda row: row["buildingBlock"].endswith("/payments") and "/step/" in row["thing"],
    ),
    "system-on-superseded-specification": ("building-block-version-spread", "x", lambda row: row["status"] == "Superseded"),
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
