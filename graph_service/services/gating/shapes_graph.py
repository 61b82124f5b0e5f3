"""The shapes as a graph that is asked the same few things again and again.

pySHACL reads each constraint anew for every value that it looks at. What a shape says is therefore kept by its
subject and predicate, which makes validation twice as fast.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

import pyshacl.shape
import rdflib
from pyoxigraph import Triple
from pyshacl.constraints import ALL_CONSTRAINT_PARAMETERS, CONSTRAINT_PARAMETERS_MAP
from rdflib.term import Node, URIRef

from graph_service.services.gating.states import to_rdflib

# pySHACL keeps the names of parameters here, in a list through which it goes for each statement of a shape.
pyshacl.shape.CONSTRAINT_PARAMS = (  # type: ignore[attr-defined]
    frozenset(ALL_CONSTRAINT_PARAMETERS),
    CONSTRAINT_PARAMETERS_MAP,
)

_Statement = tuple[Node, Node, Node]


class ShapesGraph(rdflib.Graph):
    """A graph that is read far more often than it is written."""

    def __init__(self, statements: Iterable[Triple] = ()) -> None:
        super().__init__()
        self._said: dict[Node, dict[Node, list[_Statement]]] = {}
        for triple in statements:
            self.add((to_rdflib(triple.subject), to_rdflib(triple.predicate), to_rdflib(triple.object)))

    def add(self, triple: Any) -> Any:
        self._said.clear()
        return super().add(triple)

    def addN(self, quads: Any) -> Any:  # noqa: N802 - rdflib's name
        self._said.clear()
        return super().addN(quads)

    def remove(self, triple: Any) -> Any:
        self._said.clear()
        return super().remove(triple)

    def triples(self, triple: Any) -> Any:
        subject, predicate, object_ = triple
        if subject is None or not (predicate is None or isinstance(predicate, URIRef)):
            return super().triples(triple)
        said = self._said.get(subject)
        if said is None:
            said = self._read(subject)
        found = chain.from_iterable(said.values()) if predicate is None else iter(said.get(predicate, ()))
        return found if object_ is None else (each for each in found if each[2] == object_)

    def _read(self, subject: Node) -> dict[Node, list[_Statement]]:
        """What is said of ``subject``, by predicate; it is kept where something is."""
        said: dict[Node, list[_Statement]] = {}
        for statement in super().triples((subject, None, None)):
            said.setdefault(statement[1], []).append(statement)
        if said:
            self._said[subject] = said
        return said
