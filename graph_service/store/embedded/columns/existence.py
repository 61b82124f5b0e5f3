"""Whether another pattern has a solution that agrees with a row: EXISTS."""

from __future__ import annotations

from typing import Any

from graph_service.store.embedded.columns.algebra import Filter, Join, NotTranslated, Triples, Union, Values, named
from graph_service.store.embedded.columns.expressions import condition
from graph_service.store.embedded.columns.joining import agree
from graph_service.store.embedded.columns.patterns import relation_of
from graph_service.store.embedded.columns.relation import Relation, Translation


def exists(translation: Translation, relation: Relation, pattern: Any) -> str:
    """Whether the pattern has a solution that agrees with the row, as SQL.

    The engine puts the row's values into the pattern; that is the same where nothing within looks at variables that
    it doesn't bind, but for the filters of the pattern itself.
    """
    tests = []
    while isinstance(pattern, Filter):
        tests.append(pattern.condition)
        pattern = pattern.pattern
    inner = relation_of(translation, _plain(translation, pattern))
    if (named(pattern) - inner.columns.keys()) & relation.columns.keys():
        raise NotTranslated("EXISTS that looks outside")
    if any(column.optional for column in inner.columns.values()):
        raise NotTranslated("EXISTS of what may be unbound")
    within = translation.flat(inner) if inner.tables else inner
    within.where += [agree(c, within.columns[name]) for name, c in relation.columns.items() if name in within.columns]
    both = Relation([], [], {**relation.columns, **within.columns}, {**relation.lookups})
    within.where += [condition(translation, both, test) for test in tests]
    outside = {column.sql for column in relation.columns.values()}
    for (table, key), name in both.lookups.items():
        (relation if key in outside else within).lookups[table, key] = name
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
            if named(test) - relation_of(translation, inner).columns.keys():
                raise NotTranslated("a filter in EXISTS that looks outside")
            return Filter(_plain(translation, inner), test)
    raise NotTranslated(f"{type(pattern).__name__} in EXISTS")
