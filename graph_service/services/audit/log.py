"""The file of the audit log: JSON lines, each with the SHA-256 of the line before, over all files that it was cut into.

A line is written, and on the disk, before what it tells of is done: what was done without a line can't be, not even
where the process is killed or the disk is full. What then could not be done is said by a line of its own, a correction.
"""

from __future__ import annotations

import datetime
import errno
import fcntl
import hashlib
import json
import os
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph_service.errors import StoreFull, Unaccountable

#: What stands for the line before the first.
NOTHING = "0" * 64
_BLOCK = 64 * 1024
_NO_ROOM = {errno.ENOSPC, errno.EFBIG, errno.EDQUOT}


@dataclass(frozen=True)
class Written:
    """A line of the log: its number, and its SHA-256, by which the next line and the store refer to it."""

    number: int
    sha256: str


class AuditLog:
    """The log in ``file``, which is put aside with a number in its name once it has ``size`` bytes."""

    def __init__(self, file: Path, size: int) -> None:
        self._file = file
        self._size = size
        self._lock = threading.Lock()
        self._end = Written(0, NOTHING)
        self._seen: tuple[int, int] | None = None
        self._undone: list[tuple[int, str]] = []
        #: Whether this process looked for what a process before announced and did not do.
        self.recovered = False
        #: Why the last line could not be written; empty where it could.
        self.trouble = ""

    @property
    def files(self) -> list[Path]:
        """The files of the log that are there, the oldest first."""
        return [*self._aside(), *([self._file] if self._file.exists() else [])]

    def append(self, entry: Mapping[str, Any], *, lasting: bool = True) -> Written:
        """Write a line; it outlasts a power failure where ``lasting``, else the next such line makes it so.

        :raises StoreFull: where there is no room for it; then nothing of it is there.
        :raises Unaccountable: where it can't be written for other reasons; then nothing of it is there either.
        """
        with self._lock:
            try:
                with self._opened() as descriptor:
                    self._correct(descriptor)
                    written = self._write(descriptor, entry, lasting=lasting)
            except OSError as error:
                self.trouble = f"The audit log {self._file} can't be written: {error.strerror}."
                kind = StoreFull if error.errno in _NO_ROOM else Unaccountable
                raise kind(f"{self.trouble} Nothing was changed.") from error
            self.trouble = ""
            return written

    def mend(self) -> None:
        """Where the last line was cut short, end it, and say so in the next.

        :raises Unaccountable: where that can't be written.
        """
        with self._lock:
            try:
                if self._file.exists():
                    with self._opened():
                        pass
            except OSError as error:
                self.trouble = f"The audit log {self._file} can't be written: {error.strerror}."
                raise Unaccountable(self.trouble) from error

    def undone(self, number: int, why: str) -> None:
        """Say that what the line ``number`` announced was not done: at once, or before the next line."""
        with self._lock:
            self._undone.append((number, why))
            with suppress(OSError), self._opened() as descriptor:
                self._correct(descriptor)

    @contextmanager
    def before(self, entry: Mapping[str, Any]) -> Iterator[Written]:
        """A line that is written before what is done within, and corrected where that fails.

        :raises StoreFull: where there is no room for the line; nothing is to be done then.
        :raises Unaccountable: where the line can't be written for other reasons; nothing is to be done then either.
        """
        written = self.append({**entry, "outcome": "accepted"})
        try:
            yield written
        except Exception as error:
            self.undone(written.number, str(error))
            raise

    def backwards(self) -> Iterator[tuple[dict[str, Any], str]]:
        """The lines, the latest first, each with its SHA-256; what is no JSON is left out."""
        for file in reversed(self.files):
            for line in _lines_backwards(file):
                with suppress(ValueError):
                    yield json.loads(line), hashlib.sha256(line).hexdigest()

    @contextmanager
    def _opened(self) -> Iterator[int]:
        """The file, which no other process writes meanwhile, whole and not too large."""
        descriptor = self._locked()
        try:
            status = os.fstat(descriptor)
            if self._seen != (status.st_ino, status.st_size):
                self._find_end(descriptor)
            if os.fstat(descriptor).st_size >= self._size:
                self._file.rename(self._next_aside())
                os.close(descriptor)
                descriptor = self._locked()
            if not os.fstat(descriptor).st_size:
                _keep_name(self._file.parent)
            yield descriptor
            status = os.fstat(descriptor)
            self._seen = (status.st_ino, status.st_size)
        except OSError:
            self._seen = None
            raise
        finally:
            os.close(descriptor)

    def _open(self) -> int:
        return os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)

    def _locked(self) -> int:
        while True:
            try:
                descriptor = self._open()
            except FileNotFoundError:
                self._file.parent.mkdir(parents=True, exist_ok=True)
                descriptor = self._open()
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            with suppress(FileNotFoundError):
                if self._file.stat().st_ino == os.fstat(descriptor).st_ino:
                    return descriptor
            os.close(descriptor)  # put aside by another process meanwhile

    def _find_end(self, descriptor: int) -> None:
        """Where the chain goes on; a line that was cut short is ended, and the next line says so."""
        self._end = Written(0, NOTHING)
        size = os.fstat(descriptor).st_size
        if size and os.pread(descriptor, 1, size - 1) != b"\n":
            os.write(descriptor, b"\n")
        cut: list[bytes] = []
        for line in (line for file in reversed(self.files) for line in _lines_backwards(file)):
            try:
                number = int(json.loads(line)["number"])
            except (ValueError, TypeError, KeyError):
                cut.append(line)
                continue
            self._end = Written(number, hashlib.sha256(cut[0] if cut else line).hexdigest())
            break
        else:
            self._end = Written(0, hashlib.sha256(cut[0]).hexdigest() if cut else NOTHING)
        if cut:
            what = f"The line before was cut short after {len(cut[0])} bytes, when the process ended."
            self._write(descriptor, {"event": "mended", "what": what}, lasting=True)

    def _correct(self, descriptor: int) -> None:
        while self._undone:
            number, why = self._undone[0]
            self._write(descriptor, {"event": "correction", "lines": [number], "what": why}, lasting=True)
            self._undone.pop(0)

    def _write(self, descriptor: int, entry: Mapping[str, Any], *, lasting: bool) -> Written:
        number = self._end.number + 1
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        kept = {name: value for name, value in entry.items() if value not in ("", None, [])}
        document = {"number": number, "previous": self._end.sha256, "time": now, **kept}
        line = json.dumps(document, ensure_ascii=True, separators=(",", ":")).encode()
        before = os.fstat(descriptor).st_size
        try:
            if os.write(descriptor, line + b"\n") <= len(line):
                raise OSError(errno.ENOSPC, "No space left on device")
            if lasting:
                os.fsync(descriptor)
        except OSError:
            with suppress(OSError):
                os.ftruncate(descriptor, before)
            raise
        self._end = Written(number, hashlib.sha256(line).hexdigest())
        return self._end

    def _aside(self) -> list[Path]:
        name = re.compile(re.escape(self._file.stem) + r"-\d{6,}" + re.escape(self._file.suffix))
        folder = self._file.parent
        return sorted(path for path in folder.iterdir() if name.fullmatch(path.name)) if folder.is_dir() else []

    def _next_aside(self) -> Path:
        last = max((int(path.stem.rpartition("-")[2]) for path in self._aside()), default=0)
        return self._file.with_name(f"{self._file.stem}-{last + 1:06d}{self._file.suffix}")


def _keep_name(folder: Path) -> None:
    """Have the names of files in ``folder`` outlast a power failure."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _lines_backwards(file: Path) -> Iterator[bytes]:
    """The lines of ``file``, the last first."""
    with file.open("rb") as opened:
        place, rest = opened.seek(0, os.SEEK_END), b""
        while place:
            start = max(0, place - _BLOCK)
            opened.seek(start)
            rest, *lines = (opened.read(place - start) + rest).split(b"\n")
            place = start
            yield from (line for line in reversed(lines) if line)
        if rest:
            yield rest
