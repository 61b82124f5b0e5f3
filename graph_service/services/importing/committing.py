"""Carry out an import: the gate judges the result, and all of it is committed, or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import Triple

from graph_service.model.change import Change, Source
from graph_service.model.report import Finding
from graph_service.model.terms import SYSTEM_STACK, graph_iri, is_current_graph
from graph_service.services.gate import validate
from graph_service.services.importing.outcome import Imported, ImportFinding, Place
from graph_service.services.vocabulary import Vocabulary
from graph_service.store.base import GraphStore

_RANK = {"violation": 0, "warning": 1, "info": 2}


@dataclass(frozen=True)
class Verdict:
    """What the source and the gate together say; ``generation`` is ``None`` where nothing was changed."""

    findings: Sequence[ImportFinding]
    generation: int | None = None

    @property
    def conforms(self) -> bool:
        """Whether nothing forbids the import."""
        return not any(finding.severity == "violation" for finding in self.findings)


def commit_import(
    store: GraphStore,
    vocabulary: Vocabulary,
    imported: Imported,
    content: bytes,
    name: str,
    *,
    dry_run: bool = False,
) -> Verdict:
    """Validate what the store would hold after the import, and commit it where nothing forbids that.

    What shapes find is told by the place in the source that it comes from.
    """
    report = validate(_result(store, imported, vocabulary.base), vocabulary)
    found = [finding for shape in report.findings if (finding := _from_shape(shape, imported)) is not None]
    findings = sorted([*imported.findings, *found], key=lambda f: (_RANK[f.severity], f.place, f.message))
    verdict = Verdict(findings)
    changed = {graph: content for graph, content in imported.graphs.items() if not store.holds(graph, content)}
    if dry_run or not verdict.conforms or not changed:
        return verdict
    source = Source(name, hashlib.sha256(content).hexdigest())
    return replace(verdict, generation=store.commit(Change(changed, f"Import of {name}", [source])))


def _result(store: GraphStore, imported: Imported, base: str) -> Iterable[Triple]:
    """What the current graphs of the stacks will hold."""
    system = graph_iri(base, SYSTEM_STACK, "")
    for graph in {*store.graphs(), *imported.graphs}:
        if is_current_graph(base, graph) and not graph.startswith(system):
            yield from imported.graphs[graph] if graph in imported.graphs else store.triples(graph)


def _from_shape(found: Finding, imported: Imported) -> ImportFinding | None:
    """A shape's finding at its place in the source; ``None`` for a recommendation about something else."""
    place = imported.trace(found.focus, found.path) or imported.trace(found.focus, "")
    if place is None:
        if found.severity != "violation":
            return None
        place = Place(f"not in this file: {found.focus}")
    return ImportFinding(found.severity, place, found.message, found.value, found.shape, found.focus)
