"""Sorts more lines than memory holds: sorted runs go to files and are merged.

Source: D. E. Knuth, The Art of Computer Programming, volume 3, section 5.4 (external sorting).
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from graph_service.model.sorted_statements import merged, write_lines

#: How many bytes of lines are sorted in memory at once.
RUN = 8 * 2**20
#: How many runs are merged at once, each an open file.
_MOST_RUNS = 64


class LineSorter(io.RawIOBase):
    """A file to write lines to, in any order and cut anywhere; they are read back in the order of their bytes.

    What doesn't fit in memory goes to files in ``folder``.
    """

    def __init__(self, folder: Path, run: int = RUN) -> None:
        super().__init__()
        self._folder = folder
        self._run = run
        self._held: list[bytes] = []
        self._size = 0
        self._runs: list[Path] = []
        self._written = 0

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        """Take more of the lines."""
        piece = bytes(data)  # type: ignore[call-overload]
        self._held.append(piece)
        self._size += len(piece)
        if self._size >= self._run:
            self._put_away()
        return len(piece)

    def lines(self) -> Iterator[bytes]:
        """All lines, each once and with its end; what was written last must have ended a line."""
        held = self._cut(b"".join(self._held))
        while len(self._runs) > _MOST_RUNS:
            now, self._runs = self._runs[:_MOST_RUNS], self._runs[_MOST_RUNS:]
            self._runs.append(self._written_to_file(merged(now)))
            for path in now:
                path.unlink()
        return merged(self._runs, held)

    def _put_away(self) -> None:
        """Sort the whole lines that are held, and write them to a file."""
        content = b"".join(self._held)
        rest = content[content.rfind(b"\n") + 1 :]
        self._held, self._size = [rest], len(rest)
        if lines := self._cut(content):
            self._runs.append(self._written_to_file(lines))

    def _written_to_file(self, lines: Iterable[bytes]) -> Path:
        self._written += 1
        path = self._folder / f"run-{self._written}"
        write_lines(path, lines)
        return path

    @staticmethod
    def _cut(content: bytes) -> list[bytes]:
        """The lines of ``content`` that end, sorted. Only line feeds end them."""
        lines = io.BytesIO(content).readlines()
        if lines and not lines[-1].endswith(b"\n"):
            lines.pop()
        lines.sort()
        return lines
