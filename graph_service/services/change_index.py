"""Which changes touched which graphs: read once, then extended by what is new, so that no request reads the whole log.

The log only grows, so that what stands at a place in a list of changes stays there for ever.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, QuerySolutions

from graph_service.errors import UnknownName
from graph_service.model.change_record import change_iri
from graph_service.model.terms import CHANGES, PROV, SYSTEM_STACK, graph_iri, is_current_graph
from graph_service.store.base import GraphStore


@dataclass(frozen=True)
class Scope:
    """Part of the graphs: one ``graph``, or the current ones of the stack with the key ``stack``, by default of all."""

    stack: str = ""
    graph: str = ""

    def covers(self, base: str, graph: str) -> bool:
        """Whether ``graph`` is part of it."""
        if self.graph:
            return graph == self.graph
        within = graph.startswith(graph_iri(base, self.stack, "")) if self.stack else True
        return within and is_current_graph(base, graph) and not graph.startswith(graph_iri(base, SYSTEM_STACK, ""))


class ChangeIndex:
    """The numbers of the changes that touched each graph; safe to use from many threads."""

    def __init__(self, store: GraphStore, base: str) -> None:
        self._store = store
        self._base = base
        self._lock = threading.Lock()
        self._read = 0
        self._by_graph: dict[str, list[int]] = {}
        self._by_scope: dict[Scope, list[int]] = {}

    def numbers(self, scope: Scope) -> Sequence[int]:
        """The numbers of the changes that touched a graph of ``scope``, the first one first.

        :raises UnknownName: where none ever touched the graph that it names.
        """
        with self._lock:
            self._extend()
            if scope.graph:
                if scope.graph not in self._by_graph:
                    raise UnknownName("graph", scope.graph)
                return self._by_graph[scope.graph]
            if scope not in self._by_scope:
                covered = [numbers for graph, numbers in self._by_graph.items() if scope.covers(self._base, graph)]
                self._by_scope[scope] = sorted({number for numbers in covered for number in numbers})
            return self._by_scope[scope]

    def of_graph(self, graph: str) -> Sequence[int]:
        """The numbers of the changes that touched ``graph``, the first one first; none where none ever did."""
        with self._lock:
            self._extend()
            return self._by_graph.get(graph, ())

    def _extend(self) -> None:
        """Read the changes that were committed since."""
        now = self._store.generation()
        if now == self._read:
            return
        changes = graph_iri(self._base, SYSTEM_STACK, CHANGES)
        new = " ".join(f"<{change_iri(self._base, number)}>" for number in range(self._read + 1, now + 1))
        which = f"VALUES ?change {{ {new} }}" if self._read else ""
        found = self._store.query(
            f"SELECT ?change ?graph {{ GRAPH <{changes}> {{ {which} ?change <{PROV}generated> ?graph }} }}"
        )
        assert isinstance(found, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
        touched: dict[int, list[str]] = {}
        for row in found:
            change, graph = row["change"], row["graph"]
            if isinstance(change, NamedNode) and isinstance(graph, NamedNode):
                touched.setdefault(int(change.value.rsplit("/", 1)[-1]), []).append(graph.value)
        for number in sorted(number for number in touched if self._read < number <= now):
            self._note(number, touched[number])
        self._read = now

    def _note(self, number: int, graphs: Sequence[str]) -> None:
        for graph in graphs:
            self._by_graph.setdefault(graph, []).append(number)
        for scope, numbers in self._by_scope.items():
            if any(scope.covers(self._base, graph) for graph in graphs):
                numbers.append(number)
