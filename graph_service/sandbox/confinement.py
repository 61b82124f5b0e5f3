"""What a process gives up before it touches what strangers sent: memory, and files; see ``network`` for that."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager

_MEGABYTE = 1024 * 1024


class Memory:
    """What this process has of it, told also where no file can be opened any more."""

    def __init__(self) -> None:
        self._statm = os.open("/proc/self/statm", os.O_RDONLY)

    def in_use(self) -> int:
        """How many bytes."""
        return int(os.pread(self._statm, 64, 0).split()[0]) * resource.getpagesize()

    @contextmanager
    def limited(self, megabytes: int) -> Iterator[None]:
        """No more than ``megabytes`` beyond what is in use, for a while."""
        before = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (self.in_use() + megabytes * _MEGABYTE, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_AS, before)


def limit_memory(megabytes: int) -> None:
    """No more memory than ``megabytes`` beyond what is in use, from now on."""
    _set(resource.RLIMIT_AS, Memory().in_use() + megabytes * _MEGABYTE)


def limit_writing(size: int) -> None:
    """No file may grow beyond ``size`` bytes, and no image of the process is written."""
    _set(resource.RLIMIT_FSIZE, size)
    _set(resource.RLIMIT_CORE, 0)


def limit_files(number: int = 0) -> None:
    """No more files or sockets than ``number`` beyond what is open, and nothing written."""
    limit_writing(0)
    unused = os.dup(0)
    os.close(unused)
    _set(resource.RLIMIT_NOFILE, unused + number)  # descriptors below it are all in use


def _set(which: int, value: int) -> None:
    resource.setrlimit(which, (value, value))
