"""What was removed and when: by which change each thing lost statements, read from the patches that changes leave."""

from __future__ import annotations

import threading

from pyoxigraph import Literal, NamedNode, QuerySolutions

from graph_service.model.change_record import GENERATION, PATCH
from graph_service.model.patch import unpack
from graph_service.model.terms import CHANGES, PATCHES, PSG, SYSTEM_STACK, graph_iri
from graph_service.store.base import GraphStore


class Removals:
    """Reads each patch once, when it is first asked after the change was made."""

    def __init__(self, store: GraphStore, base: str) -> None:
        self._store = store
        self._changes, self._patches = (graph_iri(base, SYSTEM_STACK, name) for name in (CHANGES, PATCHES))
        self._last: dict[str, int] = {}
        self._read = 0
        self._reading = threading.Lock()

    def change_of(self, iri: str) -> int | None:
        """The number of the last change that removed something said of ``iri``; None where none did or kept a patch."""
        with self._reading:
            now = self._store.generation()
            if self._read < now:
                self._read_until(now)
            return self._last.get(iri)

    def _read_until(self, now: int) -> None:
        found = self._store.query(
            f"""SELECT ?number ?patch {{
              GRAPH <{self._changes}> {{ ?change {GENERATION} ?number ; <{PSG}removedStatements> ?removed }}
              GRAPH <{self._patches}> {{ ?change {PATCH} ?patch }}
              FILTER(?number > {self._read} && ?removed > 0)
            }} ORDER BY ?number"""
        )
        assert isinstance(found, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
        for row in found:
            number, patch = row["number"], row["patch"]
            if isinstance(number, Literal) and isinstance(patch, Literal):
                for quad in unpack(patch).removed:
                    if isinstance(quad.subject, NamedNode):
                        self._last[quad.subject.value] = int(number.value)
        self._read = now
