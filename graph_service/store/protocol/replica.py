"""A local copy of a store on an engine: made once, then brought up to date by the patches that changes leave.

It is an embedded store in a temporary folder. Branches and snapshots of it cost nothing (files are linked), and it
answers what the engine can't.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from graph_service.model.change import Change
from graph_service.model.change_record import PATCH, change_iri
from graph_service.model.patch import unpack
from graph_service.model.terms import CHANGES, PATCHES, PROPOSALS, PROV, SYSTEM_STACK, graph_iri, is_current_graph
from graph_service.store.oxigraph import OxigraphStore
from graph_service.store.protocol.reading import Reading
from graph_service.store.protocol.states import States
from graph_service.store.protocol.updates import State, batches

_FEW = 100


class Replica:
    """The copy; safe to use from many threads."""

    def __init__(self, reading: Reading, states: States, base: str) -> None:
        self._reading = reading
        self._states = states
        self._base = base
        self._lock = threading.Lock()
        self._places: list[Path] = []
        self._copy: OxigraphStore | None = None
        self._state: State | None = None

    def current(self) -> OxigraphStore:
        """The copy as the store is now; it must not be changed or closed."""
        with self._lock:
            state = self._states.now()
            if not self._copy or not self._state or not self._follow(self._copy, self._state, state):
                self._copy = self._made()
            self._state = state  # it may hold later changes too; following them again does no harm
            return self._copy

    def close(self) -> None:
        """Remove the copy."""
        with self._lock:
            if self._copy:
                self._copy.close()
            self._copy = None
            for place in self._places:
                shutil.rmtree(place, ignore_errors=True)
            self._places.clear()

    def _made(self) -> OxigraphStore:
        """All graphs, read one after the other, in place of the copy before it, which may still be read from."""
        for place in self._places[:-1]:
            shutil.rmtree(place, ignore_errors=True)
        del self._places[:-1]
        self._places.append(Path(tempfile.mkdtemp(prefix="graph-service-")))
        folder = self._places[-1] / "store"
        store = Store(str(folder))
        for graph in self._reading.graphs():
            name, is_current = NamedNode(graph), is_current_graph(self._base, graph)
            for some in batches(self._reading.triples(graph), 100_000):
                store.extend(Quad(t.subject, t.predicate, t.object, name) for t in some)
                if is_current:
                    store.extend(Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in some)
        return OxigraphStore(store, self._base, folder)

    def _follow(self, copy: OxigraphStore, old: State, new: State) -> bool:
        """Carry out what changed from ``old`` to ``new``; false where that can't be: a change kept no patch."""
        if old == new:
            return True
        if old.generation > new.generation:  # the engine has an earlier state back
            return False
        added, removed = set[Quad](), set[Quad]()
        for numbers in batches(range(old.generation + 1, new.generation + 1), _FEW):
            patches = self._patches(numbers)
            for number in numbers:
                if number not in patches:
                    return False
                patch = unpack(patches[number])
                added, removed = (added - patch.removed) | patch.added, (removed - patch.added) | patch.removed
            added.update(self._records(numbers))
        proposals = self._graph(PROPOSALS)
        _write(copy, Change({proposals: list(self._reading.triples(proposals))}, "", added=added, removed=removed))
        return True

    def _patches(self, numbers: Iterable[int]) -> dict[int, Literal]:
        found = self._reading.rows(
            f"SELECT ?change ?patch {{ VALUES ?change {{ {self._named(numbers)} }} "
            f"GRAPH <{self._graph(PATCHES)}> {{ ?change {PATCH} ?patch }} }}"
        )
        return {int(c.value.rsplit("/", 1)[-1]): p for c, p in found if isinstance(p, Literal)}

    def _records(self, numbers: list[int]) -> Iterator[Quad]:
        """What is noted of changes: their own statements, and those of their agents and sources."""
        named, used, agent, derived = (
            self._named(numbers),
            *(f"<{PROV}{name}>" for name in ("used", "wasAssociatedWith", "wasDerivedFrom")),
        )
        parts = [
            "?change ?p ?o BIND (?change AS ?s)",
            f"?change {used} ?s . ?s ?p ?o",
            f"?change {agent} ?s . ?s ?p ?o",
            f"?change {used} ?o . ?s ?p ?o FILTER (?p = {derived})",
        ]
        for graph in (self._graph(CHANGES), self._graph(PATCHES)):
            for part in parts if graph == self._graph(CHANGES) else parts[:1]:
                pattern = f"VALUES ?change {{ {named} }} GRAPH <{graph}> {{ {part} }}"
                for subject, predicate, object_ in self._reading.rows(f"SELECT ?s ?p ?o {{ {pattern} }}"):
                    yield Quad(subject, predicate, object_, NamedNode(graph))

    def _graph(self, name: str) -> str:
        return graph_iri(self._base, SYSTEM_STACK, name)

    def _named(self, numbers: Iterable[int]) -> str:
        return " ".join(f"<{change_iri(self._base, number)}>" for number in numbers)


def _write(copy: OxigraphStore, change: Change) -> None:
    """Carry out ``change`` without a record of its own: it brings those of the store."""
    delta = copy.delta(change)
    effect = copy.effect(delta)
    default = DefaultGraph()
    added, removed = (
        [*quads, *(Quad(t.subject, t.predicate, t.object, default) for t in triples)]
        for quads, triples in ((delta.added, effect.added), (delta.removed, effect.removed))
    )
    copy.record(added, removed)
