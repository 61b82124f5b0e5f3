"""Relations put together: joins, unions, and rows that may lack a partner."""

from __future__ import annotations

from typing import Any

from graph_service.store.embedded.columns.algebra import NotTranslated, named
from graph_service.store.embedded.columns.existence import agree
from graph_service.store.embedded.columns.expressions import condition
from graph_service.store.embedded.columns.relation import TYPES, Column, Relation, Translation


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
    on = []
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
    where = [*first.where]
    return Relation([f"({table} LEFT JOIN {other_table} ON {' AND '.join(on) or 'true'})"], where, columns)


def union(translation: Translation, relations: list[Relation]) -> Relation:
    """The rows of all relations."""
    names = list(dict.fromkeys(name for relation in relations for name in relation.columns))
    columns = {name: _common(name, [relation.columns.get(name) for relation in relations]) for name in names}
    parts = []
    for relation in relations:
        full = relation.copy()
        full.columns = {n: relation.columns.get(n) or Column(f"NULL::{TYPES[c.kind]}", c.kind) for n, c in columns.items()}
        parts.append(full.select())
    return translation.derived(" UNION ALL ".join(parts), columns)


def _common(name: str, columns: list[Column | None]) -> Column:
    """What the columns of a variable are in a union; None has none."""
    kinds = {column.kind for column in columns if column}
    if kinds == {"term", "whole"}:
        kinds = {"term"}
    if len(kinds) > 1:
        raise NotTranslated(f"?{name} of several kinds: {', '.join(sorted(kinds))}")
    return Column("", kinds.pop(), optional=any(column is None or column.optional for column in columns))


def _kind(left: Column, right: Column) -> str:
    return left.kind if left.kind == right.kind else "term"
