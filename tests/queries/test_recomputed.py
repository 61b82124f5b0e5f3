"""The expected rows on the fictional country, worked out once more from the hand-made tables, without a graph.

Plain dictionaries and a breadth-first search stand against SPARQL: the two share nothing but the tables.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml

HERE = Path(__file__).parent
SOURCE = HERE.parent.parent / "seed-data" / "demo" / "source"
ID = "https://w3id.org/public-service-graph/id/"


def table(name: str) -> dict[str, dict[str, str]]:
    """A table by its key column."""
    return {row["key"]: row for row in read(SOURCE / f"{name}.csv")}


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def parts(cell: str) -> set[str]:
    return {part.strip() for part in cell.split(";") if part.strip()}


SERVICES = {key: row for key, row in table("services").items() if "2.0" in parts(row["releases"])}
SYSTEMS = table("systems")
WORKFLOWS = table("workflows")
EVENTS = {f"{kind}/{key}": row for kind in ("life-event", "business-event") for key, row in table(f"{kind}s").items()}
JOURNEYS: list[dict[str, Any]] = yaml.safe_load((SOURCE / "journeys.yaml").read_text(encoding="utf-8"))
DependencyPath = tuple[str, str, str, str]  # service, path, from, to


def steps() -> list[tuple[str, str, dict[str, Any]]]:
    """Each step with its IRI's end and the service of its journey."""
    return [
        (f"step/demo-{journey['key']}-{number}", journey["service"], step)
        for journey in JOURNEYS
        for number, step in enumerate(journey["steps"], start=1)
    ]


def demanded() -> dict[str, set[str]]:
    """Building Blocks of services (by key) and steps (by the end of their IRI)."""
    blocks: dict[str, set[str]] = defaultdict(set)
    for key, row in SERVICES.items():
        blocks[f"service/demo-{key}"] |= parts(row["building_blocks"])
    for step, _, facts in steps():
        blocks[step] |= set(facts.get("blocks", ()))
    for row in read(SOURCE / "demands.csv"):
        blocks[f"{row['on']}/demo-{row['of'].replace('/', '-')}"].add(row["building_block"])
    return blocks


def systems_behind(system: str) -> set[str]:
    """The system and all that it depends on, by breadth-first search."""
    seen, waiting = {system}, [system]
    while waiting:
        for other in parts(SYSTEMS[waiting.pop(0)]["depends_on"]) - seen:
            seen.add(other)
            waiting.append(other)
    return seen


def paths_to(block: str) -> set[DependencyPath]:
    """Every path by which a service depends on a Building Block; a retired system supports nothing."""
    found: set[DependencyPath] = set()
    blocks = demanded()
    supported = [(key, parts(row["systems"])) for key, row in SERVICES.items()]
    supported += [(service, set(step.get("systems", ()))) for _, service, step in steps()]
    listed = {key: f"service/demo-{key}" for key in SERVICES}
    found |= {(key, "catalogue", iri, iri) for key, iri in listed.items() if block in blocks[iri]}
    for step, service, facts in steps():
        if block in blocks[step]:
            found.add((service, "journey step", step, step))
        for workflow in set(facts.get("workflows", ())) & set(WORKFLOWS):
            if block in parts(WORKFLOWS[workflow]["building_blocks"]):
                found.add((service, "generic workflow", step, f"workflow/demo-{workflow}"))
    for service, systems in supported:
        realising = ((one, other) for one in systems for other in systems_behind(one))
        found |= {
            (service, "system", f"system/demo-{one}", f"system/demo-{other}")
            for one, other in realising
            if block in parts(SYSTEMS[other]["building_blocks"])
            and "retired" not in {SYSTEMS[one]["status"], SYSTEMS[other]["status"]}
        }
    return found


def expected(query: str, case: str = "expected") -> list[dict[str, str]]:
    return read(HERE / query / f"{case}.csv")


def test_services_using_payments() -> None:
    """Services, kind of path, where it begins and where it ends."""
    rows = expected("services-using-building-block")
    given = {
        (
            row["service"].removeprefix(f"{ID}service/demo-"),
            row["path"],
            *(row[c].removeprefix(ID) for c in ("from", "to")),
        )
        for row in rows
    }
    assert given == paths_to("payments")
    assert len(given) == len(rows)


def test_building_block_reuse_in_the_country() -> None:
    """Step links, journeys, services by any path, directly and through systems, and what is behind these."""
    blocks = demanded()
    yearly = {row["key"]: row["transactions"] for row in read(SOURCE / "service-facts.csv")}
    for row in expected("building-block-reuse", "demo"):
        block = row["buildingBlock"].removeprefix(f"{ID}building-block/")
        linked = [step for step, _, _ in steps() if block in blocks[step]]
        paths = paths_to(block)
        services = {service for service, *_ in paths}
        through = {service for service, path, *_ in paths if path == "system"}
        direct = {service for service, path, *_ in paths if path != "system"}
        volumes = [int(yearly[service]) for service in services if yearly[service]]
        agencies = {agency for service in services for agency in parts(SERVICES[service]["authority"])}
        events = {event for service in services for event in parts(SERVICES[service]["events"])}
        journeys = {step.rpartition("-")[0] for step in linked}
        assert (int(row["steps"]), int(row["journeys"])) == (len(linked), len(journeys)), block
        assert (int(row["services"]), int(row["events"])) == (len(services), len(events)), block
        counted = [int(row[name]) for name in ("servicesDirect", "servicesThroughSystems", "agencies")]
        assert counted == [len(direct), len(through), len(agencies)], block
        assert (int(row["transactionsPerYear"]), int(row["servicesWithVolume"])) == (sum(volumes), len(volumes)), block


def test_missing_building_blocks() -> None:
    """Demanded by a service, a step or its workflow, and realised by no system in operation."""
    blocks = demanded()
    needed: dict[str, set[str]] = defaultdict(set)
    by_step: Counter[str] = Counter()
    for key in SERVICES:
        for block in blocks[f"service/demo-{key}"]:
            needed[block].add(key)
    for step, service, facts in steps():
        of_workflows = (parts(WORKFLOWS[w]["building_blocks"]) for w in facts.get("workflows", ()) if w in WORKFLOWS)
        for block in blocks[step].union(*of_workflows):
            needed[block].add(service)
            by_step[block] += 1
    running = [parts(row["building_blocks"]) for row in SYSTEMS.values() if row["status"] == "in-operation"]
    missing = set(needed).difference(*running)
    planned = [row for row in SYSTEMS.values() if row["status"] == "planned"]
    decided = {row["building_block"]: row["approach"] for row in table("decisions").values()}
    rows = {
        row["buildingBlock"].removeprefix(f"{ID}building-block/"): row for row in expected("missing-building-blocks")
    }
    assert set(rows) == missing
    for block, row in rows.items():
        assert (int(row["services"]), int(row["steps"])) == (len(needed[block]), by_step[block]), block
        assert int(row["plannedSystems"]) == sum(block in parts(system["building_blocks"]) for system in planned)
        assert row["approach"].lower().replace(" a ", " ").replace(" ", "-") == decided.get(block, "")


def test_roadmap_dependencies() -> None:
    """Items, what they depend on, and whether that comes first."""
    items = table("roadmap-items")
    reasons = {(row["item"], row["on"]): row["reason_en"] for row in read(SOURCE / "item-dependencies.csv")}
    wanted = {(key, other) for key, row in items.items() for other in parts(row["depends_on"])} | set(reasons)
    rows = {
        (
            row["item"].removeprefix(f"{ID}roadmap-item/demo-"),
            row["dependsOn"].removeprefix(f"{ID}roadmap-item/demo-"),
        ): row
        for row in expected("roadmap-dependencies")
    }
    assert set(rows) == wanted
    for (item, other), row in rows.items():
        assert (row["plannedYear"], row["dependsOnYear"]) == (items[item]["year"], items[other]["year"])
        assert row["inOrder"] == str(int(items[other]["year"]) <= int(items[item]["year"])).lower()
        assert row["reason"] == reasons.get((item, other), "")
        assert row["status"].lower().replace(" ", "-") == items[item]["status"]


@pytest.mark.parametrize("event", EVENTS)
def test_life_event_coverage(event: str) -> None:
    """Services of the event by level; those whose level is not known apart."""
    kind, key = event.split("/")
    [row] = [row for row in expected("life-event-coverage") if row["event"] == f"{ID}{kind}/demo-{key}"]
    levels = Counter(service["level"] for service in SERVICES.values() if event in parts(service["events"]))
    columns = ("informative", "downloadableForms", "webForm", "fullyOnline", "levelNotKnown")
    assert [int(row[column]) for column in columns] == [levels[level] for level in ("1", "2", "3", "4", "")]
    assert int(row["services"]) == levels.total()
    assert row["stage"].lower() == EVENTS[event]["stage"]


def test_services_by_digitisation_level() -> None:
    """Services and known transactions at each level, and without one."""
    volumes = {row["key"]: row["transactions"] for row in read(SOURCE / "service-facts.csv")}
    rows = {row["level"]: row for row in expected("services-by-digitisation-level")}
    assert set(rows) == {row["level"] for row in SERVICES.values()}
    for level, row in rows.items():
        known = [
            int(volumes[key]) for key, service in SERVICES.items() if service["level"] == level and volumes.get(key)
        ]
        assert int(row["services"]) == sum(service["level"] == level for service in SERVICES.values())
        assert (int(row["ofServices"]), int(row["servicesWithVolume"])) == (len(SERVICES), len(known))
        assert int(row["transactionsPerYear"]) == sum(known)
