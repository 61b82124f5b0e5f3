"""Joins in the order in which they are cheap: rdflib joins patterns as they are written, however many match.

From a focus node on, each pattern is looked up when it has the fewest matches; so a thing that thousands link to is
never walked through where another way is shorter. This applies to states of the gate alone.
"""

from __future__ import annotations

from collections.abc import Generator
from itertools import islice
from typing import Any

from rdflib.paths import Path
from rdflib.plugins.sparql import CUSTOM_EVALS
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.plugins.sparql.sparql import AlreadyBound, FrozenBindings, QueryContext

from graph_service.services.gating.states import StateGraph

#: Matches are counted up to here; what has more is many.
_MANY = 40
_NEVER = 1_000_000


def _evaluate(context: QueryContext, part: CompValue) -> Generator[FrozenBindings, None, None]:
    if part.name != "BGP" or not isinstance(context.graph, StateGraph):
        raise NotImplementedError  # rdflib's way to say: as usual
    return _join(context, list(part.triples))


def _join(context: QueryContext, patterns: list[Any]) -> Generator[FrozenBindings, None, None]:
    if not patterns:
        yield context.solution()
        return
    first = min(patterns, key=lambda pattern: _cost(context, pattern)) if len(patterns) > 1 else patterns[0]
    others = [pattern for pattern in patterns if pattern is not first]
    known: Any = tuple(context[term] for term in first)
    assert context.graph is not None  # noqa: S101 - it was looked at
    for triple in context.graph.triples(known):
        extended = context.push()
        try:
            for term, before, value in zip(first, known, triple, strict=True):
                if before is None:
                    extended[term] = value
        except AlreadyBound:  # the same variable twice in a pattern
            continue
        yield from _join(extended, others)


def _cost(context: QueryContext, pattern: Any) -> int:
    """About how many matches ``pattern`` has."""
    known: Any = tuple(context[term] for term in pattern)
    subject, predicate, object_ = known
    if subject is not None and object_ is not None:
        return 0
    if isinstance(predicate, Path):
        return _NEVER if subject is None and object_ is None else _MANY
    if subject is not None:
        return 1
    if object_ is None:
        return _NEVER
    assert context.graph is not None  # noqa: S101 - it was looked at
    return 1 + sum(1 for _ in islice(context.graph.triples(known), _MANY))


def install() -> None:
    """Let rdflib join states of the gate in this way."""
    CUSTOM_EVALS["graph-service-gate"] = _evaluate
