"""N-Triples."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from typing import IO

from pyoxigraph import RdfFormat, Triple, serialize

from graph_service.model.context import Context
from graph_service.model.sorted_statements import SortedStatements

MEDIA_TYPES = ("application/n-triples",)


def write_graph(triples: Iterable[Triple], _context: Context, output: IO[bytes]) -> None:
    """``triples``, one a line, sorted."""
    serialize(sorted(triples, key=str), output, format=RdfFormat.N_TRIPLES)


def write_dump(statements: SortedStatements, _context: Context, output: IO[bytes]) -> None:
    """What all graphs hold, one statement a line, in the order of the lines' bytes."""
    with statements.triples.open("rb") as file:
        shutil.copyfileobj(file, output)
