"""Which catalogue or release a named graph belongs to."""

from __future__ import annotations

from pyoxigraph import NamedNode

from graph_service.model.terms import PSG
from graph_service.services.describe import Description

_GRAPH = NamedNode(f"{PSG}graph")


def describer_of(found: Description) -> str:
    """The catalogue or release whose graph was ``found``, the catalogue before releases; empty where none is."""
    named = sorted(t.subject.value for t in found.links if t.predicate == _GRAPH and isinstance(t.subject, NamedNode))
    return named[0] if named else ""
