"""Groups of rows, and what is made of each.

In the engine an aggregate is unbound where its argument is so in any row, but for COUNT and SAMPLE.
"""

from __future__ import annotations

from typing import Any

from graph_service.store.embedded.columns.algebra import (
    Aggregate,
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
    Slice,
    Union,
    Var,
)
from graph_service.store.embedded.columns.expressions import column_of, value_of
from graph_service.store.embedded.columns.numbers import is_number, number, unpacked
from graph_service.store.embedded.columns.relation import (
    DATE,
    INLINE,
    IRI,
    NOTHING,
    OFFSET,
    REFUSED,
    TEXT,
    TYPES,
    Column,
    Relation,
    Translation,
    Value,
    kind,
    quoted,
)


def grouped(translation: Translation, relation: Relation, group: Group) -> tuple[str, dict[str, Column]]:
    """SQL of the groups, and its columns."""
    keys = [name for name in group.keys if name in relation.columns]
    columns = {name: relation.columns[name] for name in keys}
    for name, aggregate in group.aggregates:
        column = _column(translation, relation, aggregate, group)
        if column is not None:
            columns[name] = column
    if not columns:
        raise NotTranslated("groups of which nothing is asked")
    items = ", ".join(f'{column.sql} AS "{name}"' for name, column in columns.items())
    sql = f"SELECT {items}{relation.source()}"
    if keys:
        sql += f" GROUP BY {', '.join(str(place) for place in range(1, len(keys) + 1))}"
    elif group.keys:  # all of them unbound: one group, or none without rows
        sql += " HAVING count(*) > 0"
    return sql, columns


def _column(translation: Translation, relation: Relation, aggregate: Aggregate, group: Group) -> Column | None:
    if aggregate.name == "COUNT":
        return Column(f"{_count(translation, relation, aggregate)} - {OFFSET}", "whole")
    value = value_of(translation, relation, aggregate.argument)
    if value.kind == "nothing" and not group.keys:
        raise NotTranslated(f"{aggregate.name} of what is never bound, of all rows")
    if value.kind == "nothing":
        return None
    match aggregate.name:
        case "SAMPLE":
            found = _sample(translation, value)
        case "MIN" | "MAX":
            found = _extreme(translation, relation, aggregate, value)
        case "SUM" | "AVG":
            found = _sum(translation, relation, aggregate, value)
        case _:
            found = _concatenation(aggregate, value, group)
    return column_of(translation, found)


def _count(translation: Translation, relation: Relation, aggregate: Aggregate) -> str:
    if aggregate.argument is None:
        if aggregate.distinct:
            raise NotTranslated("COUNT(DISTINCT *)")
        return "count(*)"
    column = column_of(translation, value_of(translation, relation, aggregate.argument))
    return f"count({'DISTINCT ' if aggregate.distinct else ''}{column.sql})" if column else "0::BIGINT"


def _of_all(value: str, sql: str) -> str:
    """NULL where ``value`` is so in any row."""
    return f"(CASE WHEN count({value}) = count(*) THEN {sql} END)"


def _sample(translation: Translation, value: Value) -> Value:
    column = column_of(translation, value)
    if column is None:
        return NOTHING
    # Any of several values is an answer, but the engine's own is not known.
    refused = f"WHEN count({column.sql}) > 0 THEN {REFUSED}::{TYPES[column.kind]}"
    least = f"(CASE WHEN min({column.sql}) = max({column.sql}) THEN min({column.sql}) {refused} END)"
    if value.kind == "number":
        return unpacked(least)
    return Value(f"({least} + {OFFSET})", "whole") if column.kind == "whole" else Value(least, column.kind)


def _extreme(translation: Translation, relation: Relation, aggregate: Aggregate, value: Value) -> Value:
    """The least or the greatest; of terms only where all are of one kind whose order is known."""
    function, sql = aggregate.name.lower(), value.sql
    if value.kind in {"whole", "decimal", "text"}:
        return Value(_of_all(sql, f"{function}({sql})"), value.kind)
    if value.kind != "term":
        raise NotTranslated(f"{aggregate.name} of a {value.kind}")
    row = translation.lookup(relation, sql)
    by_text = f"min({kind(sql)}) = max({kind(sql)}) AND min({kind(sql)}) IN ({IRI}, {TEXT}, {DATE})"
    found = (
        f"CASE WHEN max({sql}) < {-INLINE} THEN {function}({sql}) WHEN {by_text} THEN arg_{function}({sql}, {row}.lex)"
        f" WHEN count(*) > 0 THEN {REFUSED}::BIGINT END"
    )
    return Value(_of_all(sql, found), "term")


def _sum(translation: Translation, relation: Relation, aggregate: Aggregate, value: Value) -> Value:
    each = "DISTINCT " if aggregate.distinct else ""
    if aggregate.name == "SUM" and value.kind == "whole":
        return Value(_of_all(value.sql, f"coalesce(sum({each}{value.sql}), 0)::BIGINT"), "whole")
    if aggregate.distinct:
        raise NotTranslated(f"{aggregate.name} of distinct numbers")
    exact = value if is_number(value) and value.decimal else number(translation, relation, value)
    if aggregate.name == "SUM":
        total = _of_all(exact.sql, f"coalesce(sum({exact.sql}), 0)::HUGEINT")
        return Value(total, "number", f"coalesce(bool_or({exact.decimal}), false)")
    mean = f"CASE WHEN count(*) = 0 THEN 0 ELSE sum({exact.sql})::HUGEINT // count(*) END"
    return Value(_of_all(exact.sql, mean), "number", "(count(*) > 0)")


def _concatenation(aggregate: Aggregate, value: Value, group: Group) -> Value:
    """The texts in their order, which is an allowed one where the query sorts by nothing else."""
    if aggregate.name != "GROUP_CONCAT" or aggregate.distinct or value.kind != "text":
        raise NotTranslated(f"{aggregate.name} of a {value.kind}")
    argument = aggregate.argument
    if isinstance(argument, Call) and argument.name == "STR":
        [argument] = argument.arguments
    allowed = {*group.keys, *([argument.name] if isinstance(argument, Var) else [])}
    for keys in _orders(group.pattern):
        if any(not isinstance(key, Var) or descending or key.name not in allowed for key, descending in keys):
            raise NotTranslated("GROUP_CONCAT in another order")
    texts = f"array_to_string(list_sort(list({value.sql})), {quoted(aggregate.separator)})"
    return Value(_of_all(value.sql, f"coalesce({texts}, '')"), "text")


def _orders(pattern: Any) -> list[Any]:
    """The keys of all orders in a pattern."""
    match pattern:
        case OrderBy(inner, keys):
            return [keys, *_orders(inner)]
        case Project() | Distinct() | Extend() | Filter() | Slice() | Group():
            return _orders(pattern.pattern)
        case Join() | LeftJoin() | Minus():
            return [*_orders(pattern.left), *_orders(pattern.right)]
        case Union(branches):
            return [keys for branch in branches for keys in _orders(branch)]
    return []
