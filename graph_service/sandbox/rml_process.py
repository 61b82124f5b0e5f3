"""The process that runs an RML mapping: ``python rml_process.py CONFIGURATION MEGABYTES SECONDS``.

The Python is that of the engine's own environment, so nothing of the service can be imported here. The process
gives up network, memory and time before it reads what it is given.
"""

from __future__ import annotations

import ctypes
import resource
import sys
from pathlib import Path

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000


def main(configuration: str, megabytes: int, seconds: int) -> None:
    """Write the statements of the mapping that ``configuration`` names to ``statements.nt``."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).unshare(_NEW_USER | _NEW_NETWORK)
    import morph_kgc  # noqa: PLC0415 - its threads would keep the process from leaving the network

    in_use = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    for which, limit in (
        (resource.RLIMIT_AS, in_use + megabytes * 1024 * 1024),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(which, (limit, limit))
    statements = morph_kgc.materialize_set(configuration)
    lines = "".join(f"{statement} .\n" for statement in sorted(statements))
    Path("statements.nt").write_text(lines, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
