"""A process of ours that answers messages, as its parent sees it."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import time
from typing import Any

_MAX_HEADER = 64 * 1024


class Late(Exception):
    """The process did not do in time what was asked of it."""


class Ended(Exception):
    """The process is gone; ``signal`` is what ended it, 0 where none did."""

    def __init__(self, signal: int) -> None:
        super().__init__(signal)
        self.signal = signal


class Child:
    """``python -m module arguments…``, started at once; it ends when its parent does.

    Deadlines are those of :func:`time.monotonic`. One thread at a time sends and receives.
    """

    def __init__(self, module: str, *arguments: str) -> None:
        environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONDONTWRITEBYTECODE": "1"}
        self._received = b""
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-P", "-m", module, *arguments],
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            process_group=0,  # not a session of its own, whose processes Linux gives as much as all of ours
        )
        assert self._process.stdin  # noqa: S101 - it was asked for
        assert self._process.stdout  # noqa: S101 - it was asked for
        self._to, self._from = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._to, False)

    @property
    def process_id(self) -> int:
        """By which the operating system knows the process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    def send(self, message: bytes, deadline: float) -> None:
        """Give the process a message.

        :raises Late: where it doesn't take it until ``deadline``.
        :raises Ended: where it can't.
        """
        rest = memoryview(message)
        while rest:
            _await(self._to, select.POLLOUT, deadline)
            try:
                rest = rest[os.write(self._to, rest) :]
            except BrokenPipeError:
                raise self._ended() from None

    def header(self, deadline: float) -> dict[str, Any]:
        """The next line that the process sends.

        :raises Late: where there is none until ``deadline``.
        :raises Ended: where there will be none.
        """
        while b"\n" not in self._received and len(self._received) < _MAX_HEADER:
            self._received += self._receive(deadline)
        line, _, self._received = self._received.partition(b"\n")
        header: dict[str, Any] = json.loads(line)
        return header

    def content(self, length: int, deadline: float) -> bytes:
        """What follows a header that says so.

        :raises Late: where it isn't all there until ``deadline``.
        :raises Ended: where it will not be.
        """
        parts, size = [self._received], len(self._received)
        while size < length:
            parts.append(self._receive(deadline))
            size += len(parts[-1])
        self._received = b""
        return b"".join(parts)

    def kill(self) -> None:
        """End the process, whatever it does; may be called from any thread."""
        self._process.kill()

    def stop(self) -> None:
        """End the process and wait until it is gone."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                stream.close()

    def _receive(self, deadline: float) -> bytes:
        _await(self._from, select.POLLIN, deadline)
        received = os.read(self._from, 1 << 20)
        if not received:
            raise self._ended()
        return received

    def _ended(self) -> Ended:
        return Ended(max(0, -self._process.wait()))


def _await(descriptor: int, event: int, deadline: float) -> None:
    poll = select.poll()
    poll.register(descriptor, event)
    if not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
        raise Late
