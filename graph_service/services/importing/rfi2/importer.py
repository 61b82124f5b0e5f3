"""RFI-2 workbooks into the services, systems and organisations of a stack."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from graph_service.errors import SourceError, UnknownName
from graph_service.model.terms import PSG, SYSTEM_STACK, graph_iri, is_current_graph
from graph_service.services.importing.importers import Importer, Wanted
from graph_service.services.importing.outcome import Imported, ImportFinding, Place
from graph_service.services.importing.rdf_files import triples
from graph_service.services.importing.rfi2.cells import Sheet
from graph_service.services.importing.rfi2.columns import tables
from graph_service.services.importing.rfi2.draft import CV, Draft, Fact
from graph_service.services.importing.rfi2.known import Known
from graph_service.services.importing.rfi2.layout import Located, locate
from graph_service.services.importing.rfi2.lists import (
    read_classes,
    read_properties,
    read_statements,
    read_things,
    state_things,
)
from graph_service.services.importing.rfi2.marking import FINDINGS
from graph_service.services.importing.rfi2.merging import merge
from graph_service.services.importing.rfi2.ranges import Ranges
from graph_service.services.importing.rfi2.reading import mark_workbook, read_sheets
from graph_service.services.importing.rfi2.rows import complete_systems, identify, read_row

if TYPE_CHECKING:
    from graph_service.services.deployment import Deployment
    from graph_service.services.vocabulary import Vocabulary

#: What a workbook can say something of.
CATALOGUES = ("services", "systems", "organisations")
#: Sheets that we write for people to read.
ABOUT, LISTS = "About", "Lists"


def importers(_home: object) -> list[Importer]:
    """The one importer of this package."""
    summary = "GovStack's RFI-2 workbook: service catalogue and systems catalogue"
    return [Importer("rfi2", summary, read, mark)]


def read(deployment: Deployment, content: bytes, name: str, wanted: Wanted) -> Imported:
    """What the workbook says, and the graphs as they would be after its import.

    :raises SourceError: where it is no workbook, or has neither a table of services nor one of systems.
    :raises UnknownName: where there is no such stack.
    """
    known = known_of(deployment, wanted.stack)
    sheets, notes = read_sheets(content, name, deployment.settings)
    catalogues = {key: facts_of(deployment, wanted.stack, key) for key in CATALOGUES}
    imported = understand(deployment.vocabulary, known, sheets, name, wanted, catalogues)
    said = [ImportFinding("info", Place(name), note) for note in notes]
    return Imported(**{**vars(imported), "findings": [*said, *imported.findings]})


def mark(deployment: Deployment, content: bytes, name: str, findings: Sequence[ImportFinding]) -> bytes:
    """The same workbook with the findings marked in its cells and listed on a sheet of their own."""
    return mark_workbook(content, name, deployment.settings, findings)


def known_of(deployment: Deployment, stack: str, without: Collection[str] = ()) -> Known:
    """What is known of the stack, of those it uses, and of the code lists; but not what ``without`` catalogues say.

    :raises UnknownName: where there is no such stack.
    """
    base, store = deployment.settings.base, deployment.store
    known = Known(base, deployment.vocabulary.prefixes, stack)
    known.add(triples(deployment.vocabulary.code_lists))
    left_out = {graph_iri(base, stack, catalogue) for catalogue in without}
    wanted, seen = [f"{base}id/stack/{stack}"], set[str]()
    graphs = [graph for graph in store.graphs() if is_current_graph(base, graph)]
    while wanted:
        iri = wanted.pop()
        key = iri.rsplit("/", 1)[-1]
        if iri in seen or key == SYSTEM_STACK:
            continue
        seen.add(iri)
        for graph in graphs:
            if graph.startswith(graph_iri(base, key, "")) and graph not in left_out:
                known.add(store.triples(graph))
        wanted += known.things(iri, f"{PSG}usesStack")
    stacks = known.all_of([f"{PSG}Stack"])
    if f"{base}id/stack/{stack}" not in stacks:
        held = {graph.removeprefix(f"{base}graph/").split("/")[0] for graph in graphs}
        raise UnknownName("stack", stack, sorted(held - {SYSTEM_STACK}))
    return known


def understand(
    vocabulary: Vocabulary,
    known: Known,
    sheets: Sequence[Sheet],
    name: str,
    wanted: Wanted,
    catalogues: Mapping[str, Sequence[Fact]],
) -> Imported:
    """What the cells of ``sheets`` say, and what that makes of ``catalogues``.

    :raises SourceError: where there is neither a table of services nor one of systems.
    """
    draft, ranges = Draft(known, wanted), Ranges(triples(vocabulary.shapes))
    located = _located(draft, sheets, name)
    ours = [sheet for sheet in located if sheet.table is not None]
    further = [sheet for sheet in located if sheet.table is None]
    listed = read_classes(draft, further)
    rows = identify(draft, ours)
    things = read_things(draft, ranges, listed)
    for row in rows:
        read_properties(row, ranges)
        read_row(row)
    services = {row.iri for row in rows if row.catalogue == "services"}
    responsible = [value.value for iri in sorted(services) for value in draft.now(iri, f"{CV}hasCompetentAuthority")]
    complete_systems(draft, [row for row in rows if row.catalogue == "systems"], responsible)
    state_things(draft, things, rows)
    read_statements(draft, further)
    graphs = {}
    for catalogue, facts in catalogues.items():
        told = {row.iri for row in rows if row.catalogue == catalogue}
        classes = [known.full(table.class_) for table in tables() if table.name == catalogue]
        merged = merge(draft, catalogue, facts, told, classes)
        if set(merged) or facts:
            graphs[graph_iri(known.base, wanted.stack, catalogue)] = merged
    return Imported(
        graphs=graphs,
        findings=list(draft.found),
        rows=sum(len(sheet.rows) for sheet in ours),
        things=sorted({row.iri for row in rows} | {thing.iri for thing in things}),
        left_out=draft.left_out,
        trace=draft.trace,
    )


def facts_of(deployment: Deployment, stack: str, catalogue: str) -> list[Fact]:
    """The statements that a catalogue holds now."""
    graph = graph_iri(deployment.settings.base, stack, catalogue)
    return [
        (triple.subject.value, triple.predicate.value, triple.object)
        for triple in deployment.store.triples(graph)
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal)
    ]


def _located(draft: Draft, sheets: Sequence[Sheet], name: str) -> list[Located]:
    found = []
    for sheet in sheets:
        if sheet.title in {ABOUT, FINDINGS, LISTS}:
            continue
        located = locate(sheet, tables())
        if located is not None:
            draft.found |= dict.fromkeys(located.findings)
            found.append(located)
        elif sheet.cells:
            draft.note("info", Place(sheet.title), "This sheet has no headings of RFI-2, and was not read.")
    if not any(sheet.table for sheet in found):
        titles = ", ".join(f"“{sheet.title}”" for sheet in sheets)
        expected = " or ".join(f"“{table.sheets[0]}”" for table in tables())
        raise SourceError(name, f"No sheet has the headings of {expected}; there are {titles}.")
    if not any(sheet.rows for sheet in found):
        draft.note("warning", Place(name), "There are headings, but no rows with data.")
    return found
