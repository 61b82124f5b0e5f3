"""The process that runs an RML mapping: ``python rml_process.py CONFIGURATION MEGABYTES SECONDS``.

The Python is that of the engine's own environment, so nothing of the service can be imported here. The process
gives up memory, time and network before it reads what it is given.
"""

from __future__ import annotations

import ctypes
import resource
import sys

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000


def main(configuration: str, megabytes: int, seconds: int) -> None:
    """Write the statements of the mapping that ``configuration`` names to where it says."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).unshare(_NEW_USER | _NEW_NETWORK)
    for which, limit in (
        (resource.RLIMIT_AS, megabytes * 1024 * 1024),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(which, (limit, limit))
    import morph_kgc  # noqa: PLC0415 - only after the limits

    statements = morph_kgc.materialize_set(configuration)
    with open("statements.nt", "w", encoding="utf-8") as file:  # noqa: PTH123 - the process's own folder
        file.writelines(f"{statement} .\n" for statement in sorted(statements))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
