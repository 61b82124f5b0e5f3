"""Reuse, overlap and impact in the fictional country, worked out once more from its hand-made tables."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations, pairwise

import pytest
from test_recomputed import (
    ID,
    JOURNEYS,
    SERVICES,
    SOURCE,
    SYSTEMS,
    WORKFLOWS,
    demanded,
    expected,
    parts,
    read,
    steps,
    systems_behind,
)

RUNNING = {key: row for key, row in SYSTEMS.items() if row["status"] == "in-operation"}


def short(iri: str) -> str:
    """The key of a thing of the country."""
    return iri.removeprefix(ID).partition("/")[2].removeprefix("demo-")


def running_on() -> dict[str, set[str]]:
    """The systems that each service, or a step of its journeys, runs on."""
    found = {key: parts(row["systems"]) for key, row in SERVICES.items()}
    for _, service, facts in steps():
        found[service] |= set(facts.get("systems", ()))
    return found


def needed_by_service() -> dict[str, set[str]]:
    """The Building Blocks that each service needs: itself, by a step, or by the workflow of a step."""
    blocks = demanded()
    found = {key: set(blocks[f"service/demo-{key}"]) for key in SERVICES}
    for step, service, facts in steps():
        found[service] |= blocks[step]
        for workflow in set(facts.get("workflows", ())) & set(WORKFLOWS):
            found[service] |= parts(WORKFLOWS[workflow]["building_blocks"])
    return found


def test_building_block_pairs() -> None:
    """Services that need both, and those that need either."""
    needed = needed_by_service()
    rows = {(short(row["first"]), short(row["second"])): row for row in expected("building-block-pairs")}
    every = {block for blocks in needed.values() for block in blocks}
    wanted = {}
    for pair in combinations(sorted(every), 2):
        both = sum(set(pair) <= blocks for blocks in needed.values())
        if both:
            wanted[pair] = (both, sum(bool(set(pair) & blocks) for blocks in needed.values()))
    assert {pair: (int(row["services"]), int(row["either"])) for pair, row in rows.items()} == wanted
    for pair, row in rows.items():
        assert float(row["overlap"]) == pytest.approx(100 * wanted[pair][0] / wanted[pair][1], abs=0.051)


def test_shared_systems() -> None:
    """Organisations and services of each system that serves two organisations or more."""
    running = running_on()
    wanted = {}
    for system in SYSTEMS:
        direct = {service for service, systems in running.items() if system in systems}
        behind = {s for s, systems in running.items() if any(system in systems_behind(one) for one in systems)}
        authorities = {SERVICES[service]["authority"] for service in direct}
        if len(authorities) > 1:
            wanted[system] = (len(authorities), len(direct), len(behind))
    found = {
        short(row["system"]): tuple(int(row[c]) for c in ("organisations", "services", "servicesInAll"))
        for row in expected("shared-systems")
    }
    assert found == wanted
    assert {row["ofServices"] for row in expected("shared-systems")} == {str(len(SERVICES))}


def test_duplicate_solutions() -> None:
    """Pairs of systems in operation of different owners that realise a common Building Block."""
    wanted = {
        pair
        for pair in combinations(sorted(RUNNING), 2)
        if parts(RUNNING[pair[0]]["building_blocks"]) & parts(RUNNING[pair[1]]["building_blocks"])
        and RUNNING[pair[0]]["owner"] != RUNNING[pair[1]]["owner"]
    }
    rows = expected("duplicate-solutions")
    assert {(short(row["first"]), short(row["second"])) for row in rows} == wanted
    assert len(rows) == len(wanted)


def test_reuse_opportunities() -> None:
    """Needed, in operation somewhere in the country, and reached from no system that the service or step runs on."""
    blocks = demanded()
    as_is = {journey["key"] for journey in JOURNEYS if journey["kind"] == "as-is"}
    places = [(f"service/demo-{key}", parts(row["systems"])) for key, row in SERVICES.items()]
    for step, _, facts in steps():
        if step.removeprefix("step/demo-").rpartition("-")[0] in as_is:
            places.append((step, set(facts.get("systems", ()))))
    shared = {block for row in RUNNING.values() for block in parts(row["building_blocks"])}
    wanted = set()
    for place, systems in places:
        behind = {other for system in systems for other in systems_behind(system)}
        reached = {block for system in behind for block in parts(SYSTEMS[system]["building_blocks"])}
        wanted |= {(place, block, system) for block in (blocks[place] & shared) - reached for system in systems}
    rows = expected("reuse-opportunities")
    found = {(row["thing"].removeprefix(ID), short(row["buildingBlock"]), short(row["runsOn"])) for row in rows}
    assert found == wanted
    assert len(rows) == len(found)


def test_generic_workflow_reuse() -> None:
    """Steps, journeys and services that follow each workflow of the country."""
    following: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for step, service, facts in steps():
        for workflow in facts.get("workflows", ()):
            following[workflow].append((step, service))
    rows = {short(row["workflow"]): row for row in expected("generic-workflow-reuse")}
    assert set(WORKFLOWS) <= set(rows)
    for workflow in WORKFLOWS:
        found = following[workflow]
        services = {service for _, service in found}
        counts = (len(found), len({step.rpartition("-")[0] for step, _ in found}), len(services))
        assert tuple(int(rows[workflow][c]) for c in ("steps", "journeys", "services")) == counts
        blocks = parts(WORKFLOWS[workflow]["building_blocks"])
        realised = {block for row in RUNNING.values() for block in parts(row["building_blocks"])}
        assert (int(rows[workflow]["buildingBlocks"]), int(rows[workflow]["missing"])) == (
            len(blocks),
            len(blocks - realised),
        )


def test_reuse_by_organisation() -> None:
    """Services on systems of others, systems lent, and services of others on them."""
    running = running_on()
    for row in expected("reuse-by-organisation"):
        organisation = short(row["organisation"])
        own = {key for key, service in SERVICES.items() if service["authority"] == organisation}
        systems = {key for key, system in RUNNING.items() if system["owner"] == organisation}
        others = {key: running[key] for key in SERVICES if SERVICES[key]["authority"] != organisation}
        assert int(row["services"]) == len(own)
        assert int(row["reusing"]) == sum(any(SYSTEMS[s]["owner"] != organisation for s in running[k]) for k in own)
        assert int(row["withoutSystem"]) == sum(not running[key] for key in own)
        assert int(row["systems"]) == len(systems)
        assert int(row["lent"]) == len(systems & {s for used in others.values() for s in used})
        assert int(row["servicesOfOthers"]) == sum(bool(used & systems) for used in others.values())


def test_impact_of_the_service_bus() -> None:
    """Who depends on the bus and how many hops away, by a breadth-first search over the tables."""
    edges: dict[str, set[str]] = defaultdict(set)  # from what is depended on to what depends on it
    for key, row in SYSTEMS.items():
        for other in parts(row["depends_on"]):
            edges[f"system/demo-{other}"].add(f"system/demo-{key}")
    for key, row in SERVICES.items():
        for system in parts(row["systems"]):
            edges[f"system/demo-{system}"].add(f"service/demo-{key}")
    for step, service, facts in steps():
        edges[step].add(f"service/demo-{service}")
        for system in facts.get("systems", ()):
            edges[f"system/demo-{system}"].add(step)
    degrees, waiting = {"system/demo-service-bus": 0}, ["system/demo-service-bus"]
    while waiting:
        thing = waiting.pop(0)
        for other in edges[thing] - set(degrees):
            degrees[other] = degrees[thing] + 1
            waiting.append(other)
    wanted = {thing: degree for thing, degree in degrees.items() if degree and not thing.startswith("step/")}
    rows = expected("impact-of-system")
    assert {row["thing"].removeprefix(ID): int(row["degree"]) for row in rows} == wanted
    for row in rows:
        path = [iri.removeprefix(ID) for iri in row["pathIris"].split()]
        assert (path[0], path[-1], len(path)) == (
            row["thing"].removeprefix(ID),
            "system/demo-service-bus",
            int(row["degree"]) + 1,
        )
        assert all(source in edges[target] for source, target in pairwise(path))


def test_what_hangs_on_missing_building_blocks() -> None:
    """Known transactions of the services that need it, needs that a rule inferred, and systems that are gone."""
    needed = needed_by_service()
    volumes = {row["key"]: row["transactions"] for row in read(SOURCE / "service-facts.csv")}
    demands = read(SOURCE / "demands.csv")
    retired = [row for row in SYSTEMS.values() if row["status"] == "retired"]
    for row in expected("missing-building-blocks"):
        block = short(row["buildingBlock"])
        services = [key for key in SERVICES if block in needed[key]]
        known = [int(volumes[key]) for key in services if volumes.get(key)]
        assert (int(row["transactionsPerYear"]), int(row["servicesWithVolume"])) == (sum(known), len(known)), block
        derived = [d for d in demands if d["on"] == "service" and d["derived_by"] and d["building_block"] == block]
        assert int(row["inferred"]) == len(derived), block
        assert int(row["retiredSystems"]) == sum(block in parts(system["building_blocks"]) for system in retired)
        assert row["decided"] == str(bool(row["approach"])).lower()
