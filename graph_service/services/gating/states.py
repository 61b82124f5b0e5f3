"""The default graph before a change, after it, and both at once, read from the store as it stands.

Nothing is copied: what a validation looks up is looked up in the store, and the change is laid over it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple
from rdflib.query import Result
from rdflib.store import Store as RdflibStore
from rdflib.term import Node

from graph_service.model.change import Effect
from graph_service.services.gating.prepared_queries import prepare
from graph_service.store.base import GraphStore, Subject, Term


class State:
    """The statements of ``store``, less ``removed``, and with ``added``."""

    def __init__(self, store: GraphStore, added: frozenset[Triple], removed: frozenset[Triple]) -> None:
        self._store, self._removed = store, removed
        self._added = Store()
        self._added.extend(Quad(t.subject, t.predicate, t.object) for t in added)

    def match(self, subject: Subject | None, predicate: NamedNode | None, object_: Term | None) -> Iterator[Triple]:
        """The statements that have these terms where terms are given."""
        for triple in self._store.match(subject, predicate, object_):
            if triple not in self._removed:
                yield triple
        for quad in self._added.quads_for_pattern(subject, predicate, object_, None):
            yield quad.triple


def before(store: GraphStore) -> State:
    """What readers see now."""
    return State(store, frozenset(), frozenset())


def after(store: GraphStore, effect: Effect) -> State:
    """What readers would see once ``effect`` had come to pass."""
    return State(store, effect.added, effect.removed)


def either(store: GraphStore, effect: Effect) -> State:
    """All that readers see now or would see then."""
    return State(store, effect.added, frozenset())


class StateGraph(rdflib.Graph):
    """A state as a graph of rdflib that looks up only what it is asked for; it can't be changed."""

    def __init__(self, state: State) -> None:
        super().__init__(store=_StateStore(state))

    def query(self, query_object: Any, *arguments: Any, **options: Any) -> Result:
        prepared = prepare(query_object) if isinstance(query_object, str) else query_object
        return super().query(prepared, *arguments, **options)


class _StateStore(RdflibStore):
    """What is known of a subject is looked up once, as a whole: shapes ask for each property in turn."""

    context_aware = graph_aware = True  # pySHACL wraps a graph as if it could be one of many

    def __init__(self, state: State) -> None:
        super().__init__()
        self._state = state
        self._described: dict[Node, dict[Node, list[Node]]] = {}

    def triples(self, triple_pattern: Any, context: Any = None) -> Iterator[Any]:  # noqa: ARG002 - rdflib's signature
        subject, predicate, object_ = triple_pattern
        if subject is None:
            for triple in self._state.match(None, from_rdflib(predicate), from_rdflib(object_)):
                yield (to_rdflib(triple.subject), to_rdflib(triple.predicate), to_rdflib(triple.object)), iter(())
            return
        described = self._describe(subject)
        for used in [predicate] if predicate is not None else described:
            for value in described.get(used, ()):
                if object_ is None or value == object_:
                    yield (subject, used, value), iter(())

    def __len__(self, context: Any = None) -> int:
        return 1  # rdflib and pySHACL only ask whether there is something

    def _describe(self, subject: Node) -> dict[Node, list[Node]]:
        if subject not in self._described:
            found: dict[Node, list[Node]] = {}
            if not isinstance(subject, rdflib.Literal):
                for triple in self._state.match(from_rdflib(subject), None, None):
                    found.setdefault(to_rdflib(triple.predicate), []).append(to_rdflib(triple.object))
            self._described[subject] = found
        return self._described[subject]


def to_rdflib(term: NamedNode | BlankNode | Literal | Triple) -> Node:
    """``term`` as rdflib writes it."""
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, Literal):
        datatype = None if term.language else rdflib.URIRef(term.datatype.value)
        try:
            return rdflib.Literal(term.value, lang=term.language, datatype=datatype)
        except Exception:  # noqa: BLE001 - its readers of values raise what they like; to shapes, it is of no datatype
            return rdflib.Literal(term.value)
    assert isinstance(term, NamedNode)  # noqa: S101 - files with triple terms are refused
    return rdflib.URIRef(term.value)


def from_rdflib(term: Any) -> Any:
    """``term`` as the store writes it; None stands for any term."""
    if isinstance(term, rdflib.Literal):
        datatype = NamedNode(str(term.datatype)) if term.datatype and not term.language else None
        return Literal(str(term), datatype=datatype, language=term.language)
    if isinstance(term, rdflib.BNode):
        return BlankNode(str(term))
    return None if term is None else NamedNode(str(term))
