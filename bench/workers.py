"""Engines within Python, each in a process of its own, which is ended where an answer takes too long: ours, and rdflib.

Ours is asked for whole answers that were not kept: arguments are read and bound, SPARQL is evaluated, an analysis runs
where the query has one, and all is written as CSV, or as N-Triples where it is a graph.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

import rdflib
from answers import arguments
from generated import ROOT
from measuring import Given, Question, Refused, TooLong, held
from peers import LIMIT, rows_of
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, serialize

from graph_service import __version__
from graph_service.model.binding import tokens
from graph_service.services.ask import evaluate, prepare
from graph_service.services.deployment import Deployment
from graph_service.settings import Settings
from graph_service.store.base import GraphStore, Replicable
from graph_service.store.embedded.data_format import ENGINE

_SPAWN = multiprocessing.get_context("spawn")
#: How long a worker may take to be ready, in seconds.
_START = 600
#: How long our answers from memory may take, so that what is over the target is told.
_PATIENCE = 90
#: What asks within the worker, and how many seconds each step took until it could.
Opened = tuple[Callable[[Question], Given], dict[str, float]]


@dataclass
class Worker:
    """An engine that ``open`` opens in a process of its own; ``steps`` are the seconds that it took to be ready."""

    open: Callable[[], Opened]
    version: str = ""
    limit: float = LIMIT
    steps: dict[str, float] = field(default_factory=dict, init=False)
    _process: SpawnProcess | None = field(default=None, init=False, repr=False)
    _pipe: Connection = field(init=False, repr=False)

    def start(self) -> None:
        """Start it, and wait until it is ready.

        :raises Refused: where it isn't in time.
        """
        self._pipe, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_work, args=(theirs, self.open), daemon=True)
        self._process.start()
        theirs.close()
        try:
            if not self._pipe.poll(_START):
                raise Refused("It was not ready in time.")
            self.steps = self._pipe.recv()
        except EOFError as error:
            raise Refused("It ended before it was ready.") from error

    def ask(self, question: Question) -> Given:
        if self._process is None:
            self.start()
        try:
            self._pipe.send(question)
            if not self._pipe.poll(self.limit + 1):
                self.stop()
                raise TooLong
            told: Given | str = self._pipe.recv()
        except (EOFError, OSError) as error:
            self.stop()
            raise Refused("Its process ended.") from error
        if isinstance(told, str):
            raise Refused(told)
        if told.seconds > self.limit:
            raise TooLong
        return told

    def held(self) -> tuple[int, int]:
        return held(self._process.pid) if self._process and self._process.pid else (0, 0)

    def stop(self) -> None:
        """End it."""
        if self._process:
            self._process.kill()
            self._process.join()
            self._process = None


def _work(pipe: Connection, open_: Callable[[], Opened]) -> None:
    ask, steps = open_()
    pipe.send(steps)
    while True:
        try:
            question: Question = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send(ask(question))
        except Exception as error:  # noqa: BLE001 - whatever it is, the report shows it
            pipe.send(f"{type(error).__name__}: {error}")


def timed(steps: dict[str, float]) -> Callable[[str], None]:
    """What notes in ``steps`` the seconds since it was last called."""
    last = [time.perf_counter()]

    def note(step: str) -> None:
        now = time.perf_counter()
        steps[step], last[0] = now - last[0], now

    return note


def opened(store: Path, note: Callable[[str], None], *, in_memory: bool) -> Deployment:
    """Our service on ``store``, with its copies in memory and in columns filled where that is wanted."""
    deployment = Deployment(Settings(store=f"oxigraph:{store}", home=ROOT))
    deployment.store.generation()
    note("open")
    if in_memory:
        assert isinstance(deployment.store, Replicable)  # noqa: S101 - the embedded store is
        deployment.store.replicate()
        deployment.store.replica.settle()  # type: ignore[attr-defined] # the embedded store's
        note("fill")
        deployment.store.keep_columns()
        settle(deployment)
        note("columns")
    return deployment


def settle(deployment: Deployment) -> None:
    """Wait until the copies stand for the last commit."""
    for copy in (deployment.store.replica, deployment.store.columns):  # type: ignore[attr-defined] # the embedded store's
        copy.settle()


def ours(store: Path, *, in_memory: bool) -> Worker:
    """Our service on ``store``, from memory or from disk."""
    version = f"Graph Service {__version__} on {ENGINE}"
    return Worker(partial(_open_ours, store, in_memory), version, _PATIENCE if in_memory else LIMIT)


def _open_ours(store: Path, in_memory: bool) -> Opened:
    steps: dict[str, float] = {}
    return partial(_ask_ours, opened(store, timed(steps), in_memory=in_memory)), steps


def _ask_ours(deployment: Deployment, question: Question) -> Given:
    query = deployment.queries.queries.get(question.name)
    started = time.perf_counter()
    if query is None:  # a question of the bench, which is no named query
        content = _written(deployment.store.query(question.text))
    else:
        content = _written(evaluate(deployment.store, prepare(deployment, query, arguments(query, {}))).result)
    seconds = time.perf_counter() - started
    if not question.is_analysed:
        rows = rows_of(content, question)
    else:  # which the others are asked without their analysis
        rows = deployment.remembered(f"bench {question.name}", lambda: _counted(deployment.store, question))
    return Given(seconds, rows)


def _counted(store: GraphStore, question: Question) -> int:
    found = store.from_columns(question.text) if isinstance(store, Replicable) else None
    return rows_of(_written(found or store.query(question.text)), question)


def _written(result: object) -> bytes:
    if isinstance(result, QuerySolutions):
        return result.serialize(format=QueryResultsFormat.CSV) or b""
    if isinstance(result, QueryBoolean):
        return f"\n{bool(result)}\n".encode()
    return serialize(result, format=RdfFormat.N_TRIPLES) or b""  # type: ignore[arg-type] # a graph is left


def in_rdflib(file: Path) -> Worker:
    """The graph of ``file`` in rdflib."""
    return Worker(partial(_open_rdflib, file), f"rdflib {rdflib.__version__}")


def _open_rdflib(file: Path) -> Opened:
    steps: dict[str, float] = {}
    note = timed(steps)
    graph = rdflib.Graph().parse(file)
    note("load")
    return partial(_ask_rdflib, graph), steps


def _ask_rdflib(graph: rdflib.Graph, question: Question) -> Given:
    started = time.perf_counter()
    content = graph.query(question.text).serialize(format="nt" if question.is_graph else "csv") or b""
    return Given(time.perf_counter() - started, rows_of(content, question))


def is_aggregate(text: str) -> bool:
    """Whether SPARQL groups, counts, adds up or averages."""
    return any(token.is_word(word) for token in tokens(text) for word in ("GROUP", "COUNT", "SUM", "AVG"))


def questions(store: Path) -> Iterator[Question]:
    """All named queries with the arguments of their examples."""
    deployment = Deployment(Settings(store=f"oxigraph:{store}", home=ROOT))
    for name, query in deployment.queries.queries.items():
        text = prepare(deployment, query, arguments(query, {})).text
        yield Question(name, text, is_aggregate(text), bool(query.analysis), query.form == "graph")
    deployment.close()
