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
#: How much of it is handed to the engine at once.
PIPE = 2**18
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
    ends = {f" <{graph}> .\n".encode(): is_current_graph(base, graph) for graph in graphs}

    def write() -> None:
        try:
            with file.open("rb") as text, os.fdopen(sink, "wb", buffering=PIPE) as pipe:
                for piece in _pieces(text):
                    pipe.write(_seen(piece, ends, f"{file}:{sum(lines) + 1}"))
                    lines.append(piece.count(b"\n"))
        except (SourceError, BrokenPipeError) as error:
            failed.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with os.fdopen(source, "rb", buffering=PIPE) as pipe:
            # Each line was checked when the file was loaded as it is.
            store.bulk_load(pipe, RdfFormat.N_TRIPLES, lenient=True)
    except (SyntaxError, ValueError, OSError) as error:
        raise SourceError(str(file), str(error)) from error
    finally:
        writer.join()
    if failed:
        raise failed[0]
    return sum(lines)


def _seen(piece: bytes, ends: dict[bytes, bool], place: str) -> bytes:
    """The lines of ``piece`` that are of current graphs, without the names of these.

    ``ends`` says how lines end and whether that is with a current graph; those found are put last, to be tried first
    with the next piece.

    :raises SourceError: where a line ends otherwise, or there are blank nodes.
    """
    lines, ended = piece.count(b"\n"), 0
    if b"_:" in piece and (piece.startswith(b"_:") or b"\n_:" in piece or b"> _:" in piece):
        raise SourceError(place, f"There are blank nodes in the next {lines} lines. {_FORM}")
    for end, is_current in reversed(list(ends.items())):
        left = piece.replace(end, _CURRENT)
        if len(left) == len(piece):
            continue
        ended += (len(piece) - len(left)) // (len(end) - len(_CURRENT))
        if is_current:
            piece = left
        else:
            piece = b"".join(line for line in piece.splitlines(keepends=True) if not line.endswith(end))
        ends[end] = ends.pop(end)
        if ended == lines:
            break
    if ended != lines:
        raise SourceError(place, f"Not all of the next {lines} lines are written so. {_FORM}")
    return piece


def _pieces(text: IO[bytes]) -> Iterator[bytes]:
    """The text in pieces of whole lines."""
    while piece := text.read(PIECE):
        yield piece if piece.endswith(b"\n") else piece + text.readline()
