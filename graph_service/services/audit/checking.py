"""Whether the audit log is whole, and agrees with the store: each change has its line, and each line its change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, QuerySolutions

from graph_service.errors import NothingToDo
from graph_service.model.change_record import GENERATION
from graph_service.model.terms import CHANGES, PATCHES, PROPOSALS, PSG, SYSTEM_STACK, graph_iri
from graph_service.services.audit.log import NOTHING
from graph_service.services.audit.recording import REFERENCED, digest_of, recover
from graph_service.services.deployment import Deployment
from graph_service.services.undoing import delta_of


@dataclass
class Checked:
    """What was looked at, and all that is wrong, each with file and line where it has one."""

    lines: int = 0
    changes: int = 0
    before: int = 0
    undone: int = 0
    cut: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Line:
    place: str
    sha256: str
    entry: dict[str, Any] | None


def check_audit(deployment: Deployment, files: Sequence[Path] = ()) -> Checked:
    """Check the log in ``files``, the oldest first, by default all that are there, against the store.

    Before, the log is mended as it is whenever a process starts to change something.

    :raises Unaccountable: where that can't be written.
    """
    recover(deployment)
    checked = Checked()
    lines = list(_lines(files or deployment.audit.files))
    checked.lines = len(lines)
    checked.wrong += _breaks(lines, checked)
    checked.wrong += _disagreements(deployment, lines, checked)
    return checked


def _lines(files: Sequence[Path]) -> Iterator[_Line]:
    for file in files:
        content = file.read_bytes()
        for number, text in enumerate(content.removesuffix(b"\n").split(b"\n") if content else (), start=1):
            try:
                entry = json.loads(text)
                well = isinstance(entry, dict) and isinstance(entry.get("number"), int)
            except ValueError:
                entry, well = None, False
            yield _Line(f"{file}:{number}", hashlib.sha256(text).hexdigest(), entry if well else None)


def _breaks(lines: Sequence[_Line], checked: Checked) -> Iterator[str]:
    """Where the chain is broken, and by what."""
    previous, number, cut = NOTHING, 0, ""
    for line in lines:
        if cut and (line.entry is None or line.entry.get("event") != "mended"):
            yield f"{cut}: this is no line of the log."
        cut = "" if line.entry else line.place
        if line.entry is not None:
            checked.cut += line.entry.get("event") == "mended"
            found = line.entry["number"]
            if found > number + 1:
                yield f"{line.place}: the lines {number + 1} to {found - 1} of the log are missing before this one."
            elif found <= number:
                yield f"{line.place}: line {found} of the log stands after line {number}."
            elif line.entry.get("previous") != previous:
                yield f"{line.place}: the line before this one is not the one that was written."
            number = max(number, found)
        previous = line.sha256
    if cut:
        yield f"{cut}: this line was cut short; the next change mends the log."


def _disagreements(deployment: Deployment, lines: Sequence[_Line], checked: Checked) -> Iterator[str]:
    """Where log and store don't say the same."""
    announced = {x.sha256: x for x in lines if x.entry and x.entry.get("event") in {"change", "note"}}
    corrected = {number for x in lines if x.entry for number in x.entry.get("lines", ())}
    changes, references = _changes(deployment), _references(deployment)
    held = {sha256 for of in references.values() for sha256 in of}
    base = f"{deployment.settings.base}id/change/"
    first = min((int(of.removeprefix(base)) for of in references if of.startswith(base)), default=len(changes) + 1)
    checked.before = sum(number < first for number in changes)
    for sha256, line in announced.items():
        assert line.entry  # noqa: S101 - chosen so
        if sha256 in held:
            if line.entry["number"] in corrected:
                yield f"{line.place}: a later line says that this was not done; the store says that it was."
        elif line.entry["number"] in corrected:
            checked.undone += 1
        else:
            yield f"{line.place}: the store does not hold what this line says was changed."
    for number, counts in sorted(changes.items()):
        if number < first:
            continue
        checked.changes += 1
        found = [announced[sha256] for sha256 in references.get(f"{base}{number}", ()) if sha256 in announced]
        if not found:
            yield f"Change {number} of the store has no line in the log that is as it was written."
            continue
        yield from _differences(deployment, number, counts, found[0])
    for of, sha256s in references.items():
        if not of.startswith(base) and (lost := sha256s - announced.keys()):
            yield f"<{of}>: {len(lost)} of its lines in the log are not there, or not as they were written."


def _differences(deployment: Deployment, number: int, counts: tuple[int, int], line: _Line) -> Iterator[str]:
    """Where a line of the log says something else of a change than the store."""
    assert line.entry  # noqa: S101 - it announced a change
    if line.entry.get("generation") != number:
        yield f"{line.place}: this line is about change {line.entry.get('generation')}; the store has it as {number}."
    if (line.entry.get("added"), line.entry.get("removed")) != counts:
        yield f"{line.place}: the store says of change {number} that {counts[0]} came and {counts[1]} went."
    try:
        kept = digest_of(delta_of(deployment, number))
    except NothingToDo:
        return
    if line.entry.get("difference", "") != kept:
        yield f"{line.place}: the statements that the store keeps of change {number} are others."


def _changes(deployment: Deployment) -> dict[int, tuple[int, int]]:
    """How many statements came and went by each change of the store."""
    graph = graph_iri(deployment.settings.base, SYSTEM_STACK, CHANGES)
    found = deployment.store.query(
        f"SELECT ?number ?added ?removed {{ GRAPH <{graph}> {{ ?change {GENERATION} ?number ; "
        f"<{PSG}addedStatements> ?added ; <{PSG}removedStatements> ?removed }} }}"
    )
    assert isinstance(found, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
    rows = [[row[name] for name in ("number", "added", "removed")] for row in found]
    numbers = [[int(value.value) for value in row if isinstance(value, Literal)] for row in rows]
    return {number: (added, removed) for number, added, removed in numbers}


def _references(deployment: Deployment) -> dict[str, set[str]]:
    """The SHA-256s of the lines of the log that the store names, by what they are about."""
    graphs = " ".join(f"<{graph_iri(deployment.settings.base, SYSTEM_STACK, name)}>" for name in (PATCHES, PROPOSALS))
    found = deployment.store.query(
        f"SELECT ?what ?line {{ VALUES ?g {{ {graphs} }} GRAPH ?g {{ ?what {REFERENCED} ?line }} }}"
    )
    assert isinstance(found, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
    by: dict[str, set[str]] = {}
    for row in found:
        what, line = row["what"], row["line"]
        if isinstance(what, NamedNode) and isinstance(line, NamedNode):
            by.setdefault(what.value, set()).add(line.value.removeprefix("urn:sha256:"))
    return by
