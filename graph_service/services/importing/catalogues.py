"""The catalogue that an import fills: which it is, and what becomes of what it holds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from pyoxigraph import NamedNode, QuerySolutions, Triple

from graph_service.errors import UnknownName
from graph_service.model.terms import DCT, GENID, PSG, graph_iri, is_current_graph
from graph_service.store.base import GraphStore

_BATCH = 1_000


@dataclass(frozen=True)
class CatalogueEntry:
    """A catalogue of a stack, its named graph, and the areas that its stack is about."""

    iri: NamedNode
    graph: str
    areas: tuple[NamedNode, ...] = ()


def catalogue_named(store: GraphStore, base: str, stack: str, key: str) -> CatalogueEntry:
    """The catalogue of ``stack`` whose graph ends in ``key``.

    :raises UnknownName: where the stack describes no such catalogue; one is described before it is filled.
    """
    graph = graph_iri(base, stack, key)
    try:
        place = NamedNode(graph)
    except ValueError:
        raise UnknownName("catalogue", f"{stack}/{key}") from None
    rows = store.query(
        f"SELECT ?catalogue ?area {{ ?catalogue a <{PSG}Catalogue> ; <{PSG}graph> {place} ; <{PSG}ofStack> ?stack . "
        f"OPTIONAL {{ ?stack <{DCT}spatial> ?area }} }} ORDER BY ?catalogue ?area"
    )
    assert isinstance(rows, QuerySolutions)  # noqa: S101 - a SELECT
    found = [(catalogue, area) for catalogue, area in rows]
    if not found:
        raise UnknownName("catalogue", f"{stack}/{key}", _catalogues(store, base, stack))
    return CatalogueEntry(found[0][0], graph, tuple(area for _, area in found if isinstance(area, NamedNode)))


def _catalogues(store: GraphStore, base: str, stack: str) -> list[str]:
    prefix = graph_iri(base, stack, "")
    rows = store.query(
        f"SELECT DISTINCT ?graph {{ ?catalogue a <{PSG}Catalogue> ; <{PSG}graph> ?graph }} ORDER BY ?graph"
    )
    assert isinstance(rows, QuerySolutions)  # noqa: S101 - a SELECT
    graphs = [row[0].value for row in rows]
    return [f"{stack}/{graph.removeprefix(prefix)}" for graph in graphs if graph.startswith(prefix)]


def merged(
    store: GraphStore,
    graph: str,
    new: Collection[Triple],
    *,
    replace: bool = False,
    several: Collection[str] | None = None,
) -> list[Triple]:
    """What ``graph`` holds after an import: what it held of other things, and ``new``.

    What is imported takes the place of all that was said of the same things. Where ``several`` is given, it takes the
    place of what was said under the same properties alone, and is added under the properties that ``several`` lists.
    ``replace`` drops all that was held.
    """
    if replace:
        return list(new)
    things = {triple.subject for triple in new}
    said = {(triple.subject, triple.predicate) for triple in new if triple.predicate.value not in (several or ())}
    held = [
        triple
        for triple in store.triples(graph)
        if (triple.subject not in things if several is None else (triple.subject, triple.predicate) not in said)
    ]
    return list(dict.fromkeys([*_without_orphans(held), *new]))


def described_elsewhere(store: GraphStore, base: str, graph: str, things: Collection[object]) -> set[NamedNode]:
    """Those of ``things`` that another current graph than ``graph`` describes."""
    listed = sorted(str(thing) for thing in things if isinstance(thing, NamedNode))
    found: set[NamedNode] = set()
    for some in (listed[start : start + _BATCH] for start in range(0, len(listed), _BATCH)):
        rows = store.query(
            f"SELECT ?thing ?graph {{ VALUES ?thing {{ {' '.join(some)} }} GRAPH ?graph {{ ?thing a ?class }} }}"
        )
        assert isinstance(rows, QuerySolutions)  # noqa: S101 - a SELECT
        for thing, other in rows:
            if other.value != graph and is_current_graph(base, other.value):
                found.add(thing)
    return found


def _without_orphans(statements: list[Triple]) -> list[Triple]:
    """``statements`` without those about former blank nodes that nothing refers to any more."""
    while True:
        objects = {triple.object for triple in statements}
        kept = [t for t in statements if t.subject in objects or not str(t.subject).startswith(f"<{GENID}")]
        if len(kept) == len(statements):
            return kept
        statements = kept
