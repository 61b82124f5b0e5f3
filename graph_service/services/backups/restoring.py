"""Putting a backup back: all of it is checked first, the store is built beside, and takes its place in one step."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from graph_service.services.backups.making import private_file
from graph_service.services.backups.manifest import STATE, BackupRefused, Manifest
from graph_service.services.backups.verifying import opened_backup, statements, verify
from graph_service.settings import Settings
from graph_service.store.base import restore_store


@dataclass(frozen=True)
class Restored:
    """What was put back.

    ``earlier`` is where the store that was there is kept, ``put`` the other files, ``left`` those that are not put
    back because another one is there.
    """

    manifest: Manifest
    earlier: Path | None
    put: Sequence[Path]
    left: Sequence[Path]


def restore(settings: Settings, path: Path, sha256: str = "") -> Restored:
    """Put the backup at ``path`` in the place of what the settings name; ``sha256`` is what its digest should be.

    :raises BackupRefused: where it is damaged, newer than this software or of another service; nothing was changed.
    :raises StoreUnavailable: where the store is in use; nothing was changed.
    """
    manifest = verify(path, sha256)
    if manifest.base != settings.base:
        raise BackupRefused(f"{path} is of <{manifest.base}>; here GRAPH_BASE is <{settings.base}>. Set it first.")
    with opened_backup(path) as (archive, _):
        try:
            earlier = restore_store(
                settings.store, settings.base, statements(archive), manifest.graphs, manifest.data_format
            )
        except OSError as error:
            raise BackupRefused(f"{path} can't be put back: {error}. The store is as it was.") from error
        put, left = _put_state(settings, archive, manifest)
    return Restored(manifest, earlier, put, left)


def _put_state(settings: Settings, archive: zipfile.ZipFile, manifest: Manifest) -> tuple[list[Path], list[Path]]:
    """Put the other files back where there is none: a key that was revoked since then must stay so."""
    put: list[Path] = []
    left: list[Path] = []
    for name in manifest.files:
        setting, _, rest = name.removeprefix(STATE).partition("/")
        if not name.startswith(STATE) or setting not in settings.state:
            continue
        place = settings.state[setting]
        target = place / rest if rest else place
        content = archive.read(name)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            new = target.with_name(f"{target.name}.new")
            with private_file(new) as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            new.replace(target)
            put.append(target)
        elif target.read_bytes() != content:
            left.append(target)
    return put, left
