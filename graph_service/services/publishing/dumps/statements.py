"""The statements of a dump, sorted in files of a folder that is gone afterwards."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from io import BufferedWriter
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, serialize

from graph_service.model.sorted_statements import SortedStatements, write_lines
from graph_service.services.publishing.dumps.line_sorter import LineSorter
from graph_service.services.releases import Since
from graph_service.store.base import GraphStore

_BUFFER = 256 * 1024


@contextmanager
def sorted_statements(
    store: GraphStore, graphs: Mapping[str, tuple[str, Since]], beside: Path | None = None
) -> Iterator[SortedStatements]:
    """The statements of ``graphs``: names in the dump, with the graph of ``store`` that is read and what came since.

    ``beside`` is a folder on whose disk there is room.
    """
    folder = Path(tempfile.mkdtemp(prefix="sorting-", dir=beside))
    try:
        files = {}
        for number, (name, (read, since)) in enumerate(sorted(graphs.items()), start=1):
            files[name] = folder / f"graph-{number}"
            sorter = LineSorter(folder)
            with BufferedWriter(sorter, _BUFFER) as lines:
                store.write_triples(read, lines)
                lines.write(_as_lines(since.removed))
            came = frozenset(_as_lines(since.added).splitlines(keepends=True))
            held = (line for line in sorter.lines() if line not in came) if came else sorter.lines()
            write_lines(files[name], held)
        yield SortedStatements(files)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_lines(triples: Iterable[Triple]) -> bytes:
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""
