"""What the difference between two states of the graph does to the answers of the named queries."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from pyoxigraph import Literal, QueryBoolean, QuerySolutions

from graph_service.errors import InvalidArguments, Overloaded
from graph_service.model.answer import BoundQuery
from graph_service.model.change import Change
from graph_service.model.difference import Difference, compare
from graph_service.model.named_query import NamedQuery, Parameter
from graph_service.model.solutions import Row, rows_of
from graph_service.services.ask import evaluate, listed_values, prepare
from graph_service.services.deployment import Deployment
from graph_service.store.base import GraphStore

_comparing = threading.RLock()
_EXAMPLE = re.compile(r'<(.*)>|"(.*)"(?:\^\^.*|@.*)?|(.*)', re.DOTALL)


@dataclass(frozen=True)
class AnswerDifference:
    """The rows in which the answers to ``query`` differ; ``given`` are the arguments that it was asked with."""

    query: NamedQuery
    given: Mapping[str, str]
    columns: Sequence[str]
    difference: Difference

    @property
    def counts(self) -> dict[str, int]:
        """How many rows came, went, changed and stayed."""
        found = self.difference
        kinds = {"added": found.count("added"), "removed": found.count("removed"), "changed": found.count("changed")}
        return {**kinds, "same": found.same}


@dataclass(frozen=True)
class EffectOnAnswers:
    """The answers that differ, how many are the same, and the names of queries that were not asked."""

    differences: Sequence[AnswerDifference]
    same: int
    unasked: Sequence[str]

    def words(self) -> list[str]:
        """A line for each answer that differs, then what is to be known of the others."""
        lines = []
        for found in self.differences:
            counts = ", ".join(f"{n} {kind}" for kind, n in found.counts.items() if n and kind != "same")
            given = ", ".join(f"{name}={value}" for name, value in found.given.items())
            asked = f" ({given})" if given else ""
            lines.append(f"{found.query.name}{asked}: rows {counts}, {found.difference.same} as before")
        lines.append(f"{self.same} answers are the same.")
        return lines + ([f"Not asked: {', '.join(self.unasked)}."] if self.unasked else [])


def effect_on_answers(
    deployment: Deployment, before: GraphStore, after: GraphStore, stack: str = "", seconds: float | None = None
) -> EffectOnAnswers:
    """Ask every named query of both states: about ``stack`` (a key), else of every stack.

    Other parameters that must be given have their default, their example, or the first value of their list.
    ``seconds`` is when no further query is asked.
    """
    differences, same, unasked = [], 0, []
    end = None if seconds is None else time.monotonic() + seconds
    for query in deployment.queries.queries.values():
        given = _arguments(deployment, query, stack)
        try:
            bound = prepare(deployment, query, {name: [value] for name, value in given.items()})
        except InvalidArguments:
            unasked.append(query.name)
            continue
        if end is not None and time.monotonic() > end:
            unasked.append(query.name)
            continue
        found = _difference(bound, given, before, after)
        if found.difference.rows:
            differences.append(found)
        else:
            same += 1
    return EffectOnAnswers(differences, same, unasked)


def effect_of_change(deployment: Deployment, key: str, change: Change, seconds: float | None = None) -> EffectOnAnswers:
    """What ``change`` would do to the answers of now; worked out once for each ``key`` and state of the data."""

    def compared() -> EffectOnAnswers:
        with deployment.branches.open(key, lambda: change) as after:
            return effect_on_answers(deployment, deployment.store, after, seconds=seconds)

    with turn_to_compare(seconds):
        return deployment.remembered(f"effect of {key}", compared)


@contextmanager
def turn_to_compare(seconds: float | None) -> Iterator[None]:
    """One comparison at a time: each asks every named query twice.

    :raises Overloaded: where it takes longer than ``seconds`` until others are done.
    """
    if not _comparing.acquire(timeout=-1 if seconds is None else seconds):
        raise Overloaded("Other answers are being compared. Try again in a few seconds.")
    try:
        yield
    finally:
        _comparing.release()


def _difference(bound: BoundQuery, given: Mapping[str, str], before: GraphStore, after: GraphStore) -> AnswerDifference:
    query = bound.query
    _, earlier = _rows(before, bound)
    columns, later = _rows(after, bound)
    key = [name for name, column in query.columns.items() if column.key] if query.form == "rows" else columns
    return AnswerDifference(query, given, columns, compare(earlier, later, key))


def _rows(store: GraphStore, bound: BoundQuery) -> tuple[Sequence[str], Sequence[Row]]:
    """The columns and rows of an answer; statements and truths are rows as well, and what can't be asked has none."""
    try:
        answer = evaluate(store, bound)
    except InvalidArguments:  # an analysis that finds that what is asked about is not there
        return list(bound.query.columns), []
    if isinstance(answer.result, QuerySolutions):
        return [variable.value for variable in answer.result.variables], rows_of(answer.result)
    if isinstance(answer.result, QueryBoolean):
        return ["answer"], [{"answer": Literal(answer.truth)}]
    columns = ["subject", "predicate", "object"]
    return columns, [
        dict(zip(columns, (t.subject, t.predicate, t.object), strict=True)) for t in set(answer.statements)
    ]


def _arguments(deployment: Deployment, query: NamedQuery, stack: str) -> dict[str, str]:
    """What ``query`` is asked with."""
    needed = (p for p in query.parameters.values() if not p.optional and p.default is None and p.of != "stack")
    given = {parameter.name: _value(deployment, parameter) for parameter in needed}
    about: Iterable[Parameter] = [p for p in query.parameters.values() if p.of == "stack"]
    for parameter in about:
        if stack:
            given[parameter.name] = stack
        elif not parameter.optional and parameter.default is None:
            given[parameter.name] = _value(deployment, parameter)
    return given


def _value(deployment: Deployment, parameter: Parameter) -> str:
    """The example of ``parameter``, or the first value of its list where the example is not there."""
    match = _EXAMPLE.fullmatch(parameter.example)
    example = next((group for group in match.groups() if group is not None), "") if match else ""
    values = [value for value, _ in listed_values(deployment, parameter)]
    return example if example in values or not values else values[0]
