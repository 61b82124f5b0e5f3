"""Copies in columns that hold given statements."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store, Triple

from graph_service.store.embedded.columns.copy import Columns

P = "http://example.org/"


def dumped(triples: Iterable[Triple]) -> Callable[[IO[bytes]], None]:
    """What writes the statements to a file as N-Triples."""
    store = Store()
    store.extend(Quad(t.subject, t.predicate, t.object) for t in triples)

    def dump(file: IO[bytes]) -> None:
        store.dump(file, RdfFormat.N_TRIPLES, from_graph=DefaultGraph())

    return dump


def columns_of(triples: Iterable[Triple], folder: Path, least: int = 0) -> Columns:
    """The copy, as of generation 1; ``least`` is how many statements for each pattern it wants to be asked about."""
    columns = Columns(least=least)
    columns.fill(dumped(triples), folder, 1)
    columns.settle()
    return columns
