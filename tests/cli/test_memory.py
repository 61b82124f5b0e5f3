"""What the server does so that memory that was let go isn't kept."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

#: Takes 200 MB in pieces, lets go of all but every twentieth, and tells its memory until somebody ends it.
PROGRAM = """
from pathlib import Path
from graph_service.cli import serve
serve._EACH = 0.05
serve._keep_memory_together()
pieces = [bytes([number % 256]) * 100_000 for number in range(2000)]
kept = pieces[::20]
del pieces
if {gives_back}:
    serve._give_memory_back()
while True:
    print(Path("/proc/self/statm").read_text().split()[1], flush=True)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="Only the C library of Linux is asked to.")
def test_what_is_free_goes_back_to_the_system() -> None:
    """Also what lies between pieces that are still used; otherwise it would stay."""

    def least(gives_back: bool, until: int) -> int:
        """The fewest pages of memory that were seen, until there were so few or for two seconds."""
        program = [sys.executable, "-c", PROGRAM.format(gives_back=gives_back)]
        with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout
            seen = int(process.stdout.readline())
            end = time.monotonic() + 2
            while seen > until and time.monotonic() < end:
                seen = min(seen, int(process.stdout.readline()))
            process.kill()
        return seen

    kept = least(gives_back=False, until=0)
    assert least(gives_back=True, until=kept // 2) <= kept // 2
