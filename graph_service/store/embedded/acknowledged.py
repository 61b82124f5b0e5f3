"""The number of the last change that was acknowledged, beside the engine's files, so that a torn log is noticed.

The engine takes a log whose end can't be read for one that was being written when the power failed, and opens without
a word. What was acknowledged was on the disk by then, so that it can only be missing where the disk lost it.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from graph_service.errors import StoreUnavailable

_FILE = "acknowledged"
#: Of one length, so that a number is written over the one before and needs no room.
_FORM = "{:020}\n"


def note_acknowledged(folder: Path, generation: int) -> None:
    """Note that the store in ``folder`` has the changes up to ``generation``; where that can't be, the note stays."""
    with suppress(OSError):
        descriptor = os.open(folder / _FILE, os.O_WRONLY | os.O_CREAT, 0o666)
        try:
            os.pwrite(descriptor, _FORM.format(generation).encode(), 0)
        finally:
            os.close(descriptor)


def refuse_older(folder: Path, generation: int) -> None:
    """Refuse a store in ``folder`` that has the changes up to ``generation`` only, where more were acknowledged.

    :raises StoreUnavailable: saying how many, and what to do.
    """
    try:
        noted = int((folder / _FILE).read_text(encoding="ascii"))
    except (OSError, ValueError):  # of a store that was not changed since it was loaded
        return
    if generation < noted:
        raise StoreUnavailable(
            f"The store at {folder} is damaged: {noted} changes were made, and it has the first {generation}. "
            f"Put a backup in its place: graph-service restore BACKUP. (Without {folder / _FILE} it opens as it is.)"
        )
