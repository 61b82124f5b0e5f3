"""Says what each column of a table means, and turns a row into statements."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from demo_converter.index import Index
from demo_converter.names import DCT, PLACES, RDF, XSD, catalogue, national
from demo_converter.tables import Row, SourceError

_LANGUAGES = {"en", "fr", "ar"}
_YES_NO = {"yes": True, "no": False}
_DURATION = re.compile(r"P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?)?")


@dataclass(frozen=True)
class Column:
    """A column: its name, the property that it states, and the kind of its values.

    Kinds: "text" (the language is the column's suffix), "string", "integer", "decimal",
    "boolean", "date", "duration", "iri"; "code" and "place" with a scheme; "reference" with the
    kinds of thing. Lists are separated by semicolons, except in the first two kinds.
    """

    name: str
    property: URIRef
    kind: str
    of: tuple[str, ...] = ()


def text(name: str, meaning: URIRef) -> Column:
    """Make a column of text whose name ends in the language, as in title_en."""
    return Column(name, meaning, "text")


def plain(name: str, meaning: URIRef, kind: str) -> Column:
    """Make a column of plain values."""
    return Column(name, meaning, kind)


def coded(name: str, meaning: URIRef, scheme: str) -> Column:
    """Make a column of codes of a code list."""
    return Column(name, meaning, "code", (scheme,))


def place(name: str, meaning: URIRef, scheme: str) -> Column:
    """Make a column of the last parts of IRIs of a published list."""
    return Column(name, meaning, "place", (scheme,))


def link(name: str, meaning: URIRef, *kinds: str) -> Column:
    """Make a column of references to things of the named kinds."""
    return Column(name, meaning, "reference", kinds)


TITLES = (text("title_en", DCT.title), text("title_fr", DCT.title))
DESCRIPTION = text("description_en", DCT.description)


def values(row: Row, column: Column, index: Index) -> list[Node]:
    """Return the values of a row's cell, none where the cell is empty."""
    if column.name not in row.values and row.is_sparse:
        return []
    if not row.text(column.name):
        return []
    if column.kind == "text":
        return [_tagged(row, column.name)]
    if column.kind == "string":
        return [Literal(row.text(column.name))]
    return [_value(row, column, part, index) for part in row.parts(column.name)]


def describe(graph: Graph, row: Row, subject: URIRef, columns: Iterable[Column], index: Index) -> None:
    """Add what a row says about a thing to the graph."""
    for column in columns:
        for value in values(row, column, index):
            graph.add((subject, column.property, value))


def check_names(row: Row, columns: Iterable[Column], *others: str) -> None:
    """Refuse a name that no column has; in YAML a misspelt name would otherwise be lost."""
    for unknown in row.values.keys() - {column.name for column in columns} - set(others):
        raise SourceError(row, unknown, "there is no such column")


def main_thing(graph: Graph, subject: URIRef, cls: URIRef, row: Row, part_of: str) -> None:
    """Add type, identifier and catalogue of a thing that stands by itself in a catalogue."""
    graph.add((subject, RDF.type, cls))
    graph.add((subject, DCT.identifier, Literal(national(row.needed("key")))))
    graph.add((subject, DCT.isPartOf, catalogue(part_of)))


def _tagged(row: Row, column: str) -> Literal:
    language = column.rpartition("_")[2]
    if language not in _LANGUAGES:
        raise SourceError(row, column, "a column of text must end in _en, _fr or _ar")
    return Literal(row.text(column), lang=language)


def _value(row: Row, column: Column, part: str, index: Index) -> Node:
    match column.kind:
        case "code":
            return index.code(row, column.name, column.of[0], part)
        case "reference":
            return index.reference(row, column.name, part, *column.of)
        case "place":
            return URIRef(PLACES[column.of[0]] + part)
        case "iri":
            if not part.startswith(("https://", "http://")):
                raise SourceError(row, column.name, f'"{part}" is not a web address')
            return URIRef(part)
        case _:
            return _plain_value(row, column, part)


def _plain_value(row: Row, column: Column, part: str) -> Literal:
    try:
        match column.kind:
            case "integer":
                return Literal(str(int(part)), datatype=XSD.integer)
            case "decimal":
                return Literal(canonical(Decimal(part)), datatype=XSD.decimal)
            case "boolean":
                return Literal("true" if _YES_NO[part] else "false", datatype=XSD.boolean)
            case "date":
                return Literal(datetime.date.fromisoformat(part).isoformat(), datatype=XSD.date)
            case "duration" if _DURATION.fullmatch(part):
                return Literal(part, datatype=XSD.duration)
            case _:
                raise ValueError
    except (ValueError, KeyError, InvalidOperation) as error:
        raise SourceError(row, column.name, f'"{part}" is not a {column.kind}') from error


def canonical(number: Decimal) -> str:
    """Return the one canonical way of writing a decimal: no exponent, no trailing zeros."""
    written = f"{number:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
