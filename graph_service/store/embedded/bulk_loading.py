"""A new store filled at the engine's own speed, from N-Quads that were validated before.

It is built beside its place and takes it at the end, so that one that is there is a whole one. The files are read
twice: as they are, and with the names of current graphs taken off the ends of their lines, which is the default graph.
That is done to the text, because the engine reads text several times as fast as statements made in Python. So lines
must be written as every dump writes them: ``<s> <p> <o> <g> .``
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO

from pyoxigraph import NamedNode, RdfFormat, Store

from graph_service.errors import SourceError, StoreUnavailable
from graph_service.model.terms import is_current_graph
from graph_service.store.embedded.data_format import current_format
from graph_service.store.embedded.restoring import rebuild

#: How much text is handled at a time.
PIECE = 8 * 2**20
#: How a line ends that lost the name of its graph; told apart from one whose object is a graph.
_CURRENT = b" .\r\n"
_FORM = "Write one statement a line, as <s> <p> <o> <g> . with single spaces, without blank nodes and comments."


def bulk_load(place: Path, base: str, files: Sequence[Path], said: Callable[[str], None]) -> int:
    """Make the store in the folder ``place`` from N-Quads; how many statements its named graphs were given.

    ``said`` is told of each step.

    :raises StoreUnavailable: where there is a store already.
    :raises SourceError: where a file is no N-Quads of that form; nothing is left then.
    """
    if place.is_dir() and any(place.iterdir()):
        raise StoreUnavailable(f"There is a store at {place}. Set GRAPH_STORE to a folder that is new.")
    if place.is_dir():
        place.rmdir()
    statements = 0

    def fill(store: Store) -> None:
        nonlocal statements
        statements = _fill(store, base, files, said)

    rebuild(place, fill, current_format())
    return statements


def _fill(store: Store, base: str, files: Sequence[Path], said: Callable[[str], None]) -> int:
    for file in files:
        said(f"Loading {file.name} …")
        try:
            store.bulk_load(path=file, format=RdfFormat.N_QUADS)
        except (SyntaxError, ValueError, OSError) as error:
            raise SourceError(str(file), str(error)) from error
    graphs = [graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode)]
    statements = 0
    for file in files:
        said(f"Loading what readers see of {file.name} …")
        statements += _load_default(store, base, file, graphs)
    said("Putting the store in order …")
    store.optimize()
    return statements


def _load_default(store: Store, base: str, file: Path, graphs: Sequence[str]) -> int:
    """Load the default graph from ``file``; how many lines it has."""
    source, sink = os.pipe()
    lines: list[int] = []
    failed: list[Exception] = []

    def write() -> None:
        try:
            with file.open("rb") as text, os.fdopen(sink, "wb") as pipe:
                for piece in _pieces(text):
                    lines.append(_write(pipe, piece, base, graphs, file, sum(lines)))
        except (SourceError, BrokenPipeError) as error:
            failed.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with os.fdopen(source, "rb") as pipe:
            store.bulk_load(pipe, RdfFormat.N_QUADS)
    except (SyntaxError, ValueError, OSError) as error:
        raise SourceError(str(file), str(error)) from error
    finally:
        writer.join()
    if failed:
        raise failed[0]
    return sum(lines)


def _write(pipe: IO[bytes], piece: bytes, base: str, graphs: Sequence[str], file: Path, before: int) -> int:
    """Write ``piece`` without the names of current graphs; how many lines it has.

    Statements of other graphs stay as they are: the store has them already.

    :raises SourceError: where a line ends otherwise than with the name of a graph.
    """
    lines, ended = piece.count(b"\n"), 0
    for graph in graphs:
        end = f" <{graph}> .\n".encode()
        found = piece.count(end)
        ended += found
        if found and is_current_graph(base, graph):
            piece = piece.replace(end, _CURRENT)
        if ended == lines:
            break
    if ended != lines:
        raise SourceError(f"{file}:{before + 1}", f"Not all of the next {lines} lines are written so. {_FORM}")
    if piece.startswith(b"_:") or b"\n_:" in piece or b"> _:" in piece:
        raise SourceError(f"{file}:{before + 1}", f"There are blank nodes in the next {lines} lines. {_FORM}")
    pipe.write(piece)
    return lines


def _pieces(text: IO[bytes]) -> Iterator[bytes]:
    """The text in pieces of whole lines."""
    while piece := text.read(PIECE):
        yield piece if piece.endswith(b"\n") else piece + text.readline()
