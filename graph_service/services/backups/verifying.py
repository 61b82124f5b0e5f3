"""Reading a backup as something that may be damaged: each byte is compared with what the manifest says."""

from __future__ import annotations

import gzip
import hashlib
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from graph_service.model.change_record import GENERATION
from graph_service.model.terms import CHANGES, SYSTEM_STACK, graph_iri
from graph_service.services.backups.manifest import GRAPH, NAME, BackupRefused, Manifest, Member, read_manifest

_LONGEST_MANIFEST = 64 * 2**20
_PART = 2**20


@contextmanager
def opened_backup(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """The backup at ``path``, whose manifest was read and whose files are those that it names.

    :raises BackupRefused: where it is none, or a part of it is missing.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise BackupRefused(f"{path} can't be read: {error.strerror}.") from error
    try:
        with file, zipfile.ZipFile(file) as archive:
            yield archive, _manifest(path, archive)
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        raise BackupRefused(f"{path} is damaged, cut short, or no backup: {error}.") from error


def _manifest(path: Path, archive: zipfile.ZipFile) -> Manifest:
    names = archive.namelist()
    if NAME not in names:
        raise BackupRefused(f"{path} has no {NAME}; it is no backup of Graph Service.")
    if archive.getinfo(NAME).file_size > _LONGEST_MANIFEST:
        raise BackupRefused(f"The {NAME} of {path} is too long to be one.")
    manifest = read_manifest(archive.read(NAME))
    if sorted(names) != sorted([NAME, *manifest.files]):
        differing = sorted(set(names) ^ {NAME, *manifest.files}) or sorted(names)
        raise BackupRefused(f"{path} doesn't hold the files that its {NAME} names: {', '.join(differing[:5])}.")
    return manifest


def verify(path: Path, sha256: str = "") -> Manifest:
    """Read all of the backup at ``path``; ``sha256`` is the digest that it should have.

    :raises BackupRefused: where a byte of it isn't what it was.
    """
    if sha256 and (found := digest_of(path)) != sha256.lower():
        raise BackupRefused(f"{path} has the SHA-256 {found}; you gave {sha256}.")
    with opened_backup(path) as (archive, manifest):
        for name, member in manifest.files.items():
            with archive.open(name) as content:
                _compare(path, name, member, content)
        counts: Counter[str] = Counter()
        generation = 0
        changes = NamedNode(graph_iri(manifest.base, SYSTEM_STACK, CHANGES))
        for quad in statements(archive):
            counts[quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""] += 1
            if quad.predicate == GENERATION and quad.graph_name == changes and isinstance(quad.object, Literal):
                generation = max(generation, int(quad.object.value))
        if wrong := [graph for graph in {*counts, *manifest.graphs} if counts[graph] != manifest.graphs.get(graph, 0)]:
            graph = min(wrong)
            said = manifest.graphs.get(graph, 0)
            raise BackupRefused(f"{path} holds {counts[graph]} statements of <{graph}>; its {NAME} says {said}.")
        if generation != manifest.generation:
            raise BackupRefused(
                f"{path} holds changes up to {generation}; its {NAME} says generation {manifest.generation}."
            )
    return manifest


def statements(archive: zipfile.ZipFile) -> Iterator[Quad]:
    """The statements of all named graphs.

    :raises BackupRefused: where they can't be read.
    """
    try:
        with archive.open(GRAPH) as packed, gzip.GzipFile(fileobj=packed) as lines:
            yield from parse(cast("IO[bytes]", lines), format=RdfFormat.N_QUADS)
    except (SyntaxError, ValueError, EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise BackupRefused(f"Its {GRAPH} can't be read: {error}.") from error


def digest_of(path: Path) -> str:
    """The SHA-256 of the file at ``path``.

    :raises BackupRefused: where it can't be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BackupRefused(f"{path} can't be read: {error.strerror}.") from error


def _compare(path: Path, name: str, member: Member, content: IO[bytes]) -> None:
    digest, size = hashlib.sha256(), 0
    while size <= member.bytes and (part := content.read(_PART)):
        digest.update(part)
        size += len(part)
    if (size, digest.hexdigest()) != (member.bytes, member.sha256):
        raise BackupRefused(f"{path} is damaged: {name} isn't what its {NAME} says.")
