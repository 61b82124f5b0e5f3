"""Expressions of SPARQL in SQL.

SQL's NULL stands for an error and for what is unbound; its logic of three values is that of SPARQL.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pyoxigraph import Literal, NamedNode

from graph_service.model.terms import XSD
from graph_service.store.embedded.columns.algebra import Call, Exists, NotTranslated, Var
from graph_service.store.embedded.columns.comparison import as_term, compared, is_true, whole_term
from graph_service.store.embedded.columns.functions import FUNCTIONS
from graph_service.store.embedded.columns.numbers import (
    arithmetic,
    packed,
    rounded,
    scaled,
    surely_number,
    unpacked,
)
from graph_service.store.embedded.columns.relation import (
    NOTHING,
    OFFSET,
    Column,
    Relation,
    Translation,
    Value,
    quoted,
)

_NUMERIC = {"whole", "decimal", "number", "term"}


def value_of(translation: Translation, relation: Relation, node: Any) -> Value:
    """The value of an expression in a row of ``relation``, which may be made to look up more."""
    match node:
        case Var(name):
            return variable_value(relation.columns.get(name))
        case Literal() | NamedNode():
            return _constant(translation, node)
        case Exists(pattern):
            return Value(translation.exists(relation, pattern), "truth")
        case Call(name, arguments):
            if (short := _SPECIAL.get(name)) is not None:
                found: Value = short(translation, relation, arguments)
                return found
            if name not in _FUNCTIONS:
                raise NotTranslated(name)
            values = [value_of(translation, relation, each) for each in arguments]
            if any(each.kind == "nothing" for each in values):
                return NOTHING
            return _called(_FUNCTIONS[name], translation, relation, name, values)
    raise NotTranslated(str(node))


def column_of(translation: Translation, value: Value) -> Column | None:
    """A column that holds the value; none where it is always an error."""
    if value.kind == "nothing":
        return None
    if value.constant is not None or value.term:
        optional = value.constant is None
        return Column(as_term(translation, value).sql, "term", optional=optional, constant=value.constant)
    match value.kind:
        case "whole":
            return Column(whole_term(value.sql), "whole", optional=True)
        case "number":
            return Column(packed(value), "number", optional=True)
        case "truth":
            return Column(as_term(translation, value).sql, "term", optional=True)
    return Column(value.sql, value.kind, optional=True)


def condition(translation: Translation, relation: Relation, node: Any) -> str:
    """Whether the expression is true, as SQL."""
    return is_true(value_of(translation, relation, node))


def one_of(translation: Translation, relation: Relation, values: Sequence[Value]) -> list[Value]:
    """The values, all of the same kind."""
    kinds = {value.kind for value in values if value.kind != "nothing"}
    if kinds == {"text"}:
        known = all(each.constant is not None or each.term for each in values if each.kind == "text")
        return [
            Value(each.sql, "text", term=as_term(translation, each).sql if known else "")
            if each.kind == "text"
            else Value("NULL::VARCHAR", "text", term="NULL::BIGINT" if known else "")
            for each in values
        ]
    if len(kinds) == 1 and (kinds <= {"whole", "decimal"} or (kinds == {"truth"})):
        [found] = kinds
        return [Value("NULL", found) if each.kind == "nothing" else Value(each.sql, found) for each in values]
    if kinds <= {"term", "whole", "truth", "text"}:
        return [
            Value("NULL::BIGINT", "term") if e.kind == "nothing" else Value(as_term(translation, e).sql, "term")
            for e in values
        ]
    if kinds <= _NUMERIC:
        return [
            Value("NULL::HUGEINT", "number", "NULL::BOOLEAN")
            if each.kind == "nothing"
            else surely_number(translation, relation, each)
            for each in values
        ]
    raise NotTranslated(f"one of {kinds}")


def variable_value(column: Column | None) -> Value:
    """The value of a variable."""
    if column is None:
        return NOTHING
    match column.kind:
        case "whole":
            return Value(f"({column.sql} + {OFFSET})", "whole")
        case "number":
            return unpacked(column.sql)
    if (
        column.constant is not None
        and isinstance(column.constant, Literal)
        and column.constant.datatype.value == f"{XSD}string"
    ):
        return Value(quoted(column.constant.value), "text", constant=column.constant)
    return Value(column.sql, column.kind, constant=column.constant)


def _constant(translation: Translation, term: Literal | NamedNode) -> Value:
    if isinstance(term, Literal):
        match term.datatype.value.removeprefix(XSD):
            case "integer" if len(term.value) < 16:  # noqa: PLR2004 - as those of statements
                return Value(f"{term.value}::BIGINT", "whole")
            case "decimal":
                return Value(f"{scaled(term.value)}::HUGEINT", "decimal")
            case "boolean":
                return Value(term.value, "truth")
            case "string":
                return Value(quoted(term.value), "text", constant=term)
    return Value(f"{translation.number_of(term)}::BIGINT", "term", constant=term)


# Operators whose arguments may be errors


def _logic(name: str) -> Any:
    def logic(translation: Translation, relation: Relation, arguments: Sequence[Any]) -> Value:
        both = [condition(translation, relation, each) for each in arguments]
        return Value(f"({f' {name} '.join(both)})", "truth")

    return logic


def _not(translation: Translation, relation: Relation, arguments: Sequence[Any]) -> Value:
    return Value(f"(NOT {condition(translation, relation, arguments[0])})", "truth")


def _is_bound(translation: Translation, relation: Relation, arguments: Sequence[Any]) -> Value:
    del translation
    column = relation.columns.get(arguments[0].name)
    return Value("false" if column is None else f"({column.sql} IS NOT NULL)", "truth")


def _if(translation: Translation, relation: Relation, arguments: Sequence[Any]) -> Value:
    asked = condition(translation, relation, arguments[0])
    values = one_of(translation, relation, [value_of(translation, relation, each) for each in arguments[1:]])

    def either(then: str, other: str) -> str:
        return f"(CASE WHEN {asked} THEN {then} WHEN NOT {asked} THEN {other} END)"

    then, other = values
    decimal, term = (either(a, b) if a else "" for a, b in ((then.decimal, other.decimal), (then.term, other.term)))
    return Value(either(then.sql, other.sql), then.kind, decimal, term=term)


def _first(translation: Translation, relation: Relation, arguments: Sequence[Any]) -> Value:
    values = [value_of(translation, relation, each) for each in arguments]
    values = [each for each in values if each.kind != "nothing"]
    if not values:
        return NOTHING
    values = one_of(translation, relation, values)
    cases = " ".join(f"WHEN {each.sql} IS NOT NULL THEN {each.decimal}" for each in values)
    sql = f"coalesce({', '.join(each.sql for each in values)})"
    term = f"coalesce({', '.join(each.term for each in values)})" if values[0].term else ""
    return Value(sql, values[0].kind, f"(CASE {cases} END)" if values[0].decimal else "", term=term)


def _in(translation: Translation, relation: Relation, arguments: Sequence[Any]) -> Value:
    sought, *options = (value_of(translation, relation, each) for each in arguments)
    found = [compared(translation, relation, "=", sought, each) for each in options]
    return Value(f"({' OR '.join(found) or 'false'})", "truth")


# Functions of values that are none


def _compare(translation: Translation, relation: Relation, name: str, left: Value, right: Value) -> Value:
    return Value(compared(translation, relation, name, left, right), "truth")


def _reckon(translation: Translation, relation: Relation, name: str, left: Value, right: Value) -> Value:
    return arithmetic(translation, relation, name, left, right)


def _round(translation: Translation, relation: Relation, name: str, value: Value) -> Value:
    del name
    return rounded(translation, relation, value)


_SPECIAL = {
    "&&": _logic("AND"),
    "||": _logic("OR"),
    "!": _not,
    "BOUND": _is_bound,
    "IF": _if,
    "COALESCE": _first,
    "IN": _in,
}
_FUNCTIONS: dict[str, Any] = {
    **dict.fromkeys(("=", "!=", "<", ">", "<=", ">="), _compare),
    **dict.fromkeys("+-*/", _reckon),
    "ROUND": _round,
    **FUNCTIONS,
}


def _called(function: Any, translation: Translation, relation: Relation, name: str, values: Sequence[Value]) -> Value:
    """The value of a function of values that are none of them always an error."""
    found: Value = function(translation, relation, name, *values)
    return found
