"""Making a backup while the service works: of one generation, written under another name until it is whole."""

from __future__ import annotations

import contextlib
import datetime
import gzip
import hashlib
import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from graph_service.services.backups.manifest import (
    GRAPH,
    NAME,
    STATE,
    BackupRefused,
    Manifest,
    Member,
    new_manifest,
    write_manifest,
)
from graph_service.services.deployment import Deployment
from graph_service.store.base import GraphStore

#: What the names of backups end with, and of those that are being written.
SUFFIX, UNFINISHED = ".backup.zip", ".unfinished"
_LEVEL = 6
_BUFFER = 2**18


def backup_name(generation: int) -> str:
    """A name that tells what is in a backup that is made now, and when that was."""
    now = datetime.datetime.now(datetime.UTC)
    return f"graph-service-{generation}-{now:%Y%m%dT%H%M%S%f}Z{SUFFIX}"


def make_backup(deployment: Deployment, target: Path) -> tuple[Path, Manifest]:
    """Write a backup to ``target``, a file or the folder that a new one is put into; returns where it is.

    :raises BackupRefused: where there is such a file, or it can't be written.
    """
    store = deployment.store.branch()
    try:
        file = target / backup_name(store.generation()) if target.is_dir() else target
        if file.exists():
            raise BackupRefused(f"{file} is there already. Give another name.")
        unfinished = file.with_name(f"{file.name}{UNFINISHED}")
        try:
            manifest = _write(deployment, store, unfinished)
            unfinished.replace(file)
            _flush(file.parent)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise BackupRefused(f"The backup can't be written to {target}: {error.strerror or error}.") from error
    finally:
        store.close()
    return file, manifest


def _write(deployment: Deployment, store: GraphStore, path: Path) -> Manifest:
    members: dict[str, Member] = {}
    with private_file(path) as output:
        with zipfile.ZipFile(output, "w", zipfile.ZIP_STORED) as archive:
            with _member(archive, GRAPH, members) as entry:
                graphs = _write_graphs(store, entry)
            for name, source in state_files(deployment):
                with contextlib.suppress(FileNotFoundError):  # removed meanwhile
                    content = source.read_bytes()
                    with _member(archive, name, members) as entry:
                        entry.write(content)
            manifest = new_manifest(deployment.settings.base, store.generation(), graphs, members)
            archive.writestr(NAME, write_manifest(manifest))
        output.flush()
        os.fsync(output.fileno())
    return manifest


def private_file(path: Path) -> IO[bytes]:
    """A file to be written anew that only its owner can read."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    return open(descriptor, "wb")  # noqa: PTH123 - a descriptor with these rights


def state_files(deployment: Deployment) -> Iterator[tuple[str, Path]]:
    """The files besides the graph that must not be lost, each with its name in a backup."""
    for setting, place in deployment.settings.state.items():
        if place.is_file():
            yield f"{STATE}{setting}", place
        elif place.is_dir():
            for path in sorted(place.rglob("*")):
                if path.is_file() and not path.name.endswith(".new"):
                    yield f"{STATE}{setting}/{path.relative_to(place).as_posix()}", path


def _write_graphs(store: GraphStore, output: IO[bytes]) -> dict[str, int]:
    """Write the named graphs as N-Quads, compressed; returns how many statements each has."""
    counts: dict[str, int] = {}
    packed = cast("IO[bytes]", gzip.GzipFile("", "wb", _LEVEL, output, mtime=0))
    with packed, io.BufferedWriter(packed, _BUFFER) as buffered:
        for graph in sorted(store.graphs()):
            lines = _Quads(graph, buffered)
            store.write_triples(graph, cast("IO[bytes]", lines))
            counts[graph] = lines.count
    return counts


class _Quads(io.RawIOBase):
    """Takes the lines of N-Triples, passes them on as N-Quads of ``graph``, and counts them."""

    def __init__(self, graph: str, output: IO[bytes]) -> None:
        super().__init__()
        self._end = f" <{graph}> .\n".encode()
        self._output = output
        self._rest = b""
        self.count = 0

    def writable(self) -> bool:
        return True

    def write(self, content: object) -> int:
        """Take a part; a line break within a value is written as an escape, so that each one ends a statement."""
        part = bytes(content)  # type: ignore[call-overload]
        lines, newline, self._rest = (self._rest + part).rpartition(b"\n")
        if newline:
            self.count += lines.count(b"\n") + 1
            self._output.write((lines + newline).replace(b" .\n", self._end))
        return len(part)


@contextlib.contextmanager
def _member(archive: zipfile.ZipFile, name: str, members: dict[str, Member]) -> Iterator[IO[bytes]]:
    """A file in ``archive`` to be written; its size and digest are put into ``members``."""
    with archive.open(name, "w", force_zip64=True) as entry:
        counted = _Counted(entry)
        yield cast("IO[bytes]", counted)
    members[name] = Member(counted.bytes, counted.digest.hexdigest())


class _Counted(io.RawIOBase):
    """Passes on what is written, and keeps its size and digest."""

    def __init__(self, output: IO[bytes]) -> None:
        super().__init__()
        self._output = output
        self.bytes = 0
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, content: object) -> int:
        part = bytes(content)  # type: ignore[call-overload]
        self._output.write(part)
        self.digest.update(part)
        self.bytes += len(part)
        return len(part)


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
