"""What every store of the graph can do, and how one is opened by its location."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import ModuleType
from typing import IO, Protocol, runtime_checkable

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, Triple

import graph_service.store
from graph_service.errors import StoreUnavailable
from graph_service.model.change import Change, Delta, Effect
from graph_service.settings import Settings

QueryResult = QuerySolutions | QueryBoolean | QueryTriples
Subject = NamedNode | BlankNode | Triple
Term = Subject | Literal


class GraphStore(Protocol):
    """Named graphs, and a default graph that is the union of those that are current.

    Each committed change adds 1 to the generation.
    """

    @property
    def engine(self) -> str:
        """The name and version of the engine that evaluates queries."""

    def query(self, text: str) -> QueryResult:
        """Evaluate SPARQL over the default graph, with the named graphs reachable by ``GRAPH``.

        :raises QueryError: where the engine refuses the text.
        """

    def graphs(self) -> Collection[str]:
        """The IRIs of all named graphs."""

    def triples(self, graph: str) -> Iterator[Triple]:
        """The statements of one named graph; none where there is no such graph."""

    def write_triples(self, graph: str, output: IO[bytes]) -> None:
        """Write the statements of one named graph as N-Triples in the canonical form of lines, in any order."""

    def holds(self, graph: str, triples: Iterable[Triple]) -> bool:
        """Whether the named graph holds exactly these statements."""

    def match(self, subject: Subject | None, predicate: NamedNode | None, object_: Term | None) -> Iterator[Triple]:
        """The statements of the default graph that have these terms where terms are given."""

    def delta(self, change: Change) -> Delta:
        """What ``change`` would really do to the named graphs, in the terms that the store keeps."""

    def effect(self, delta: Delta) -> Effect:
        """What ``delta`` would do to the default graph."""

    def would(self, update: str, graphs: Collection[str] | None) -> Delta:
        """What a SPARQL update would do to ``graphs``, by default all named graphs; it is tried on a copy.

        :raises QueryError: where the engine refuses the text.
        """

    def record(self, added: Collection[Quad], removed: Collection[Quad] = ()) -> None:
        """Note statements in the records of the service, wholly or not at all; no data change by it."""

    def generation(self) -> int:
        """How many changes were committed."""

    def generation_at_hand(self) -> int | None:
        """The generation, where that is known without asking another process; a call that never waits."""

    def turn(self) -> AbstractContextManager[None]:
        """The turn to write, among all processes: what is read within is the state that is written on.

        :raises Overloaded: where others have it for too long.
        """

    def commit(self, change: Change) -> int:
        """Carry out ``change`` wholly or not at all, with its record; returns the new generation.

        The time it takes depends on the graphs and statements that the change names, not on all that is held.
        The statements must not hold blank nodes.
        """

    def check(self, room: int = 0) -> None:
        """Nothing, where it can be read and changed now, and has ``room`` bytes left where it knows; cheap.

        A store that failed, and can go on now, does so.

        :raises StoreFull: where it can be read, but has no room for changes.
        :raises StoreUnavailable: where it can't be read either.
        """

    def snapshot(self) -> Path:
        """A folder, new each time, that other processes can open to read what is committed now.

        The caller removes it.
        """

    def branch(self) -> GraphStore:
        """A copy of what is committed now, made without copying; changes of either are not seen by the other.

        Whoever asked closes it, which removes it.
        """

    def close(self) -> None:
        """Release the store."""


@runtime_checkable
class Replicable(Protocol):
    """A store that can keep a copy of the default graph in memory."""

    def is_larger(self, statements: int) -> bool:
        """Whether the default graph has more than so many statements; records of changes don't count."""

    def replicate(self) -> None:
        """Begin to keep the copy; queries are answered from it as soon as it stands for what is committed."""

    def keep_columns(self) -> None:
        """Begin to keep a copy in columns, from which :meth:`from_columns` answers."""

    def from_columns(self, text: str) -> QuerySolutions | None:
        """The answer to a query that reads much, where a copy in columns is sure of it; it is the engine's own.

        The text must be one that the service knows to be safe, such as a named query's.
        """


def open_store(location: str, base: str, *, create: bool = True, settings: Settings | None = None) -> GraphStore:
    """Open the store at ``<scheme>:<place>``; the scheme is the name of a module beside this one.

    ``settings`` say more of how an engine is reached.

    :raises StoreUnavailable: with what to do.
    """
    module, place = _module(location)
    store: GraphStore = module.open_at(place, base, create=create, settings=settings or Settings())
    return store


def restore_store(
    location: str, base: str, statements: Iterable[Quad], counts: Mapping[str, int], number: int
) -> Path | None:
    """Put a store with these ``statements`` of named graphs in the place of that at ``location``, wholly or not at all.

    ``counts`` are how many statements each graph must have then, ``number`` is the data format that they are of.
    Returns where the store that was there is kept.

    :raises StoreUnavailable: where it is in use, the graphs don't have so many statements then, or a store of this kind
        is restored by its own means.
    """
    module, place = _module(location)
    if not hasattr(module, "restore_at"):
        raise StoreUnavailable(f"{location} is restored by the means of its own engine: load graph.nq.gz into it.")
    earlier: Path | None = module.restore_at(place, base, statements, counts, number)
    return earlier


def load_store(location: str, base: str, files: Sequence[Path], said: Callable[[str], None] = lambda _: None) -> int:
    """Make a new store at ``location`` from files of N-Quads that were validated before, wholly or not at all.

    ``said`` is told of each step. Returns how many statements were loaded; no record is made of it.

    :raises StoreUnavailable: where there is a store already, or one of this kind is loaded by its own means.
    :raises SourceError: where a file isn't what it should be.
    """
    module, place = _module(location)
    if not hasattr(module, "load_at"):
        raise StoreUnavailable(f"{location} is loaded by the means of its own engine.")
    loaded: int = module.load_at(place, base, files, said)
    return loaded


def _module(location: str) -> tuple[ModuleType, str]:
    """The module for the kind of store at ``location``, and its place.

    :raises StoreUnavailable: where there is no such kind.
    """
    scheme, _, place = location.partition(":")
    schemes = {module.name for module in pkgutil.iter_modules(graph_service.store.__path__) if not module.ispkg} - {
        "base"
    }
    if scheme not in schemes or not place:
        offered = ", ".join(f"{name}:<place>" for name in sorted(schemes))
        raise StoreUnavailable(f"{location!r} is no location of a store; known are {offered}.")
    return importlib.import_module(f"graph_service.store.{scheme}"), place
