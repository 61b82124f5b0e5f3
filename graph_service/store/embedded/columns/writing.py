"""A query as SQL that gathers its rows, and the rows as lines of tab-separated results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal

from graph_service.model.terms import XSD
from graph_service.store.embedded.columns.algebra import Distinct, NotTranslated, OrderBy, Project, Slice, Var
from graph_service.store.embedded.columns.existence import exists
from graph_service.store.embedded.columns.numbers import unpacked
from graph_service.store.embedded.columns.patterns import extended, relation_of
from graph_service.store.embedded.columns.relation import (
    DATE,
    IRI,
    OFFSET,
    SCALE,
    TEXT,
    Column,
    Relation,
    Terms,
    Translation,
    is_whole,
    kind,
)

#: What rows are written with; the copy defines them once.
MACROS = (
    (
        "CREATE MACRO escaped(t) AS replace(replace(replace(replace(replace(t, '\\', '\\\\'), '\"', '\\\"'),"
        " chr(10), '\\n'), chr(13), '\\r'), chr(9), '\\t')"
    ),
    (
        f"CREATE MACRO decimal_text(x) AS '\"' || CASE WHEN x < 0 THEN '-' ELSE '' END"
        f" || CAST(abs(x) // {SCALE}::HUGEINT AS VARCHAR) || CASE WHEN x % {SCALE}::HUGEINT = 0 THEN '' ELSE"
        f" '.' || rtrim(lpad(CAST(abs(x) % {SCALE}::HUGEINT AS VARCHAR), 18, '0'), '0') END || '\"^^<{XSD}decimal>'"
    ),
    (
        f"CREATE MACRO term_text(x, lex, tag) AS CASE WHEN {is_whole('x')} THEN CAST(x + {OFFSET} AS VARCHAR)"
        f" WHEN x = 1 THEN 'true' WHEN x = 0 THEN 'false' WHEN {kind('x')} = {IRI} THEN '<' || lex || '>'"
        f" ELSE '\"' || escaped(lex) || '\"' || coalesce(tag, '') END"
    ),
)


@dataclass(frozen=True)
class Question:
    """SQL that adds terms for this transaction, SQL that makes the table ``result``, and what is needed to write it."""

    add: str | None
    make: str
    names: tuple[str, ...]
    columns: dict[str, Column]
    order: tuple[tuple[str, bool], ...]
    page: tuple[int, int | None] | None
    translation: Translation

    @property
    def terms(self) -> list[str]:
        """The columns whose terms may have any kind."""
        return [name for name, column in self.columns.items() if column.kind == "term"]

    @property
    def kinds(self) -> str:
        """SQL of the least kind, the greatest, and the least term in each of these columns."""
        asked = []
        for column in (self.columns[name].sql for name in self.terms):
            seen = f"CASE WHEN {column} >= 0 THEN {kind(column)} END"
            asked.append(f"min({seen}), max({seen}), min({column})")
        return f"SELECT {', '.join(asked) or '1'} FROM result"

    def write(self, kinds: Sequence[int | None]) -> str:
        """SQL of the lines, in their order.

        :raises NotTranslated: where terms of several kinds would have to be put in order.
        """
        found = {name: kinds[3 * n : 3 * n + 3] for n, name in enumerate(self.terms)}
        result = Relation(["result"])
        cells = [self._cell(result, name, found) for name in self.names]
        order = [key for name, descending in self.order for key in self._keys(result, name, found, descending)]
        if self.page:  # what stands alike must come alike on each page
            order += [column.sql for column in self.columns.values()]
        line = " || chr(9) || ".join(f"coalesce({cell}, '')" for cell in cells)
        sql = f"{_shown(result)}SELECT {line}{result.source()}"
        if order:
            sql += f" ORDER BY {', '.join(order)}"
        if self.page:
            offset, limit = self.page
            sql += f"{'' if limit is None else f' LIMIT {limit}'} OFFSET {offset}"
        return sql

    def _cell(self, result: Relation, name: str, found: dict[str, Any]) -> str:
        column = self.columns.get(name)
        if column is None:
            return "''"
        sql = column.sql
        match column.kind:
            case "text":
                return f"'\"' || escaped({sql}) || '\"'"
            case "decimal":
                return f"decimal_text({sql})"
            case "number":
                value = unpacked(sql)
                whole = f"CAST({value.sql} // {SCALE}::HUGEINT AS VARCHAR)"
                return f"CASE WHEN {value.decimal} THEN decimal_text({value.sql}) ELSE {whole} END"
        if column.kind == "whole" or not found[name][1]:  # nothing that the table of terms has
            return f"term_text({sql}, NULL, NULL)"
        row = self.translation.lookup(result, sql, "shown")
        return f"term_text({sql}, {row}.lex, {row}.tag)"

    def _keys(self, result: Relation, name: str, found: dict[str, Any], descending: bool) -> list[str]:
        column = self.columns[name]
        way = "DESC NULLS LAST" if descending else "ASC NULLS FIRST"
        if column.kind == "number":
            return [f"{unpacked(column.sql).sql} {way}"]
        if column.kind != "term":
            return [f"{column.sql} {way}"]
        low, high, least = found[name]
        whole = least is not None and least < 0
        if high is None or (high == 0 and not whole):
            return [f"{column.sql} {way}"]
        if low != high or high not in {IRI, TEXT, DATE} or (whole and high != IRI):
            raise NotTranslated("an order of terms of several kinds")
        keys = [f"CASE WHEN {is_whole(column.sql)} THEN {column.sql} END {way}"] if whole else []
        row = self.translation.lookup(result, column.sql, "shown")
        return [*keys, f"{row}.lex {way}"]


def _shown(result: Relation) -> str:
    """The WITH clause of the terms that are looked up, which are few beside all that there are."""
    keys = " UNION ".join(f"SELECT {key} FROM result" for _, key in result.lookups)
    return f"WITH shown AS MATERIALIZED (SELECT id, lex, tag FROM terms WHERE id IN ({keys})) " if keys else ""


def question(terms: Terms, query: Any) -> Question:
    """The SQL of a query.

    :raises NotTranslated: where it isn't sure that it would give what the engine gives.
    """
    page = None
    if isinstance(query, Slice):
        page, query = (query.offset, query.limit), query.pattern
    distinct = isinstance(query, Distinct)
    project = query.pattern if distinct else query
    assert isinstance(project, Project)  # noqa: S101 - what a SELECT query is read as
    keys: tuple[tuple[Any, bool], ...] = ()
    pattern = project.pattern
    if isinstance(pattern, OrderBy):
        keys, pattern = pattern.keys, pattern.pattern
    translation = Translation(terms, exists)
    relation = relation_of(translation, pattern).copy()
    order = []
    for key, descending in keys:
        if isinstance(key, Literal):
            continue
        name = key.name if isinstance(key, Var) else f".{translation.alias()}"
        if not isinstance(key, Var):
            relation = extended(translation, relation, name, key)
        if (column := relation.columns.get(name)) and column.constant is None:
            order.append((name, descending))
    shown = [name for name in project.names if name in relation.columns]
    if distinct and any(name not in shown for name, _ in order):
        raise NotTranslated("distinct rows in an order of what they don't show")
    needed = list(dict.fromkeys([*shown, *(name for name, _ in order)]))
    if not needed:
        raise NotTranslated("rows that show nothing")
    make = translation.preamble() + relation.select(needed, distinct=distinct)
    columns = {name: Column(f'result."{name}"', relation.columns[name].kind) for name in needed}
    return Question(translation.added(), make, project.names, columns, tuple(order), page, translation)
