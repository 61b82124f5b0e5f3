"""Workbooks out and in again: nothing is lost, edits arrive, and what a workbook does not speak of stays."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from pyoxigraph import Literal, NamedNode, Triple

from graph_service.model.change import Change
from graph_service.model.terms import graph_iri
from graph_service.services.deployment import Deployment
from graph_service.services.importing.committing import Verdict, import_source
from graph_service.services.importing.importers import Wanted, importer_named
from graph_service.services.importing.rfi2.reading import mark_workbook
from graph_service.services.publishing.rfi2.exporting import empty_workbook, export_workbook

ID = "https://w3id.org/public-service-graph/id/"
DEF = "https://w3id.org/public-service-graph/def/"
TITLE = NamedNode("http://purl.org/dc/terms/title")
VOLUME = NamedNode(f"{DEF}transactionsPerYear")
HAS_CHANNEL = NamedNode("http://data.europa.eu/m8g/hasChannel")
HEADINGS = 5

Copy = Callable[..., Deployment]


def held(deployment: Deployment, catalogue: str) -> set[Triple]:
    return set(deployment.store.triples(graph_iri(deployment.settings.base, "demo", catalogue)))


def brought_in(deployment: Deployment, content: bytes, **wanted: object) -> Verdict:
    importer = importer_named(deployment.settings.home, "rfi2")
    return import_source(deployment, importer, content, "sent.xlsx", Wanted("demo", **wanted))[1]  # type: ignore[arg-type]


def would_hold(deployment: Deployment, content: bytes, catalogue: str, **wanted: object) -> set[Triple]:
    """What the catalogue would hold after the import, before the gate judges it."""
    importer = importer_named(deployment.settings.home, "rfi2")
    imported = importer.read(deployment, content, "sent.xlsx", Wanted("demo", **wanted))  # type: ignore[arg-type]
    assert imported.readable, imported.findings
    return set(imported.graphs[graph_iri(deployment.settings.base, "demo", catalogue)])


def column(sheet: Worksheet, heading: str) -> int:
    return next(cell.column for cell in sheet[HEADINGS] if cell.value == heading)


def row_of(sheet: Worksheet, name: str) -> int:
    return next(row for row in range(HEADINGS, sheet.max_row + 1) if sheet.cell(row, 3).value == name)


def plain(workbook: Workbook) -> None:
    """What RFI-2 itself has: two sheets, and the columns with a letter."""
    for title in workbook.sheetnames[2:]:
        del workbook[title]
    workbook.worksheets[0].delete_cols(28, 30)
    workbook.worksheets[1].delete_cols(6, 30)


def test_graph_to_workbook_to_graph_is_the_same(
    exported_workbook: bytes, seeded: Deployment, seeded_copy: Copy
) -> None:
    """Into catalogues that are empty, through the gate: every statement, none more."""
    empty = seeded_copy(without=["services", "systems"])
    assert not held(empty, "services")
    verdict = brought_in(empty, exported_workbook)
    assert verdict.conforms, verdict.findings
    assert verdict.generation == 2
    assert held(empty, "services") == held(seeded, "services")
    assert held(empty, "systems") == held(seeded, "systems")
    assert held(empty, "organisations") == held(seeded, "organisations")


def test_all_of_the_demo_is_carried_by_cells(exported_workbook: bytes) -> None:
    """62 services and 35 systems; no sheet of statements was needed."""
    workbook = openpyxl.load_workbook(io.BytesIO(exported_workbook))
    assert workbook.sheetnames[:2] == ["Service Cataloge", "Systems-Platforms Catalogue"]
    assert "Further statements" not in workbook.sheetnames
    addresses = [
        sheet.cell(row, column(sheet, "Address")).value for sheet in workbook.worksheets[:2] for row in range(6, 80)
    ]
    kinds = [str(address).split("/")[0] for address in addresses if address]
    assert (kinds.count("service"), kinds.count("system")) == (62, 35)


def test_what_no_cell_can_hold_is_carried_as_statements(seeded_copy: Copy, seeded: Deployment) -> None:
    """Two titles in a language, lines within an entry, values that are not in the form of their datatype."""
    deployment = seeded_copy()
    service, graph = NamedNode(f"{ID}service/demo-adoption"), graph_iri(deployment.settings.base, "demo", "services")
    odd = [
        Triple(service, NamedNode(f"{DEF}keyMetrics"), Literal(" spaces around ", language="en")),
        Triple(service, NamedNode(f"{DEF}keyMetrics"), Literal("a second text", language="en")),
        Triple(service, NamedNode("https://other.example/note"), Literal("a\nb")),
        Triple(NamedNode(f"{ID}system/demo-nothing"), NamedNode("https://other.example/p"), Literal("=1+1")),
    ]
    deployment.store.commit(Change({graph: [*held(seeded, "services"), *odd]}, "Odd statements"))
    content = export_workbook(deployment, "demo")
    before = held(deployment, "services")
    assert before > held(seeded, "services")
    deployment.store.commit(Change({graph: sorted(held(seeded, "services"), key=str)}, "Without them"))
    assert would_hold(deployment, content, "services") == before


def test_the_workbook_again_changes_nothing(
    exported_workbook: bytes, seeded: Deployment, edited_workbook: Callable[..., bytes]
) -> None:
    """Neither the whole, nor what of it RFI-2 itself has; links of journeys and demands stay."""
    for content in (exported_workbook, edited_workbook(plain, exported_workbook)):
        for catalogue in ("services", "systems", "organisations"):
            assert would_hold(seeded, content, catalogue) == held(seeded, catalogue)


def test_an_edited_workbook_updates_the_same_things(
    exported_workbook: bytes, seeded: Deployment, seeded_copy: Copy, edited_workbook: Callable[..., bytes]
) -> None:
    """Only what was edited differs; a new row is a new service; parts that are named no more go."""
    deployment = seeded_copy()

    def edit(workbook: Workbook) -> None:
        plain(workbook)
        sheet = workbook.worksheets[0]
        row = row_of(sheet, "Birth registration")
        sheet.cell(row, 3).value = "Registration of a birth"
        sheet.cell(row, 5).value = "62.000"
        sheet.cell(row, 17).value = "Online, Phone"
        sheet.cell(row, 6).value = None
        new = sheet.max_row + 1
        values = {3: "Boat permit", 4: "Customs Office of Examplia", 10: "Lets a boat leave port.", 11: "Business"}
        for number, value in values.items():
            sheet.cell(new, number).value = value

    assert brought_in(deployment, edited_workbook(edit, exported_workbook)).generation == 2
    before, after = held(seeded, "services"), held(deployment, "services")
    service, boat = NamedNode(f"{ID}service/demo-birth-registration"), f"{ID}service/demo-customs-office-boat-permit"
    changed = {(t.predicate, t.object) for t in after - before if t.subject == service}
    phone = NamedNode(f"{ID}channel/demo-birth-registration-phone")
    assert changed == {
        (TITLE, Literal("Registration of a birth", language="en")),
        (VOLUME, Literal(62_000)),
        (HAS_CHANNEL, phone),
    }
    gone = {t.predicate.value.rsplit("/")[-1] for t in before - after if t.subject == service}
    assert gone == {"title", "transactionsPerYear", "customersPerYear", "hasChannel"}
    assert {t.subject for t in after - before} == {service, phone, NamedNode(boat)}
    assert not [t for t in after if t.subject == NamedNode(f"{ID}channel/demo-birth-registration-in-person")]
    assert [t for t in after if t.subject == NamedNode(f"{ID}channel/demo-birth-registration-online")]
    assert held(deployment, "journeys") == held(seeded, "journeys")


def test_other_services_stay_unless_all_are_replaced(
    exported_workbook: bytes, seeded: Deployment, edited_workbook: Callable[..., bytes]
) -> None:
    """A workbook of one agency is no catalogue."""
    before = held(seeded, "services")

    def edit(workbook: Workbook) -> None:
        plain(workbook)
        sheet = workbook.worksheets[0]
        sheet.delete_rows(row_of(sheet, "Adoption application"), 1)

    content = edited_workbook(edit, exported_workbook)
    assert would_hold(seeded, content, "services") == before
    subjects = {t.subject for t in would_hold(seeded, content, "services", replace=True)}
    gone = {t.subject.value for t in before if t.subject not in subjects and isinstance(t.subject, NamedNode)}
    assert {iri for iri in gone if "/service/" in iri} == {f"{ID}service/demo-adoption"}
    assert gone >= {f"{ID}channel/demo-adoption-online", f"{ID}requirement/demo-adoption-1"}


def test_parts_that_are_named_no_more_are_told(
    exported_workbook: bytes, seeded: Deployment, edited_workbook: Callable[..., bytes]
) -> None:
    """A row of a further sheet that RFI-2's own column contradicts is not used."""

    def edit(workbook: Workbook) -> None:
        sheet = workbook.worksheets[0]
        sheet.cell(row_of(sheet, "Birth registration"), 17).value = "Online"

    importer = importer_named(seeded.settings.home, "rfi2")
    imported = importer.read(seeded, edited_workbook(edit, exported_workbook), "sent.xlsx", Wanted("demo"))
    unused = [f.place for f in imported.findings if f.message.startswith("Not used")]
    assert [place.part for place in unused] == ["Channel", "Channel"]
    channels = [
        t.object
        for t in imported.graphs[graph_iri(seeded.settings.base, "demo", "services")]
        if t.subject == NamedNode(f"{ID}service/demo-birth-registration") and t.predicate == HAS_CHANNEL
    ]
    assert channels == [NamedNode(f"{ID}channel/demo-birth-registration-online")]


def test_a_workbook_in_another_language_carries_the_same(seeded: Deployment, seeded_copy: Copy) -> None:
    """French texts in RFI-2's columns, English ones beside them."""
    content = export_workbook(seeded, "demo", "fr")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert row_of(sheet, "Déclaration de naissance")
    empty = seeded_copy(without=["services", "systems"])
    assert would_hold(empty, content, "services", language="fr") == held(seeded, "services")


def test_cells_are_never_formulas(seeded_copy: Copy) -> None:
    """Titles that look like one are text."""
    deployment = seeded_copy()
    graph = graph_iri(deployment.settings.base, "demo", "services")
    service = NamedNode(f"{ID}service/demo-adoption")
    kept = [t for t in held(deployment, "services") if (t.subject, t.predicate) != (service, TITLE)]
    formula = '=HYPERLINK("http://x","y")'
    evil = Triple(service, TITLE, Literal(formula, language="en"))
    deployment.store.commit(Change({graph: [*kept, evil]}, "A formula"))
    content = export_workbook(deployment, "demo")
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    cell = sheet.cell(row_of(sheet, formula), 3)
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_the_empty_template_offers_what_may_be_chosen(seeded: Deployment) -> None:
    """Yes and No where RFI-2 offers levels; names of what is known; our columns; and it can be filled and read."""
    content = empty_workbook(seeded, "demo")
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    sheet = workbook.worksheets[0]
    headings = [cell.value for cell in sheet[HEADINGS]]
    assert headings[:4] == ["S.no", "Service ID", "Service Name", "Responsible ministry"]
    assert {"Life events and business events", "Systems that support the service"} <= set(headings)
    lists = {
        str(rule.sqref).split(":")[0].rstrip("0123456789"): rule.formula1
        for rule in sheet.data_validations.dataValidation
    }
    assert lists["T"] == "$T$6:$T$7"
    assert [sheet["T6"].value, sheet["T7"].value] == ["Yes", "No"]
    assert [sheet[f"S{row}"].value for row in range(6, 10)][3] == "Level 4: 100% online"
    assert lists["AB"].startswith("Lists!")
    importer = importer_named(seeded.settings.home, "rfi2")
    assert importer.read(seeded, content, "empty.xlsx", Wanted("demo")).rows == 0
    assert empty_workbook(seeded, None)


def test_the_marked_workbook_is_the_same_with_marks(
    exported_workbook: bytes, seeded: Deployment, edited_workbook: Callable[..., bytes]
) -> None:
    """Cells are filled and commented, a sheet lists the findings, and it can be sent again as it is."""

    def edit(workbook: Workbook) -> None:
        workbook.worksheets[0]["E12"] = "many"

    content = edited_workbook(edit, exported_workbook)
    importer = importer_named(seeded.settings.home, "rfi2")
    imported = importer.read(seeded, content, "sent.xlsx", Wanted("demo"))
    marked = mark_workbook(content, "sent.xlsx", seeded.settings, imported.findings)
    workbook = openpyxl.load_workbook(io.BytesIO(marked))
    assert workbook.sheetnames[0] == "Findings"
    cell = workbook["Service Cataloge"]["E12"]
    assert cell.comment is not None
    assert cell.comment.text.startswith("VIOLATION: Write one number in digits")
    assert cell.fill.fgColor.rgb == "FFFFC7CE"
    assert [c.value for c in workbook["Findings"][2]][:4] == [
        "violation",
        "Service Cataloge",
        "E12",
        "Number of transactions/year",
    ]
    again = importer.read(seeded, marked, "sent.xlsx", Wanted("demo"))
    assert again.findings == imported.findings


@pytest.mark.parametrize("address", ["no address", "organisation/demo-customs-office"])
def test_an_address_of_something_else_is_refused(
    address: str, exported_workbook: bytes, seeded: Deployment, edited_workbook: Callable[..., bytes]
) -> None:
    """A row never turns an organisation into a service."""

    def edit(workbook: Workbook) -> None:
        sheet = workbook.worksheets[0]
        sheet.cell(12, column(sheet, "Address")).value = address

    importer = importer_named(seeded.settings.home, "rfi2")
    imported = importer.read(seeded, edited_workbook(edit, exported_workbook), "sent.xlsx", Wanted("demo"))
    found = [f for f in imported.findings if f.place.heading == "Address"]
    assert [(f.severity, f.value) for f in found] == [("violation", address)]


@pytest.mark.parametrize("letter", ["B", "C"])
def test_services_of_the_graph_are_found_by_id_or_name(
    letter: str, filled_template: Callable[..., bytes], seeded: Deployment
) -> None:
    """In any language; nothing new is made of what is known."""
    value = {"B": "demo-birth-registration", "C": "Déclaration de naissance"}[letter]
    row = {letter: value, "D": "Office de l'état civil d'Examplia"}
    importer = importer_named(seeded.settings.home, "rfi2")
    imported = importer.read(seeded, filled_template([row]), "sent.xlsx", Wanted("demo", "fr"))
    assert list(imported.things) == [f"{ID}service/demo-birth-registration"]
