"""What is wrong in a workbook is told by sheet, cell and heading; what is right becomes true statements."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

import pytest
from openpyxl import Workbook
from pyoxigraph import Literal, NamedNode

from graph_service.errors import InvalidArguments, SourceError, UnknownName
from graph_service.model.terms import PSG, XSD
from graph_service.services.deployment import Deployment
from graph_service.services.importing.committing import Verdict, import_source
from graph_service.services.importing.importers import Wanted, importer_named
from graph_service.services.importing.outcome import Imported, ImportFinding

SHEET = "Service Cataloge "
FIRST = 11
CODES = "https://w3id.org/public-service-graph/codelist/"
ID = "https://w3id.org/public-service-graph/id/"
CV, DCT = "http://data.europa.eu/m8g/", "http://purl.org/dc/terms/"
GOOD = {
    "D": "Civil Registry Office of Examplia",
    "J": "What it gives.",
    "K": "Individual",
    "Q": "Online",
    "S": "Level 2: Downloadable form",
    "Z": "English",
}
#: A cell that is wrong, by its letter; what is said of it; and how grave that is.
WRONG: dict[str, tuple[dict[str, object], str, str, str]] = {
    "number in words": ({"E": "many"}, "E", "violation", "Write one number in digits"),
    "number with a fraction": ({"E": 12.5}, "E", "violation", "Write a whole number of 0 or more"),
    "negative number": ({"F": -5}, "F", "violation", "Write a whole number of 0 or more"),
    "approximate number": ({"E": "approx. 1200"}, "E", "info", "Read as 1200"),
    "formula without a result": ({"F": "=1+1"}, "F", "violation", "The result of the formula was never saved"),
    "formula that failed": ({"E": "#REF!"}, "E", "violation", "The cell shows an error"),
    "date for a span": ({"P": datetime.date(2026, 10, 5)}, "P", "violation", "Excel made a date"),
    "level for yes or no": ({"T": "Level 3: Submit Webform"}, "T", "warning", "The drop-down of the template offers"),
    "neither yes nor no": ({"U": "Perhaps"}, "U", "violation", "Answer Yes or No"),
    "more than yes": ({"V": "Yes, with neighbours"}, "V", "warning", "Only “Yes” was kept"),
    "volume without period": ({"O": "300"}, "O", "warning", "Say whether this is per week or per month"),
    "volume that fits months": ({"E": 3600, "O": 300}, "O", "info", "Understood as per month"),
    "volumes that differ": ({"E": 100_000, "O": "10 per week"}, "O", "warning", "Does not fit the 100000"),
    "volume of thousands or fraction": ({"O": "1,300 per week"}, "O", "violation", "May mean 1300 or a fraction"),
    "unknown recipient": ({"K": "Martians"}, "K", "violation", "Choose one of “Business”"),
    "unknown level": ({"S": "Level 5"}, "S", "violation", "Choose one of “Informative”"),
    "two spans": ({"P": "5-10 years, One year"}, "P", "violation", "Choose one value alone"),
    "misspelt channel": ({"Q": "Onlinne"}, "Q", "violation", "Did you mean “Online”"),
    "link that is none": ({"R": "see-our-site"}, "R", "violation", "Write a web address"),
    "link without channel": ({"Q": "Phone", "R": "https://x.example/"}, "R", "warning", "“Online” is not among"),
    "unknown language": ({"Z": "English, Frnch"}, "Z", "violation", "Did you mean “French”"),
    "misspelt agency": (
        {"D": "Civil Registry Ofice of Examplia"},
        "D",
        "warning",
        "“Civil Registry Office of Examplia”",
    ),
    "new agency": ({"D": "Ministry of Ships, Ports and Tides"}, "D", "info", "organisation/demo-ministry-of-ships"),
    "misspelt service": ({"H": "Birth registraton"}, "H", "warning", "Did you mean “Birth registration”"),
    "misspelt event": ({"AB": "Having a chld"}, "AB", "violation", "Did you mean “Having a child”"),
    "unknown system": ({"AC": "Abacus"}, "AC", "violation", "Names nothing that is described"),
    "misspelt Building Block": ({"AD": "Identiy"}, "AD", "violation", "Did you mean “Identity”"),
    "the same ID": ({"B": "W-0"}, "B", "violation", "Describes the same as Service Cataloge !B11"),
    "neither ID nor name": ({"B": None, "C": None}, "C", "violation", "Give the row at least a name or an ID"),
    # What shapes find comes back to the cell:
    "no description": ({"J": None}, "J", "violation", "Describe in at least one language"),
    "no agency": ({"D": None}, "D", "violation", "Name at least one organisation"),
    "no name": ({"C": "n/a"}, "C", "violation", "Give the service a title"),
    "target below level": ({"AE": "Level 1: Information Sheet"}, "AE", "violation", "Raise the target"),
    "no level": ({"S": None}, "S", "warning", "Say how far the service can be used online"),
}
ROWS = [
    {"A": 1, "B": "W-0", "C": "Right service", **GOOD},
    *({"B": f"W-{n}", "C": f"Service {n}", **GOOD, **case[0]} for n, case in enumerate(WRONG.values(), start=1)),
]
ADDED = {
    "AB": "Life events",
    "AC": "Systems",
    "AD": "Building Blocks",
    "AE": "Target level",
    "AF": "Remarks",
}


@pytest.fixture(scope="module")
def verdict(
    seeded: Deployment,
    filled_template: Callable[[Sequence[dict[str, object]]], bytes],
    edited_workbook: Callable[..., bytes],
) -> Verdict:
    """What is found in a workbook that has everything wrong."""

    def head(workbook: Workbook) -> None:
        for letter, heading in ADDED.items():
            workbook.worksheets[0][f"{letter}6"] = heading
        workbook.worksheets[0]["AF11"] = "Ask Ada"

    content = edited_workbook(head, filled_template(ROWS))
    importer = importer_named(seeded.settings.home, "rfi2")
    return import_source(seeded, importer, content, "wrong.xlsx", Wanted("demo"), dry_run=True)[1]


def at(findings: Sequence[ImportFinding], cell: str) -> list[ImportFinding]:
    return [finding for finding in findings if finding.place.at == cell]


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_by_its_cell(verdict: Verdict, name: str) -> None:
    """Sheet, cell, heading, severity, and what to do."""
    _, letter, severity, message = WRONG[name]
    row = FIRST + 1 + list(WRONG).index(name)
    found = [finding for finding in at(verdict.findings, f"{letter}{row}") if message in finding.message]
    assert [(f.severity, f.place.part) for f in found] == [(severity, SHEET)], at(verdict.findings, f"{letter}{row}")
    assert found[0].place.heading


def test_what_is_right_is_not_told(verdict: Verdict) -> None:
    """Of the first row there are but recommendations."""
    said = [finding for finding in verdict.findings if finding.place.at.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "11"]
    assert {finding.severity for finding in said} == {"warning"}
    assert all(finding.shape for finding in said)


def test_a_column_that_is_not_known_is_told(verdict: Verdict) -> None:
    """Nothing of it is lost in silence."""
    assert [f.message[:27] for f in at(verdict.findings, "AF6")] == ["This column is not known, a"]


def test_nothing_is_changed_by_what_is_wrong(verdict: Verdict, seeded: Deployment) -> None:
    """Not even the rows that are right."""
    assert not verdict.conforms
    assert verdict.generation is None
    assert seeded.store.generation() == 1


def said(imported: Imported, subject: str) -> set[tuple[str, str]]:
    return {
        (triple.predicate.value, triple.object.value if isinstance(triple.object, Literal) else str(triple.object))
        for graph in imported.graphs.values()
        for triple in graph
        if triple.subject == NamedNode(subject)
    }


def test_the_example_of_the_template_is_read(rfi2_template: bytes, read_workbook: Callable[..., Imported]) -> None:
    """With its number of thousands, its lists, and what it leaves open."""
    imported = read_workbook(rfi2_template)
    assert imported.rows == 1
    service = f"{ID}service/demo-example-sevice-1"
    assert imported.things == [service]
    facts = said(imported, service)
    assert facts >= {
        (f"{DCT}title", "Driving licence"),
        (f"{PSG}transactionsPerYear", "1102000"),
        (f"{PSG}iterationsToComplete", "7"),
        (f"{PSG}yearsInOperation", f"<{CODES}years-in-operation/5-10-years>"),
        (f"{PSG}challenge", f"<{CODES}challenge/digital-skills>"),
        (f"{DCT}audience", f"<{CODES}recipient-type/individual>"),
        (f"{DCT}language", "<http://publications.europa.eu/resource/authority/language/HIN>"),
        (f"{CV}hasChannel", f"<{ID}channel/demo-example-sevice-1-in-person>"),
        (f"{CV}hasCompetentAuthority", f"<{ID}organisation/demo-ministory-of-civil-trasnsportation>"),
    }
    predicates = {predicate for predicate, _ in facts}
    assert not predicates & {f"{PSG}{name}" for name in ("requestsPerPeriod", "customersPerYear", "crossBorder")}
    assert {(f.severity, f.place.at) for f in imported.findings} == {
        ("warning", "B11"),
        ("warning", "O11"),
        ("info", "D11"),
        ("info", "N11"),
    }


def test_values_are_typed_as_the_ontology_says(
    filled_template: Callable[[Sequence[dict[str, object]]], bytes], read_workbook: Callable[..., Imported]
) -> None:
    """Integers, decimals, truths, texts with the language of the workbook; unknown is absent, 0 is 0."""
    row = {
        "C": "Permis",
        "D": "CNPS",
        "E": "1 102 000",
        "F": 0,
        "G": "-",
        "O": "12,5 par semaine",
        "T": "Oui",
        "X": "Délai",
    }
    imported = read_workbook(filled_template([row]), language="fr")
    service = NamedNode(f"{ID}service/demo-cnps-permis")
    assert [NamedNode(iri) for iri in imported.things] == [service]
    graph = imported.graphs[f"{ID.removesuffix('id/')}graph/demo/services"]
    values = {t.predicate.value: t.object for t in graph if t.subject == service}

    def typed(text: str, name: str) -> Literal:
        return Literal(text, datatype=NamedNode(f"{XSD}{name}"))

    assert values[f"{PSG}transactionsPerYear"] == typed("1102000", "integer")
    assert values[f"{PSG}customersPerYear"] == typed("0", "integer")
    assert f"{PSG}iterationsToComplete" not in values
    assert values[f"{PSG}requestsPerPeriod"] == typed("12.5", "decimal")
    assert values[f"{PSG}requestPeriod"] == NamedNode(f"{CODES}request-period/week")
    assert values[f"{PSG}crossBorder"] == typed("true", "boolean")
    assert values[f"{DCT}title"] == Literal("Permis", language="fr")
    assert values[f"{PSG}keyMetrics"] == Literal("Délai", language="fr")


def test_rows_without_an_id_get_the_same_one_every_time(
    filled_template: Callable[[Sequence[dict[str, object]]], bytes], read_workbook: Callable[..., Imported]
) -> None:
    """Made of agency and name; what the graph knows by that name is meant."""
    rows: list[dict[str, object]] = [
        {"C": "Boat permit", "D": "Customs Office of Examplia"},
        {"C": "Boat permit", "D": "City of Samplia, capital of Examplia"},
        {"C": "Déclaration de naissance", "D": "Civil Registry Office of Examplia"},
        {"B": 12, "C": "Berth", "D": "Customs Office of Examplia"},
    ]
    expected = {
        f"{ID}service/demo-customs-office-boat-permit",
        f"{ID}service/demo-city-of-samplia-boat-permit",
        f"{ID}service/demo-birth-registration",
        f"{ID}service/demo-customs-office-of-examplia-12",
    }
    assert set(read_workbook(filled_template(rows)).things) == expected
    assert set(read_workbook(filled_template(rows[::-1])).things) == expected


def test_headings_may_be_renamed_moved_and_in_another_language(
    edited_workbook: Callable[..., bytes], read_workbook: Callable[..., Imported]
) -> None:
    """A sheet of another name and order, without merged cells or options, is read by its headings."""

    def edit(workbook: Workbook) -> None:
        for title in workbook.sheetnames[1:]:
            del workbook[title]
        sheet = workbook.worksheets[0]
        sheet.title = "Hoja 1"
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        sheet.delete_rows(1, 30)
        sheet.append(
            ["Transacciones por año", "Nombre del servicio", "Ministerio responsable", "Observaciones", "Idiomas"]
        )
        sheet.append(["1.200", "Licencia", "Ministerio de Barcos", "algo", "Español; Inglés"])

    imported = read_workbook(edited_workbook(edit), language="es")
    service = f"{ID}service/demo-ministerio-de-barcos-licencia"
    assert imported.things == [service]
    assert (f"{PSG}transactionsPerYear", "1200") in said(imported, service)
    told = [(f.severity, f.place.at, f.message) for f in imported.findings]
    assert any(at == "D1" and "not known" in message for _, at, message in told)
    assert any("another order" in message for _, _, message in told)
    assert any("not there" in message and "“Level of" not in message for _, _, message in told)


def test_several_sheets_of_services_are_read(
    edited_workbook: Callable[..., bytes], read_workbook: Callable[..., Imported]
) -> None:
    """As countries send them: one for each agency."""

    def edit(workbook: Workbook) -> None:
        other = workbook.copy_worksheet(workbook.worksheets[0])
        other["B11"], other["C11"] = "X-2", "Another licence"

    assert len(read_workbook(edited_workbook(edit)).things) == 2


def test_merged_cells_count_for_every_row(
    edited_workbook: Callable[..., bytes], read_workbook: Callable[..., Imported]
) -> None:
    """A ministry that is written once beside many services is that of all."""

    def edit(workbook: Workbook) -> None:
        sheet = workbook.worksheets[0]
        sheet["C12"], sheet["C13"] = "Second", "Third"
        sheet.merge_cells("D11:D13")

    imported = read_workbook(edited_workbook(edit))
    organisation = f"<{ID}organisation/demo-ministory-of-civil-trasnsportation>"
    assert len(imported.things) == 3
    assert all((f"{CV}hasCompetentAuthority", organisation) in said(imported, iri) for iri in imported.things)


def test_a_row_that_is_there_twice_is_left_out_once(
    edited_workbook: Callable[..., bytes], read_workbook: Callable[..., Imported]
) -> None:
    """And that is told."""

    def edit(workbook: Workbook) -> None:
        sheet = workbook.worksheets[0]
        for cell in sheet[11]:
            if cell.coordinate != "A11" and cell.value is not None:
                sheet.cell(12, cell.column).value = cell.value

    imported = read_workbook(edited_workbook(edit))
    assert [left.place.at for left in imported.left_out] == ["B12"]
    assert [f.severity for f in imported.findings if f.place.at == "B12"] == ["warning"]


def test_systems_of_a_plain_workbook_get_status_and_owner(
    edited_workbook: Callable[..., bytes], read_workbook: Callable[..., Imported]
) -> None:
    """What RFI-2 has no column for is inferred where it can be, and that is told."""

    def edit(workbook: Workbook) -> None:
        sheet = workbook.worksheets[1]
        row = ["S-1", "Licence register", "Cloud, On premise", "PostgreSQL; Redis", "Zabbix", "Grafana"]
        for column, value in enumerate(row, start=1):
            sheet.cell(6, column).value = value

    imported = read_workbook(edited_workbook(edit))
    facts = said(imported, f"{ID}system/demo-s-1")
    assert facts >= {
        (f"{PSG}hosting", f"<{CODES}hosting/hybrid>"),
        (f"{PSG}database", "PostgreSQL"),
        (f"{PSG}database", "Redis"),
        (f"{PSG}monitoringTool", "Zabbix"),
        (f"{PSG}monitoringTool", "Grafana"),
        (f"{PSG}systemStatus", f"<{CODES}system-status/in-operation>"),
        (f"{CV}ownedBy", f"<{ID}organisation/demo-ministory-of-civil-trasnsportation>"),
    }
    told = [f.message for f in imported.findings if f.place.part.startswith("Systems") and f.place.at == "A6"]
    assert len(told) == 2


def test_an_agency_may_be_named_for_all(
    filled_template: Callable[[Sequence[dict[str, object]]], bytes], read_workbook: Callable[..., Imported]
) -> None:
    """Where rows name none."""
    imported = read_workbook(filled_template([{"C": "Boat permit"}]), agency="demo-customs-office")
    facts = said(imported, f"{ID}service/demo-customs-office-boat-permit")
    assert (f"{CV}hasCompetentAuthority", f"<{ID}organisation/demo-customs-office>") in facts


def test_what_is_no_catalogue_is_refused(
    edited_workbook: Callable[..., bytes], read_workbook: Callable[..., Imported]
) -> None:
    """With the sheets that there are; and so are stacks and languages that are none."""

    def edit(workbook: Workbook) -> None:
        for sheet in workbook.worksheets[1:]:
            workbook.remove(sheet)
        workbook.worksheets[0].delete_rows(1, 30)
        workbook.worksheets[0].title = "Budget"

    with pytest.raises(SourceError, match=r"No sheet has the headings .* there are “Budget”"):
        read_workbook(edited_workbook(edit))
    with pytest.raises(UnknownName, match=r"There is no stack 'nowhere'. Did you mean"):
        read_workbook(edited_workbook(edit), stack="nowhere")
    with pytest.raises(InvalidArguments, match="language tag"):
        read_workbook(edited_workbook(edit), language="français!")
