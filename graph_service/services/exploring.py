"""Exploring: a thing among its neighbours, and the shortest way from one thing to another.

Statements are followed in both directions. What nearly everything names joins nothing: a way does not lead through
stacks, catalogues, concepts, classes and measures, nor through what is not described here.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import NamedNode, Triple

from graph_service.errors import UnknownName
from graph_service.model.terms import PSG, RDF_TYPE, SKOS, is_safe_iri
from graph_service.store.base import GraphStore

#: How many statements of a thing are looked at in each direction for its neighbours.
MOST_STATEMENTS = 5000
#: How long a way may be, and how many statements and seconds the search for one may take.
LONGEST_WAY, MOST_WORK, MOST_SECONDS = 6, 100_000, 2.0
_TYPE = NamedNode(RDF_TYPE)
_OWL, _DCAT = "http://www.w3.org/2002/07/owl#", "http://www.w3.org/ns/dcat#"
#: Classes of what joins nothing, as it belongs to nearly everything.
HUBS = frozenset(
    {
        *(f"{PSG}{name}" for name in ("Stack", "Catalogue", "Release", "PerformanceIndicator", "PrioritisationModel")),
        *(f"{_DCAT}{name}" for name in ("Catalog", "Distribution", "DataService")),
        *(f"{SKOS}{name}" for name in ("Concept", "ConceptScheme", "OrderedCollection")),
        *(f"{_OWL}{name}" for name in ("Class", "ObjectProperty", "DatatypeProperty", "Ontology")),
    }
)


@dataclass(frozen=True)
class Relation:
    """The neighbours by one property: ``outgoing`` is what the thing names, else what names the thing.

    Of ``total`` neighbours ``things`` are the first by IRI.
    """

    predicate: str
    outgoing: bool
    things: tuple[str, ...]
    total: int


@dataclass(frozen=True)
class Neighbourhood:
    """The neighbours of ``thing``; not ``whole`` where it has more statements than were looked at."""

    thing: str
    relations: tuple[Relation, ...]
    whole: bool


@dataclass(frozen=True)
class Hop:
    """One step of a way; it follows a statement ``forward``, or from its object to its subject."""

    source: str
    predicate: str
    target: str
    forward: bool


@dataclass(frozen=True)
class Way:
    """A shortest way, which has no hops where there is none; not ``complete`` where the search was given up."""

    hops: tuple[Hop, ...]
    complete: bool = True


class _GivenUpError(Exception):
    """The search became too long."""


def neighbourhood(store: GraphStore, iri: str, most: int) -> Neighbourhood:
    """The neighbours of the thing ``iri``, of each relation at most ``most``.

    :raises UnknownName: where nothing is known of it.
    """
    node = _known(store, iri)
    found: dict[tuple[bool, str], set[str]] = {}
    whole = True
    for outgoing in (False, True):
        statements = store.match(node, None, None) if outgoing else store.match(None, None, node)
        read = list(islice(statements, MOST_STATEMENTS + 1))
        whole = whole and len(read) <= MOST_STATEMENTS
        for triple in read[:MOST_STATEMENTS]:
            other = triple.object if outgoing else triple.subject
            if isinstance(other, NamedNode) and triple.predicate != _TYPE:
                found.setdefault((outgoing, triple.predicate.value), set()).add(other.value)
    relations = tuple(
        Relation(predicate, outgoing, tuple(sorted(things)[:most]), len(things))
        for (outgoing, predicate), things in sorted(found.items())
    )
    return Neighbourhood(iri, relations, whole)


def types_of(store: GraphStore, iri: str) -> list[str]:
    """The classes of the thing ``iri``."""
    found = store.match(NamedNode(iri), _TYPE, None)
    return sorted(triple.object.value for triple in found if isinstance(triple.object, NamedNode))


def way(
    store: GraphStore,
    start: str,
    end: str,
    longest: int = LONGEST_WAY,
    most: int = MOST_WORK,
    seconds: float = MOST_SECONDS,
) -> Way:
    """A shortest way between two things, of at most ``longest`` hops, the same each time on the same data.

    It is searched from both ends, level by level, and given up after ``most`` statements or ``seconds``.

    :raises UnknownName: where nothing is known of one of them.
    """
    for iri in (start, end):
        _known(store, iri)
    if start == end:
        return Way(())
    search = _Search(store, most, time.monotonic() + seconds)
    sides = (_Side(start), _Side(end))
    try:
        for _ in range(longest):
            side, other = sorted(sides, key=lambda each: len(each.border))
            meeting = search.extend(side, other)
            if meeting:
                return Way(_hops(sides[0].back(meeting), sides[1].back(meeting)))
            if not side.border:
                break
    except _GivenUpError:
        return Way((), complete=False)
    return Way(())


class _Side:
    """What was reached from one end: each thing with the thing and the statement by which."""

    def __init__(self, end: str) -> None:
        self.reached: dict[str, tuple[str, Triple] | None] = {end: None}
        self.border = [end]

    def back(self, thing: str) -> list[tuple[str, Triple, str]]:
        """The steps from ``thing`` back to the end."""
        steps = []
        while step := self.reached[thing]:
            steps.append((thing, step[1], step[0]))
            thing = step[0]
        return steps


class _Search:
    """The work of one search, which is bounded."""

    def __init__(self, store: GraphStore, most: int, until: float) -> None:
        self._store, self._left, self._until = store, most, until
        self._joins: dict[str, bool] = {}

    def extend(self, side: _Side, other: _Side) -> str:
        """Reach one level further; the thing where the sides meet, the first by IRI, or none.

        :raises _GivenUpError: where it becomes too much.
        """
        border, met = [], []
        for thing in side.border:
            for neighbour, triple in sorted(self._around(thing), key=lambda found: (found[0], str(found[1]))):
                if neighbour in side.reached or not (neighbour in other.reached or self._can_join(neighbour)):
                    continue
                side.reached[neighbour] = (thing, triple)
                border.append(neighbour)
                if neighbour in other.reached:
                    met.append(neighbour)
        side.border = sorted(border)
        return min(met, default="")

    def _around(self, thing: str) -> Iterator[tuple[str, Triple]]:
        node = NamedNode(thing)
        for triple in self._store.match(node, None, None):
            self._count()
            if isinstance(triple.object, NamedNode) and triple.predicate != _TYPE:
                yield triple.object.value, triple
        for triple in self._store.match(None, None, node):
            self._count()
            if isinstance(triple.subject, NamedNode) and triple.predicate != _TYPE:
                yield triple.subject.value, triple

    def _can_join(self, thing: str) -> bool:
        if thing not in self._joins:
            self._count()
            types = types_of(self._store, thing)
            self._joins[thing] = bool(types) and HUBS.isdisjoint(types)
        return self._joins[thing]

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0 or time.monotonic() > self._until:
            raise _GivenUpError


def _hops(to_start: list[tuple[str, Triple, str]], to_end: list[tuple[str, Triple, str]]) -> tuple[Hop, ...]:
    steps = [(before, triple, thing) for thing, triple, before in reversed(to_start)] + to_end
    return tuple(
        Hop(source, triple.predicate.value, target, getattr(triple.subject, "value", "") == source)
        for source, triple, target in steps
    )


def _known(store: GraphStore, iri: str) -> NamedNode:
    if is_safe_iri(iri):
        node = NamedNode(iri)
        if any(True for pattern in ((node, None, None), (None, None, node)) for _ in store.match(*pattern)):
            return node
    raise UnknownName("thing", iri)
