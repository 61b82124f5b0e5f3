"""A document whose first lines are ours: the engine declares prefixes in another order each time."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import IO


class OwnHead(io.RawIOBase):
    """A file to write a document to: its first ``lines`` are left out, ``head`` stands there instead."""

    def __init__(self, output: IO[bytes], head: str, lines: int) -> None:
        super().__init__()
        self._output = output
        self._lines = lines
        output.write(head.encode())

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        """Take more of the document."""
        piece = rest = bytes(data)  # type: ignore[call-overload]
        while self._lines and rest:
            _, end, rest = rest.partition(b"\n")
            self._lines -= len(end)
        self._output.write(rest)
        return len(piece)


def unambiguous(prefixes: Mapping[str, str]) -> dict[str, str]:
    """``prefixes`` in order, the first for each namespace."""
    names: dict[str, str] = {}
    for name, namespace in sorted(prefixes.items()):
        names.setdefault(namespace, name)
    return {name: namespace for namespace, name in names.items()}
