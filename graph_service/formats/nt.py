"""N-Triples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import RdfFormat, Triple, serialize

MEDIA_TYPES = ("application/n-triples",)


def write_graph(triples: Iterable[Triple], _prefixes: Mapping[str, str]) -> bytes:
    """``triples``, one a line, sorted."""
    return serialize(sorted(triples, key=str), format=RdfFormat.N_TRIPLES) or b""
