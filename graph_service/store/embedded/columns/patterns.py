"""Patterns of the algebra as relations."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from graph_service.store.embedded.columns.aggregates import grouped
from graph_service.store.embedded.columns.algebra import (
    Call,
    Distinct,
    Extend,
    Filter,
    Group,
    Join,
    LeftJoin,
    Minus,
    NotTranslated,
    OrderBy,
    Project,
    Triples,
    Union,
    Values,
    Var,
    named,
    variables,
)
from graph_service.store.embedded.columns.expressions import column_of, condition, value_of
from graph_service.store.embedded.columns.joining import joined, union, with_optional, without
from graph_service.store.embedded.columns.paths import is_open, matched
from graph_service.store.embedded.columns.relation import Column, Relation, Translation


def relation_of(translation: Translation, pattern: Any) -> Relation:  # noqa: C901, PLR0911 - a case for each kind
    """The relation of a pattern.

    :raises NotTranslated: where it isn't sure that it would have the rows that the engine gives.
    """
    match pattern:
        case Triples():
            return matched(translation, pattern, Relation())
        case Join(left, right):
            return _join(translation, left, right)
        case LeftJoin(left, right, test):
            first, second = relation_of(translation, left), relation_of(translation, right)
            return with_optional(translation, first, second, test)
        case Union(branches):
            return union(translation, [relation_of(translation, each) for each in branches])
        case Minus(left, right):
            return without(translation, relation_of(translation, left), relation_of(translation, right))
        case Filter(inner, test):
            if not isinstance(sooner := filtered(inner, test), Filter):
                return relation_of(translation, sooner)
            relation = relation_of(translation, inner).copy()
            relation.where.append(condition(translation, relation, test))
            return relation
        case Extend(inner, name, expression):
            return extended(translation, relation_of(translation, inner), name, expression)
        case Values():
            return _values(translation, pattern)
        case Group():
            return _group(translation, pattern)
        case Project(inner, names):
            relation = relation_of(translation, inner.pattern if isinstance(inner, OrderBy) else inner).copy()
            relation.columns = {name: relation.columns[name] for name in names if name in relation.columns}
            return relation
        case Distinct(inner):
            return translation.share(pattern, lambda: _distinct(relation_of(translation, inner)))
    raise NotTranslated(type(pattern).__name__)


def filtered(pattern: Any, test: Any) -> Any:
    """The filter of the pattern, moved into it: before what only adds to solutions, and says nothing of what is asked.

    An optional part or an assignment binds none of its variables, so that it is met after them where it is before.
    """
    asked = named(test)
    match pattern:
        case LeftJoin(left, right, own) if asked <= variables(left) - variables(right):
            return LeftJoin(filtered(left, test), right, own)
        case Extend(inner, name, expression) if name not in asked:
            return Extend(filtered(inner, test), name, expression)
    return Filter(pattern, test)


def extended(translation: Translation, relation: Relation, name: str, expression: Any) -> Relation:
    """The relation with a further column."""
    if name in relation.columns:
        raise NotTranslated(f"?{name}, which is assigned twice")
    if isinstance(expression, Var):
        known = relation.columns.get(expression.name)
        return relation.copy(**{name: known}) if known else relation
    relation, expression = staged(translation, relation.copy(), expression)
    column = column_of(translation, value_of(translation, relation, expression))
    if column is None:
        return relation
    relation.columns[name] = column
    return relation if column.constant is not None else translation.flat(relation)


def staged(translation: Translation, relation: Relation, expression: Any) -> tuple[Relation, Any]:
    """The relation with a column for each result in between, so that each is worked out once.

    The expression that comes back is about these columns.
    """
    if not isinstance(expression, Call):
        return relation, expression
    arguments = []
    for each in expression.arguments:
        relation, argument = staged(translation, relation, each)
        if isinstance(argument, Call) and argument.name in _COSTLY:
            column = column_of(translation, value_of(translation, relation, argument))
            name = f".{translation.alias()}"
            if column is not None:
                relation.columns[name] = column
                relation = translation.flat(relation)
            argument = Var(name)
        arguments.append(argument)
    return relation, Call(expression.name, tuple(arguments))


#: What names its arguments several times in SQL.
_COSTLY = {"+", "-", "*", "/", "ROUND", "COALESCE"}


def _join(translation: Translation, left: Any, right: Any) -> Relation:
    for pattern, other in ((right, left), (left, right)):
        if isinstance(pattern, Triples) and any(is_open(predicate) for _, predicate, _ in pattern.triples):
            plain = tuple(triple for triple in pattern.triples if not is_open(triple[1]))
            known = relation_of(translation, other)
            if plain:
                known = joined(known, relation_of(translation, Triples(plain)))
            rest = tuple(triple for triple in pattern.triples if is_open(triple[1]))
            return matched(translation, Triples(rest), known)
    return joined(relation_of(translation, left), relation_of(translation, right))


def _values(translation: Translation, pattern: Values) -> Relation:
    """Inline data; a variable that has a value in no row is left out."""
    places = [n for n in range(len(pattern.names)) if any(row[n] is not None for row in pattern.rows)]
    if not pattern.rows:
        return Relation([], ["false"])
    if len(pattern.rows) == 1:
        [row] = pattern.rows
        return Relation(
            [],
            [],
            {
                pattern.names[n]: Column(f"{translation.number_of(term)}::BIGINT", "term", constant=term)
                for n in places
                if (term := row[n]) is not None
            },
        )
    name = translation.alias()
    rows = []
    for row in pattern.rows:
        terms = [row[n] for n in places]
        numbers = ["NULL::BIGINT" if term is None else f"{translation.number_of(term)}::BIGINT" for term in terms]
        rows.append(f"({', '.join(['0', *numbers])})")
    header = ", ".join(["nothing", *(f'"{pattern.names[n]}"' for n in places)])
    columns = {}
    for n in places:
        optional = any(row[n] is None for row in pattern.rows)
        columns[pattern.names[n]] = Column(f'{name}."{pattern.names[n]}"', "term", optional=optional)
    return Relation([f"(VALUES {', '.join(rows)}) {name}({header})"], [], columns)


def _distinct(relation: Relation) -> tuple[str, dict[str, Column]]:
    return relation.select(distinct=True), relation.columns


def _group(translation: Translation, pattern: Group) -> Relation:
    def make() -> tuple[str, dict[str, Column]]:
        relation = relation_of(translation, pattern.pattern).copy()
        aggregates = []
        for name, each in pattern.aggregates:
            relation, argument = staged(translation, relation, each.argument)
            aggregates.append((name, replace(each, argument=argument)))
        return grouped(translation, relation, replace(pattern, aggregates=tuple(aggregates)))

    return translation.share(pattern, make)
