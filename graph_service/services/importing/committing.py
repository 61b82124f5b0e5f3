"""Carry out an import: the gate judges the result, and all of it is committed, or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, Any

from pyoxigraph import Triple

from graph_service.model.change import Change, Source
from graph_service.model.report import Finding
from graph_service.model.terms import SYSTEM_STACK, graph_iri, is_current_graph
from graph_service.services.gate import validate
from graph_service.services.importing.importers import Importer, Wanted
from graph_service.services.importing.outcome import Imported, ImportFinding, Place
from graph_service.store.base import GraphStore

if TYPE_CHECKING:
    from graph_service.services.deployment import Deployment

_ONE_AT_A_TIME = Lock()
_RANK = {"violation": 0, "warning": 1, "info": 2}


@dataclass(frozen=True)
class Verdict:
    """What the source and the gate together say; ``generation`` is ``None`` where nothing was changed."""

    findings: Sequence[ImportFinding]
    generation: int | None = None

    @property
    def conforms(self) -> bool:
        """Whether nothing forbids the import."""
        return self.violations == 0

    @property
    def violations(self) -> int:
        """How many findings forbid the import."""
        return sum(finding.severity == "violation" for finding in self.findings)

    def as_json(self, imported: Imported) -> dict[str, Any]:
        """The verdict as it is told to programs."""
        return {
            "conforms": self.conforms,
            "generation": self.generation,
            "rows": imported.rows,
            "things": list(imported.things),
            "findings": [finding.as_json() for finding in self.findings],
            "left-out": [
                {"place": str(left.place), "reason": left.reason, "value": left.value} for left in imported.left_out
            ],
        }


def import_source(
    deployment: Deployment, importer: Importer, content: bytes, name: str, wanted: Wanted, *, dry_run: bool = False
) -> tuple[Imported, Verdict]:
    """Read a source, and commit what it says where nothing forbids that; one import at a time.

    An importer reads against what the store holds; where that changed meanwhile, the source is read again.

    :raises SourceError: where the source is not what it should be.
    """
    with _ONE_AT_A_TIME:
        while True:
            generation = deployment.store.generation()
            imported = importer.read(deployment, content, name, wanted)
            verdict, change = _judge(deployment, imported, content, name)
            if dry_run or change is None:
                return imported, verdict
            if deployment.store.generation() == generation:
                return imported, replace(verdict, generation=deployment.store.commit(change))


def _judge(deployment: Deployment, imported: Imported, content: bytes, name: str) -> tuple[Verdict, Change | None]:
    """The verdict, and the change where there is one that nothing forbids.

    What shapes find is told by the place in the source that it comes from.
    """
    store, vocabulary = deployment.store, deployment.vocabulary
    report = validate(_result(store, imported, vocabulary.base), vocabulary)
    found = [finding for shape in report.findings if (finding := _from_shape(shape, imported)) is not None]
    verdict = Verdict(sorted([*imported.findings, *found], key=lambda f: (_RANK[f.severity], f.place, f.message)))
    changed = {graph: triples for graph, triples in imported.graphs.items() if not store.holds(graph, triples)}
    if not verdict.conforms or not changed:
        return verdict, None
    source = Source(name, hashlib.sha256(content).hexdigest())
    return verdict, Change(changed, f"Import of {name}", [source])


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
