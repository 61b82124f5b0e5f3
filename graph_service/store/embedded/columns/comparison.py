"""Comparisons, and what counts as true."""

from __future__ import annotations

from graph_service.store.embedded.columns.algebra import NotTranslated
from graph_service.store.embedded.columns.numbers import is_number, number
from graph_service.store.embedded.columns.relation import (
    DATE,
    DECIMAL,
    IRI,
    OFFSET,
    REFUSED,
    TEXT,
    Relation,
    Translation,
    Value,
    is_whole,
    kind,
)

_SAME = {"whole", "decimal", "text", "truth"}


def is_true(value: Value) -> str:
    """The effective boolean value, as SQL."""
    match value.kind:
        case "nothing":
            return "NULL::BOOLEAN"
        case "truth":
            return value.sql
        case "whole" | "decimal" | "number":
            return f"({value.sql} <> 0)"
        case "text":
            return f"({value.sql} <> '')"
    sql = value.sql
    return (
        f"(CASE WHEN {sql} IN (0, 1) THEN {sql} = 1 WHEN {is_whole(sql)} THEN {sql} <> {-OFFSET}"
        f" WHEN {kind(sql)} = {IRI} THEN NULL WHEN {sql} IS NOT NULL THEN {REFUSED}::BOOLEAN END)"
    )


def as_term(translation: Translation, value: Value) -> Value:
    """The term that a value is, where it is known to be one."""
    if value.constant is not None:
        return Value(f"{translation.number_of(value.constant)}::BIGINT", "term", constant=value.constant)
    if value.term:
        return Value(value.term, "term")
    match value.kind:
        case "term":
            return value
        case "whole":
            return Value(whole_term(value.sql), "term")
        case "truth":
            return Value(f"CAST({value.sql} AS BIGINT)", "term")
    raise NotTranslated(f"the term of a {value.kind}")


def whole_term(sql: str) -> str:
    """The term of a whole number."""
    shown = f" + {OFFSET})"
    if sql.startswith("(") and sql.endswith(shown) and sql.count("(") == 1:
        return sql[1 : -len(shown)]
    refused = f"WHEN {sql} IS NOT NULL THEN {REFUSED}::BIGINT"
    return f"(CASE WHEN abs({sql}) < 1000000000000000 THEN {sql} - {OFFSET} {refused} END)"


def compared(translation: Translation, relation: Relation, operator: str, left: Value, right: Value) -> str:
    """Whether the comparison holds, as SQL."""
    kinds = {left.kind, right.kind}
    sign = "<>" if operator == "!=" else operator
    if "nothing" in kinds:
        return "NULL::BOOLEAN"
    if len(kinds) == 1 and kinds <= _SAME:
        return f"({left.sql} {sign} {right.sql})"
    if "decimal" in kinds or "number" in kinds:
        return _as_numbers(translation, relation, sign, left, right)
    if kinds <= {"term", "whole", "truth"} or any(each.constant is not None for each in (left, right)):
        first, second = as_term(translation, left), as_term(translation, right)
        if operator in {"=", "!="}:
            return _alike(translation, relation, sign, first, second)
        return _before(translation, relation, sign, first, second)
    raise NotTranslated(f"{left.kind} {operator} {right.kind}")


def _as_numbers(translation: Translation, relation: Relation, sign: str, left: Value, right: Value) -> str:
    first, second = number(translation, relation, left), number(translation, relation, right)
    sql = f"({first.sql} {sign} {second.sql})"
    terms = [each.sql for each in (left, right) if not is_number(each)]
    if not terms or sign not in {"=", "<>"}:
        return sql
    [term] = terms
    sure = f"{is_whole(term)} OR {kind(term)} = {DECIMAL}"
    return f"(CASE WHEN {sure} THEN {sql} WHEN {term} IS NOT NULL THEN {REFUSED}::BOOLEAN END)"


def _alike(translation: Translation, relation: Relation, sign: str, left: Value, right: Value) -> str:
    x, y = left.sql, right.sql
    plain = f"({x} {sign} {y})"
    if any(each.constant is not None and kind_is_iri(each) for each in (left, right)):
        return plain
    sure = (
        f"({is_whole(x)} AND {is_whole(y)}) OR {kind(x)} = {IRI} OR {kind(y)} = {IRI}"
        f" OR ({kind(x)} = {kind(y)} AND {kind(x)} IN (0, {TEXT}, {DECIMAL}, {DATE}))"
        f" OR ({kind(x)} = {TEXT} AND {kind(y)} <> {DECIMAL} AND {kind(y)} < {DECIMAL})"
        f" OR ({kind(y)} = {TEXT} AND {kind(x)} <> {DECIMAL} AND {kind(x)} < {DECIMAL})"
    )
    numeric = f"{_numeric(x)} AND {_numeric(y)}"
    first, second = number(translation, relation, left), number(translation, relation, right)
    return (
        f"(CASE WHEN {sure} THEN {plain} WHEN {numeric} THEN {first.sql} {sign} {second.sql}"
        f" WHEN {x} IS NOT NULL AND {y} IS NOT NULL THEN {REFUSED}::BOOLEAN END)"
    )


def kind_is_iri(value: Value) -> bool:
    """Whether a constant is an IRI."""
    return type(value.constant).__name__ == "NamedNode"


def _numeric(sql: str) -> str:
    return f"({is_whole(sql)} OR {kind(sql)} = {DECIMAL})"


def _before(translation: Translation, relation: Relation, sign: str, left: Value, right: Value) -> str:
    x, y = left.sql, right.sql
    first, second = number(translation, relation, left), number(translation, relation, right)
    a, b = (f"{translation.lookup(relation, sql)}.lex" for sql in (x, y))
    texts = f"{kind(x)} = {kind(y)} AND {kind(x)} IN ({TEXT}, {DATE})"
    return (
        f"(CASE WHEN {is_whole(x)} AND {is_whole(y)} THEN {x} {sign} {y}"
        f" WHEN {kind(x)} = {IRI} OR {kind(y)} = {IRI} THEN NULL"
        f" WHEN {_numeric(x)} AND {_numeric(y)} THEN {first.sql} {sign} {second.sql}"
        f" WHEN {texts} THEN {a} {sign} {b}"
        f" WHEN {x} IS NOT NULL AND {y} IS NOT NULL THEN {REFUSED}::BOOLEAN END)"
    )
