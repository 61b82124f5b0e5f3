"""The statements of a dump, sorted in files of a folder that is gone afterwards."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from io import BufferedWriter
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from graph_service.model.sorted_statements import SortedStatements
from graph_service.services.publishing.dumps.line_sorter import LineSorter, lines_of, merged
from graph_service.services.releases import Since
from graph_service.store.base import GraphStore

_BUFFER = 256 * 1024
_END = len(b".\n")


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
            _write(files[name], (line for line in sorter.lines() if line not in came) if came else sorter.lines())
        triples = next(iter(files.values())) if len(files) == 1 else folder / "triples"
        if len(files) != 1:
            _write(triples, merged(files.values()))
        _write(folder / "quads", merged([], *(_in_graph(path, name) for name, path in files.items())))
        yield SortedStatements(triples, folder / "quads", files)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _in_graph(path: Path, graph: str) -> Iterator[bytes]:
    """The lines of a graph as N-Quads; their order stays."""
    end = f"{NamedNode(graph)} .\n".encode()
    return (line[:-_END] + end for line in lines_of(path))


def _as_lines(triples: Iterable[Triple]) -> bytes:
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""


def _write(path: Path, lines: Iterable[bytes]) -> None:
    with path.open("wb", _BUFFER) as file:
        file.writelines(lines)
