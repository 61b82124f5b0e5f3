"""What a process that touches the untrusted can't use up."""

from __future__ import annotations

import os
import resource


def limit(megabytes: int, files: int = 0) -> None:
    """Beyond what is in use no more memory than ``megabytes`` and no more than ``files``; nothing is written."""
    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - what is read is no file
        in_use = int(statm.read().split()[0]) * resource.getpagesize()
    _set(resource.RLIMIT_AS, in_use + megabytes * 1024 * 1024)
    _set(resource.RLIMIT_CORE, 0)
    _set(resource.RLIMIT_FSIZE, 0)
    unused = os.dup(0)
    os.close(unused)
    _set(resource.RLIMIT_NOFILE, unused + files)  # descriptors below it are all in use


def _set(which: int, value: int) -> None:
    resource.setrlimit(which, (value, value))
