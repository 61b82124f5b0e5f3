"""No way out of a process: it goes where there is no network, and makes no sockets; each where the kernel lets it."""

from __future__ import annotations

import ctypes
import platform
import struct
import sys

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
#: By machine: what the kernel calls the architecture, and the number of the system call ``socket``.
_SOCKET = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
#: Instructions of seccomp's filters: load a word, compare, return; and what they return.
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOWED, _REFUSED = 0x7FFF0000, 0x00050000 | 13  # as EACCES


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_char_p))


def leave_network() -> None:
    """Cut this process off; must happen before there are threads. What is open stays so."""
    if sys.platform == "linux":
        system = ctypes.CDLL(None, use_errno=True)
        system.unshare(_NEW_USER | _NEW_NETWORK)
        _forbid_sockets(system)


def _forbid_sockets(system: ctypes.CDLL) -> None:
    """Let ``socket`` fail, by a filter of system calls (seccomp).

    Source: https://docs.kernel.org/userspace-api/seccomp_filter.html
    """
    if platform.machine() not in _SOCKET:
        return
    architecture, number = _SOCKET[platform.machine()]
    instructions = (
        (_LOAD, 0, 0, 4),  # the architecture
        (_JUMP_IF_EQUAL, 0, 2, architecture),
        (_LOAD, 0, 0, 0),  # the number of the call
        (_JUMP_IF_EQUAL, 1, 0, number),
        (_RETURN, 0, 0, _ALLOWED),
        (_RETURN, 0, 0, _REFUSED),
    )
    code = b"".join(struct.pack("HBBI", *instruction) for instruction in instructions)
    system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    system.prctl(_SECCOMP, _FILTER, ctypes.byref(_Program(len(instructions), code)))
