"""Expected rows on roadmap, indicators, life events, completeness and priorities, worked out from the hand-made tables.

Plain dictionaries stand against SPARQL: the two share nothing but the tables.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

HERE = Path(__file__).parent
SOURCE = HERE.parent.parent / "seed-data" / "demo" / "source"
ID = "https://w3id.org/public-service-graph/id/"
OPEN = {"planned", "in-progress"}
Row = dict[str, str]


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def source(name: str) -> list[Row]:
    return read(SOURCE / f"{name}.csv")


def expected(query: str, case: str = "expected") -> list[Row]:
    return read(HERE / query / f"{case}.csv")


def parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def key(iri: str) -> str:
    return iri.rpartition("/")[2].removeprefix("demo-")


def rounded(value: Decimal, digits: str = "0.01") -> Decimal:
    return value.quantize(Decimal(digits), ROUND_HALF_UP)


SERVICES = {row["key"]: row for row in source("services") if "2.0" in parts(row["releases"])}
FACTS = {row["key"]: row for row in source("service-facts") if row["key"] in SERVICES}
ITEMS = {row["key"]: row for row in source("roadmap-items")}
SYSTEMS = {row["key"]: row for row in source("systems")}
JOURNEYS: list[dict[str, Any]] = yaml.safe_load((SOURCE / "journeys.yaml").read_text(encoding="utf-8"))


def delivered(item: Row) -> list[str]:
    return [part.removeprefix("service/") for part in parts(item["delivers"]) if part.startswith("service/")]


def needs() -> dict[str, set[str]]:
    """What each item depends on."""
    found = {name: set(parts(row["depends_on"])) for name, row in ITEMS.items()}
    for row in source("item-dependencies"):
        found[row["item"]].add(row["on"])
    return found


def volumes(services: set[str]) -> list[int]:
    return [int(FACTS[name]["transactions"]) for name in services if FACTS[name]["transactions"]]


def test_roadmap_by_year() -> None:
    """Services by planned year and level, those done, and the transactions behind them."""
    planned: dict[tuple[str, str], set[str]] = defaultdict(set)
    done: dict[tuple[str, str], set[str]] = defaultdict(set)
    for item in ITEMS.values():
        if item["status"] != "cancelled":
            planned[item["year"], item["level"]] |= set(delivered(item))
        if item["status"] == "completed":
            done[item["year"], item["level"]] |= set(delivered(item))
    rows = {(row["year"], row["level"]): row for row in expected("roadmap-by-year")}
    assert set(rows) == {place for place, services in planned.items() if services}
    for place, row in rows.items():
        known = volumes(planned[place])
        assert (int(row["services"]), int(row["completed"])) == (len(planned[place]), len(done[place]))
        assert (int(row["transactionsPerYear"]), int(row["servicesWithVolume"])) == (sum(known), len(known))
        assert int(row["ofServices"]) == len(SERVICES)


def test_roadmap_progress() -> None:
    """Items of a theme and year by state, with the mean of their progress."""
    rows = expected("roadmap-progress")
    assert sum(int(row["items"]) + int(row["cancelled"]) for row in rows) == len(ITEMS)
    for row in rows:
        here = [
            item
            for item in ITEMS.values()
            if (item["theme"].replace("-", " "), item["year"]) == (row["theme"].lower().replace("-", " "), row["year"])
        ]
        live = [item for item in here if item["status"] != "cancelled"]
        states = Counter(item["status"] for item in here)
        assert [int(row[column]) for column in ("completed", "inProgress", "notStarted", "cancelled")] == [
            states[state] for state in ("completed", "in-progress", "planned", "cancelled")
        ]
        mean = Decimal(sum(int(item["progress"]) for item in live)) / len(live)
        money = sum(int(item["cost"]) for item in live)
        by_cost = Decimal(sum(int(item["cost"]) * int(item["progress"]) for item in live)) / money
        assert int(row["itemsWithProgress"]) == len(live)
        assert [int(row["progress"]), int(row["progressByCost"]), int(row["cost"])] == [
            rounded(mean, "1"),
            rounded(by_cost, "1"),
            money,
        ]


def test_milestones_next() -> None:
    """Open items in the order of year and quarter."""
    rows = expected("milestones-next", "all-years")
    assert {key(row["item"]) for row in rows} == {name for name, item in ITEMS.items() if item["status"] in OPEN}
    order = [(int(row["plannedYear"]), int(row["plannedQuarter"]), row["item"]) for row in rows]
    assert order == sorted(order)
    for row in rows:
        waits = [other for other in needs()[key(row["item"])] if ITEMS[other]["status"] in OPEN]
        assert int(row["waitsFor"]) == len(waits)


def test_roadmap_conflicts() -> None:
    """2027 is over-full in money and items; nothing else contradicts itself."""
    full: set[tuple[str, str, int, int]] = set()
    for year in source("yearly-capacities"):
        live = [item for item in ITEMS.values() if item["year"] == year["year"] and item["status"] != "cancelled"]
        for kind, planned, possible in (
            ("year over budget", sum(int(item["cost"]) for item in live), int(year["budget"])),
            ("year over capacity", len(live), int(year["items"])),
        ):
            if planned > possible:
                full.add((year["year"], kind, planned, possible))
    rows = expected("roadmap-conflicts")
    assert {(row["year"], row["conflict"], int(row["planned"]), int(row["possible"])) for row in rows} == full
    assert {year for year, *_ in full} == {"2027"}


def test_roadmap_blockers() -> None:
    """Open items that others wait for, found by a breadth-first search."""
    waiting: dict[str, set[str]] = defaultdict(set)
    for name, others in needs().items():
        for other in others:
            waiting[other].add(name)
    wanted = {}
    for name, item in ITEMS.items():
        later: set[str] = set()
        queue = [name]
        while queue:
            for other in waiting[queue.pop()] - later:
                later.add(other)
                queue.append(other)
        live = {other for other in later if ITEMS[other]["status"] in OPEN}
        if item["status"] in OPEN and live:
            services = {service for other in (*live, name) for service in delivered(ITEMS[other])}
            wanted[name] = (len(live), len(services), sum(volumes(services)))
    rows = expected("roadmap-blockers")
    assert {
        key(row["item"]): (int(row["items"]), int(row["services"]), int(row["transactionsPerYear"] or 0))
        for row in rows
    } == wanted


def test_critical_path() -> None:
    """Earliest completion and slack by the longest chains, found recursively."""
    live = {name: item for name, item in ITEMS.items() if item["status"] in OPEN}
    duration = {name: int(item["duration"] or 2) for name, item in live.items()}
    before = {name: needs()[name] & set(live) for name in live}
    after = {name: {other for other in live if name in before[other]} for name in live}

    def head(name: str) -> int:
        return duration[name] + max(map(head, before[name]), default=0)

    def tail(name: str) -> int:
        return duration[name] + max(map(tail, after[name]), default=0)

    whole = max(map(head, live))
    rows = {key(row["item"]): row for row in expected("roadmap-critical-path")}
    assert set(rows) == set(live)
    for name, row in rows.items():
        assert (int(row["earliestYear"]) - 2026) * 4 + int(row["earliestQuarter"]) == head(name)
        assert int(row["slack"]) == whole - head(name) - tail(name) + duration[name]
        assert row["critical"] == str(row["slack"] == "0").lower()


def test_digitisation_over_time() -> None:
    """Services at level 4 by assessment and by plan, each year with both denominators."""
    for row in expected("digitisation-over-time"):
        judged = {
            each["service"]: each["level"]
            for each in sorted(source("level-assessments"), key=lambda each: each["date"])
            if each["date"][:4] <= row["year"]
        }
        planned = {name for name, service in SERVICES.items() if service["level"] == "4"}
        for item in ITEMS.values():
            if item["status"] != "cancelled" and item["level"] == "4" and item["year"] <= row["year"]:
                planned |= set(delivered(item))
        if row["assessed"]:
            assert int(row["assessed"]) == len(judged)
            assert int(row["assessedAtLevel"]) == sum(level == "4" for level in judged.values())
        if row["plannedAtLevel"]:
            assert (int(row["plannedAtLevel"]), int(row["ofServices"])) == (len(planned), len(SERVICES))


def test_indicators() -> None:
    """The last value of each series, whether it is out of date, and whether it got better."""
    series: dict[tuple[str, str], dict[int, Row]] = defaultdict(dict)
    for each in source("observations"):
        thing = each["observed_for"].rpartition("/")[2]
        series[thing, each["indicator"]][int(each["year"])] = each
    last = {
        name: max(year for (_, other), years in series.items() for year in years if other == name) for _, name in series
    }
    rows = {(key(row["thing"]), key(row["indicator"])): row for row in expected("indicators")}
    assert set(rows) == set(series)
    for place, row in rows.items():
        year = max(series[place])
        assert (int(row["year"]), row["outOfDate"]) == (year, str(year < last[place[1]]).lower())
        assert Decimal(row["numerator"]) == Decimal(series[place][year]["numerator"])
    late = {(thing, name) for (thing, name), row in rows.items() if row["outOfDate"] == "true"}
    assert late == {
        ("unemployment-benefit", "user-satisfaction"),
        ("driving-licence-renewal", "completion-rate"),
        ("building-permit", "days-to-decision"),
    }


def test_indicator_trends_of_organisations() -> None:
    """Numerators and denominators of an organisation's services are added up."""
    sums: dict[tuple[str, str, str], list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0), Decimal(0)])
    for each in source("observations"):
        kind, _, thing = each["observed_for"].rpartition("/")
        if kind == "service":
            place = SERVICES[thing]["authority"], each["indicator"], each["year"]
            old = sums[place]
            sums[place] = [old[0] + Decimal(each["numerator"]), old[1] + Decimal(each["denominator"]), old[2] + 1]
    rows = expected("indicator-trends")
    assert {
        (key(row["thing"]), key(row["indicator"]), row["year"]): [
            Decimal(row[column]) for column in ("numerator", "denominator", "observed")
        ]
        for row in rows
    } == sums


def test_savings_estimate() -> None:
    """Volume times the fall of the cost, from the observed cost where there is one."""
    assumed = {row["level"]: Decimal(row["cost"]) for row in source("cost-assumptions")}
    observed: dict[str, Decimal] = {}
    for each in sorted(source("observations"), key=lambda each: each["year"]):
        if each["indicator"] == "cost-per-transaction":
            cost = Decimal(each["numerator"]) / Decimal(each["denominator"])
            observed[each["observed_for"].rpartition("/")[2]] = rounded(cost)
    wanted = {}
    for name, service in SERVICES.items():
        for level, cost in assumed.items():
            if service["level"] and level > service["level"] and FACTS[name]["transactions"]:
                now = observed.get(name, assumed[service["level"]])
                then = rounded(now * cost / assumed[service["level"]])
                wanted[name, level] = rounded(int(FACTS[name]["transactions"]) * (now - then), "1")
    rows = expected("savings-estimate")
    assert {(key(row["service"]), row["toLevel"]): Decimal(row["saving"]) for row in rows} == wanted


def test_life_event_burden() -> None:
    """Visits and documents of an event's services, and what once-only would remove."""
    held = {
        kind for row in SYSTEMS.values() if row["status"] == "in-operation" for kind in parts(row["holds_evidence"])
    }
    asked = {name: set(parts(FACTS[name]["inputs"])) for name in SERVICES}
    for journey in JOURNEYS:
        if journey["kind"] == "as-is":
            for step in journey["steps"]:
                asked[journey["service"]] |= set(step.get("evidence", ()))
    for row in expected("life-event-burden"):
        kind = row["event"].removeprefix(ID).partition("/")[0]
        event = f"{kind}/{key(row['event'])}"
        services = [name for name, service in SERVICES.items() if event in parts(service["events"])]
        demands = [evidence for name in services for evidence in asked[name]]
        kept = [evidence for evidence in demands if evidence not in held]
        visits = [int(FACTS[name]["iterations"]) for name in services if FACTS[name]["iterations"]]
        assert int(row["services"]) == len(services)
        assert (int(row["visits"]), int(row["servicesWithVisits"])) == (sum(visits), len(visits))
        assert (int(row["documents"]), int(row["kindsOfDocument"])) == (len(demands), len(set(demands)))
        assert int(row["heldByRegister"]) == len(demands) - len(kept)
        assert (int(row["askedAgain"]), int(row["documentsIfOnceOnly"])) == (len(kept) - len(set(kept)), len(set(kept)))


@pytest.mark.parametrize(("fact", "column"), [("level", "level"), ("system", "systems"), ("target", "target")])
def test_catalogue_completeness(fact: str, column: str) -> None:
    """What is known of services, and to which a fact doesn't apply."""
    [row] = [row for row in expected("catalogue-completeness") if row["fact"] == fact]
    known = sum(bool(service[column]) for service in SERVICES.values())
    exempt = sum(fact == "target" and not s["target"] and s["level"] == "4" for s in SERVICES.values())
    assert (int(row["known"]), int(row["notApplicable"])) == (known, exempt)
    assert int(row["notKnown"]) + int(row["knownMissing"]) == len(SERVICES) - known - exempt


def score(value: Decimal, bands: list[Row]) -> Decimal:
    [band] = [
        band
        for band in bands
        if Decimal(band["at_least"]) <= value and (not band["below"] or value < Decimal(band["below"]))
    ]
    return Decimal(band["score"])


def test_users_demand_is_computed_from_volume_users_and_border() -> None:
    """The computed score is the mean of the bands of what is known."""
    bands: dict[str, list[Row]] = defaultdict(list)
    for row in source("prioritisation-bands"):
        bands[row["measure"]].append(row)
    for row in expected("priority-criteria"):
        if key(row["criterion"]) != "users-demand":
            continue
        facts = FACTS[key(row["service"])]
        known = [
            score(Decimal(text), bands[measure])
            for measure, text in (
                ("transactions-per-year", facts["transactions"]),
                ("customers-per-year", facts["customers"]),
                ("cross-border", {"yes": "1", "no": "0", "": ""}[facts["cross_border"]]),
            )
            if text
        ]
        assert int(row["measures"]) == len(known)
        assert Decimal(row["computed"]) == rounded(sum(known, Decimal(0)) / len(known))


@pytest.mark.parametrize("case", ["expected", "assessed"])
def test_priorities_are_weighted_means_of_known_scores(case: str) -> None:
    """Importance, feasibility, coverage and quadrant follow from scores and weights."""
    weights = {row["criterion"]: Decimal(row["weight"]) for row in source("prioritisation-weights")}
    scores: dict[str, list[Row]] = defaultdict(list)
    for row in expected("priority-criteria"):
        scores[key(row["service"])].append(row)
    for row in expected("service-priorities", case):
        high = {}
        for axis in ("importance", "feasibility"):
            weighed = [
                (
                    weights[key(each["criterion"])],
                    (each["assessed"] or each["computed"]) if case == "assessed" else each["score"],
                )
                for each in scores[key(row["service"])]
                if each["axis"] == axis
            ]
            known = [(weight, Decimal(given)) for weight, given in weighed if given]
            share = sum(weight for weight, _ in known)
            mean = rounded(sum((weight * given for weight, given in known), Decimal(0)) / share)
            assert Decimal(row[axis]) == mean
            assert int(row[f"{axis}Covered"]) == rounded(100 * Decimal(share), "1")
            high[axis] = mean >= Decimal(3)
        assert (
            row["quadrant"]
            == {(True, True): "A", (True, False): "B", (False, True): "C", (False, False): "D"}[
                high["importance"], high["feasibility"]
            ]
        )


def test_quadrants_count_the_services_in_them() -> None:
    """The counts of quadrants are those of the ranking."""
    counts = Counter(row["quadrant"] for row in expected("service-priorities"))
    assert {row["quadrant"]: int(row["services"]) for row in expected("priority-quadrants")} == counts


def test_first_services_change_just_beyond_the_range_of_a_weight() -> None:
    """At the ends of the range the same ten services come first; a hundredth beyond, another one comes in."""
    scores: dict[str, dict[tuple[str, str], Decimal]] = defaultdict(dict)
    weights = {}
    for row in expected("priority-criteria"):
        place = row["axis"], row["criterion"]
        weights[place] = Decimal(row["weight"])
        if row["score"]:
            scores[row["service"]][place] = Decimal(row["score"])

    def first(axis: str, criterion: str, weight: Decimal) -> set[str]:
        rest = sum((w for place, w in weights.items() if place[0] == axis), Decimal(0)) - weights[axis, criterion]
        total = rest + weights[axis, criterion]
        moved = {
            place: weight if place == (axis, criterion) else w * (total - weight) / rest if place[0] == axis else w
            for place, w in weights.items()
        }
        ranks: dict[str, Decimal] = {}
        for service, known in scores.items():
            means = []
            for each in ("importance", "feasibility"):
                shares = [(moved[place], given) for place, given in known.items() if place[0] == each]
                whole = sum((w for w, _ in shares), Decimal(0))
                means += [sum((w * g for w, g in shares), Decimal(0)) / whole] if whole else []
            if len(means) == 2:
                ranks[service] = sum(means, Decimal(0))
        return set(sorted(ranks, key=lambda service: (-ranks[service], service))[:10])

    for row in expected("priority-sensitivity"):
        place = row["axis"], row["criterion"]
        top = first(*place, Decimal(row["weight"]))
        for end, entering, step in (("lowest", "entersBelow", -1), ("highest", "entersAbove", 1)):
            assert first(*place, Decimal(row[end])) == top
            if row[entering]:
                assert row[entering] in first(*place, Decimal(row[end]) + Decimal(step) / 100) - top
