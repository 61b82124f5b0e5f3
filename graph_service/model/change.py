"""A change of the graph: what one commit does, and who and what it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Triple


@dataclass(frozen=True)
class Source:
    """A file that statements were read from, by name and SHA-256."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Change:
    """Graphs and the statements that they hold afterwards; an empty sequence removes the graph."""

    graphs: Mapping[str, Sequence[Triple]]
    title: str
    sources: Sequence[Source] = field(default=())
