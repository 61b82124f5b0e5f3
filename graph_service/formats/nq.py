"""N-Quads; an answer is the default graph of the document, so that its lines are those of N-Triples."""

from __future__ import annotations

from typing import IO

from graph_service.formats.nt import write_graph
from graph_service.model.context import Context
from graph_service.model.sorted_statements import SortedStatements

__all__ = ["MEDIA_TYPES", "write_dump", "write_graph"]

MEDIA_TYPES = ("application/n-quads",)


def write_dump(statements: SortedStatements, _context: Context, output: IO[bytes]) -> None:
    """The statements with their graphs, in the canonical form of the dataset (https://www.w3.org/TR/rdf-canon/)."""
    output.writelines(statements.quads())
