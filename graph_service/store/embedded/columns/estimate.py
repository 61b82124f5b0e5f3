"""How many statements the engine must begin with to answer a query.

It begins a group of patterns at the one with the fewest matches, and looks the others up for each. A query that begins
with few is answered by the engine before SQL is planned; one that begins with many is answered faster by columns.
"""

from __future__ import annotations

from typing import Any

from pyoxigraph import NamedNode

from graph_service.store.embedded.columns.algebra import (
    Extend,
    Filter,
    Join,
    LeftJoin,
    Minus,
    Path,
    Triples,
    Union,
    Values,
    Var,
)
from graph_service.store.embedded.columns.dictionary import Moment

#: More than there are.
_MANY = 1 << 60


def begun(moment: Moment, pattern: Any) -> int:  # noqa: PLR0911 - a case for each kind
    """With how many statements the pattern begins, all its groups together."""
    match pattern:
        case Triples(triples):
            return min((_matches(moment, *triple) for triple in triples), default=0)
        case Join(Values() as values, Triples(triples)) | Join(Triples(triples), Values() as values):
            return sum(begun(moment, Triples(_with(triples, values, row))) for row in values.rows)
        case Join(left, right) | LeftJoin(left, right, _):
            first = begun(moment, left)
            return first + (begun(moment, right) if first == 0 else looked_up(moment, right, first))
        case Union(branches):
            return sum(begun(moment, branch) for branch in branches)
        case Minus(left, right):
            return begun(moment, left) + begun(moment, right)
        case Values():
            return 0
    return begun(moment, pattern.pattern)


def looked_up(moment: Moment, pattern: Any, rows: int) -> int:
    """With how many statements the pattern begins for so many rows; sub-selects are worked out by themselves."""
    match pattern:
        case Triples():
            return min(rows, begun(moment, pattern))
        case Join(left, right) | LeftJoin(left, right, _):
            return looked_up(moment, left, rows) + looked_up(moment, right, rows)
        case Union(branches):
            return sum(looked_up(moment, branch, rows) for branch in branches)
        case Filter(inner, _) | Extend(inner, _, _):
            return looked_up(moment, inner, rows)
    return begun(moment, pattern)


def _with(triples: tuple[Any, ...], values: Values, row: tuple[Any, ...]) -> tuple[Any, ...]:
    """The triple patterns with the values of a row in the place of its variables."""
    given = {Var(name): term for name, term in zip(values.names, row, strict=True) if term is not None}
    return tuple(tuple(given.get(part, part) if isinstance(part, Var) else part for part in t) for t in triples)


def _matches(moment: Moment, subject: Any, predicate: Any, object_: Any) -> int:  # noqa: PLR0911 - as above
    """How many statements match the pattern: of a path to a thing, what leads there; else its end with the fewest."""
    if isinstance(predicate, NamedNode):
        return moment.count(predicate.value, subject, object_)
    if isinstance(predicate, Var):
        return _MANY if isinstance(subject, Var) and isinstance(object_, Var) else 0
    assert isinstance(predicate, Path)  # noqa: S101 - there is nothing else
    anything = Var("")
    match predicate.op:
        case "/" if not isinstance(object_, Var) and all(isinstance(part, NamedNode) for part in predicate.parts):
            return moment.count_to([part.value for part in predicate.parts], object_)
        case "/":
            *_, last = predicate.parts
            ends = [_matches(moment, subject, predicate.parts[0], anything), _matches(moment, anything, last, object_)]
            return min(ends)
        case "^":
            return _matches(moment, object_, predicate.parts[0], subject)
        case "|":
            return sum(_matches(moment, subject, part, object_) for part in predicate.parts)
        case "+":
            return _matches(moment, subject, predicate.parts[0], object_)
    return _MANY if isinstance(subject, Var) and isinstance(object_, Var) else 1
