"""The embedded store: Oxigraph in a folder of this machine.

The store's own default graph is the union of the current graphs, kept up by each commit: a set, as SPARQL
asks, and as fast to read as a single graph (a list of graphs as default graph costs a look-up in each).
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import IO

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, Triple

from graph_service.errors import QueryError, StoreUnavailable
from graph_service.model.change import Change, Delta, Effect
from graph_service.model.change_record import GENERATION, write_record
from graph_service.model.terms import CHANGES, SYSTEM_STACK, graph_iri, is_current_graph
from graph_service.settings import Settings
from graph_service.store.base import QueryResult, Subject, Term
from graph_service.store.embedded.acknowledged import note_acknowledged, refuse_older
from graph_service.store.embedded.bulk_loading import bulk_load
from graph_service.store.embedded.columns.copy import ENGINE as COLUMNS_ENGINE
from graph_service.store.embedded.columns.copy import Columns
from graph_service.store.embedded.data_format import ENGINE
from graph_service.store.embedded.engine import Engine, open_copy, open_folder
from graph_service.store.embedded.replica import Replica
from graph_service.store.embedded.restoring import rebuild
from graph_service.store.embedded.stored_terms import as_stored, quad_data

_DEFAULT = DefaultGraph()


def open_at(place: str, base: str, *, create: bool = True, settings: Settings | None = None) -> OxigraphStore:
    """Open the store in the folder ``place``, making it where it is absent and ``create`` is true.

    :raises StoreUnavailable: where another process has it open, its data are of a newer format, or it is damaged.
    """
    del settings  # a folder has all
    folder = Path(place)
    if not create and not (folder.is_dir() and any(folder.iterdir())):
        raise StoreUnavailable(f"There is no store at {place}. Make one with: graph-service load PATH…")
    return OxigraphStore(open_folder(folder.absolute()), base, folder.absolute())


def restore_at(
    place: str, base: str, statements: Iterable[Quad], counts: Mapping[str, int], number: int
) -> Path | None:
    """Put a store with ``statements`` in the place of that in the folder ``place``, as :func:`restore_store` says."""

    def with_default() -> Iterator[Quad]:
        for quad in statements:
            yield quad
            if isinstance(quad.graph_name, NamedNode) and is_current_graph(base, quad.graph_name.value):
                yield _in(quad.triple, _DEFAULT)

    def fill(store: Store) -> None:
        store.bulk_extend(with_default())
        for graph, count in counts.items():
            if (found := sum(1 for _ in store.quads_for_pattern(None, None, None, NamedNode(graph)))) != count:
                raise StoreUnavailable(f"<{graph}> would have {found} statements, not {count}; nothing was changed.")

    return rebuild(Path(place).absolute(), fill, number)


def load_at(place: str, base: str, files: Sequence[Path], said: Callable[[str], None]) -> int:
    """Make the store in the folder ``place`` from N-Quads, as :func:`~graph_service.store.base.load_store` says."""
    return bulk_load(Path(place).absolute(), base, files, said)


class OxigraphStore:
    """A :class:`~graph_service.store.base.GraphStore` in this process."""

    def __init__(self, store: Store, base: str, place: Path, *, is_branch: bool = False) -> None:
        self._engine = Engine(place, store, self._count)
        self._base = base
        self._place = place
        self._is_branch = is_branch
        self.replica: Replica | None = None
        self.columns: Columns | None = None
        self._snapshots = 0
        self._generation = 0
        self._count(store)

    def _count(self, store: Store) -> None:
        """Read the generation from the records of changes.

        :raises StoreUnavailable: where changes are missing.
        """
        changes = NamedNode(graph_iri(self._base, SYSTEM_STACK, CHANGES))
        numbers = (quad.object for quad in store.quads_for_pattern(None, GENERATION, None, changes))
        self._generation = max((int(number.value) for number in numbers if isinstance(number, Literal)), default=0)
        refuse_older(self._place, self._generation)

    @property
    def _open(self) -> Store:
        return self._engine.store

    @property
    def engine(self) -> str:
        return f"{ENGINE}, columns in {COLUMNS_ENGINE}" if self.columns else ENGINE

    def query(self, text: str) -> QueryResult:
        replica = self.replica and self.replica.answering(text, self._generation)
        try:
            return (replica or self._open).query(text, base_iri=self._base)
        except (SyntaxError, ValueError, RuntimeError) as error:
            raise QueryError(str(error)) from error
        except OSError as error:
            raise StoreUnavailable(f"The store can't be read: {error}") from error

    def graphs(self) -> Collection[str]:
        return [graph.value for graph in self._open.named_graphs() if isinstance(graph, NamedNode)]

    def triples(self, graph: str) -> Iterator[Triple]:
        return (quad.triple for quad in self._open.quads_for_pattern(None, None, None, NamedNode(graph)))

    def write_triples(self, graph: str, output: IO[bytes]) -> None:
        self._open.dump(output, RdfFormat.N_TRIPLES, from_graph=NamedNode(graph))

    def holds(self, graph: str, triples: Iterable[Triple]) -> bool:
        return not self.delta(Change({graph: list(triples)}, "")).size

    def generation(self) -> int:
        return self._generation

    def generation_at_hand(self) -> int:
        return self._generation

    def turn(self) -> AbstractContextManager[None]:
        return nullcontext()  # one process has it open, which gives turns to its threads

    def match(self, subject: Subject | None, predicate: NamedNode | None, object_: Term | None) -> Iterator[Triple]:
        return (quad.triple for quad in self._open.quads_for_pattern(subject, predicate, object_, _DEFAULT))

    def delta(self, change: Change) -> Delta:
        wanted, unwanted = as_stored(change.added), as_stored(change.removed)
        added = {quad for quad in wanted if quad not in self._open}
        removed = {quad for quad in unwanted - wanted if quad in self._open}
        for graph, triples in change.graphs.items():
            name = NamedNode(graph)
            new = as_stored(_in(triple, name) for triple in triples)
            old = set(self._open.quads_for_pattern(None, None, None, name))
            added |= new - old
            removed |= old - new
        return Delta(frozenset(added), frozenset(removed - added))

    def effect(self, delta: Delta) -> Effect:
        added = {quad.triple for quad in delta.added if self._is_current(quad)}
        removed = set(self._no_longer_current(delta.removed)) - added
        return Effect(frozenset(t for t in added if _in(t, _DEFAULT) not in self._open), frozenset(removed))

    def would(self, update: str, graphs: Collection[str] | None) -> Delta:
        folder = self.snapshot()
        try:
            branch = open_copy(folder)
            branch.update(update, base_iri=self._base)
            names = self.graphs() if graphs is None else graphs
            if graphs is None:
                names = {*names, *(graph.value for graph in branch.named_graphs() if isinstance(graph, NamedNode))}
            added: set[Quad] = set()
            removed: set[Quad] = set()
            for name in map(NamedNode, names):
                new, old = (set(store.quads_for_pattern(None, None, None, name)) for store in (branch, self._open))
                added |= new - old
                removed |= old - new
            return Delta(frozenset(added), frozenset(removed))
        except (SyntaxError, ValueError, RuntimeError) as error:
            raise QueryError(str(error)) from error
        finally:
            branch = None  # type: ignore[assignment] # closes it
            shutil.rmtree(folder, ignore_errors=True)

    def check(self, room: int = 0) -> None:
        self._engine.check(room)

    def record(self, added: Collection[Quad], removed: Collection[Quad] = ()) -> None:
        self._write(added, removed)

    def commit(self, change: Change) -> int:
        self.check()
        delta = self.delta(change)
        effect = self.effect(delta)
        record = write_record(self._base, self._generation + 1, change, delta)
        added = [*delta.added, *record, *change.notes, *(_in(triple, _DEFAULT) for triple in effect.added)]
        removed = [*delta.removed, *(_in(triple, _DEFAULT) for triple in effect.removed)]
        self._write(added, removed, self._emptied(delta) if removed else ())
        self._generation += 1
        note_acknowledged(self._place, self._generation)
        if self.replica:
            self.replica.apply(effect, self._generation)
        if self.columns:
            self.columns.apply(effect, self._generation)
        return self._generation

    def _write(self, added: Collection[Quad], removed: Collection[Quad], emptied: Iterable[str] = ()) -> None:
        """Add and remove statements, and drop the graphs that are ``emptied``, all at once."""
        dropped = "".join(f" ; DROP SILENT GRAPH <{graph}>" for graph in emptied)

        def change(store: Store) -> None:
            if removed:
                store.update(f"DELETE DATA {{ {quad_data(removed)} }} ; INSERT DATA {{ {quad_data(added)} }}{dropped}")
            else:
                store.extend(added)

        def happened(store: Store) -> bool:
            return all(quad in store for quad in as_stored(added)) and not any(
                quad in store for quad in as_stored(removed) - as_stored(added)
            )

        self._engine.write(change, len(added) + len(removed), happened)

    def snapshot(self) -> Path:
        if not self._snapshots:  # those of a process that was killed are of no use
            shutil.rmtree(self._place.with_name(f"{self._place.name}.snapshots"), ignore_errors=True)
        self._snapshots += 1
        # Beside the store, because links to its files cost nothing and copies elsewhere would.
        folder = self._place.with_name(f"{self._place.name}.snapshots") / str(self._snapshots)
        folder.parent.mkdir(exist_ok=True)
        try:
            self._engine.copy_to(folder)
        except (OSError, RuntimeError) as error:
            raise StoreUnavailable(f"No snapshot of the store can be made: {error}") from error
        return folder

    def branch(self) -> OxigraphStore:
        folder = self.snapshot()
        return OxigraphStore(open_copy(folder), self._base, folder, is_branch=True)

    def is_larger(self, statements: int) -> bool:
        return bool(self.query(f"ASK {{ SELECT ?s {{ ?s ?p ?o }} OFFSET {statements} LIMIT 1 }}"))

    def replicate(self) -> None:
        self.replica = Replica()
        self.replica.fill(self._dump(), self._place.parent, self._generation)

    def keep_columns(self) -> None:
        self.columns = Columns(threads=min(os.cpu_count() or 1, 4))
        self.columns.fill(self._dump(), self._place.parent, self._generation)

    def from_columns(self, text: str) -> QuerySolutions | None:
        return self.columns.answer(text, self._generation) if self.columns else None

    def _dump(self) -> Callable[[IO[bytes]], None]:
        """What writes the default graph of now as N-Triples."""
        store = self._open

        def dump(file: IO[bytes]) -> None:
            store.dump(file, RdfFormat.N_TRIPLES, from_graph=_DEFAULT)

        return dump

    def close(self) -> None:
        if self.replica:
            self.replica.close()
            self.replica = None
        if self.columns:
            self.columns.close()
            self.columns = None
        self._engine.close()
        if self._is_branch:
            shutil.rmtree(self._place, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):  # there is none, or somebody still reads one
                self._place.with_name(f"{self._place.name}.snapshots").rmdir()

    def _is_current(self, quad: Quad) -> bool:
        return isinstance(quad.graph_name, NamedNode) and is_current_graph(self._base, quad.graph_name.value)

    def _no_longer_current(self, removed: Collection[Quad]) -> Iterator[Triple]:
        """The statements of the default graph that no current graph holds once ``removed`` are gone."""
        for quad in removed:
            triple = quad.triple
            others = self._open.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
            if self._is_current(quad) and not any(self._is_current(o) and o not in removed for o in others):
                yield triple

    def _emptied(self, delta: Delta) -> Iterator[str]:
        """The graphs that hold nothing more once the statements of ``delta`` are gone."""
        kept = {quad.graph_name for quad in delta.added}
        for graph in {quad.graph_name for quad in delta.removed} - kept:
            held = self._open.quads_for_pattern(None, None, None, graph)
            if isinstance(graph, NamedNode) and all(quad in delta.removed for quad in held):
                yield graph.value


def _in(triple: Triple, graph: NamedNode | DefaultGraph) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, graph)
