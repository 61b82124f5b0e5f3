"""Turtle."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from io import BufferedWriter
from typing import IO

from pyoxigraph import RdfFormat, Triple, serialize

from graph_service.model.context import Context
from graph_service.model.own_head import OwnHead, unambiguous
from graph_service.model.sorted_statements import SortedStatements, classes_first
from graph_service.model.terms import RDF_TYPE

MEDIA_TYPES = ("text/turtle",)

_DECLARATION = re.compile(r"@prefix ([\w.-]*): ")
_PREFIX = re.compile(r'"(?:[^"\\]|\\.)*"|<[^>]*>|([\w.-]*):', re.DOTALL)


def write_graph(triples: Iterable[Triple], context: Context, output: IO[bytes]) -> None:
    """``triples``, sorted by subject, its classes first, with the prefixes that are used."""
    ordered = sorted(triples, key=lambda triple: (str(triple.subject), triple.predicate.value != RDF_TYPE, str(triple)))
    lines = (serialize(ordered, format=RdfFormat.TURTLE, prefixes=dict(context.prefixes)) or b"").decode().split("\n")
    start = next(number for number, line in enumerate(lines) if not _DECLARATION.match(line))
    statements = "\n".join(lines[start:])
    used = {match[1] for match in _PREFIX.finditer(statements) if match[1] is not None}
    declared = sorted(line for line in lines[:start] if line.removeprefix("@prefix ").partition(":")[0] in used)
    output.write("\n".join([*declared, *[""] * bool(declared), statements]).encode())


def write_dump(statements: SortedStatements, context: Context, output: IO[bytes]) -> None:
    """What all graphs hold, by subject, in a fixed order, its classes first, with all prefixes."""
    prefixes = unambiguous(context.prefixes)
    with BufferedWriter(OwnHead(output, declarations(prefixes), len(prefixes))) as body:
        serialize(classes_first(statements.triples), body, format=RdfFormat.TURTLE, prefixes=prefixes)


def declarations(prefixes: Mapping[str, str]) -> str:
    """The head of a document with these prefixes."""
    return "".join(f"@prefix {name}: <{namespace}> .\n" for name, namespace in prefixes.items())
