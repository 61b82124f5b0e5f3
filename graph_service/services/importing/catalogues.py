"""The catalogue that an import fills: which it is, and what becomes of what it holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from graph_service.errors import UnknownName
from graph_service.model.terms import DCT, PSG, graph_iri
from graph_service.services.importing.rdf_files import GENID
from graph_service.store.base import GraphStore


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
    found = [(catalogue, area) for catalogue, area in rows]  # type: ignore[misc]
    if not found:
        raise UnknownName("catalogue", f"{stack}/{key}", _catalogues(store, base, stack))
    return CatalogueEntry(found[0][0], graph, tuple(area for _, area in found if isinstance(area, NamedNode)))


def _catalogues(store: GraphStore, base: str, stack: str) -> list[str]:
    prefix = graph_iri(base, stack, "")
    rows = store.query(
        f"SELECT DISTINCT ?graph {{ ?catalogue a <{PSG}Catalogue> ; <{PSG}graph> ?graph }} ORDER BY ?graph"
    )
    graphs = [row[0].value for row in rows]  # type: ignore[union-attr, index]
    return [f"{stack}/{graph.removeprefix(prefix)}" for graph in graphs if graph.startswith(prefix)]


def merged(
    store: GraphStore, graph: str, new: Collection[Triple], *, replace: bool = False, adding: Iterable[str] = ()
) -> list[Triple]:
    """What ``graph`` holds after an import: what it held of other things, and ``new``.

    What is imported replaces what was said of the same things, except under the properties ``adding``, where several
    sources have their say. ``replace`` drops all that was held.
    """
    if replace:
        return list(new)
    said, several = {triple.subject for triple in new}, set(adding)
    held = [t for t in store.triples(graph) if t.subject not in said or t.predicate.value in several]
    return list(dict.fromkeys([*_without_orphans(held), *new]))


def _without_orphans(statements: list[Triple]) -> list[Triple]:
    """``statements`` without those about former blank nodes that nothing refers to any more."""
    while True:
        objects = {triple.object for triple in statements}
        kept = [t for t in statements if t.subject in objects or not str(t.subject).startswith(f"<{GENID}")]
        if len(kept) == len(statements):
            return kept
        statements = kept
