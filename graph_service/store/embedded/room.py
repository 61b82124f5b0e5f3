"""The disk of the store: the room on it, and what is brought to it for good."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from graph_service.errors import StoreFull

MEBIBYTE = 2**20
_WORDS = ("no space left", "file too large", "quota exceeded")


def is_lack_of_room(error: Exception) -> bool:
    """Whether an error of the engine or the system says that there is no room."""
    return any(word in str(error).lower() for word in _WORDS)


def refuse_without_room(folder: Path, needed: int) -> None:
    """Refuse where fewer than ``needed`` bytes are free on the disk of ``folder``.

    :raises StoreFull: saying how many are.
    """
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise StoreFull(
            f"The disk of the store has {free // MEBIBYTE} MiB left, less than the {-(-needed // MEBIBYTE)} MiB that "
            "changes need. Make room; nothing was changed."
        )


def try_to_use(folder: Path, needed: int) -> None:
    """Take ``needed`` bytes and give them back: limits and quotas show only where they are used.

    :raises StoreFull: where they can't be had.
    """
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            os.posix_fallocate(file.fileno(), 0, needed)
    except OSError as error:
        raise StoreFull(
            f"There is no room for changes: {error.strerror}. The service goes on by itself once "
            f"{-(-needed // MEBIBYTE)} MiB are free."
        ) from error


def bring_to_disk(path: Path) -> None:
    """Wait until the file or folder at ``path`` is on the disk, as it is now.

    :raises OSError: where it can't be had, or the disk doesn't take it.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
