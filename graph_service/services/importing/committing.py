"""Carry out an import: the gate judges the result, and all of it is committed, or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph_service.model.agent import OPERATOR, Agent
from graph_service.model.change import Change, Source
from graph_service.model.report import Finding, ValidationReport
from graph_service.services.changing import commit, judge
from graph_service.services.deployment import Deployment
from graph_service.services.importing.importers import Importer, Wanted
from graph_service.services.importing.outcome import Imported, ImportFinding, Place
from graph_service.services.proposals import Proposal, propose

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
    deployment: Deployment,
    importer: Importer,
    content: bytes,
    name: str,
    wanted: Wanted,
    *,
    agent: Agent = OPERATOR,
    dry_run: bool = False,
) -> tuple[Imported, Verdict]:
    """Read a source, and commit what it says where nothing forbids that.

    An importer reads against what the store holds; where that changed meanwhile, the source is read again.

    :raises SourceError: where the source is not what it should be.
    :raises GraphServiceError: where it may not be changed in this way, see :mod:`graph_service.services.changing`.
    """
    while True:
        generation = deployment.store.generation()
        imported = importer.read(deployment, content, name, wanted)
        with deployment.turn():
            if deployment.store.generation() != generation:
                continue
            change = _change(imported, importer, content, name, agent)
            judged = judge(deployment, change)
            verdict = _verdict(imported, judged.report)
            if dry_run or not verdict.conforms or not judged.delta.size:
                return imported, verdict
            return imported, replace(verdict, generation=commit(deployment, change, judged).generation)


def propose_source(
    deployment: Deployment, importer: Importer, content: bytes, name: str, wanted: Wanted, *, agent: Agent
) -> tuple[Imported, Verdict, Proposal | None]:
    """Read a source and keep what it says for a curator, where nothing forbids that.

    :raises SourceError: where the source is not what it should be.
    :raises NothingToDo: where it says nothing new.
    """
    imported, verdict = import_source(deployment, importer, content, name, wanted, agent=agent, dry_run=True)
    if not verdict.conforms:
        return imported, verdict, None
    proposal, _ = propose(deployment, _change(imported, importer, content, name, agent))
    return imported, verdict, proposal


def _change(imported: Imported, importer: Importer, content: bytes, name: str, agent: Agent) -> Change:
    name = "".join(character for character in name if character.isprintable())
    source = Source(name, hashlib.sha256(content).hexdigest())
    return Change(
        imported.graphs,
        f"Import of {name}",
        [source],
        agent=agent.name,
        scope=agent.stack,
        mapping=importer.name,
    )


def _verdict(imported: Imported, report: ValidationReport) -> Verdict:
    """What the source says is wrong with itself, and what shapes find, by the place that it comes from."""
    found = [finding for shape in report.findings if (finding := _from_shape(shape, imported)) is not None]
    return Verdict(sorted([*imported.findings, *found], key=lambda f: (_RANK[f.severity], f.place, f.message)))


def _from_shape(found: Finding, imported: Imported) -> ImportFinding | None:
    """A shape's finding at its place in the source; ``None`` for a recommendation about something else."""
    place = imported.trace(found.focus, found.path) or imported.trace(found.focus, "")
    if place is None:
        if found.severity != "violation":
            return None
        place = Place(f"not in this file: {found.focus}")
    return ImportFinding(found.severity, place, found.message, found.value, found.shape, found.focus)
