"""Whether solutions of another pattern agree with a row: EXISTS and MINUS."""

from __future__ import annotations

from typing import Any

from graph_service.store.embedded.columns.algebra import Filter, Join, NotTranslated, Triples, Union, Values, named
from graph_service.store.embedded.columns.relation import Column, Relation, Translation


def agree(left: Column, right: Column) -> str:
    """Whether two rows agree in a variable: both have the same, or one has none."""
    if left.kind != right.kind and {left.kind, right.kind} != {"term", "whole"}:
        raise NotTranslated(f"a {left.kind} joined with a {right.kind}")
    alternatives = [f"{left.sql} = {right.sql}"]
    alternatives += [f"{each.sql} IS NULL" for each in (left, right) if each.optional]
    return f"({' OR '.join(alternatives)})"


def exists(translation: Translation, relation: Relation, pattern: Any) -> str:
    """Whether the pattern has a solution that agrees with the row, as SQL.

    The engine puts the row's values into the pattern; that is the same where nothing within looks at variables that
    it doesn't bind.
    """
    inner = translation.relation_of(_plain(translation, pattern))
    if (named(pattern) - inner.columns.keys()) & relation.columns.keys():
        raise NotTranslated("EXISTS that looks outside")
    if any(column.optional for column in inner.columns.values()):
        raise NotTranslated("EXISTS of what may be unbound")
    shared = [name for name in inner.columns if name in relation.columns]
    within = translation.derived(inner.select(shared), {name: inner.columns[name] for name in shared})
    within.where = [agree(relation.columns[name], within.columns[name]) for name in shared]
    return f"EXISTS (SELECT 1{within.source()})"


def _plain(translation: Translation, pattern: Any) -> Any:
    """The pattern, where each filter in it has all that it looks at."""
    match pattern:
        case Triples() | Values():
            return pattern
        case Join(left, right):
            return Join(_plain(translation, left), _plain(translation, right))
        case Union(branches):
            return Union(tuple(_plain(translation, each) for each in branches))
        case Filter(inner, test):
            if named(test) - translation.relation_of(inner).columns.keys():
                raise NotTranslated("a filter in EXISTS that looks outside")
            return Filter(_plain(translation, inner), test)
    raise NotTranslated(f"{type(pattern).__name__} in EXISTS")


def without(translation: Translation, left: Relation, right: Relation) -> Relation:
    """The rows of the left that agree with none of the right in a variable that both have."""
    shared = [name for name in left.columns if name in right.columns]
    if not shared:
        return left
    found = translation.flat(left)
    others = translation.derived(right.select(shared), {name: right.columns[name] for name in shared})
    pairs = [(found.columns[name], others.columns[name]) for name in shared]
    others.where = [agree(mine, other) for mine, other in pairs]
    if all(mine.optional or other.optional for mine, other in pairs):
        others.where.append(f"({' OR '.join(f'{mine.sql} = {other.sql}' for mine, other in pairs)})")
    found.where.append(f"NOT EXISTS (SELECT 1{others.source()})")
    return found
