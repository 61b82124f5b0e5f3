"""What a backup says of itself, in its file ``manifest.json``.

A backup is a zip file with the manifest, ``graph.nq.gz`` (the statements of all named graphs as N-Quads) and, under
``state/<setting>``, the other files and folders that the settings name as state.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import ClassVar

from graph_service import __version__
from graph_service.errors import GraphServiceError
from graph_service.store.embedded.data_format import ENGINE, current_format

#: The layout of the zip file.
VERSION = 1
NAME = "manifest.json"
GRAPH = "graph.nq.gz"
STATE = "state/"
_STATE_FILE = re.compile(rf"{STATE}[a-z_]+(/(?!\.\.?(/|$))[^/\\\0]+)*")


class BackupRefused(GraphServiceError):
    """A backup is damaged or of a newer version, or can't be made or put back, and why; nothing was changed."""

    code: ClassVar[str] = "backup-refused"


@dataclass(frozen=True)
class Member:
    """A file in the backup: how many bytes it has, and their SHA-256."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What the backup holds: by which software, of which generation, how many statements of each graph."""

    version: int
    data_format: int
    software: str
    engine: str
    made: str
    base: str
    generation: int
    graphs: Mapping[str, int]
    files: Mapping[str, Member]

    @property
    def statements(self) -> int:
        """How many statements all graphs have."""
        return sum(self.graphs.values())

    @property
    def title(self) -> str:
        """What it is, in one line."""
        return (
            f"generation {self.generation}, {self.statements} statements in {len(self.graphs)} graphs, "
            f"{len(self.files) - 1} other files, made {self.made} by {self.software}"
        )


def new_manifest(base: str, generation: int, graphs: Mapping[str, int], files: Mapping[str, Member]) -> Manifest:
    """The manifest of a backup that is made now by this software."""
    made = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    software = f"Graph Service {__version__}"
    return Manifest(VERSION, current_format(), software, ENGINE, made, base, generation, graphs, files)


def write_manifest(manifest: Manifest) -> bytes:
    """The file that says ``manifest``."""
    return json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()


def read_manifest(content: bytes) -> Manifest:
    """What the file says.

    :raises BackupRefused: where it is of a newer version, or none that this software wrote.
    """
    try:
        said = json.loads(content)
        version, number, software = int(said["version"]), int(said["data_format"]), str(said["software"])
    except (ValueError, TypeError, KeyError) as error:
        raise BackupRefused(f"Its {NAME} can't be read: {error!r}.") from error
    for what, found, known in (("layout", version, VERSION), ("data format", number, current_format())):
        if found > known:
            raise BackupRefused(
                f"It has {what} {found} and was made by {software}; this version knows {what}s up to {known}. "
                "Use the version that made it, or a later one."
            )
    try:
        files = {str(name): Member(int(each["bytes"]), str(each["sha256"])) for name, each in said["files"].items()}
        graphs = {str(graph): int(count) for graph, count in said["graphs"].items()}
        rest = {name: str(said[name]) for name in ("engine", "made", "base")}
        manifest = Manifest(
            version, number, software, **rest, generation=int(said["generation"]), graphs=graphs, files=files
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BackupRefused(f"Its {NAME} lacks something: {error!r}.") from error
    if wrong := [name for name in files if name != GRAPH and not _STATE_FILE.fullmatch(name)]:
        raise BackupRefused(f"Its {NAME} names {wrong[0]!r}, which is no file of a backup.")
    return manifest
