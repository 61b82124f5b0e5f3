"""A store that is built beside the one that is there, and takes its place in one step."""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import Store

from graph_service.errors import StoreUnavailable
from graph_service.store.embedded.data_format import note_format
from graph_service.store.embedded.room import bring_to_disk

_AT_FDCWD, _EXCHANGE = -100, 2


def rebuild(folder: Path, fill: Callable[[Store], None], number: int) -> Path | None:
    """Put a store that ``fill`` fills, of data format ``number``, in the place of ``folder``.

    Returns where the store is kept that was there. An error of ``fill`` leaves all as it was.

    :raises StoreUnavailable: where a process has the store open.
    """
    new = folder.with_name(f"{folder.name}.restoring")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _held(folder):
        shutil.rmtree(new, ignore_errors=True)  # of a process that was killed
        try:
            store = Store(new)
            fill(store)
            store.flush()
            del store
            note_format(new, number)
            _flush(new)
            return _put(new, folder)
        finally:
            shutil.rmtree(new, ignore_errors=True)


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Keep other processes from opening the store, as the engine itself would.

    :raises StoreUnavailable: where one has it open.
    """
    if not folder.is_dir():
        yield
        return
    with (folder / "LOCK").open("a") as lock:
        try:
            fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StoreUnavailable(
                f"A process has the store at {folder} open. Stop it; nothing was changed."
            ) from error
        yield


def _put(new: Path, folder: Path) -> Path | None:
    if not folder.exists():
        new.rename(folder)
        earlier = None
    else:
        earlier = folder.with_name(f"{folder.name}.replaced-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}")
        if _exchange(new, folder):
            new.rename(earlier)
        else:  # a system that can't do it in one step
            folder.rename(earlier)
            new.rename(folder)
    bring_to_disk(folder.parent)
    return earlier


def _exchange(one: Path, other: Path) -> bool:
    """Give each of two folders the name of the other in one step; false where the system can't.

    Source: https://man7.org/linux/man-pages/man2/rename.2.html
    """
    rename: Callable[..., int] | None = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    return rename is not None and not rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE)


def _flush(folder: Path) -> None:
    for path in (*folder.iterdir(), folder):
        bring_to_disk(path)
