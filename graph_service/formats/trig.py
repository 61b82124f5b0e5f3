"""TriG; an answer is the default graph of the document."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedWriter
from typing import IO

from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

from graph_service.formats.ttl import declarations, write_graph
from graph_service.model.context import Context
from graph_service.model.own_head import OwnHead, unambiguous
from graph_service.model.sorted_statements import SortedStatements, classes_first

__all__ = ["MEDIA_TYPES", "write_dump", "write_graph"]

MEDIA_TYPES = ("application/trig",)


def write_dump(statements: SortedStatements, context: Context, output: IO[bytes]) -> None:
    """The statements by graph and subject, in a fixed order, its classes first, with all prefixes."""
    prefixes = unambiguous(context.prefixes)
    with BufferedWriter(OwnHead(output, declarations(prefixes), len(prefixes))) as body:
        serialize(_quads(statements), body, format=RdfFormat.TRIG, prefixes=prefixes)


def _quads(statements: SortedStatements) -> Iterator[Quad]:
    for graph, path in statements.graphs.items():
        name = NamedNode(graph)
        for triple in classes_first(path):
            yield Quad(triple.subject, triple.predicate, triple.object, name)
