"""How many statements the engine must begin with to answer a query.

It begins a group of patterns at the one with the fewest matches, and looks the others up for each. A query that begins
with few is answered by the engine before SQL is planned; one that begins with many is answered faster by columns.
"""

from __future__ import annotations

from math import prod
from typing import Any

from pyoxigraph import NamedNode

from graph_service.store.embedded.columns.algebra import (
    Extend,
    Filter,
    Group,
    Join,
    LeftJoin,
    Minus,
    Path,
    Triples,
    Union,
    Values,
    Var,
    variables,
)
from graph_service.store.embedded.columns.dictionary import Moment

#: More than there are.
_MANY = 1 << 60


def begun(moment: Moment, pattern: Any) -> int:  # noqa: PLR0911 - a case for each kind
    """With how many statements the pattern begins, all its groups together."""
    match pattern:
        case Triples(triples):
            matches = [_matches(moment, *triple) for triple in triples]
            return min([*matches, *(moment.count_to(paths) for paths in _leading(triples) if all(matches))], default=0)
        case Join(Values() as values, Triples(triples)) | Join(Triples(triples), Values() as values):
            return sum(begun(moment, Triples(_with(triples, values, row))) for row in values.rows)
        case Join(left, right) if nothing(moment, left) or nothing(moment, right):
            return 0
        case Join(left, right) | LeftJoin(left, right, _):
            first = begun(moment, left)
            return first + (begun(moment, right) if first == 0 else looked_up(moment, right, first, variables(left)))
        case Union(branches):
            return sum(begun(moment, branch) for branch in branches)
        case Minus(left, right):
            return begun(moment, left) + begun(moment, right)
        case Values():
            return 0
    return begun(moment, pattern.pattern)


def nothing(moment: Moment, pattern: Any) -> bool:  # noqa: PLR0911 - as above
    """Whether it is seen at once that the pattern has no solution; what it is joined to is not worked out then."""
    match pattern:
        case Triples(triples):
            return bool(triples) and begun(moment, pattern) == 0
        case Join(left, right):
            return nothing(moment, left) or nothing(moment, right)
        case LeftJoin(left, _, _) | Minus(left, _):
            return nothing(moment, left)
        case Union(branches):
            return all(nothing(moment, branch) for branch in branches)
        case Values():
            return not pattern.rows
        case Group(inner, keys, _):
            return bool(keys) and nothing(moment, inner)
    return nothing(moment, pattern.pattern)


def looked_up(moment: Moment, pattern: Any, rows: int, known: set[str]) -> int:
    """How many statements the pattern begins with where it is looked up for so many rows that have the variables.

    Sub-selects are worked out by themselves.
    """
    match pattern:
        case Triples(triples):
            each = [found for triple in triples if (found := _each(moment, *triple, known)) is not None]
            return min(int(rows * min(each, default=1)), begun(moment, pattern))
        case Join(left, right) | LeftJoin(left, right, _):
            first = looked_up(moment, left, rows, known)
            return first + looked_up(moment, right, rows, known | variables(left))
        case Union(branches):
            return sum(looked_up(moment, branch, rows, known) for branch in branches)
        case Filter(inner, _) | Extend(inner, _, _):
            return looked_up(moment, inner, rows, known)
    return begun(moment, pattern)


def _each(moment: Moment, subject: Any, predicate: Any, object_: Any, known: set[str]) -> float | None:
    """How many statements match for each value of the end that is known, on average; none where neither is."""
    for end, place in ((subject, "s"), (object_, "o")):
        if isinstance(end, Var) and end.name in known and (predicates := _predicates(predicate)):
            return prod(moment.spread(each, place) for each in predicates)
    return None


def _with(triples: tuple[Any, ...], values: Values, row: tuple[Any, ...]) -> tuple[Any, ...]:
    """The triple patterns with the values of a row in the place of its variables."""
    given = {Var(name): term for name, term in zip(values.names, row, strict=True) if term is not None}
    return tuple(tuple(given.get(part, part) if isinstance(part, Var) else part for part in t) for t in triples)


def _leading(triples: tuple[Any, ...]) -> list[list[tuple[list[str], Any]]]:
    """Of each variable that several patterns are about, the paths of predicates that lead from it to a thing."""
    found: dict[str, list[tuple[list[str], Any]]] = {}
    for subject, predicate, object_ in triples:
        if isinstance(subject, Var) and not isinstance(object_, Var) and (predicates := _predicates(predicate)):
            found.setdefault(subject.name, []).append((predicates, object_))
    return [paths for paths in found.values() if len(paths) > 1]


def _predicates(path: Any) -> list[str]:
    """The predicates that follow each other in a path; none where it is of another kind."""
    parts = path.parts if isinstance(path, Path) and path.op == "/" else (path,)
    return [part.value for part in parts] if all(isinstance(part, NamedNode) for part in parts) else []


def _matches(moment: Moment, subject: Any, predicate: Any, object_: Any) -> int:  # noqa: PLR0911 - as above
    """How many statements match the pattern: at least one of a path, at its end with the fewest."""
    if isinstance(predicate, NamedNode):
        return moment.count(predicate.value, subject, object_)
    if isinstance(predicate, Var):
        return _MANY if isinstance(subject, Var) and isinstance(object_, Var) else 1
    assert isinstance(predicate, Path)  # noqa: S101 - there is nothing else
    anything = Var("")
    match predicate.op:
        case "/" if _predicates(predicate) and not isinstance(object_, Var):
            return moment.count_to([(_predicates(predicate), object_)])
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
