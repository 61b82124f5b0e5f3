"""Where a statement comes from: its graph, that graph's catalogue and release, the change and files that brought it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad, QuerySolutions, Triple

from graph_service.errors import NothingToDo
from graph_service.model.terms import CHANGES, PROV, SYSTEM_STACK, graph_iri, is_current_graph
from graph_service.services.change_index import Scope
from graph_service.services.change_log import ChangeRecord, changes_by_number
from graph_service.services.deployment import Deployment
from graph_service.services.releases import list_catalogues, list_releases
from graph_service.services.undoing import delta_of

#: How many changes back the one that stated something is looked for.
SEARCHED = 100
_AT_ONCE = 200


@dataclass(frozen=True)
class SourceFile:
    """A file by name and digest (SHA-256)."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Origin:
    """``change`` is 0 where it isn't known any more; ``catalogue`` and ``version`` are empty where none is described.

    ``version`` is that of the current release, which the catalogue may have been edited since.
    """

    graph: str
    catalogue: str = ""
    version: str = ""
    change: int = 0
    title: str = ""
    committed: str = ""
    mapping: str = ""
    sources: tuple[SourceFile, ...] = ()


def origins_of(deployment: Deployment, facts: Sequence[Triple]) -> dict[Triple, list[Origin]]:
    """Where each of ``facts`` is stated today; those that no current graph states are left out."""
    quads = list(_stated(deployment, facts))
    changes = _changes_of(deployment, quads)
    records = {r.number: r for r in changes_by_number(deployment, set(changes.values()))}
    described = {catalogue.graph: catalogue for catalogue in list_catalogues(deployment)}
    versions = {release.iri: release.version for release in list_releases(deployment)}
    files = {pair: _files(deployment, *pair, records) for pair in {(_graph(q), n) for q, n in changes.items()}}
    found: dict[Triple, list[Origin]] = {}
    for quad in quads:
        graph, number = _graph(quad), changes.get(quad, 0)
        origin = Origin(graph)
        if catalogue := described.get(graph):
            origin = Origin(graph, catalogue.iri, versions.get(catalogue.current, ""))
        if record := records.get(number):
            told = (record.number, record.title, record.committed, record.mapping, files[graph, number])
            origin = Origin(graph, origin.catalogue, origin.version, *told)
        found.setdefault(quad.triple, []).append(origin)
    return found


def _graph(quad: Quad) -> str:
    return quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""


def _stated(deployment: Deployment, facts: Sequence[Triple]) -> Iterator[Quad]:
    for start in range(0, len(facts), _AT_ONCE):
        values = " ".join(f"({t.subject} {t.predicate} {t.object})" for t in facts[start : start + _AT_ONCE])
        found = deployment.store.query(
            f"SELECT ?s ?p ?o ?g {{ VALUES (?s ?p ?o) {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }} ORDER BY ?g ?s ?p ?o"
        )
        assert isinstance(found, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
        for row in found:
            graph = row["g"]
            if isinstance(graph, NamedNode) and is_current_graph(deployment.settings.base, graph.value):
                yield Quad(row["s"], row["p"], row["o"], graph)


def _changes_of(deployment: Deployment, quads: Sequence[Quad]) -> dict[Quad, int]:
    """The last change that added each, as far back as is searched and patches were kept."""
    waiting, found = set(quads), dict[Quad, int]()
    graphs = {_graph(quad) for quad in quads}
    numbers = {n for graph in graphs for n in deployment.change_index.numbers(Scope(graph=graph))[-SEARCHED:]}
    for number in sorted(numbers, reverse=True)[:SEARCHED]:
        if not waiting:
            break
        try:
            added = delta_of(deployment, number).added
        except NothingToDo:
            continue
        found |= dict.fromkeys(waiting & added, number)
        waiting -= added
    return found


def _files(
    deployment: Deployment, graph: str, number: int, records: Mapping[int, ChangeRecord]
) -> tuple[SourceFile, ...]:
    """The files that the change read into ``graph``; all that it read where it doesn't say which went where."""
    record, changes = records[number], graph_iri(deployment.settings.base, SYSTEM_STACK, CHANGES)
    found = deployment.store.query(
        f"SELECT ?file {{ GRAPH <{changes}> {{ {NamedNode(graph)} <{PROV}wasDerivedFrom> ?file }} }}"
    )
    assert isinstance(found, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
    derived = {file.value for row in found if isinstance(file := row["file"], NamedNode)}
    sources = [source for source in record.sources if source in derived] or record.sources
    return tuple(SourceFile(record.names.get(source, ""), source.removeprefix("urn:sha256:")) for source in sources)
