"""N-Triples."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO

from pyoxigraph import RdfFormat, Triple, serialize

from graph_service.model.context import Context

MEDIA_TYPES = ("application/n-triples",)


def write_graph(triples: Iterable[Triple], _context: Context, output: IO[bytes]) -> None:
    """``triples``, one a line, sorted."""
    serialize(sorted(triples, key=str), output, format=RdfFormat.N_TRIPLES)
