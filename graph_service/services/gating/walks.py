"""Ways through the graph, as property paths of SHACL and SPARQL describe them.

A walk may lead further than its path: it says what a change can reach, and validation then decides. Where a path
repeats or chooses between sequences, the walk repeats every step that may occur in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

from rdflib import URIRef
from rdflib.paths import AlternativePath, InvPath, MulPath, NegatedPath, Path, SequencePath

ANY = ""


class Unreadable(Exception):
    """Nothing can be said about what a shape depends on."""


@dataclass(frozen=True)
class Edge:
    """A statement with this predicate (``ANY`` stands for all), followed from subject to object, or back."""

    predicate: str
    back: bool = False

    @property
    def turned(self) -> Edge:
        """The same statements, followed the other way."""
        return Edge(self.predicate, not self.back)


@dataclass(frozen=True)
class Step:
    """One of ``edges``; where ``many`` is true, any number of them, also none."""

    edges: frozenset[Edge]
    many: bool = False

    @property
    def turned(self) -> Step:
        """The same step, taken backwards."""
        return Step(frozenset(edge.turned for edge in self.edges), self.many)


Walk = tuple[Step, ...]


def step(predicate: str) -> Step:
    """From a subject to its objects."""
    return Step(frozenset({Edge(predicate)}))


def turned(walk: Walk) -> Walk:
    """The way back."""
    return tuple(each.turned for each in reversed(walk))


def walks(path: Path | URIRef) -> list[Walk]:
    """All ways that ``path`` allows; together they cover it.

    :raises Unreadable: where it is no property path.
    """
    if isinstance(path, URIRef):
        return [(step(str(path)),)]
    match path:
        case InvPath():
            found = [turned(walk) for walk in walks(path.arg)]
        case SequencePath():
            found = [sum(parts, ()) for parts in product(*map(walks, path.args))]
        case AlternativePath():
            found = [walk for part in path.args for walk in walks(part)]
        case MulPath():
            repeated = (Step(_edges(walks(path.path)), many=True),)
            found = [(), *walks(path.path)] if path.mod == "?" else [repeated]
        case NegatedPath():
            found = [(Step(frozenset({Edge(ANY), Edge(ANY, back=True)})),)]
        case _:
            raise Unreadable(f"no property path: {path!r}")
    return found


def crossing(path: Path | URIRef) -> Walk:
    """One way that covers all that ``path`` allows."""
    ways = walks(path)
    return ways[0] if len(ways) == 1 else (Step(_edges(ways), many=True),)


def _edges(ways: Iterable[Walk]) -> frozenset[Edge]:
    return frozenset(edge for walk in ways for each in walk for edge in each.edges)
