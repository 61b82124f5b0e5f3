"""How a process gives up what it doesn't need before it touches what is untrusted."""

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


def limit(megabytes: int) -> None:
    """No more memory than ``megabytes`` beyond what is in use, no new files or sockets, nothing written."""
    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - what is read is no file
        in_use = int(statm.read().split()[0]) * resource.getpagesize()
    _set(resource.RLIMIT_AS, in_use + megabytes * 1024 * 1024)
    _set(resource.RLIMIT_CORE, 0)
    _set(resource.RLIMIT_FSIZE, 0)
    unused = os.dup(0)
    os.close(unused)
    _set(resource.RLIMIT_NOFILE, unused)  # descriptors below it are all in use


def _set(which: int, value: int) -> None:
    resource.setrlimit(which, (value, value))
