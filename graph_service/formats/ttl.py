"""Turtle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import RdfFormat, Triple, serialize

MEDIA_TYPES = ("text/turtle",)


def write_graph(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """``triples``, sorted by subject, with ``prefixes``."""
    return serialize(sorted(triples, key=str), format=RdfFormat.TURTLE, prefixes=dict(prefixes)) or b""
