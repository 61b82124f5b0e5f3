"""Relations put together: joins, unions, and rows that may lack a partner."""

from __future__ import annotations

from typing import Any

from graph_service.store.embedded.columns.algebra import NotTranslated, named
from graph_service.store.embedded.columns.expressions import condition, variable_value
from graph_service.store.embedded.columns.numbers import packed, surely_number
from graph_service.store.embedded.columns.relation import TYPES, Column, Relation, Translation


def agree(left: Column, right: Column) -> str:
    """Whether two rows agree in a variable: both have the same, or one has none."""
    if left.kind != right.kind and {left.kind, right.kind} != {"term", "whole"}:
        raise NotTranslated(f"a {left.kind} joined with a {right.kind}")
    alternatives = [f"{left.sql} = {right.sql}"]
    alternatives += [f"{each.sql} IS NULL" for each in (left, right) if each.optional]
    return f"({' OR '.join(alternatives)})"


def joined(left: Relation, right: Relation) -> Relation:
    """The pairs of rows that agree in all variables that both have."""
    shared = [name for name in left.columns if name in right.columns]
    found = Relation(
        [*left.tables, *right.tables],
        [*left.where, *right.where, *(agree(left.columns[n], right.columns[n]) for n in shared)],
        {**right.columns, **left.columns},
        {**left.lookups, **right.lookups},
    )
    for name in shared:
        mine, other = left.columns[name], right.columns[name]
        if mine.optional and other.optional:
            found.columns[name] = Column(f"coalesce({mine.sql}, {other.sql})", _kind(mine, other), optional=True)
        elif mine.optional or other.constant is not None:
            found.columns[name] = other
    return found


def with_optional(translation: Translation, left: Relation, right: Relation, test: Any) -> Relation:
    """The rows of the left, each with those of the right that agree with it and meet the condition, or alone."""
    if test is not None:
        # What a condition says of the right alone decides what there is on the right.
        constants = {n: c for n, c in left.columns.items() if c.constant is not None and n not in right.columns}
        outside = named(test) & left.columns.keys() - constants.keys()
        if all(name in right.columns and not right.columns[name].optional for name in outside):
            wider = right.copy(**constants)
            wider.where.append(condition(translation, wider, test))
            wider.columns = right.columns
            right, test = wider, None
    first = translation.flat(left) if left.tables else Relation(["(SELECT 1) nothing"], [*left.where], {**left.columns})
    second = translation.flat(right) if right.tables else right
    if not second.tables:
        raise NotTranslated("OPTIONAL without patterns")
    on = [agree(c, second.columns[name]) for name, c in first.columns.items() if name in second.columns]
    columns = {n: Column(c.sql, c.kind, optional=True) for n, c in second.columns.items()} | first.columns
    for name, mine in first.columns.items():
        if mine.optional and (other := second.columns.get(name)):
            columns[name] = Column(f"coalesce({mine.sql}, {other.sql})", _kind(mine, other), optional=True)
    if test is not None:
        both = Relation([], [], {**second.columns, **first.columns})
        on.append(condition(translation, both, test))
        if both.lookups:
            raise NotTranslated("OPTIONAL with a condition on terms of both sides")
    [table], [other_table] = first.tables, second.tables
    return Relation([f"({table} LEFT JOIN {other_table} ON {' AND '.join(on) or 'true'})"], [*first.where], columns)


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


def union(translation: Translation, relations: list[Relation]) -> Relation:
    """The rows of all relations."""
    names = list(dict.fromkeys(name for relation in relations for name in relation.columns))
    columns = {name: _common(name, [relation.columns.get(name) for relation in relations]) for name in names}
    parts = []
    for relation in relations:
        full = relation.copy()
        full.columns = {n: _of_kind(translation, full, full.columns.get(n), c.kind) for n, c in columns.items()}
        parts.append(full.select())
    return translation.derived(" UNION ALL ".join(parts), columns)


def _common(name: str, columns: list[Column | None]) -> Column:
    """What the columns of a variable are in a union; None has none."""
    kinds = {column.kind for column in columns if column}
    if len(kinds) > 1:
        if "text" in kinds:
            raise NotTranslated(f"?{name} of several kinds: {', '.join(sorted(kinds))}")
        kinds = {"term"} if kinds == {"term", "whole"} else {"number"}
    return Column("", kinds.pop(), optional=any(column is None or column.optional for column in columns))


def _of_kind(translation: Translation, relation: Relation, column: Column | None, kind: str) -> Column:
    """The column as one of this kind."""
    if column is None:
        return Column(f"NULL::{TYPES[kind]}", kind)
    if column.kind == kind or kind != "number":
        return column
    value = surely_number(translation, relation, variable_value(column))
    return Column(packed(value), "number", optional=True)


def _kind(left: Column, right: Column) -> str:
    return left.kind if left.kind == right.kind else "term"
