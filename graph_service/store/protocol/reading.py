"""What is read from an engine: graphs by name, the default graph by pattern, and which statements are held."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, QuerySolutions, Triple

from graph_service.model.terms import is_current_graph
from graph_service.store.base import Subject, Term
from graph_service.store.protocol.endpoint import Endpoint
from graph_service.store.protocol.states import States
from graph_service.store.protocol.terms import sent
from graph_service.store.protocol.updates import Hidden, State, batches

#: Of a graph of which more statements are asked for than these, all are read.
_MANY = 5_000
_DEFAULT = DefaultGraph()


class Reading:
    """Reads of the store at ``endpoint``."""

    def __init__(self, endpoint: Endpoint, states: States, hidden: Hidden) -> None:
        self._endpoint = endpoint
        self._states = states
        self._hidden = hidden
        self._named: tuple[State, Sequence[str]] | None = None

    def rows(self, text: str) -> QuerySolutions:
        """The rows of a SELECT that names the graphs which it reads."""
        return self._endpoint.rows(text)

    def graphs(self) -> Sequence[str]:
        """The named graphs, without those that the store keeps for itself; asked once for each state."""
        state = self._states.now()
        if self._named is None or self._named[0] != state:
            found = self._endpoint.rows(
                "SELECT DISTINCT ?g { GRAPH ?g { } FILTER EXISTS { GRAPH ?g { ?s ?p ?o } } }"
                if self._endpoint.engine.own_default
                else "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
            )
            names = (row[0].value for row in found if isinstance(row[0], NamedNode))
            known = [name for name in names if self._is_ours(name)]
            self._named = (state, sorted(known))
        return self._named[1]

    def triples(self, graph: str) -> Iterator[Triple]:
        """The statements of one named graph."""
        return self._endpoint.triples(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {NamedNode(graph)} {{ ?s ?p ?o }} }}")

    def match(self, subject: Subject | None, predicate: NamedNode | None, object_: Term | None) -> Iterator[Triple]:
        """The statements of the default graph that have these terms where terms are given."""
        given = (subject, predicate, object_)
        if any(isinstance(term, BlankNode | Triple) for term in given):
            return iter(())
        terms = [
            f"?{name}" if term is None else str(sent(self._endpoint.engine, term))
            for name, term in zip("spo", given, strict=True)
        ]
        pattern = " ".join(terms)
        found = self._endpoint.triples(f"CONSTRUCT {{ {pattern} }} WHERE {{ {self._default(pattern)} }}")
        # Engines that compare values give those that are written in another way, too.
        return (t for t in found if object_ is None or t.object == object_)

    def held(self, quads: Collection[Quad]) -> set[Quad]:
        """Those of ``quads``, in the terms of the store, that it holds."""
        held: set[Quad] = set()
        by_graph: dict[NamedNode | BlankNode | DefaultGraph, list[Quad]] = {}
        for quad in quads:
            by_graph.setdefault(quad.graph_name, []).append(quad)
        for graph, asked in by_graph.items():
            name = graph.value if isinstance(graph, NamedNode) else ""
            if len(asked) > _MANY:
                whole = self.triples(name) if name else self.match(None, None, None)
                held.update({Quad(t.subject, t.predicate, t.object, graph) for t in whole}.intersection(asked))
                continue
            for some in batches(asked, self._endpoint.engine.terms):
                within = f"GRAPH <{name}> {{ ?s ?p ?o }}" if name else self._default("?s ?p ?o")
                for s, p, o in self._endpoint.rows(f"SELECT ?s ?p ?o {{ {self._listed(some)} {within} }}"):
                    held.add(Quad(s, p, o, graph))
        return held

    def current_graphs_of(self, quads: Collection[Quad]) -> Iterator[Quad]:
        """The statements of ``quads`` as they stand in current graphs, whichever these are."""
        base = self._hidden.base
        for some in batches(quads, self._endpoint.engine.terms):
            text = f"SELECT ?s ?p ?o ?g {{ {self._listed(some)} GRAPH ?g {{ ?s ?p ?o }} }}"
            for s, p, o, g in self._endpoint.rows(text, self.graphs()):
                if isinstance(g, NamedNode) and self._is_ours(g.value) and is_current_graph(base, g.value):
                    yield Quad(s, p, o, g)

    def _default(self, pattern: str) -> str:
        return pattern if self._endpoint.engine.own_default else f"GRAPH <{self._hidden.union}> {{ {pattern} }}"

    def _listed(self, quads: Iterable[Quad]) -> str:
        engine = self._endpoint.engine
        rows = " ".join(f"({q.subject} {q.predicate} {sent(engine, q.object)})" for q in quads)
        return f"VALUES (?s ?p ?o) {{ {rows} }}"

    def _is_ours(self, graph: str) -> bool:
        """Whether ``graph`` is neither kept for the store itself nor one of the engine's own."""
        return not graph.startswith((self._hidden.prefix, *self._endpoint.engine.own_graphs))
