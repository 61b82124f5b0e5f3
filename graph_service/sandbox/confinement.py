"""What a process gives up before it touches what strangers sent: the network, memory, and files."""

from __future__ import annotations

import ctypes
import os
import resource
import sys

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000


def leave_network() -> None:
    """Go where there is no network, where the kernel lets one; must happen before there are threads."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).unshare(_NEW_USER | _NEW_NETWORK)


def limit_memory(megabytes: int) -> None:
    """No more memory than ``megabytes`` beyond what is in use, and no image of it on disk."""
    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - what is read is no file
        in_use = int(statm.read().split()[0]) * resource.getpagesize()
    _set(resource.RLIMIT_AS, in_use + megabytes * 1024 * 1024)
    _set(resource.RLIMIT_CORE, 0)


def limit_writing(size: int) -> None:
    """No file may grow beyond ``size`` bytes."""
    _set(resource.RLIMIT_FSIZE, size)


def forbid_files() -> None:
    """No new files or sockets, and nothing written."""
    limit_writing(0)
    unused = os.dup(0)
    os.close(unused)
    _set(resource.RLIMIT_NOFILE, unused)  # descriptors below it are all in use


def _set(which: int, value: int) -> None:
    resource.setrlimit(which, (value, value))
