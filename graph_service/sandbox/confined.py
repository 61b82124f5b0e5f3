"""Run a module of ours on what a stranger sent, in a process that can be ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

#: How a confined process says that what it got is not what it should be; the reason is its last line of errors.
WRONG = 3
#: How it says that it had not enough memory.
MEMORY = 4


@dataclass(frozen=True)
class Limits:
    """Seconds and mebibytes that a confined process may use."""

    seconds: float
    megabytes: int


class Refused(Exception):
    """The process gave no result; the text says why, fit for users."""


def run(module: str, arguments: Sequence[str], content: bytes, limits: Limits) -> bytes:
    """What ``python -m module MEGABYTES arguments…`` makes of ``content``.

    :raises Refused: where it says that the content is wrong, takes too long, or needs too much.
    """
    environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-P", "-m", module, str(limits.megabytes), *arguments]
    with tempfile.TemporaryFile() as incoming, tempfile.TemporaryDirectory() as scratch:
        incoming.write(content)
        incoming.seek(0)
        ended = _finished(command, incoming, {**environment, "TMPDIR": scratch}, limits.seconds)
    if ended.returncode == 0:
        return ended.stdout
    if ended.returncode == WRONG:
        raise Refused(ended.stderr.decode("utf-8", errors="replace").strip().rsplit("\n", 1)[-1])
    if ended.returncode in {MEMORY, -signal.SIGABRT, -signal.SIGKILL, -signal.SIGXFSZ}:
        raise Refused(f"Needs more than the {limits.megabytes} MiB of memory that reading it may use; send it in parts")
    raise Refused("The reader could not bear this file; save it anew in Excel or LibreOffice, and send that")


def _finished(
    command: Sequence[str], incoming: BinaryIO, environment: dict[str, str], seconds: float
) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603 - our own module
            command,
            stdin=incoming,
            capture_output=True,
            timeout=seconds,
            env=environment,
            check=False,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired:
        raise Refused(f"Reading takes longer than the {seconds:g} seconds that it may; send it in parts") from None
