"""The statements of a dump as they are at one moment, sorted in files of a folder that is gone afterwards."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext
from io import BufferedWriter
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, serialize

from graph_service.errors import Overloaded
from graph_service.model.sorted_statements import SortedStatements, write_lines
from graph_service.services.deployment import Deployment
from graph_service.services.publishing.dumps.line_sorter import LineSorter
from graph_service.services.publishing.dumps.parts import Part, graphs_of, state_in, state_of
from graph_service.services.releases import Since
from graph_service.store.base import GraphStore

_BUFFER = 256 * 1024
#: How often the statements are read anew where they change meanwhile.
_TRIES = 5


@contextmanager
def statements_of(
    deployment: Deployment, part: Part, beside: Path | None = None
) -> Iterator[tuple[SortedStatements, str]]:
    """The statements of ``part``, and the state that its graphs were in when they had them.

    They are read where they are; where they change meanwhile, from a copy of the store, which costs more.

    :raises UnknownName: where there is no such part.
    :raises AnswerGone: where it is not known what the release held.
    :raises Overloaded: where the data change too often.
    """
    for number in range(_TRIES):
        state, graphs = state_of(deployment, part), graphs_of(deployment, part)
        source = closing(deployment.store.branch()) if number else nullcontext(deployment.store)
        with source as store, sorted_statements(store, graphs, beside) as statements:
            if state_in(deployment, store, graphs) == state:
                yield statements, state
                return
    raise Overloaded("The data are changed all the time. Try again later.")


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
