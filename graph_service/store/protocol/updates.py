"""The texts of queries and updates by which the state of the store moves on.

The state is one statement, which names the last write. A write is one update: where the state is still the one that it
was made for, it puts its own in the place and carries out everything else; else it does nothing. So it is carried out
at most once, however often it is sent, and of several that were made for one state only one is. All writes that were
carried out are listed, so that one whose fate isn't known can be found.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from typing import TypeVar

from pyoxigraph import DefaultGraph, NamedNode, Quad

from graph_service.model.change_record import GENERATION
from graph_service.model.terms import DCT, SYSTEM_STACK, graph_iri
from graph_service.store.protocol.engines import Engine
from graph_service.store.protocol.terms import sent

T = TypeVar("T")
#: The state of a store that nothing was written to.
FIRST = "urn:uuid:00000000-0000-0000-0000-000000000000"
#: What the turn to write is marked with while nobody has it.
FREE = "free"
_VERSION, _TURN, _GRAPH = f"<{DCT}hasVersion>", f"<{DCT}accessRights>", f"<{DCT}hasPart>"


@dataclass(frozen=True)
class State:
    """The last write, and how many changes were committed with it."""

    write: str
    generation: int


@dataclass(frozen=True)
class Hidden:
    """The graphs that the store keeps for itself."""

    base: str

    @property
    def prefix(self) -> str:
        """What the names of all of them start with; by it they are neither current nor shown."""
        return graph_iri(self.base, SYSTEM_STACK, "remote/")

    @property
    def state(self) -> str:
        """Holds the state, the turn and the list of writes."""
        return f"{self.prefix}state"

    @property
    def union(self) -> str:
        """Holds the union of the current graphs, where the engine has no default graph of its own."""
        return f"{self.prefix}union"

    def stage(self, write: str, number: int) -> str:
        """Holds statements of a large write until they are moved to their place."""
        return f"{self.prefix}stage/{write.removeprefix('urn:uuid:')}/{number}"


def ask_state(hidden: Hidden, write: str = FIRST) -> str:
    """Asks which write was the last, and whether ``write`` was carried out."""
    return (
        f"SELECT ?write ?generation ?done {{ GRAPH <{hidden.state}> {{ <{hidden.state}> {_VERSION} ?write . "
        f"?write {GENERATION} ?generation OPTIONAL {{ <{write}> {GENERATION} ?done }} }} }}"
    )


def begin(hidden: Hidden) -> str:
    """Marks a store that nothing was written to, so that there is a state to move on from."""
    state = hidden.state
    return (
        f'INSERT {{ GRAPH <{state}> {{ <{state}> {_VERSION} <{FIRST}> ; {_TURN} "{FREE}" . '
        f"<{FIRST}> {GENERATION} 0 }} }} "
        f"WHERE {{ FILTER NOT EXISTS {{ GRAPH <{state}> {{ ?any {GENERATION} ?number }} }} }}"
    )


def ask_graphs(hidden: Hidden) -> str:
    """Asks for the named graphs that hold statements; they are listed because engines take long to look."""
    return f"SELECT ?graph {{ GRAPH <{hidden.state}> {{ <{hidden.state}> {_GRAPH} ?graph }} }}"


def listed(hidden: Hidden, graphs: Iterable[str]) -> list[Quad]:
    """The statements that list ``graphs``."""
    state = NamedNode(hidden.state)
    return [Quad(state, NamedNode(f"{DCT}hasPart"), NamedNode(graph), state) for graph in graphs]


def ask_turn(hidden: Hidden) -> str:
    """Asks whose turn it is."""
    return f"SELECT ?turn {{ GRAPH <{hidden.state}> {{ <{hidden.state}> {_TURN} ?turn }} }}"


def pass_turn(hidden: Hidden, old: str, new: str) -> str:
    """Gives the turn to ``new`` if ``old`` has it."""
    turn = f"GRAPH <{hidden.state}> {{ <{hidden.state}> {_TURN} "
    return f'DELETE {{ {turn}"{old}" }} }} INSERT {{ {turn}"{new}" }} }} WHERE {{ {turn}"{old}" }} }}'


def write(
    engine: Engine, hidden: Hidden, old: State, new: State, added: Collection[Quad], removed: Collection[Quad]
) -> str:
    """Moves the state from ``old`` to ``new`` and these statements with it."""
    gone, come = _moved(hidden, old, new)
    return (
        f"DELETE {{ {gone} {quad_data(engine, hidden, removed)} }} "
        f"INSERT {{ {come} {quad_data(engine, hidden, added)} }} WHERE {{ {gone} }}"
    )


def write_staged(
    hidden: Hidden, old: State, new: State, added: Collection[tuple[str, str]], removed: Collection[tuple[str, str]]
) -> str:
    """The same, of statements that were brought before: pairs of the graph that holds them and the one they go to."""
    gone, come = _moved(hidden, old, new)

    def staged(pairs: Collection[tuple[str, str]], mark: str) -> list[str]:
        return [
            f"{{ GRAPH <{stage}> {{ ?{mark}s{n} ?{mark}p{n} ?{mark}o{n} }} }}" for n, (stage, _) in enumerate(pairs)
        ]

    def put(pairs: Collection[tuple[str, str]], mark: str) -> str:
        return " ".join(_within(graph, f"?{mark}s{n} ?{mark}p{n} ?{mark}o{n}") for n, (_, graph) in enumerate(pairs))

    found = " UNION ".join([*staged(removed, "d"), *staged(added, "a")])
    return f"DELETE {{ {gone} {put(removed, 'd')} }} INSERT {{ {come} {put(added, 'a')} }} WHERE {{ {gone} {found} }}"


def bring(engine: Engine, graph: str, quads: Iterable[Quad]) -> Iterator[str]:
    """Updates that put the statements of ``quads`` into ``graph``, each as large as the engine bears."""
    size = engine.quads if engine.own_default else 1_000
    for some in batches(quads, size):
        yield f"INSERT DATA {{ GRAPH <{graph}> {{ {_statements(engine, some)} }} }}"


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """``items`` in lists of at most ``size``."""
    remaining = iter(items)
    while some := list(islice(remaining, size)):
        yield some


def drop(graphs: Iterable[str]) -> str:
    """Removes graphs."""
    return " ;\n".join(f"DROP SILENT GRAPH <{graph}>" for graph in graphs)


def quad_data(engine: Engine, hidden: Hidden, quads: Iterable[Quad]) -> str:
    """Quads in the syntax of SPARQL, those of the default graph where the engine keeps it."""
    placed = sorted(quads, key=lambda quad: str(quad.graph_name))
    return " ".join(
        _within(place_of(engine, hidden, quads[0]), _statements(engine, quads))
        for _, of_graph in groupby(placed, key=lambda quad: str(quad.graph_name))
        for quads in [list(of_graph)]
    )


def place_of(engine: Engine, hidden: Hidden, quad: Quad) -> str:
    """The graph that holds ``quad``; empty for the engine's default graph."""
    if isinstance(quad.graph_name, DefaultGraph):
        return "" if engine.own_default else hidden.union
    assert isinstance(quad.graph_name, NamedNode)  # noqa: S101 - graphs are named
    return quad.graph_name.value


def _moved(hidden: Hidden, old: State, new: State) -> tuple[str, str]:
    state = f"GRAPH <{hidden.state}> {{ <{hidden.state}> {_VERSION}"
    return f"{state} <{old.write}> }}", f"{state} <{new.write}> . <{new.write}> {GENERATION} {new.generation} }}"


def _within(graph: str, statements: str) -> str:
    return f"GRAPH <{graph}> {{ {statements} }}" if graph else f"{statements} ."


def _statements(engine: Engine, quads: Iterable[Quad]) -> str:
    return " . ".join(f"{quad.subject} {quad.predicate} {sent(engine, quad.object)}" for quad in quads)
