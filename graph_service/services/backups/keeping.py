"""The backups that a running service made, in the folder that the settings name."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from graph_service.errors import Overloaded, UnknownName
from graph_service.services.backups.making import SUFFIX, UNFINISHED, make_backup
from graph_service.services.backups.manifest import Manifest
from graph_service.services.backups.verifying import digest_of, opened_backup
from graph_service.services.deployment import Deployment

_turn = threading.Lock()


@dataclass(frozen=True)
class Kept:
    """A backup that is kept: the file, what it says of itself, and the SHA-256 of its bytes."""

    path: Path
    manifest: Manifest
    sha256: str


def keep_backup(deployment: Deployment) -> Kept:
    """Make a backup in the folder for them.

    :raises Overloaded: where one is being made.
    :raises BackupRefused: where it can't be written.
    """
    if not _turn.acquire(blocking=False):
        raise Overloaded("A backup is being made. Try again later.")
    try:
        folder = _folder(deployment)
        for left in folder.glob(f"*{UNFINISHED}"):  # by a process that was killed
            left.unlink()
        path, manifest = make_backup(deployment, folder)
        return Kept(path, manifest, digest_of(path))
    finally:
        _turn.release()


def kept_backups(deployment: Deployment) -> Sequence[str]:
    """The names of those that are kept, the oldest first."""
    found = _folder(deployment).glob(f"*{SUFFIX}")
    return [path.name for path in sorted(found, key=lambda path: path.stat().st_mtime)]


def kept_backup(deployment: Deployment, name: str) -> Kept:
    """The backup of that name.

    :raises UnknownName: where there is none.
    :raises BackupRefused: where it isn't one any more.
    """
    if name not in kept_backups(deployment):
        raise UnknownName("backup", name)
    path = _folder(deployment) / name
    with opened_backup(path) as (_, manifest):
        return Kept(path, manifest, digest_of(path))


def _folder(deployment: Deployment) -> Path:
    folder = deployment.settings.beside_store("backups")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
