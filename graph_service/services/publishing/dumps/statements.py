"""The statements of a dump as they are at one moment, sorted in files of a folder that is gone afterwards."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
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
#: For how many seconds changes may wait for a dump.
_SHORT = 1.0
#: How often a copy of the store is made where graphs come or go meanwhile.
_TRIES = 5


@contextmanager
def statements_of(
    deployment: Deployment, part: Part, beside: Path | None = None
) -> Iterator[tuple[SortedStatements, str]]:
    """The statements of ``part``, and the state that its graphs were in when they had them.

    They are read where they are. Where they change meanwhile, they are read again while changes wait, if that is soon
    done, else from a copy of the store, which costs more.

    :raises UnknownName: where there is no such part.
    :raises AnswerGone: where it is not known what the release held.
    :raises Overloaded: where it can't be done in time.
    :raises StoreFull: where changes would have to wait and the disk has no room for them.
    """
    begun = time.monotonic()
    state, graphs = state_of(deployment, part), graphs_of(deployment, part)
    with sorted_statements(deployment.store, graphs, beside) as statements:
        if state_in(deployment, deployment.store, graphs) == state:
            yield statements, state
            return
    with ExitStack() as kept:
        if time.monotonic() - begun < _SHORT:
            with deployment.turn():
                state, graphs = state_of(deployment, part), graphs_of(deployment, part)
                statements = kept.enter_context(sorted_statements(deployment.store, graphs, beside))
        else:
            branch, graphs = _branch(deployment, part, kept)
            state = state_in(deployment, branch, graphs)
            statements = kept.enter_context(sorted_statements(branch, graphs, beside))
        yield statements, state


def _branch(deployment: Deployment, part: Part, kept: ExitStack) -> tuple[GraphStore, dict[str, tuple[str, Since]]]:
    """A copy of the store, which is there as long as ``kept``, and the graphs of ``part`` in it.

    :raises Overloaded: where graphs come and go all the time.
    """
    for _ in range(_TRIES):
        graphs = graphs_of(deployment, part)
        branch = kept.enter_context(closing(deployment.store.branch()))
        if graphs_of(deployment, part) == graphs:
            return branch, graphs
    raise Overloaded("Graphs come and go all the time. Try again later.")


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
