"""The engine over its folder: opened with clear words when it can't be, and opened again after a full disk.

What is written is in the engine's log, which is on the disk before a write is acknowledged and read again at opening.
From memory it goes to files of its own only after many writes: a few small files for each would cost more than it does.

After a write that found no room the engine refuses every further one until it is opened anew. What such a write leaves
is known: either nothing, or all of it in the engine's log.
"""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pyoxigraph import Store

from graph_service.errors import StoreFull, StoreUnavailable
from graph_service.store.embedded.data_format import ENGINE, kept_format, refuse_newer, upgrade
from graph_service.store.embedded.room import MEBIBYTE, bring_to_disk, is_lack_of_room, refuse_without_room, try_to_use

#: What the engine writes when it is opened, besides what its logs hold.
_ROOM = 8 * MEBIBYTE
#: After how many statements what the engine's log holds, which is in memory too, goes to files of its own: some 32 MiB.
#: The engine then merges those with its others, and keeps what it had read of them until its memory for that is full.
_MANY = 40_000
#: What the engine says where another process, or another part of this one, has the folder.
_LOCKED = re.compile("lock file|lock hold", re.IGNORECASE)
#: How long those who read may hold the engine that is to be opened anew.
_SECONDS = 5.0


def open_folder(folder: Path) -> Store:
    """The engine over ``folder``, whose data have the format of this software afterwards.

    :raises StoreUnavailable: saying why it can't be had, and what to do.
    """
    number, engine = kept_format(folder)
    refuse_newer(number, f"The store at {folder}")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        store = Store(folder)
        upgrade(store, folder)
    except (OSError, RuntimeError) as error:
        raise _refusal(folder, engine, error) from error
    return store


def _refusal(folder: Path, engine: str, error: Exception) -> StoreUnavailable:
    text = str(error).strip().rstrip(".")
    if _LOCKED.search(text):
        return StoreUnavailable(f"Another process writes to {folder}. Stop it, or set GRAPH_STORE to another folder.")
    if is_lack_of_room(error):
        return StoreUnavailable(f"The store at {folder} can't be opened, because the disk is full: {text}. Make room.")
    if engine and engine != ENGINE:
        return StoreUnavailable(
            f"The store at {folder} was last written by {engine}, and {ENGINE} can't open it: {text}"
        )
    if any(word in text.lower() for word in ("corrupt", "no such file", "mismatch", "truncated", "too short")):
        return StoreUnavailable(
            f"The store at {folder} is damaged: {text}. Put a backup in its place: graph-service restore BACKUP"
        )
    return StoreUnavailable(f"The store at {folder} can't be opened: {text}")


def open_copy(folder: Path) -> Store:
    """The engine over a copy of its folder.

    :raises StoreFull: where there is no room for what opening writes.
    """
    try:
        return Store(folder)
    except OSError as error:
        raise StoreFull(f"A copy of the store can't be opened: {error}") from error


class Engine:
    """The engine over ``folder``; ``opened`` is told each time that it was opened anew."""

    def __init__(self, folder: Path, store: Store, opened: Callable[[Store], None]) -> None:
        self._folder = folder
        self._store: Store | None = store
        self._opened = opened
        self._written = 0  # statements, since all was in files
        self._logs: set[str] = set()  # whose names are on the disk
        self._stuck = False
        self._closed = False
        self._turn = threading.RLock()

    @property
    def store(self) -> Store:
        """The engine, to be asked.

        :raises StoreUnavailable: where it is closed, or can't be opened now.
        """
        store = self._store
        if store is None:
            with self._turn:
                if self._closed:
                    raise StoreUnavailable("The store was closed.")
                store = self._open_anew() if self._store is None else self._store
        return store

    def check(self, room: int) -> None:
        """Nothing, where changes can be taken and ``room`` bytes are free; it waits for no change that is being made.

        :raises StoreFull: where there is no room.
        :raises StoreUnavailable: where it can't be opened now.
        """
        if self._stuck:
            if not self._turn.acquire(blocking=False):
                raise StoreUnavailable("The store is being opened anew.")
            try:
                self._open_anew()
            finally:
                self._turn.release()
        try:
            next(self.store.quads_for_pattern(None, None, None, None), None)
        except (OSError, RuntimeError) as error:
            raise StoreUnavailable(f"The store can't be read: {error}") from error
        refuse_without_room(self._folder, room)

    def write(self, change: Callable[[Store], None], statements: int, happened: Callable[[Store], bool]) -> None:
        """Make ``change`` of so many ``statements`` wholly, and on the disk, or not at all; ``happened`` tells which.

        :raises StoreFull: where there was no room; then nothing happened.
        :raises StoreUnavailable: where the disk doesn't take it for other reasons; then nothing happened.
        """
        with self._turn:
            self.check(0)
            if refused := self._try(change, happened):
                if not is_lack_of_room(refused):
                    raise StoreUnavailable(f"The store can't be written: {refused}. Nothing was changed.") from refused
                # The engine may have met the end of the disk earlier, at work of its own; by now there may be room.
                self._open_anew()
                if refused := self._try(change, happened):
                    raise StoreFull(f"The disk of the store is full: {refused}. Nothing was changed.") from refused
            self._written += statements
            if self._written > _MANY and not self._stuck:
                self._written = 0
                try:
                    self.store.flush()
                except (OSError, RuntimeError):  # nothing is lost: the log has it
                    self._stuck = True

    def _try(self, change: Callable[[Store], None], happened: Callable[[Store], bool]) -> Exception | None:
        """Make ``change``; where nothing happened, the error that says why.

        :raises StoreUnavailable: where it is not known whether it happened.
        """
        store = self.store
        try:
            change(store)
        except (OSError, RuntimeError) as error:
            self._stuck = True
            if not happened(store):
                return error.with_traceback(None)  # whose frames would hold the engine
        self._flush_logs()
        return None

    def copy_to(self, folder: Path) -> None:
        """Copy the data of this moment to ``folder``, while nothing is written: the engine trips over its growing log.

        :raises OSError: and RuntimeError, where it can't be done.
        """
        with self._turn:
            self.store.backup(folder)
            self._written = 0

    def close(self) -> None:
        """Let go of the engine."""
        with self._turn:
            self._closed, self._store = True, None

    def _flush_logs(self) -> None:
        """Bring the engine's logs to the disk.

        :raises StoreUnavailable: where the disk doesn't take them.
        """
        try:
            logs = {name for name in os.listdir(self._folder) if name.endswith(".log")}  # noqa: PTH208 - asked at each write
            for name in logs:
                with suppress(FileNotFoundError):  # what it held is in other files by now
                    bring_to_disk(self._folder / name)
            if logs != self._logs:
                bring_to_disk(self._folder)
                self._logs = logs
        except OSError as error:
            self._stuck = True
            raise StoreUnavailable(
                f"Whether the change is kept is not known, because the disk fails: {error}. Look before you repeat it."
            ) from error

    def _open_anew(self) -> Store:
        """Open the engine again.

        :raises StoreFull: where there is no room to do so; the one before then still answers questions.
        :raises StoreUnavailable: where it can't be opened.
        """
        logs = sum(path.stat().st_size for path in self._folder.glob("*.log"))
        try_to_use(self._folder, 2 * logs + _ROOM)
        until = time.monotonic() + (0.0 if self._store is None else _SECONDS)
        self._store = None
        while self._store is None:
            try:
                self._store = open_folder(self._folder)
            except StoreUnavailable:
                if time.monotonic() > until:
                    raise
                time.sleep(0.02)  # somebody still reads from the one before
        try:
            self._opened(self._store)
        except StoreUnavailable:
            self._store = None
            raise
        self._written, self._stuck = 0, False
        return self._store
