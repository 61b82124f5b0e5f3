"""The store on a SPARQL 1.1 engine, which several processes may write to: ``sparql:<address of its queries>``.

Questions go to the engine where its answers are known to be right. All others, and what needs a folder (branches,
snapshots, trying an update), go to a local copy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple, serialize

from graph_service.errors import StoreUnavailable
from graph_service.model.change import Change, Delta, Effect
from graph_service.model.change_record import write_record
from graph_service.model.terms import is_current_graph, is_safe_iri
from graph_service.settings import Settings
from graph_service.store.base import QueryResult, Subject, Term
from graph_service.store.embedded.stored_terms import as_stored
from graph_service.store.oxigraph import OxigraphStore
from graph_service.store.protocol import updates
from graph_service.store.protocol.connection import Access
from graph_service.store.protocol.endpoint import Endpoint, Refused
from graph_service.store.protocol.reading import Reading
from graph_service.store.protocol.replica import Replica
from graph_service.store.protocol.states import States
from graph_service.store.protocol.updates import Hidden

_DEFAULT = DefaultGraph()


def open_at(place: str, base: str, *, create: bool = True, settings: Settings) -> SparqlStore:
    """The store of the engine that answers queries at ``place``; nothing is asked of it yet.

    An engine that holds nothing is an empty store, so there is nothing to ``create``.

    :raises StoreUnavailable: where ``place`` is no address.
    """
    del create
    if not place.startswith(("http://", "https://")) or not is_safe_iri(place) or "@" in place:
        raise StoreUnavailable(
            "GRAPH_STORE should be sparql:<address>, where the engine takes queries, such as "
            "sparql:http://localhost:7878/query. Credentials have settings of their own (GRAPH_ENGINE_USER)."
        )
    access = Access(settings.engine_user, settings.engine_password, settings.engine_token, settings.engine_seconds)
    endpoint = Endpoint(place, settings.engine_update, base, access, settings.engine)
    return SparqlStore(endpoint, base, settings.write_seconds, answers=settings.engine_answers)


class SparqlStore:
    """A :class:`~graph_service.store.base.GraphStore` of an engine."""

    def __init__(self, endpoint: Endpoint, base: str, patience: float, *, answers: str = "tested") -> None:
        self._endpoint = endpoint
        self._base = base
        self._answers = answers
        self._hidden = Hidden(base)
        self._states = States(endpoint, self._hidden, patience)
        self._reading = Reading(endpoint, self._states, self._hidden)
        self._replica = Replica(self._reading, self._states, base)

    @property
    def engine(self) -> str:
        return self._endpoint.version

    def query(self, text: str) -> QueryResult:
        if not self._engine_answers:
            return self._replica.current().query(text)
        try:
            return self.query_engine(text)
        except Refused:
            return self._replica.current().query(text)

    def query_engine(self, text: str) -> QueryResult:
        """What the engine itself answers, be it right or not.

        :raises Refused: where it doesn't take the query.
        """
        return self._endpoint.query(text, self._hidden.union, self._reading.graphs)

    def graphs(self) -> Collection[str]:
        return self._reading.graphs()

    def triples(self, graph: str) -> Iterator[Triple]:
        return self._reading.triples(graph)

    def write_triples(self, graph: str, output: IO[bytes]) -> None:
        serialize(self.triples(graph), output, RdfFormat.N_TRIPLES)

    def holds(self, graph: str, triples: Iterable[Triple]) -> bool:
        return not self.delta(Change({graph: list(triples)}, "")).size

    def generation(self) -> int:
        return self._states.now().generation

    def generation_at_hand(self) -> int | None:
        state = self._states.at_hand()
        return state.generation if state else None

    def turn(self) -> AbstractContextManager[None]:
        return self._states.turn()

    def match(self, subject: Subject | None, predicate: NamedNode | None, object_: Term | None) -> Iterator[Triple]:
        reads = self._reading if self._engine_answers else self._replica.current()
        return reads.match(subject, predicate, object_)

    def delta(self, change: Change) -> Delta:
        wanted, unwanted = as_stored(change.added), as_stored(change.removed) - as_stored(change.added)
        held = self._reading.held(wanted | unwanted)
        added, removed = wanted - held, unwanted & held
        for graph, triples in change.graphs.items():
            name = NamedNode(graph)
            new = as_stored(_in(triple, name) for triple in triples)
            old = {_in(triple, name) for triple in self.triples(graph)}
            added |= new - old
            removed |= old - new
        return Delta(frozenset(added), frozenset(removed - added))

    def effect(self, delta: Delta) -> Effect:
        added = {_in(quad.triple, _DEFAULT) for quad in delta.added if self._is_current(quad)}
        lost = {quad for quad in delta.removed if self._is_current(quad)}
        kept = {
            quad.triple for quad in self._reading.places(lost) if self._is_current(quad) and quad not in delta.removed
        }
        new = added - self._reading.held(added)
        gone = {quad.triple for quad in lost} - kept - {quad.triple for quad in added}
        return Effect(frozenset(quad.triple for quad in new), frozenset(gone))

    def would(self, update: str, graphs: Collection[str] | None) -> Delta:
        return self._replica.current().would(update, graphs)

    def record(self, added: Collection[Quad], removed: Collection[Quad] = ()) -> None:
        with self.turn():
            self._write(self.generation(), as_stored(added), as_stored(removed))

    def commit(self, change: Change) -> int:
        with self.turn():
            delta = self.delta(change)
            effect = self.effect(delta)
            number = self.generation() + 1
            record = as_stored([*write_record(self._base, number, change, delta), *change.notes])
            added = [*delta.added, *record, *(_in(triple, _DEFAULT) for triple in effect.added)]
            removed = [*delta.removed, *(_in(triple, _DEFAULT) for triple in effect.removed)]
            self._write(number, added, removed)
            return number

    def check(self, room: int = 0) -> None:
        del room  # which is the engine's own matter
        self.generation()

    def snapshot(self) -> Path:
        return self._replica.current().snapshot()

    def branch(self) -> OxigraphStore:
        return self._replica.current().branch()

    def close(self) -> None:
        self._replica.close()
        self._endpoint.close()

    def _write(self, generation: int, added: Collection[Quad], removed: Collection[Quad]) -> None:
        """Write these statements, and which graphs there are afterwards."""
        filled, touched = (
            Counter(quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode))
            for quads in (added, removed)
        )
        emptied = [g for g, count in touched.items() if g not in filled and self._reading.size(g) <= count]
        new = filled.keys() - set(self.graphs())
        come, gone = (updates.listed(self._hidden, graphs) for graphs in (new, emptied))
        self._states.move(generation, [*added, *come], [*removed, *gone])

    @property
    def _engine_answers(self) -> bool:
        """Whether questions go to the engine; else the local copy answers them."""
        return self._answers == "engine" or (self._answers == "tested" and self._endpoint.engine.answers)

    def _is_current(self, quad: Quad) -> bool:
        return isinstance(quad.graph_name, NamedNode) and is_current_graph(self._base, quad.graph_name.value)


def _in(triple: Triple, graph: NamedNode | DefaultGraph) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, graph)
