"""What a sandbox and its processes say to each other: a line of JSON, and after it as many bytes as that says."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from typing import Any, BinaryIO


def header(told: Mapping[str, Any]) -> bytes:
    """The line that a message begins with; where content follows, ``told`` has its ``length``."""
    return json.dumps(told).encode() + b"\n"


def send(outgoing: BinaryIO, told: Mapping[str, Any], content: bytes = b"") -> None:
    """Send a message."""
    outgoing.write(header(told))
    outgoing.write(content)
    outgoing.flush()


def streams() -> tuple[BinaryIO, BinaryIO]:
    """Where messages to this process come from, and where its own go; what a library prints is none of them."""
    outgoing = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return sys.stdin.buffer, outgoing
