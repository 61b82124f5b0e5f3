"""Load datasets: read, validate the result, commit; nothing changes unless all of it is right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from pyoxigraph import Triple

from graph_service.errors import DataInvalid
from graph_service.model.blank_nodes import without_blank_nodes
from graph_service.model.change import Change, Delta
from graph_service.model.report import ValidationReport
from graph_service.model.terms import SYSTEM_STACK, graph_iri, is_current_graph
from graph_service.services.gate import validate
from graph_service.services.gating.gate import Gate
from graph_service.services.importing.datasets import GraphFile, read_datasets
from graph_service.services.importing.rdf_files import triples
from graph_service.services.vocabulary import Vocabulary
from graph_service.store.base import GraphStore


@dataclass(frozen=True)
class Loaded:
    """What a load did: the generation it made (``None`` where nothing was new), graphs, statements, report."""

    generation: int | None
    graphs: int
    statements: int
    report: ValidationReport | None


def validate_files(paths: Iterable[Path], vocabulary: Vocabulary) -> ValidationReport:
    """Validate the datasets at ``paths`` by themselves, as one; superseded releases are left out.

    :raises SourceError: where a file can't be read.
    """
    files = [f for f in read_datasets(paths, vocabulary.base) if is_current_graph(vocabulary.base, f.graph)]
    return validate(without_blank_nodes(triples(f.file for f in files)), vocabulary, locator(files))


def load(
    store: GraphStore,
    paths: Sequence[Path],
    vocabulary: Vocabulary,
    gate: Gate | None = None,
    *,
    agent: str = "",
    strict: bool = False,
    commit: Callable[[Change, Delta], int] | None = None,
) -> Loaded:
    """Put the datasets at ``paths`` and the vocabulary into ``store``, replacing the graphs that they name.

    What is validated is what readers see: superseded releases were validated when they were current. Everything is
    validated where the vocabulary is new, and with ``gate`` else only what changes. Warnings stop a ``strict`` load.
    ``commit`` is what carries out the change; by default the store itself, without a line in the audit log.

    :raises SourceError: where a file can't be read.
    :raises DataInvalid: where what the store would hold breaks a shape; the store is then unchanged.
    """
    files = read_datasets(paths, vocabulary.base)
    wanted = {f.graph: without_blank_nodes(triples([f.file])) for f in files}
    for graph, parts in vocabulary.graphs().items():
        wanted[graph] = without_blank_nodes(triples(parts))
    changed = {graph: content for graph, content in wanted.items() if not store.holds(graph, content)}
    statements = sum(map(len, wanted.values()))
    if not changed:
        return Loaded(None, len(wanted), statements, None)
    sources = [replace(f.file.source, graph=f.graph) for f in files]
    sources += [replace(p.source, graph=graph) for graph, parts in vocabulary.graphs().items() for p in parts]
    change = Change(changed, f"Load of {len(changed)} graphs", sources, agent=agent)
    if gate and not changed.keys() & vocabulary.graphs().keys():
        report = gate.check(store, store.effect(store.delta(change)), locator(files))
    else:
        report = validate(current_statements(store, vocabulary.base, wanted), vocabulary, locator(files))
    if not report.conforms or (strict and report.warnings):
        raise DataInvalid(report)
    change = replace(change, warnings=report.warnings)
    generation = commit(change, store.delta(change)) if commit else store.commit(change)
    return Loaded(generation, len(wanted), statements, report)


def current_statements(
    store: GraphStore, base: str, wanted: Mapping[str, Sequence[Triple]] = MappingProxyType({})
) -> list[Triple]:
    """What readers see of the stacks: their current graphs, with what is ``wanted`` of some of them in its place."""
    system = graph_iri(base, SYSTEM_STACK, "")
    kept = {graph: store.triples(graph) for graph in store.graphs() if graph not in wanted}
    return [
        triple
        for graph, content in {**kept, **wanted}.items()
        if is_current_graph(base, graph) and not graph.startswith(system)
        for triple in content
    ]


def locator(files: Sequence[GraphFile]) -> Callable[[str], str]:
    """What gives ``file:line`` of a resource that ``files`` describe."""

    def locate(iri: str) -> str:
        for graph_file in files:
            if line := graph_file.file.line_of(iri):
                return f"{graph_file.file.path}:{line}"
        return ""

    return locate
