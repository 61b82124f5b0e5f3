"""What a process gives up before it touches what strangers sent: memory, and files; see ``network`` for that."""

from __future__ import annotations

import os
import resource


def limit_memory(megabytes: int) -> None:
    """No more memory than ``megabytes`` beyond what is in use, and no image of it on disk."""
    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - what is read is no file
        in_use = int(statm.read().split()[0]) * resource.getpagesize()
    _set(resource.RLIMIT_AS, in_use + megabytes * 1024 * 1024)
    _set(resource.RLIMIT_CORE, 0)


def limit_writing(size: int) -> None:
    """No file may grow beyond ``size`` bytes."""
    _set(resource.RLIMIT_FSIZE, size)


def limit_files(number: int = 0) -> None:
    """No more files or sockets than ``number`` beyond what is open, and nothing written."""
    limit_writing(0)
    unused = os.dup(0)
    os.close(unused)
    _set(resource.RLIMIT_NOFILE, unused + number)  # descriptors below it are all in use


def _set(which: int, value: int) -> None:
    resource.setrlimit(which, (value, value))
