"""The workbook of the landscape has the things and relations of the graph, typed, and no formulas."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from countries import HOSTILE
from openpyxl import Workbook
from pyoxigraph import QuerySolutions

from graph_service.services.architecture import architecture_of
from graph_service.services.deployment import Deployment
from graph_service.services.publishing.architecture import exchange_formats

PREFIXES = """
PREFIX cpsv: <http://purl.org/vocab/cpsv#>
PREFIX cv: <http://data.europa.eu/m8g/>
PREFIX psg: <https://w3id.org/public-service-graph/def/>
PREFIX p-plan: <http://purl.org/net/p-plan#>
"""
#: Sheets, and the classes whose things of the stack stand on them.
SHEETS = {
    "Application": "psg:System",
    "Initiative": "psg:RoadmapItem",
    "Organization": "cv:PublicOrganisation",
    "Business Context": "cpsv:PublicService psg:UserJourney",
}
RELATIONS = [
    ("relApplicationToBusinessCapability", "psg:realisesBuildingBlock", "psg:System", "psg:BuildingBlock"),
    ("relBusinessContextToBusinessCapability", "psg:requiresBuildingBlock", "cpsv:PublicService", "psg:BuildingBlock"),
    ("relBusinessContextToApplication", "psg:supportedBySystem", "cpsv:PublicService", "psg:System"),
    ("relInitiativeToBusinessContext", "psg:delivers", "psg:RoadmapItem", "cpsv:PublicService"),
]


@pytest.fixture(scope="session")
def workbook(exported: Callable[[str, str], bytes]) -> Callable[[str], Workbook]:
    read: dict[str, Workbook] = {}

    def workbook_of(stack: str) -> Workbook:
        if stack not in read:
            read[stack] = openpyxl.load_workbook(io.BytesIO(exported("landscape", stack)))
        return read[stack]

    return workbook_of


def rows(book: Workbook, sheet: str) -> list[dict[str, Any]]:
    header, *others = book[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in others]


def pairs(deployment: Deployment, text: str) -> list[tuple[str, ...]]:
    result = deployment.store.query(PREFIXES + text)
    assert isinstance(result, QuerySolutions)
    return [tuple(getattr(term, "value", "") for term in row) for row in result]


@pytest.mark.parametrize("stack", ["demo", "japan"])
def test_sheets_and_relations_are_those_of_the_graph(
    stack: str, countries: Deployment, workbook: Callable[[str], Workbook]
) -> None:
    """The same things, each once, and as many relations between the same things."""
    book = workbook(stack)
    for sheet, classes in SHEETS.items():
        things = pairs(
            countries,
            f'SELECT DISTINCT ?s {{ VALUES ?c {{ {classes} }} ?s a ?c FILTER(CONTAINS(STR(?s), "/{stack}-")) }}',
        )
        assert sorted(row["id"] for row in rows(book, sheet)) == sorted(thing for (thing,) in things), sheet
    relations = rows(book, "Relations")
    for name, term, source, target in RELATIONS:
        asked = f"""SELECT DISTINCT ?s ?o {{
          ?s {term} ?o ; a {source} . ?o a {target} FILTER(CONTAINS(STR(?s), "/{stack}-")) }}"""
        found = [(row["from id"], row["to id"]) for row in relations if row["type"] == name]
        assert sorted(found) == sorted(pairs(countries, asked)), name
    known = {row["id"] for sheet in book.sheetnames[:-2] for row in rows(book, sheet)}
    assert {row[end] for row in relations for end in ("from id", "to id")} <= known


def test_cells_are_typed(workbook: Callable[[str], Workbook]) -> None:
    """Numbers are numbers, truths are truths; lifecycles are words of LeanIX."""
    services = {row["id"].rpartition("/")[2]: row for row in rows(workbook("demo"), "Business Context")}
    permit = services["demo-work-permit"]
    assert (permit["digitisationLevel"], permit["transactionsPerYear"], permit["tags"]) == (3, 7600, "level 3")
    assert {row["lifecycle"] for row in rows(workbook("demo"), "Application")} == {"plan", "active", "endOfLife"}
    assert {type(row["foundational"]) for row in rows(workbook("demo"), "Business Capability")} == {bool}
    assert {row["plannedYear"] for row in rows(workbook("demo"), "Initiative")} >= {2026, 2027}


def test_nothing_is_a_formula(workbook: Callable[[str], Workbook], exported: Callable[[str, str], bytes]) -> None:
    """Whatever a title begins with; a text that is too long for a cell is cut."""
    with zipfile.ZipFile(io.BytesIO(exported("landscape", "hostile"))) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) >= 5
        assert not any(b"<f>" in archive.read(name) for name in sheets)
    [service] = rows(workbook("hostile"), "Business Context")
    assert service["name"].startswith(HOSTILE[:20])
    assert service["name"].endswith("x…")


def test_an_empty_stack_is_a_workbook_that_says_so(workbook: Callable[[str], Workbook]) -> None:
    """With the sheets that every workbook has."""
    assert workbook("void").sheetnames == ["Relations", "About"]
    assert rows(workbook("void"), "Relations") == []
    assert {"about": "Stack", "value": "void"} in rows(workbook("void"), "About")


def test_the_same_data_give_the_same_bytes(countries: Deployment, exported: Callable[[str, str], bytes]) -> None:
    """So that two files can be compared by their digest."""
    for name in exchange_formats():
        again = exchange_formats()[name].write(architecture_of(countries, "demo", name))
        assert again == exported(name, "demo"), name


def test_fictional_data_say_so(workbook: Callable[[str], Workbook]) -> None:
    """On the sheet that tells what the workbook is about."""
    said = {stack: {row["about"] for row in rows(workbook(stack), "About")} for stack in ("demo", "japan")}
    assert "Fictional data" in said["demo"]
    assert "Fictional data" not in said["japan"]
