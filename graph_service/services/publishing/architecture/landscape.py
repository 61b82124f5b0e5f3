"""A workbook of the IT landscape: a sheet for each type of fact sheet, and one for the relations, as LeanIX has them.

The id of a fact sheet is the IRI of its thing. Cells have the types of their terms, and nothing is a formula.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence

from xlsxwriter import Workbook

from graph_service.formats.xlsx import OPTIONS, Sheets, Value, cell_value
from graph_service.model.architecture import Architecture, Element
from graph_service.model.xml_text import legal

FILE = "landscape.xlsx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SUMMARY = "Workbook of fact sheets and relations, as LeanIX has them"

_FIXED = ("id", "type", "name", "description", "lifecycle", "tags")
_RELATION = ("type", "from id", "from type", "from name", "to id", "to type", "to name")
#: What Excel refuses in the name of a sheet, and how long one may be.
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31

_Row = Sequence[Value | None]


def write(architecture: Architecture) -> bytes:
    """The fact sheets by type, then the relations, then what the workbook is about."""
    output = io.BytesIO()
    with Workbook(output, OPTIONS) as workbook:
        sheets = Sheets(workbook, f"IT landscape: {legal(architecture.name)}")
        by_type: dict[str, list[Element]] = {}
        for element in architecture.elements.values():
            by_type.setdefault(element.type, []).append(element)
        for kind, elements in sorted(by_type.items()):
            sheets.add(_NOT_IN_NAMES.sub(" ", kind)[:_LONGEST_NAME], *_fact_sheets(elements))
        sheets.add("Relations", *_relations(architecture))
        sheets.add("About", ("about", "value"), _about(architecture, by_type))
    return output.getvalue()


def _fact_sheets(elements: Iterable[Element]) -> tuple[Sequence[str], list[_Row]]:
    """The header and a row for each element; what only some types have stands in further columns."""
    listed = list(elements)
    names = dict.fromkeys(name for element in listed for name in element.properties if name not in {"lifecycle", "tag"})
    rows: list[_Row] = [
        [
            element.thing,
            element.type,
            legal(element.name),
            legal(element.description) or None,
            element.text("lifecycle") or None,
            ", ".join(sorted(value.value for value in element.properties.get("tag", ()))) or None,
            *(_cell(element, name) for name in names),
        ]
        for element in listed
    ]
    return (*_FIXED, *names), rows


def _cell(element: Element, name: str) -> Value | None:
    """The value of a property; several values are one text."""
    values = element.properties.get(name, ())
    if len(values) == 1:
        return cell_value(values[0])
    return "; ".join(value.value for value in values) or None


def _relations(architecture: Architecture) -> tuple[Sequence[str], list[_Row]]:
    names = dict.fromkeys(name for relation in architecture.relations for name in relation.properties)
    rows: list[_Row] = []
    for relation in architecture.relations:
        ends = [architecture.elements[iri] for iri in (relation.source, relation.target)]
        cells = [cell for end in ends for cell in (end.thing, end.type, legal(end.name))]
        said = [next((cell_value(value) for value in relation.properties.get(name, ())), None) for name in names]
        rows.append([relation.type, *cells, *said])
    return (*_RELATION, *names), rows


def _about(architecture: Architecture, by_type: dict[str, list[Element]]) -> list[_Row]:
    lines: list[_Row] = [("Stack", legal(architecture.name)), ("IRI", architecture.stack)]
    if architecture.fictional:
        lines.append(("Fictional data", "The data of this stack are invented."))
    lines += [(kind, len(elements)) for kind, elements in sorted(by_type.items())]
    return [*lines, ("Relations", len(architecture.relations)), ("Generation of the data", architecture.generation)]
