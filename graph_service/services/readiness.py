"""Whether the service can do its work now: each function of ``CHECKS`` looks at one part, and touches no more."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from graph_service.errors import GraphServiceError, StoreFull, StoreUnavailable, Unaccountable
from graph_service.services.deployment import Deployment

_MEBIBYTE = 2**20


class NotReady(GraphServiceError):
    """The service can't do all of its work now; ``checks`` tells of each part how it is, ``wrong`` which can't."""

    code: ClassVar[str] = "not-ready"

    def __init__(self, checks: Mapping[str, str], wrong: Sequence[str]) -> None:
        self.checks, self.wrong = checks, tuple(wrong)
        super().__init__(" ".join(f"{name}: {checks[name]}" for name in wrong))


def readiness(deployment: Deployment) -> Mapping[str, str]:
    """How each part is.

    :raises NotReady: where one can't do its work, with what to do.
    """
    found, wrong = {}, []
    for name, check in CHECKS.items():
        try:
            found[name] = check(deployment)
        except (StoreUnavailable, StoreFull) as error:
            found[name] = str(error)
            wrong.append(name)
    if wrong:
        raise NotReady(found, wrong)
    return found


def _store(deployment: Deployment) -> str:
    """It can be read and changed.

    :raises StoreUnavailable: where it can't be read.
    :raises StoreFull: where it can't be changed.
    """
    deployment.store.check()
    return f"generation {deployment.store.generation()}"


def _disk(deployment: Deployment) -> str:
    """Each disk that something is kept on has the room that the settings want.

    :raises StoreFull: where one has not.
    """
    deployment.store.check(deployment.settings.room)
    free = min((shutil.disk_usage(_existing(path)).free for path in deployment.settings.state.values()), default=0)
    if free < deployment.settings.room:
        places = ", ".join(sorted({str(_existing(path)) for path in deployment.settings.state.values()}))
        raise StoreFull(f"{free // _MEBIBYTE} MiB are free for {places}, {deployment.settings.disk_mb} are wanted.")
    return f"{free // _MEBIBYTE} MiB free, {deployment.settings.disk_mb} wanted"


def _audit(deployment: Deployment) -> str:
    """The audit log can be written, as far as is known; where it couldn't be, that is tried again.

    :raises StoreFull: where there is no room for it.
    :raises StoreUnavailable: where it can't be for other reasons.
    """
    if deployment.audit.trouble:
        try:
            deployment.audit.append({"event": "resumed", "what": "The log could not be written for a time."})
        except Unaccountable as error:
            raise StoreUnavailable(str(error)) from error
    return "can be written"


def _workers(deployment: Deployment) -> str:
    """A process is there that answers queries to /sparql.

    :raises StoreUnavailable: where none is and none can be started.
    """
    deployment.sandbox.start()
    running = deployment.sandbox.processes()
    if not running:
        raise StoreUnavailable("No process for queries to /sparql can be started. See the log of the service.")
    return f"{running} running"


def _queue(deployment: Deployment) -> str:
    """There is a place in the queue for queries to /sparql.

    :raises StoreUnavailable: where there is none.
    """
    busy, waiting = deployment.sandbox.load()
    places = deployment.sandbox.limits.queue
    if places and waiting >= places:
        raise StoreUnavailable(f"{busy} queries to /sparql run and {waiting} wait; the queue is full. Wait a little.")
    return f"{busy} running, {waiting} of {places} waiting"


def _existing(path: Path) -> Path:
    """``path``, or the first folder above it that is there."""
    return next(each for each in (path.absolute(), *path.absolute().parents) if each.exists())


#: By the name that answers give it. A part that fails raises StoreUnavailable or StoreFull, saying what to do.
CHECKS: Mapping[str, Callable[[Deployment], str]] = {
    "store": _store,
    "disk": _disk,
    "audit": _audit,
    "workers": _workers,
    "queue": _queue,
}
