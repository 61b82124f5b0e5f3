"""Datasets as a git revision has them: their files are written out, and nothing of the repository is run.

Files are read from the object database, so that no filter, hook or attribute of the repository has a say.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path, PurePosixPath

from graph_service.errors import SourceError, UnknownName

_REGULAR = {"100644", "100755"}
_SUFFIX = ".ttl"


def write_revision(repository: Path, revision: str, folder: str, target: Path) -> Path:
    """Write the datasets below ``folder`` of ``revision`` into ``target``; where they are now.

    :raises UnknownName: where the repository has no such revision, or that no such folder with data.
    :raises SourceError: where git can't be run.
    """
    found = _git(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found.returncode:
        raise UnknownName("folder or git revision", revision)
    commit = found.stdout.decode().strip()
    tree = f"{commit}:{folder}" if folder not in {"", "."} else commit
    listed = _git(repository, "ls-tree", "-r", "-z", "--full-tree", tree)
    files = dict(_files(listed.stdout)) if not listed.returncode else {}
    if not files:
        raise UnknownName(f"folder with {_SUFFIX} files", f"{revision}:{folder}")
    contents = _git(repository, "cat-file", "--batch", given="".join(f"{blob}\n" for blob in files.values())).stdout
    for name in files:
        head, _, rest = contents.partition(b"\n")
        size = int(head.split()[2])
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(rest[:size])
        contents = rest[size + 1 :]
    return target


def _files(listing: bytes) -> list[tuple[str, str]]:
    """Path and object of each data file; links, and paths that lead elsewhere, are left out."""
    found = []
    for entry in listing.split(b"\0"):
        described, _, path = entry.partition(b"\t")
        name = path.decode("utf-8", "surrogateescape")
        parts = PurePosixPath(name).parts
        if name.endswith(_SUFFIX) and ".." not in parts and not name.startswith("/"):
            mode, _, blob = described.decode().split()[:3]
            if mode in _REGULAR:
                found.append((name, blob))
    return found


def _git(repository: Path, *words: str, given: str = "") -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}
    command = ["git", "--no-replace-objects", "-C", str(repository), *words]
    try:
        return subprocess.run(command, input=given.encode(), capture_output=True, check=False, env=environment)  # noqa: S603 - no shell
    except OSError as error:
        raise SourceError(str(repository), f"git can't be run: {error.strerror}.") from error
