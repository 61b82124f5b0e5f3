"""Numbers as the engine has them: whole numbers, and decimal numbers of 18 digits behind the point in 128 bits.

Where the engine's own arithmetic loses digits or gives up is left to the engine.
"""

from __future__ import annotations

from decimal import Decimal

from graph_service.store.embedded.columns.algebra import NotTranslated
from graph_service.store.embedded.columns.relation import (
    DECIMAL,
    IRI,
    NOTHING,
    OFFSET,
    OTHER,
    REFUSED,
    SCALE,
    TAGGED,
    TEXT,
    Relation,
    Translation,
    Value,
    is_whole,
    kind,
)

_NUMBERS = {"whole", "decimal", "number"}
_HALF = 10**9
_MICRO = 10**12


def scaled(text: str) -> int:
    """A decimal number as the engine keeps it."""
    return int(Decimal(text) * SCALE)


def number(translation: Translation, relation: Relation, value: Value) -> Value:
    """The number that a value is; an error for what is none."""
    match value.kind:
        case "number":
            return value
        case "whole":
            return Value(f"(({value.sql})::HUGEINT * {SCALE}::HUGEINT)", "number", "false")
        case "decimal":
            return Value(value.sql, "number", "true")
        case "term":
            sql = value.sql
            row = translation.lookup(relation, sql, "decimals")
            return Value(
                f"(CASE WHEN {is_whole(sql)} THEN ({sql} + {OFFSET})::HUGEINT * {SCALE}::HUGEINT"
                f" WHEN {kind(sql)} = {DECIMAL} THEN {row}.value"
                f" WHEN {kind(sql)} NOT IN ({IRI}, {TEXT}, {TAGGED}) THEN {REFUSED}::HUGEINT END)",
                "number",
                f"({kind(sql)} = {DECIMAL})",
            )
    raise NotTranslated(f"the number of a {value.kind}")


def arithmetic(translation: Translation, relation: Relation, operator: str, left: Value, right: Value) -> Value:
    """The sum, difference, product or quotient."""
    if "nothing" in {left.kind, right.kind} or (operator == "/" and right.sql == "0::BIGINT"):
        return NOTHING
    if left.kind == right.kind == "whole" and operator != "/":
        return Value(f"({left.sql} {operator} {right.sql})", "whole")
    first, second = number(translation, relation, left), number(translation, relation, right)
    x, y = first.sql, second.sql
    if operator == "/":
        return Value(_quotient(x, y, right), "decimal")
    sql = _product(x, y, left, right) if operator == "*" else f"({x} {operator} {y})"
    if "decimal" in {left.kind, right.kind}:
        return Value(sql, "decimal")
    return Value(sql, "number", f"({first.decimal} OR {second.decimal})")


def _product(x: str, y: str, left: Value, right: Value) -> str:
    if left.kind == "whole":
        return f"({left.sql} * {y})"
    if right.kind == "whole":
        return f"({x} * {right.sql})"
    return (
        f"(CASE WHEN {x} % {SCALE}::HUGEINT = 0 THEN ({x} // {SCALE}::HUGEINT) * {y}"
        f" WHEN {y} % {SCALE}::HUGEINT = 0 THEN {x} * ({y} // {SCALE}::HUGEINT)"
        f" WHEN {x} % {_HALF} = 0 AND {y} % {_HALF} = 0 THEN ({x} // {_HALF}) * ({y} // {_HALF})"
        f" WHEN {x} IS NOT NULL AND {y} IS NOT NULL THEN {REFUSED}::HUGEINT END)"
    )


def _quotient(x: str, y: str, right: Value) -> str:
    """The quotient, cut after 18 digits; the engine gives 0 / 2.5 as an error, which isn't copied here."""
    if right.kind == "whole":
        return f"({x} // nullif({right.sql}, 0))"
    return (
        f"(CASE WHEN {y} = 0 THEN NULL WHEN {y} % {SCALE}::HUGEINT = 0 THEN {x} // ({y} // {SCALE}::HUGEINT)"
        f" WHEN {y} % {_MICRO} = 0 AND {x} <> 0 THEN ({x} * {SCALE // _MICRO}) // ({y} // {_MICRO})"
        f" WHEN {x} IS NOT NULL AND {y} IS NOT NULL THEN {REFUSED}::HUGEINT END)"
    )


def rounded(translation: Translation, relation: Relation, value: Value) -> Value:
    """The nearest whole number of the same datatype; halves go up."""
    if value.kind in {"nothing", "whole"}:
        return value
    exact = number(translation, relation, value)
    tenths = f"({exact.sql} // {SCALE // 10})"
    sql = (
        f"(CASE WHEN {tenths} >= 0 THEN {tenths} // 10 + CAST({tenths} % 10 >= 5 AS INTEGER)"
        f" ELSE -((-{tenths}) // 10 + CAST((-{tenths}) % 10 > 5 AS INTEGER)) END * {SCALE}::HUGEINT)"
    )
    return Value(sql, value.kind if value.kind == "decimal" else "number", exact.decimal)


def packed(value: Value) -> str:
    """A ``number`` in one column."""
    return f"({value.sql} * 2 + CAST({value.decimal} AS HUGEINT))"


def unpacked(sql: str) -> Value:
    """The ``number`` that a column has."""
    return Value(f"(({sql} - ({sql} & 1)) // 2)", "number", f"(({sql} & 1) = 1)")


def is_number(value: Value) -> bool:
    """Whether it is known to be a number."""
    return value.kind in _NUMBERS


def surely_number(translation: Translation, relation: Relation, value: Value) -> Value:
    """The number that a value is; what is none is left to the engine."""
    found = number(translation, relation, value)
    if is_number(value):
        return found
    sql = f"(CASE WHEN {value.sql} IS NULL OR {found.sql} IS NOT NULL THEN {found.sql} ELSE {REFUSED}::HUGEINT END)"
    return Value(sql, "number", found.decimal)


def undecided(kind_of_term: str) -> str:
    """Whether a term's kind is one of which the engine's comparison isn't known here."""
    return f"({kind_of_term} = {OTHER})"
