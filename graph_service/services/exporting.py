"""Export: the current statements of stacks or catalogues, or those of one release, as quads in a fixed order."""

from __future__ import annotations

from pyoxigraph import NamedNode, Quad

from graph_service.errors import UnknownName
from graph_service.model.terms import SYSTEM_STACK, graph_iri, is_current_graph
from graph_service.store.base import GraphStore


def export(
    store: GraphStore, base: str, stack: str | None = None, catalogue: str | None = None, release: str | None = None
) -> list[Quad]:
    """The quads of the graphs that are asked for, sorted; all current graphs of all stacks by default.

    :raises UnknownName: where no such graph is kept.
    """
    quads = [
        Quad(triple.subject, triple.predicate, triple.object, NamedNode(graph))
        for graph in graphs_asked_for(store, base, stack, catalogue, release)
        for triple in store.triples(graph)
    ]
    return sorted(quads, key=str)


def graphs_asked_for(
    store: GraphStore, base: str, stack: str | None = None, catalogue: str | None = None, release: str | None = None
) -> list[str]:
    """The graphs of a stack, of a catalogue of it, or of a release of that; by default the current ones of all stacks.

    :raises UnknownName: where no such graph is kept.
    """
    prefix = graph_iri(base, stack, "") if stack else f"{base}graph/"
    if release:
        wanted = [f"{prefix}{catalogue}/{release}"]
    elif catalogue:
        wanted = [f"{prefix}{catalogue}"]
    else:
        wanted = [g for g in store.graphs() if g.startswith(prefix) and is_current_graph(base, g)]
        wanted = [g for g in wanted if stack or not g.startswith(graph_iri(base, SYSTEM_STACK, ""))]
    kept = set(store.graphs())
    missing = [graph for graph in wanted if graph not in kept]
    if missing or not wanted:
        raise UnknownName("graph", missing[0] if missing else prefix)
    return wanted
