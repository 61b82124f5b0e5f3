"""What a sandbox can really keep a process from, on this machine and for this user: ``python -m …sandbox.probe``.

The process steps into its confinement and then tries what it should not be able to do.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from graph_service.sandbox.confinement import limit_files, limit_memory
from graph_service.sandbox.network import leave_network

_SECONDS = 30.0
_NETWORK = Path("/proc/self/ns/net")
_MEGABYTES = 64


def probe() -> dict[str, bool]:
    """Whether each means of confinement works: its name, and what the process found; nothing where it didn't start."""
    environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-P", "-m", __name__]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, env=environment, check=True)  # noqa: S603 - our own module
        found: dict[str, bool] = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.SubprocessError):
        return {}
    return found


def _found() -> dict[str, bool]:
    before = _NETWORK.readlink() if _NETWORK.exists() else None
    leave_network()
    apart = _NETWORK.exists() and _NETWORK.readlink() != before
    sockets = _fails(lambda: socket.socket().close())
    limit_memory(_MEGABYTES)
    memory = _fails(lambda: bytearray(2 * _MEGABYTES * 2**20))
    limit_files()
    files = _fails(lambda: os.close(os.open(os.devnull, os.O_RDONLY)))
    return {"network namespace": apart, "no sockets": sockets, "limit of memory": memory, "limit of files": files}


def _fails(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except (OSError, MemoryError):
        return True
    return False


if __name__ == "__main__":
    print(json.dumps(_found()))  # noqa: T201 - what it is asked for
