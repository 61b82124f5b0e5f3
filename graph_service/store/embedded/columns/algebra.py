"""The algebra of SPARQL, as far as named queries are translated.

See `SPARQL 1.1, section 18 <https://www.w3.org/TR/sparql11-query/#sparqlDefinition>`_.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode

Constant = NamedNode | Literal


class NotTranslated(Exception):
    """The query has something of which it is not known for sure that columns give the same answer."""


@dataclass(frozen=True)
class Var:
    """A variable."""

    name: str


@dataclass(frozen=True)
class Call:
    """An operator or function, named in capitals, with its arguments."""

    name: str
    arguments: tuple[Any, ...]


@dataclass(frozen=True)
class Exists:
    """Whether the pattern has a solution."""

    pattern: Any


@dataclass(frozen=True)
class Aggregate:
    """What is made of all solutions of a group; no argument stands for ``*``."""

    name: str
    argument: Any
    distinct: bool
    separator: str = " "


@dataclass(frozen=True)
class Path:
    """A property path: ``op`` is one of ``^ / | * + ?``."""

    op: str
    parts: tuple[Any, ...]


@dataclass(frozen=True)
class Triples:
    """A basic graph pattern: subject, predicate or path, and object of each."""

    triples: tuple[tuple[Any, Any, Any], ...]


@dataclass(frozen=True)
class Join:
    """Solutions of both that agree."""

    left: Any
    right: Any


@dataclass(frozen=True)
class LeftJoin:
    """Solutions of the left, with those of the right that agree and meet the condition."""

    left: Any
    right: Any
    condition: Any = None


@dataclass(frozen=True)
class Union:
    """Solutions of each branch."""

    branches: tuple[Any, ...]


@dataclass(frozen=True)
class Minus:
    """Solutions of the left that agree with none of the right in a variable they share."""

    left: Any
    right: Any


@dataclass(frozen=True)
class Filter:
    """Solutions that meet the condition."""

    pattern: Any
    condition: Any


@dataclass(frozen=True)
class Extend:
    """Solutions with a further variable."""

    pattern: Any
    var: str
    expression: Any


@dataclass(frozen=True)
class Values:
    """Inline data; None is UNDEF."""

    names: tuple[str, ...]
    rows: tuple[tuple[Constant | None, ...], ...]


@dataclass(frozen=True)
class Group:
    """A solution for each group of solutions that have the same ``keys``."""

    pattern: Any
    keys: tuple[str, ...]
    aggregates: tuple[tuple[str, Aggregate], ...]


@dataclass(frozen=True)
class Project:
    """Solutions with these variables alone."""

    pattern: Any
    names: tuple[str, ...]


@dataclass(frozen=True)
class Distinct:
    """Solutions, each once."""

    pattern: Any


@dataclass(frozen=True)
class OrderBy:
    """Solutions in an order; each key has an expression, and whether it descends."""

    pattern: Any
    keys: tuple[tuple[Any, bool], ...]


@dataclass(frozen=True)
class Slice:
    """Some of the solutions."""

    pattern: Any
    offset: int
    limit: int | None


def variables(node: Any) -> set[str]:  # noqa: PLR0911 - a case for each kind
    """The variables that are in scope after a pattern."""
    match node:
        case Triples(triples):
            return {part.name for triple in triples for part in triple if isinstance(part, Var)}
        case Join(left, right) | LeftJoin(left, right, _):
            return variables(left) | variables(right)
        case Union(branches):
            return set().union(*map(variables, branches))
        case Minus(left, _):
            return variables(left)
        case Filter(pattern, _) | Distinct(pattern) | OrderBy(pattern, _) | Slice(pattern, _, _):
            return variables(pattern)
        case Extend(pattern, var, _):
            return variables(pattern) | {var}
        case Values(names, _) | Project(_, names):
            return set(names)
        case Group(_, keys, aggregates):
            return {*keys, *(name for name, _ in aggregates)}
    raise NotTranslated(type(node).__name__)


def named(node: Any) -> set[str]:
    """All variables that a pattern or an expression names anywhere."""
    if isinstance(node, Var):
        return {node.name}
    if isinstance(node, tuple):
        return set().union(*map(named, node))
    if is_dataclass(node):
        own = (
            set(node.names) if isinstance(node, Project | Values) else {node.var} if isinstance(node, Extend) else set()
        )
        return own.union(*(named(getattr(node, field.name)) for field in fields(node)))
    return set()


def constants(node: Any) -> set[Constant]:
    """All IRIs and literals that a pattern or an expression has."""
    if isinstance(node, NamedNode | Literal):
        return {node}
    if isinstance(node, tuple):
        return set().union(*map(constants, node))
    if is_dataclass(node):
        return set().union(*(constants(getattr(node, field.name)) for field in fields(node)))
    return set()


def triple_patterns(node: Any) -> int:
    """How many triple patterns a pattern or an expression has."""
    if isinstance(node, Triples):
        return len(node.triples)
    if isinstance(node, tuple):
        return sum(map(triple_patterns, node))
    if is_dataclass(node):
        return sum(triple_patterns(getattr(node, field.name)) for field in fields(node))
    return 0
