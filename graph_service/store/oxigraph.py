"""The embedded store: Oxigraph in a folder of this machine.

The store's own default graph is the union of the current graphs, kept up by each commit: a set, as SPARQL
asks, and as fast to read as a single graph (a list of graphs as default graph costs a look-up in each).
"""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Collection, Iterable, Iterator
from importlib.metadata import version
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from graph_service.errors import QueryError, StoreUnavailable
from graph_service.model.change import Change
from graph_service.model.terms import (
    CHANGES,
    DCT,
    PROV,
    PSG,
    RDF,
    RDF_TYPE,
    SYSTEM_STACK,
    XSD,
    graph_iri,
    is_current_graph,
)
from graph_service.store.base import QueryResult

_DEFAULT = DefaultGraph()


def open_at(place: str, base: str, *, create: bool = True) -> OxigraphStore:
    """Open the store in the folder ``place``, making it where it is absent and ``create`` is true.

    :raises StoreUnavailable: where another process has it open, or the folder can't be used.
    """
    folder = Path(place)
    if not create and not folder.is_dir():
        raise StoreUnavailable(f"There is no store at {place}. Make one with: graph-service load PATH…")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        return OxigraphStore(Store(place), base, folder.absolute())
    except OSError as error:
        if "lock" in str(error).lower():
            raise StoreUnavailable(
                f"Another process writes to {place}. Stop it, or set GRAPH_STORE to another folder."
            ) from error
        raise StoreUnavailable(f"The store at {place} can't be opened: {error}") from error


class OxigraphStore:
    """A :class:`~graph_service.store.base.GraphStore` in this process."""

    def __init__(self, store: Store, base: str, place: Path, *, is_branch: bool = False) -> None:
        self._store: Store | None = store
        self._base = base
        self._place = place
        self._is_branch = is_branch
        self._snapshots = 0
        self._changes = NamedNode(graph_iri(base, SYSTEM_STACK, CHANGES))
        self._generation = max(
            (
                int(quad.object.value)
                for quad in self._open.quads_for_pattern(None, _GENERATION, None, self._changes)
                if isinstance(quad.object, Literal)
            ),
            default=0,
        )

    @property
    def _open(self) -> Store:
        if self._store is None:
            raise StoreUnavailable("The store was closed.")
        return self._store

    @property
    def engine(self) -> str:
        return f"oxigraph {version('pyoxigraph')}"

    def query(self, text: str) -> QueryResult:
        try:
            return self._open.query(text, base_iri=self._base)
        except (SyntaxError, ValueError, RuntimeError) as error:
            raise QueryError(str(error)) from error

    def graphs(self) -> Collection[str]:
        return [graph.value for graph in self._open.named_graphs() if isinstance(graph, NamedNode)]

    def triples(self, graph: str) -> Iterator[Triple]:
        return (quad.triple for quad in self._open.quads_for_pattern(None, None, None, NamedNode(graph)))

    def holds(self, graph: str, triples: Iterable[Triple]) -> bool:
        return set(self.triples(graph)) == _as_stored(triples)

    def generation(self) -> int:
        return self._generation

    def commit(self, change: Change) -> int:
        removed: set[Quad] = set()
        added: set[Quad] = set(self._record(change))
        for graph, triples in change.graphs.items():
            new, old = _as_stored(triples), set(self.triples(graph))
            name = NamedNode(graph)
            removed |= {_in(triple, name) for triple in old - new}
            added |= {_in(triple, name) for triple in new - old}
        added |= {_in(quad.triple, _DEFAULT) for quad in added if self._is_current(quad)}
        removed |= set(self._no_longer_current(removed)) - added
        if removed:
            dropped = "".join(f"; DROP SILENT GRAPH <{graph}>" for graph, held in change.graphs.items() if not held)
            self._open.update(f"DELETE DATA {{ {_data(removed)} }} ; INSERT DATA {{ {_data(added)} }} {dropped}")
        else:
            self._open.extend(added)
        self._open.flush()
        self._generation += 1
        return self._generation

    def snapshot(self) -> Path:
        if not self._snapshots:  # those of a process that was killed are of no use
            shutil.rmtree(self._place.with_name(f"{self._place.name}.snapshots"), ignore_errors=True)
        self._snapshots += 1
        # Beside the store, because links to its files cost nothing and copies elsewhere would.
        folder = self._place.with_name(f"{self._place.name}.snapshots") / str(self._snapshots)
        folder.parent.mkdir(exist_ok=True)
        self._open.backup(folder)
        return folder

    def branch(self) -> OxigraphStore:
        folder = self.snapshot()
        return OxigraphStore(Store(folder), self._base, folder, is_branch=True)

    def close(self) -> None:
        self._store = None
        if self._is_branch:
            shutil.rmtree(self._place, ignore_errors=True)

    def _is_current(self, quad: Quad) -> bool:
        return isinstance(quad.graph_name, NamedNode) and is_current_graph(self._base, quad.graph_name.value)

    def _no_longer_current(self, removed: Iterable[Quad]) -> Iterator[Quad]:
        """The statements of the default graph that no current graph holds once ``removed`` are gone."""
        gone = set(removed)
        for quad in gone:
            triple = quad.triple
            others = self._open.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
            if not any(self._is_current(other) and other not in gone for other in others):
                yield _in(triple, _DEFAULT)

    def _record(self, change: Change) -> Iterator[Quad]:
        """The PROV record of a change, which also carries the generation."""
        number = self._generation + 1
        activity = NamedNode(f"{self._base}id/change/{number}")
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")

        def state(subject: NamedNode, predicate: str, value: NamedNode | Literal) -> Quad:
            return Quad(subject, NamedNode(predicate), value, self._changes)

        yield state(activity, RDF_TYPE, NamedNode(f"{PROV}Activity"))
        yield state(activity, _GENERATION.value, Literal(number))
        yield state(activity, f"{DCT}title", Literal(change.title, language="en"))
        yield state(activity, f"{PROV}endedAtTime", Literal(now, datatype=NamedNode(f"{XSD}dateTime")))
        for graph in change.graphs:
            yield state(activity, f"{PROV}generated", NamedNode(graph))
        for source in change.sources:
            entity = NamedNode(f"urn:sha256:{source.sha256}")
            yield state(activity, f"{PROV}used", entity)
            yield state(entity, f"{DCT}title", Literal(source.name))


_KEPT_AS_WRITTEN = {f"{XSD}string", f"{RDF}langString"}
_GENERATION = NamedNode(f"{PSG}generation")


def _as_stored(triples: Iterable[Triple]) -> set[Triple]:
    """The statements as the store gives them back: it rewrites typed values such as ``01`` to ``1``."""
    kept: set[Triple] = set()
    typed = Store()
    for triple in triples:
        if isinstance(triple.object, Literal) and triple.object.datatype.value not in _KEPT_AS_WRITTEN:
            typed.add(_in(triple, _DEFAULT))
        else:
            kept.add(triple)
    return kept | {quad.triple for quad in typed}


def _in(triple: Triple, graph: NamedNode | DefaultGraph) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, graph)


def _data(quads: Iterable[Quad]) -> str:
    """Quads in the syntax of SPARQL's quad data."""
    return " ".join(
        f"{quad.triple} ."
        if isinstance(quad.graph_name, DefaultGraph)
        else f"GRAPH {quad.graph_name} {{ {quad.triple} }}"
        for quad in quads
    )
