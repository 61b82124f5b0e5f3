"""Changes with their line in the audit log: nothing is committed but through here.

The line comes first. Its SHA-256 is committed together with the change, so that log and store vouch for each other:
whoever alters, removes or invents a line would have to alter the store as well.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from pyoxigraph import NamedNode, Quad, QueryBoolean

from graph_service.errors import GraphServiceError
from graph_service.model.change import Change, Delta
from graph_service.model.change_record import UNDOABLE, change_iri
from graph_service.model.patch import write_patch
from graph_service.model.terms import DCT, PATCHES, PROPOSALS, SYSTEM_STACK, graph_iri
from graph_service.services.audit.log import Written
from graph_service.services.audit.occasion import Occasion, current
from graph_service.services.deployment import Deployment

REFERENCED = NamedNode(f"{DCT}isReferencedBy")
#: So many graphs are named in a line; their number is told in any case.
_NAMED = 100


def commit(deployment: Deployment, change: Change, delta: Delta) -> int:
    """Commit a ``change`` that does ``delta``, after its line; returns the new generation.

    :raises Unaccountable: where the line can't be written; nothing was changed.
    """
    recover(deployment)
    base, number = deployment.settings.base, deployment.store.generation() + 1
    entry = {
        "event": "change",
        "what": change.title,
        "generation": number,
        "graphs": delta.graphs[:_NAMED],
        "touched": len(delta.graphs),
        "added": len(delta.added),
        "removed": len(delta.removed),
        "difference": digest_of(delta),
        "shapes": deployment.vocabulary.digest,
    }
    if not current().agent:
        entry["who"] = change.agent
    with _announced(deployment, entry) as line:
        reference = _reference(change_iri(base, number), line, graph_iri(base, SYSTEM_STACK, PATCHES))
        return deployment.store.commit(replace(change, notes=[*change.notes, reference]))


def note(deployment: Deployment, about: str, added: Collection[Quad], what: str) -> None:
    """Note statements ``about`` a proposal in the records of the service, after their line.

    :raises Unaccountable: where the line can't be written; nothing was noted.
    """
    recover(deployment)
    with _announced(deployment, {"event": "note", "what": what}) as line:
        graph = graph_iri(deployment.settings.base, SYSTEM_STACK, PROPOSALS)
        deployment.store.record([*added, _reference(about, line, graph)])


@contextmanager
def beside(deployment: Deployment, event: str, what: str) -> Iterator[None]:
    """What is done within changes files beside the store, after its line.

    :raises Unaccountable: where the line can't be written; nothing is to be done then.
    """
    with deployment.audit.before({"event": event, **current().entry(), "what": what}):
        yield


def refused(deployment: Deployment, occasion: Occasion, status: int | None = None, **more: Any) -> None:
    """Tell of a change that was asked for and not made; the next change makes the line lasting.

    :raises Unaccountable: where the line can't be written.
    """
    entry = {"event": "refusal", "outcome": "refused", **occasion.entry(), "status": status, "what": occasion.problem}
    deployment.audit.append({**entry, **more}, lasting=False)


def recover(deployment: Deployment) -> None:
    """Once in a process: mend the log after one that was killed, and correct what that announced and did not make.

    :raises Unaccountable: where the log can't be written.
    """
    if deployment.audit.recovered:
        return
    deployment.audit.mend()
    known: set[int] = set()
    lost: list[int] = []
    for entry, sha256 in deployment.audit.backwards():
        known.update(entry.get("lines", ()))
        if entry.get("event") in {"change", "note"}:
            if is_held(deployment, sha256):
                break
            lost.append(entry["number"])
    if missing := sorted(set(lost) - known):
        what = "The store does not hold what these lines announced: the process ended before, or the store is older."
        deployment.audit.append({"event": "correction", "lines": missing, "what": what})
    deployment.audit.recovered = True


def is_held(deployment: Deployment, sha256: str) -> bool:
    """Whether the store holds what the line with that SHA-256 announced."""
    graphs = " ".join(f"<{graph_iri(deployment.settings.base, SYSTEM_STACK, name)}>" for name in (PATCHES, PROPOSALS))
    found = deployment.store.query(
        f"ASK {{ VALUES ?g {{ {graphs} }} GRAPH ?g {{ ?what {REFERENCED} <urn:sha256:{sha256}> }} }}"
    )
    assert isinstance(found, QueryBoolean)  # noqa: S101 - an ASK gives a truth
    return bool(found)


def digest_of(delta: Delta) -> str:
    """The SHA-256 of the difference as an RDF Patch; empty where it is too large for the store to keep a patch."""
    return hashlib.sha256(write_patch(delta).encode()).hexdigest() if delta.size <= UNDOABLE else ""


@contextmanager
def _announced(deployment: Deployment, entry: dict[str, Any]) -> Iterator[Written]:
    """A line before what is done within, and its correction where that fails and the store does not hold it."""
    own = {name: value for name, value in current().entry().items() if value}
    line = deployment.audit.append({**entry, **own, "outcome": "accepted"})
    try:
        yield line
    except Exception as error:
        _correct(deployment, line, error)
        raise


def _correct(deployment: Deployment, line: Written, error: Exception) -> None:
    """A store that can't even say what it holds is asked when the next process starts."""
    try:
        if not is_held(deployment, line.sha256):
            deployment.audit.undone(line.number, f"It failed: {type(error).__name__}.")
    except (GraphServiceError, OSError):
        deployment.audit.recovered = False


def _reference(iri: str, line: Written, graph: str) -> Quad:
    return Quad(NamedNode(iri), REFERENCED, NamedNode(f"urn:sha256:{line.sha256}"), NamedNode(graph))
