"""Whether the service can work as it is set up: paths, rights, address, ports, sandbox, the engine of mappings."""

from __future__ import annotations

import os
import shutil
import socket
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from graph_service.errors import GraphServiceError
from graph_service.sandbox.probe import probe
from graph_service.services.deployment import Deployment
from graph_service.settings import Settings

State = Literal["ok", "warning", "failed"]
#: With less, the next releases and dumps may not fit.
_LEAST_FREE = 1024**3
_EMBEDDED = "oxigraph:"
_FOLDERS = ("ontology", "shapes", "queries", "profiles")
_SECONDS = 30.0
#: Without one of these, whatever strangers send could reach the network, or take all memory.
_NEEDED = {"no sockets", "limit of memory", "limit of files"}


@dataclass(frozen=True)
class Finding:
    """What holds of one part of the set-up, and what to do where it should not be so."""

    part: str
    state: State
    detail: str


def check_configuration(settings: Settings, host: str, port: int) -> Iterator[Finding]:
    """What holds, part by part; nothing is changed, and a store that is being served is not touched."""
    yield from _content(settings)
    yield from _store(settings)
    yield _writable("archive", settings.archive.absolute())
    yield _writable("keys", settings.keys.absolute().parent)
    yield from _keys(settings.keys)
    yield from _address(settings)
    yield from _ports(settings, host, port)
    yield from _sandbox()
    yield from _mapping(settings.mapping_python)


def _content(settings: Settings) -> Iterator[Finding]:
    """The folders that the service reads, and whether their files are right."""
    absent = [name for name in _FOLDERS if not (settings.home / name).is_dir()]
    if absent:
        yield Finding("home", "failed", f"{settings.home} has no {', '.join(absent)}; set GRAPH_HOME.")
        return
    deployment = Deployment(settings)
    try:
        counted = len(deployment.vocabulary.shapes), len(deployment.queries.queries), len(deployment.profiles.profiles)
    except GraphServiceError as error:
        yield Finding("home", "failed", str(error))
        return
    for name, wrong in deployment.queries.broken.items():
        yield Finding("home", "warning", f"The named query {name} can't be asked: {wrong}")
    shapes, queries, profiles = counted
    yield Finding("home", "ok", f"{settings.home}: {shapes} files of shapes, {queries} queries, {profiles} profiles.")


def _store(settings: Settings) -> Iterator[Finding]:
    """The folder of an embedded store, and the disk that it is on."""
    if not settings.store.startswith(_EMBEDDED):
        yield Finding("store", "ok", f"{settings.store} is on another engine, which is not asked here.")
        return
    folder = Path(settings.store.removeprefix(_EMBEDDED)).absolute()
    if not folder.is_dir():
        yield Finding("store", "failed", f"There is none at {folder}. Make one with: graph-service load PATH…")
    else:
        yield _writable("store", folder)
    yield _writable("store, beside it", folder.parent)
    there = next(path for path in (folder, *folder.parents) if path.exists())
    usage = shutil.disk_usage(there)
    free, all_ = usage.free // 2**20, usage.total // 2**20
    enough = usage.free >= _LEAST_FREE
    yield Finding("disk", "ok" if enough else "warning", f"{free} MiB of {all_} MiB are free at {there}.")


def _writable(part: str, folder: Path) -> Finding:
    """Whether this user may write into ``folder``, or make it."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    if not there.is_dir():
        return Finding(part, "failed", f"{there} is no folder.")
    if not os.access(there, os.W_OK | os.X_OK):
        return Finding(part, "failed", f"{there} can't be written by the user of this process ({os.geteuid()}).")
    return Finding(part, "ok", f"{folder} can be written." if there == folder else f"{folder} can be made.")


def _keys(file: Path) -> Iterator[Finding]:
    """The file of keys: only its owner may read it, and it is what this service wrote."""
    try:
        mode = file.stat().st_mode
    except FileNotFoundError:
        yield Finding("keys", "ok", f"There is no {file}, so nobody may change the graph: graph-service keys create")
        return
    except OSError as error:
        yield Finding("keys", "failed", f"{file}: {error.strerror}.")
        return
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield Finding("keys", "failed", f"Others may read or change {file}: chmod 600 {file}")
    try:
        keys = Deployment(Settings(keys=file)).keys.list()
    except GraphServiceError as error:
        yield Finding("keys", "failed", str(error))
        return
    expired = sum(key.expired for key in keys)
    yield Finding("keys", "ok", f"{len(keys)} keys, {expired} of them past their time.")


def _address(settings: Settings) -> Iterator[Finding]:
    if not settings.address:
        yield Finding("address", "warning", "Links follow the Host that a request names; set GRAPH_ADDRESS.")
    elif not settings.address.startswith("https:"):
        yield Finding("address", "warning", f"{settings.address} is not https; keys would travel in the clear.")
    else:
        yield Finding("address", "ok", settings.address)


def _ports(settings: Settings, host: str, port: int) -> Iterator[Finding]:
    """Whether the service could listen where it should."""
    for part, place in (("port", (host, port)), ("port of metrics", settings.metrics_address)):
        if place is None:
            continue
        shown = f"{place[0]}:{place[1]}"
        try:
            family = socket.AF_INET6 if ":" in place[0] else socket.AF_INET
            with socket.socket(family) as tried:
                tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                tried.bind(place)
            yield Finding(part, "ok", f"{shown} is free.")
        except (OSError, OverflowError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            yield Finding(part, "failed", f"{shown}: {reason}. Is the service running already?")


def _sandbox() -> Iterator[Finding]:
    """What keeps queries and data of strangers in their process."""
    found = probe()
    if not found:
        yield Finding("sandbox", "failed", "No process could be started to answer queries of strangers.")
    for means, works in found.items():
        if works:
            yield Finding("sandbox", "ok", f"{means}: works.")
        else:
            state: State = "failed" if means in _NEEDED else "warning"
            yield Finding("sandbox", state, f"{means}: this machine or unit doesn't allow it (docs/how-to/deploy.md).")


def _mapping(python: Path) -> Iterator[Finding]:
    """The environment that mappings of tables run in."""
    command = [str(python), "-c", "import morph_kgc"]
    try:
        subprocess.run(command, capture_output=True, timeout=_SECONDS, check=True)  # noqa: S603 - what the operator set
        yield Finding("mapping", "ok", f"{python} has the engine of mappings.")
    except (OSError, subprocess.SubprocessError):
        yield Finding("mapping", "warning", f"{python} has no morph-kgc: tables can't be imported.")
