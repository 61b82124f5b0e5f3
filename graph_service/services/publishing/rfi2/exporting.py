"""The services and systems of a stack as a workbook of RFI-2, or an empty one to fill.

What the cells do not carry is found by reading the workbook again, and added to it as statements.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from graph_service.model.terms import CODE_LISTS, DCT, PSG, RDFS, SH, SKOS, graph_iri
from graph_service.services.importing.importers import Wanted
from graph_service.services.importing.rdf_files import triples
from graph_service.services.importing.rfi2.columns import Table, tables
from graph_service.services.importing.rfi2.draft import Fact, as_triple
from graph_service.services.importing.rfi2.importer import facts_of, known_of, understand
from graph_service.services.importing.rfi2.known import Known
from graph_service.services.importing.rfi2.ranges import Ranges
from graph_service.services.importing.rfi2.reading import read_sheets
from graph_service.services.importing.rfi2.words import template_word
from graph_service.services.publishing.rfi2.grid import Grid, Gridder, statements
from graph_service.services.publishing.rfi2.texts import Writer
from graph_service.services.publishing.rfi2.workbook import Choices, write

if TYPE_CHECKING:
    from graph_service.services.deployment import Deployment
    from graph_service.services.vocabulary import Vocabulary

_WRITTEN = ("services", "systems")
_LONGEST_LIST = 1_000
_ABOUT = [
    "This workbook has the sheets and headings of RFI-2, GovStack's template for service and system catalogues.",
    "Green headings are ours: they hold what RFI-2 has no column for. They can be left empty, hidden or deleted.",
    "A heading that ends in a name in brackets, such as (dct:title) [fr], holds that property; one entry a line.",
    "Further sheets describe what cells of the first sheets name. The column “Address” tells what a row describes.",
    "In a cell that lists several, separate them by commas, or by semicolons where a name has a comma in it.",
    "Leave empty what is not known; write 0 only where the number is 0.",
]


def export_workbook(deployment: Deployment, stack: str, language: str = "en") -> bytes:
    """The services and systems of ``stack``, with everything that is said of them.

    :raises UnknownName: where there is no such stack.
    """
    known = known_of(deployment, stack)
    facts = {catalogue: facts_of(deployment, stack, catalogue) for catalogue in _WRITTEN}
    gridder = Gridder(known, Ranges(triples(deployment.vocabulary.shapes)), _names(deployment.vocabulary), language)
    grids = [gridder.table(table, facts[table.name]) for table in tables()]
    grids += [grid for table in tables() for grid in gridder.further(table.name, table, facts[table.name])]
    about, choices = _about(known, stack, language), _choices(known, language)
    content = write(_unique(grids), about, choices)
    missing = _missing(deployment, stack, language, content, facts)
    return write(_unique([*grids, statements(missing)]), about, choices) if any(missing.values()) else content


def empty_workbook(deployment: Deployment, stack: str | None, language: str = "en") -> bytes:
    """A workbook to fill, whose lists offer what is known of ``stack``."""
    known = (
        known_of(deployment, stack) if stack else Known(deployment.settings.base, deployment.vocabulary.prefixes, "")
    )
    known.add(triples(deployment.vocabulary.code_lists))
    grids = [_empty(table) for table in tables()]
    return write(grids, _about(known, stack or "", language), _choices(known, language))


def _names(vocabulary: Vocabulary) -> dict[str, str]:
    """The names of properties and classes; those of reused classes are those of their shapes."""
    targets: dict[str, list[str]] = {}
    titles: dict[str, str] = {}
    for triple in triples(vocabulary.shapes):
        if triple.predicate.value == f"{SH}targetClass" and isinstance(triple.object, NamedNode):
            targets.setdefault(str(triple.subject), []).append(triple.object.value)
        elif triple.predicate.value == f"{RDFS}label" and isinstance(triple.object, Literal):
            titles[str(triple.subject)] = triple.object.value
    shapes = {classes[0]: titles[shape] for shape, classes in targets.items() if len(classes) == 1 and shape in titles}
    return {**shapes, **vocabulary.labels}


def _empty(table: Table) -> Grid:
    columns = list(table.columns.values())
    return Grid(table.sheets[0], table, columns, [column.template for column in columns])


def _missing(
    deployment: Deployment, stack: str, language: str, content: bytes, facts: Mapping[str, Sequence[Fact]]
) -> dict[str, list[str]]:
    """The statements that reading the workbook into empty catalogues does not give."""
    sheets, _ = read_sheets(content, "export.xlsx", deployment.settings)
    known = known_of(deployment, stack, without=_WRITTEN)
    read = understand(
        deployment.vocabulary, known, sheets, "export.xlsx", Wanted(stack, language), dict.fromkeys(_WRITTEN, ())
    )
    missing = {}
    for catalogue in _WRITTEN:
        told = set(read.graphs.get(graph_iri(known.base, stack, catalogue), ()))
        missing[catalogue] = sorted(f"{t} ." for fact in facts[catalogue] if (t := as_triple(fact)) not in told)
    return missing


def _unique(grids: Sequence[Grid]) -> list[Grid]:
    """The same with titles that differ also for Excel, which has no case."""
    taken: set[str] = set()
    result = []
    for grid in grids:
        title, number = grid.title, 1
        while title.casefold() in taken:
            number += 1
            title = f"{grid.title[:27]} {number}"
        taken.add(title.casefold())
        result.append(Grid(title, grid.table, grid.columns, grid.headings, grid.rows))
    return result


def _about(known: Known, stack: str, language: str) -> list[str]:
    iri = f"{known.base}id/stack/{stack}"
    lines = [f"{known.label(iri, language)} ({stack})"] if stack else []
    if any(value.value == "true" for value in known.values(iri, f"{PSG}fictional")):
        lines.append("Fictional data: what this workbook describes is invented.")
    return [*lines, f"Texts without a language in their heading are in: {language}", *_ABOUT]


def _choices(known: Known, language: str) -> Choices:
    columns = [column for table in tables() for column in table.columns.values()]
    schemes = sorted({column.scheme for column in columns if column.scheme})
    classes = ["cv:PublicOrganisation", *dict.fromkeys(name for column in columns for name in column.classes)]
    writer = Writer(known, language)
    things = {}
    for name in classes:
        iris = [one for one in known.all_of([known.full(name)]) if known.values(one, f"{DCT}isPartOf")]
        things[name] = sorted({writer.name(one, [known.full(name)]) for one in iris})[:_LONGEST_LIST]
    return Choices({scheme: _words(known, scheme) for scheme in schemes}, things)


def _words(known: Known, scheme: str) -> list[str]:
    """The words of a code list in its order."""
    codes = known.all_of([f"{CODE_LISTS}{scheme}"])

    def order(code: str) -> tuple[str, str]:
        return ("".join(value.value for value in known.values(code, f"{SKOS}notation")), code)

    words = [template_word(code) or known.label(code) for code in sorted(codes, key=order)]
    return list(dict.fromkeys(words))
