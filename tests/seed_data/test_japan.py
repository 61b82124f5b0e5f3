"""The stack of Japan says what its source says: each figure is counted again from the table itself."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, RdfFormat, Store

from graph_service.model.binding import bind
from graph_service.model.solutions import Row, rows_of
from graph_service.services.analyses import analyses
from graph_service.services.query_catalogue import read_query_catalogue

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "seed-data" / "japan"
TABLES = ROOT / "mappings" / "japan" / "tables"
ID = "https://w3id.org/public-service-graph/id/"
QUERIES = read_query_catalogue(ROOT / "queries")
SYSTEMS = "情報システム(申請)", "情報システム(事務処理)"
PREFIXES = """
PREFIX cpsv: <http://purl.org/vocab/cpsv#>
PREFIX cv: <http://data.europa.eu/m8g/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX psg: <https://w3id.org/public-service-graph/def/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


ROWS = table(FOLDER / "source" / "procedures.csv")
NO_SYSTEMS = {entry["name"] for entry in table(TABLES / "not-systems.csv")}
MAIL = {entry["name"] for entry in table(TABLES / "not-systems.csv") if entry["kind"] == "e-mail"}


def listed(row: dict[str, str], *columns: str) -> set[str]:
    return {value.strip() for column in columns for value in row[column].split(";") if value.strip()}


@pytest.fixture(scope="module")
def japan() -> Store:
    store = Store()
    for dataset in ("govstack", "japan"):
        for path in (ROOT / "seed-data" / dataset).glob("*.ttl"):
            store.bulk_load(path=str(path), format=RdfFormat.TURTLE)
    for path in (ROOT / "ontology" / "codelists").glob("*.ttl"):
        store.bulk_load(path=str(path), format=RdfFormat.TURTLE)
    return store


def rows(store: Store, query: str) -> list[tuple[str, ...]]:
    solutions = store.query(PREFIXES + query)
    assert isinstance(solutions, QuerySolutions)
    return [tuple(term.value if term else "" for term in row) for row in solutions]


def counts(store: Store, query: str) -> dict[str, int]:
    return {key: int(number) for key, number in rows(store, query)}


def test_every_procedure_is_a_service_with_its_own_name(japan: Store) -> None:
    """Names stay in Japanese."""
    found = rows(japan, "SELECT ?id ?title { ?s a cpsv:PublicService ; dct:identifier ?id ; dct:title ?title }")
    assert len(ROWS) == len(found) == 3108
    assert set(found) == {(f"japan-{row['手続ID'].lower()}", row["手続名"]) for row in ROWS}
    assert rows(japan, "SELECT ?s { ?s a cpsv:PublicService ; dct:title ?t FILTER(LANG(?t) != 'ja') }") == []


def test_planned_years(japan: Store) -> None:
    """“2 2025年度” is the fiscal year 2025; “2030 or later” counts as 2030."""
    planned = Counter(row["オンライン化実施時期"].split()[1][:4] for row in ROWS if row["オンライン化実施時期"])
    assert planned == {"2024": 19, "2025": 833, "2026": 130, "2027": 74, "2028": 16, "2030": 7}
    assert counts(japan, "SELECT ?y (COUNT(?i) AS ?n) { ?i psg:plannedYear ?y } GROUP BY ?y") == planned


def test_procedures_of_each_event(japan: Store) -> None:
    """Of people and of businesses; “other” is no event."""
    columns = "手続が行われるイベント(個人)", "手続が行われるイベント(法人)"
    counted = Counter(event for row in ROWS for event in listed(row, *columns) if "その他" not in event)
    found = """SELECT ?name (COUNT(?s) AS ?n) {
      ?s cv:isGroupedBy ?e . ?e dct:title ?name FILTER(LANG(?name) = 'ja') } GROUP BY ?name"""
    assert counts(japan, found) == counted
    assert (counted["死亡・相続"], counted["定期的な報告等"], len(counted)) == (234, 361, 22)


def ministries() -> dict[str, set[str]]:
    """The ministries whose procedures use each system, by its key."""
    key = {row["name"]: row["key"] for row in table(TABLES / "systems.csv")}
    key |= {row["name"]: row["system"] for row in table(TABLES / "system-spellings.csv")}
    owners: dict[str, set[str]] = defaultdict(set)
    for row in ROWS:
        for name in listed(row, *SYSTEMS) - NO_SYSTEMS:
            owners[key[name]].add(row["所管府省庁"])
    return owners


def test_ministries_of_each_shared_system(japan: Store) -> None:
    """Spellings of one system are one system; e-mail, web sites and the like are none."""
    owners = {f"japan-{key}": found for key, found in ministries().items()}
    found = """SELECT ?id (COUNT(DISTINCT ?o) AS ?n) {
      ?s psg:supportedBySystem ?system ; cv:hasCompetentAuthority ?o . ?system dct:identifier ?id } GROUP BY ?id"""
    assert counts(japan, found) == {system: len(found) for system, found in owners.items()}
    assert (len(owners["japan-e-gov"]), len(owners["japan-easy"]), len(owners["japan-naccs"])) == (13, 10, 5)
    assert not [name for name in NO_SYSTEMS if rows(japan, f'SELECT ?s {{ ?s a psg:System ; dct:title "{name}"@ja }}')]


def level(row: dict[str, str]) -> str:
    """The rule of the README, written a second time."""
    status = row["オンライン化の実施状況"][0]
    if status in "34":
        return ""
    if status == "2":
        return "1"
    systems = listed(row, "情報システム(申請)")
    offline = (
        listed(row, "添付書類等の提出方法") & {"2 原紙での提出のみ", "3 一部電子、一部原紙での提出"}
        or (row["手数料等の納付有無"][:1] == "2" and "2-" not in row["手数料等の納付方法"])
        or any(way[0] in "12" for way in listed(row, "申請等における本人確認手法"))
        or (systems & MAIL and not systems - NO_SYSTEMS)
    )
    return "3" if status == "5" or offline else "4"


def test_levels(japan: Store) -> None:
    """As many at each level as the rule gives, and the right ones."""
    expected = {f"japan-{row['手続ID'].lower()}": level(row) for row in ROWS}
    found = """SELECT ?id (STRAFTER(STR(?l), "digitisation-level/") AS ?level) {
      ?s a cpsv:PublicService ; dct:identifier ?id OPTIONAL { ?s psg:digitisationLevel ?l } }"""
    assert dict(rows(japan, found)) == expected  # type: ignore[arg-type]
    assert Counter(expected.values()) == {"1": 1229, "3": 479, "4": 1258, "": 142}


def test_take_up_is_stated_only_where_it_is_known(japan: Store) -> None:
    """0 mixes “none” and “unknown”."""
    expected = {
        (f"japan-{row['手続ID'].lower()}", row["オンライン手続件数"], row["総手続件数"])
        for row in ROWS
        if row["オンライン手続件数"] != "0"
    }
    found = """SELECT ?id ?n ?d { ?o psg:observedFor/dct:identifier ?id ; psg:numerator ?n ; psg:denominator ?d }"""
    assert set(rows(japan, found)) == expected
    assert len(expected) == 1449


def test_demands_are_marked_as_inferred(japan: Store) -> None:
    """By a mapping that is described."""
    fees = sum(row["手数料等の納付有無"].startswith("2") for row in ROWS)
    found = """SELECT ?block (COUNT(?s) AS ?n) {
      ?s psg:qualifiedDemand ?d . ?d psg:derivedBy/a psg:Mapping ; psg:requiresBuildingBlock/dct:identifier ?block .
      ?s dct:isPartOf/psg:ofStack <https://w3id.org/public-service-graph/id/stack/japan> } GROUP BY ?block"""
    assert counts(japan, found)["payments"] == fees == 647


def answer(store: Store, name: str, **given: NamedNode | Literal) -> list[dict[str, str]]:
    """The rows of a named query about the stack of Japan."""
    query = QUERIES.get(name)
    said = given | {"stack": NamedNode(f"{ID}stack/japan"), "lang": Literal("en")}
    arguments = {parameter: [said[parameter]] for parameter in query.parameters if parameter in said}
    solutions = store.query(bind(query.text, arguments))
    assert isinstance(solutions, QuerySolutions)
    found: Iterable[Row] = rows_of(solutions)
    if query.analysis:
        found = analyses()[query.analysis].analyse(list(found), arguments)
    return [{column: str(getattr(term, "value", "")) for column, term in row.items()} for row in found]


def realising() -> dict[str, set[str]]:
    """The Building Blocks that each system realises, by its name and by other spellings of it."""
    found = {row["name"]: listed(row, "building blocks") for row in table(TABLES / "systems.csv")}
    by_key = {row["key"]: found[row["name"]] for row in table(TABLES / "systems.csv")}
    return found | {row["name"]: by_key[row["system"]] for row in table(TABLES / "system-spellings.csv")}


def test_life_event_coverage_gives_the_figures_of_the_source(japan: Store) -> None:
    """For each event, how many procedures, and how many at each level."""
    found = {row["eventTitle"]: row for row in answer(japan, "life-event-coverage")}
    english = {row["name"]: row["english"] for row in table(TABLES / "events.csv")}
    assert len(found) == len(english)
    for name, title in english.items():
        columns = "手続が行われるイベント(個人)", "手続が行われるイベント(法人)"
        levels = Counter(level(row) for row in ROWS if name in listed(row, *columns))
        said = found[title]
        assert int(said["services"]) == levels.total(), title
        told = [int(said[column]) for column in ("informative", "webForm", "fullyOnline", "levelNotKnown")]
        assert told == [levels["1"], levels["3"], levels["4"], levels[""]], title


def test_building_block_reuse_counts_fees_and_systems(japan: Store) -> None:
    """Payments are needed where a fee is due, or where a system that realises them is used."""
    blocks = realising()
    found = {row["buildingBlock"].rpartition("/")[2]: row for row in answer(japan, "building-block-reuse")}
    fees = [row for row in ROWS if row["手数料等の納付有無"].startswith("2")]
    paid = [row for row in ROWS if any("payments" in blocks.get(name, ()) for name in listed(row, *SYSTEMS))]
    either = {row["手続ID"]: row for row in fees + paid}.values()
    payments = found["payments"]
    told = [int(payments[name]) for name in ("servicesDirect", "servicesThroughSystems", "services", "agencies")]
    assert told == [len(fees), len(paid), len(either), len({row["所管府省庁"] for row in either})]
    volumes = [int(row["総手続件数"]) for row in either if row["総手続件数"] != "0"]
    assert [int(payments["transactionsPerYear"]), int(payments["servicesWithVolume"])] == [sum(volumes), len(volumes)]


def test_roadmap_by_year_gives_the_planned_years(japan: Store) -> None:
    """All of them bring a procedure online, which is level 3."""
    planned = Counter(row["オンライン化実施時期"].split()[1][:4] for row in ROWS if row["オンライン化実施時期"])
    found = answer(japan, "roadmap-by-year")
    assert {row["year"]: int(row["services"]) for row in found} == planned
    assert {(row["level"], row["ofServices"]) for row in found} == {("3", str(len(ROWS)))}


def test_items_whose_progress_is_not_known_are_counted(japan: Store) -> None:
    """The source tells of no item how far it is: they count as items and milestones, and their progress stays empty."""
    planned = Counter(row["オンライン化実施時期"].split()[1][:4] for row in ROWS if row["オンライン化実施時期"])
    found = answer(japan, "roadmap-progress")
    assert {row["year"]: int(row["items"]) for row in found} == planned
    assert {(row.get("progress", ""), row["itemsWithProgress"]) for row in found} == {("", "0")}
    ahead = answer(japan, "milestones-next")
    assert {row["plannedYear"] for row in ahead} <= {"2024", "2025", "2026"}
    assert len(ahead) == sum(planned[year] for year in ("2024", "2025", "2026"))


def test_shared_systems_gives_the_ministries_of_each(japan: Store) -> None:
    """Those of two ministries or more."""
    shared = {system: len(found) for system, found in ministries().items() if len(found) > 1}
    found = answer(japan, "shared-systems", at_least=Literal(2))
    assert {row["system"].partition("japan-")[2]: int(row["organisations"]) for row in found} == shared


def test_duplicate_solutions_are_those_of_ministries_that_share_none(japan: Store) -> None:
    """Few systems say who owns them; the ministries that use them stand for their owners."""
    systems = {row["key"]: row for row in table(TABLES / "systems.csv")}
    names = {row["key"]: row["name"] for row in table(TABLES / "organisations.csv")}
    owners = ministries() | {key: {names[row["owner"]]} for key, row in systems.items() if row["owner"]}
    wanted = {
        (one, other)
        for one, other in combinations(sorted(owners), 2)
        if listed(systems[one], "building blocks") & listed(systems[other], "building blocks")
        and not owners[one] & owners[other]
    }
    found = answer(japan, "duplicate-solutions", owners=Literal("stated-or-served"))
    pairs = {tuple(row[name].partition("japan-")[2] for name in ("first", "second")) for row in found}
    assert pairs == wanted
    stated = {pair for pair in wanted if all(systems[key]["owner"] for key in pair)}
    assert {row["ownersFrom"] for row in found} == {"stated", "served"}
    assert len(answer(japan, "duplicate-solutions", owners=Literal("stated"))) == len(stated) == 20
    overlaps = [float(row["overlap"]) for row in found]
    assert min(overlaps) < 50 < max(overlaps)
    alike = answer(japan, "duplicate-solutions", owners=Literal("stated-or-served"), least_overlap=Literal(50))
    assert alike == [row for row in found if float(row["overlap"]) >= 50]


def test_the_graphs_are_rebuilt_byte_for_byte(tmp_path: Path) -> None:
    """What is kept is what the mapping makes of the source."""
    command = [sys.executable, str(FOLDER / "convert.py"), "--output", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in FOLDER.glob("*.ttl")}
