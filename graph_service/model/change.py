"""A change of the graph: what one commit does, and who and what it came from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Quad, Triple


@dataclass(frozen=True)
class Source:
    """A file that statements were read from, by name and SHA-256, and the graph that they went to where it is one."""

    name: str
    sha256: str
    graph: str = ""


@dataclass(frozen=True)
class Change:
    """What is wanted: graphs by all they hold afterwards, and single statements added and removed.

    An empty sequence removes the graph. ``agent`` is who asks for the change, ``scope`` the key of the
    one stack that they may change (empty for all), ``mapping`` the name of what the
    sources were read by, ``undoes`` the number of the change that this one takes back, ``key`` what tells a request
    that was sent again from a new one, ``warnings`` how many recommendations it is known not to follow, ``notes`` what
    is to be noted in the records of the service by the same stroke.
    """

    graphs: Mapping[str, Sequence[Triple]]
    title: str
    sources: Sequence[Source] = field(default=())
    added: Collection[Quad] = field(default=(), kw_only=True)
    removed: Collection[Quad] = field(default=(), kw_only=True)
    agent: str = field(default="", kw_only=True)
    scope: str = field(default="", kw_only=True)
    mapping: str = field(default="", kw_only=True)
    undoes: int = field(default=0, kw_only=True)
    key: str = field(default="", kw_only=True)
    warnings: int = field(default=0, kw_only=True)
    notes: Collection[Quad] = field(default=(), kw_only=True)


@dataclass(frozen=True)
class Delta:
    """What a change really does to the named graphs: statements that were not there, and ones that were."""

    added: frozenset[Quad]
    removed: frozenset[Quad]

    @property
    def graphs(self) -> list[str]:
        """The graphs that it touches, sorted."""
        names = {quad.graph_name for quad in self.added | self.removed}
        return sorted(name.value for name in names if isinstance(name, NamedNode))

    @property
    def size(self) -> int:
        """How many statements come and go."""
        return len(self.added) + len(self.removed)


@dataclass(frozen=True)
class Effect:
    """What a change does to the default graph, in which readers see each statement once."""

    added: frozenset[Triple]
    removed: frozenset[Triple]
