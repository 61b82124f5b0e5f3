"""What is read from an engine: graphs by name, the default graph by pattern, and which statements are held."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Triple

from graph_service.store.base import Subject, Term
from graph_service.store.protocol import updates
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
            found = self._endpoint.rows(updates.ask_graphs(self._hidden))
            self._named = (state, sorted(row[0].value for row in found if isinstance(row[0], NamedNode)))
        return self._named[1]

    def size(self, graph: str) -> int:
        """How many statements a named graph has."""
        [row] = self._endpoint.rows(f"SELECT (COUNT(*) AS ?n) {{ GRAPH {NamedNode(graph)} {{ ?s ?p ?o }} }}")
        return int(row[0].value) if isinstance(row[0], Literal) else 0

    def triples(self, graph: str) -> Iterator[Triple]:
        """The statements of one named graph."""
        return self._endpoint.graph(graph)

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
            within = f"GRAPH <{name}> {{ ?s ?p ?o }}" if name else self._default("?s ?p ?o")
            found: set[Quad] = set()
            for some in batches(asked, self._endpoint.engine.terms):
                for s, p, o in self._endpoint.rows(f"SELECT ?s ?p ?o {{ {self._among(some, within)} }}"):
                    found.add(Quad(s, p, o, graph))
            held |= found.intersection(asked)
        return held

    def places(self, quads: Collection[Quad]) -> Iterator[Quad]:
        """The statements of ``quads`` as they stand in named graphs, whichever these are."""
        asked = {quad.triple for quad in quads}
        for some in batches(quads, self._endpoint.engine.terms):
            text = f"SELECT ?s ?p ?o ?g {{ {self._among(some, 'GRAPH ?g { ?s ?p ?o }')} }}"
            for s, p, o, g in self._endpoint.rows(text, self.graphs()):
                if Triple(s, p, o) in asked and g.value in self.graphs():
                    yield Quad(s, p, o, g)

    def _default(self, pattern: str) -> str:
        return pattern if self._endpoint.engine.own_default else f"GRAPH <{self._hidden.union}> {{ {pattern} }}"

    def _among(self, quads: Iterable[Quad], pattern: str) -> str:
        """``pattern`` of ?s, ?p and ?o, for at least the statements of ``quads``."""
        engine = self._endpoint.engine
        if engine.joins_values:
            rows = " ".join(f"({q.subject} {q.predicate} {sent(engine, q.object)})" for q in quads)
            return f"VALUES (?s ?p ?o) {{ {rows} }} {pattern}"
        subjects = ", ".join(sorted({str(quad.subject) for quad in quads}))
        return f"{pattern} FILTER (?s IN ({subjects}))"
