"""Dumps as files: made when they are first asked for, kept while what they hold is so, written wholly or not at all.

The bytes are determined by the statements and the version of this software alone: not by the order in which
statements were loaded or are stored, nor by when or where they are written.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, cast

from graph_service.errors import NotAcceptable, Overloaded
from graph_service.formats import dump_formats, write_dump
from graph_service.services.deployment import Deployment
from graph_service.services.publishing.dumps.parts import Part, state_of
from graph_service.services.publishing.dumps.statements import statements_of

#: What the name of a compressed dump ends with.
GZIP = "gz"
_LEVEL = 6
_DIGEST = ".sha256"
#: One dump is made at a time; who waits longer for it than this is told to come again.
_SECONDS = 300.0
_turn = threading.Lock()
#: How many may wait for it, so that others still find a thread.
_places = threading.BoundedSemaphore(8)


@dataclass(frozen=True)
class Dump:
    """A dump that was made: the file, what it is called, its media type, and the SHA-256 of its bytes in hex.

    ``age`` is how many seconds ago it was right, where it may be one from before a change.
    """

    path: Path
    name: str
    media_type: str
    sha256: str
    age: float | None = None

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return self.path.stat().st_size

    @property
    def base64_digest(self) -> str:
        """The SHA-256 as header fields have it (RFC 9530)."""
        return base64.b64encode(bytes.fromhex(self.sha256)).decode()


def suffixes() -> list[str]:
    """What the names of dumps end with: a format, and ``.gz`` where the file is compressed."""
    return [suffix for name in dump_formats() for suffix in (name, f"{name}.{GZIP}")]


def dump(deployment: Deployment, part: Part, suffix: str, *, newest: bool = False) -> Dump:
    """The dump of ``part``, one of :func:`suffixes`, as it is now or, where settings let answers be old, was before.

    The ``newest`` is that of now in any case. It is made where there is none.

    :raises NotAcceptable: where there is no such format, or the format can't hold what is dumped.
    :raises UnknownName: where there is no such part.
    :raises AnswerGone: where it is not known what the release held.
    :raises Overloaded: where others are made and take too long.
    """
    if suffix not in suffixes():
        raise NotAcceptable(suffixes())

    def there() -> Dump | None:
        right = made_dump(deployment, part, suffix)
        return right if right or newest else _recent(deployment, part, suffix)

    if found := there():
        return found
    with _turn_to_make():
        return there() or _make(deployment, part, suffix)


def made_dump(deployment: Deployment, part: Part, suffix: str) -> Dump | None:
    """The dump of ``part`` as it is now, where it was made already.

    :raises UnknownName: where there is no such part.
    :raises AnswerGone: where it is not known what the release held.
    """
    found = _kept(deployment, part, suffix, state_of(deployment, part))
    if found and deployment.settings.answer_seconds:
        _sidecar(found.path).touch()  # the last time that it was right
    return found


def _recent(deployment: Deployment, part: Part, suffix: str) -> Dump | None:
    """A dump of an earlier state that was right so short a time ago as answers may be old."""
    oldest = time.time() - deployment.settings.answer_seconds
    if part.version or not deployment.settings.answer_seconds:
        return None
    found: dict[float, Dump] = {}
    for state in _place(deployment, part, suffix, "any").parent.parent.glob("*"):
        with suppress(FileNotFoundError):
            if kept := _kept(deployment, part, suffix, state.name):
                found[_sidecar(kept.path).stat().st_mtime] = kept
    seen = max(found, default=0.0)
    return replace(found[seen], age=time.time() - seen) if found and seen >= oldest else None


def write_to(deployment: Deployment, part: Part, suffix: str, output: IO[bytes], beside: Path | None = None) -> str:
    """Write a dump of ``part``, one of :func:`suffixes`, to ``output``; returns the state that it is of.

    :raises UnknownName: where there is no such part.
    :raises AnswerGone: where it is not known what the release held.
    :raises NotAcceptable: where the format can't hold what is dumped.
    """
    name, _, compressed = suffix.partition(".")
    context = deployment.vocabulary.context
    with statements_of(deployment, part, beside) as (statements, state):
        if compressed:
            with _packed(output) as packed:
                write_dump(dump_formats()[name], statements, context, packed)
        else:
            write_dump(dump_formats()[name], statements, context, output)
    return state


@contextmanager
def _turn_to_make() -> Iterator[None]:
    if not _places.acquire(blocking=False):
        raise Overloaded("Many dumps are waited for. Try again later.")
    try:
        if not _turn.acquire(timeout=_SECONDS):
            raise Overloaded("Other dumps are being made. Try again later.")
        try:
            yield
        finally:
            _turn.release()
    finally:
        _places.release()


def _make(deployment: Deployment, part: Part, suffix: str) -> Dump:
    name, _, compressed = suffix.partition(".")
    folder, begun = _folder(deployment), time.time()
    for left in (*folder.glob("writing-*"), *folder.glob("sorting-*")):  # by a process that was killed
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    if not compressed:
        with _temporary(folder) as file:
            state = write_to(deployment, part, name, file, folder)
            return _keep(deployment, part, suffix, state, file, begun)
    plain = made_dump(deployment, part, name) or _make(deployment, part, name)
    state = plain.path.parent.name
    with _temporary(folder) as file, plain.path.open("rb") as source:
        with _packed(file) as packed:
            shutil.copyfileobj(source, packed, 2**20)
        return _keep(deployment, part, suffix, state, file, begun)


def _keep(deployment: Deployment, part: Part, suffix: str, state: str, file: IO[bytes], begun: float) -> Dump:
    """Put a file that is written to its place, after its digest, and let go of those of earlier states.

    It was right at the time that it was ``begun``, in seconds since 1970.
    """
    file.flush()
    os.fsync(file.fileno())
    digest = _sha256(Path(file.name))
    place = _place(deployment, part, suffix, state)
    place.parent.mkdir(parents=True, exist_ok=True)
    with _temporary(place.parent) as sidecar:
        sidecar.write(f"{digest}  {place.name}\n".encode())
        sidecar.flush()
        os.utime(sidecar.name, (begun, begun))
        Path(sidecar.name).replace(_sidecar(place))
    Path(file.name).replace(place)
    _forget(place.parent)
    kept = _kept(deployment, part, suffix, state)
    assert kept  # noqa: S101 - it was just put there
    return kept


def _kept(deployment: Deployment, part: Part, suffix: str, state: str) -> Dump | None:
    place = _place(deployment, part, suffix, state)
    try:
        digest = _sidecar(place).read_text().split()[0]
    except FileNotFoundError:
        return None
    if not place.exists():
        return None
    media_type = "application/gzip" if suffix.endswith(f".{GZIP}") else dump_formats()[suffix].media_types[0]
    return Dump(place, place.name, media_type, digest)


def _forget(current: Path) -> None:
    """Remove what is kept of earlier states of the same part, but for the last one, which somebody may be reading."""
    states = sorted(
        (path for path in current.parent.iterdir() if path != current), key=lambda path: path.stat().st_mtime
    )
    for state in states[:-1]:
        shutil.rmtree(state, ignore_errors=True)


def _place(deployment: Deployment, part: Part, suffix: str, state: str) -> Path:
    return _folder(deployment) / f"dumps of {part.name}" / state / f"{part.name}.{suffix}"


def _sidecar(place: Path) -> Path:
    """The file with the digest of that at ``place``, which was right when this one was last changed."""
    return place.with_name(f"{place.name}{_DIGEST}")


def _folder(deployment: Deployment) -> Path:
    folder = deployment.settings.beside_store("dumps")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _packed(output: IO[bytes]) -> IO[bytes]:
    """A file that compresses to ``output`` and says neither a name nor a time."""
    return cast("IO[bytes]", gzip.GzipFile("", "wb", _LEVEL, output, mtime=0))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _temporary(folder: Path) -> Iterator[IO[bytes]]:
    """A file to write, that is removed where it wasn't put elsewhere."""
    file = tempfile.NamedTemporaryFile(dir=folder, prefix="writing-", delete=False)  # noqa: SIM115 - closed below
    try:
        yield file
    finally:
        file.close()
        Path(file.name).unlink(missing_ok=True)
