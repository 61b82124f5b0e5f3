"""Expressions of SPARQL in SQL.

SQL's NULL stands for an error and for what is unbound; its logic of three values is that of SPARQL.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pyoxigraph import Literal, NamedNode

from graph_service.model.terms import XSD
from graph_service.store.embedded.columns.algebra import Call, Exists, NotTranslated, Var
from graph_service.store.embedded.columns.comparison import as_term, compared, is_true, whole_term
from graph_service.store.embedded.columns.numbers import (
    arithmetic,
    packed,
    rounded,
    scaled,
    surely_number,
    unpacked,
)
from graph_service.store.embedded.columns.relation import (
    DATE,
    IRI,
    NOTHING,
    OFFSET,
    REFUSED,
    TAGGED,
    Column,
    Relation,
    Translation,
    Value,
    is_whole,
    kind,
    quoted,
)

_NUMERIC = {"whole", "decimal", "number", "term"}
#: Regular expressions that mean the same to both engines.
_PLAIN_PATTERN = re.compile(r"[\w^$/:#.*+()\[\]-]*", re.ASCII)


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
                return short(translation, relation, arguments)
            if name not in _FUNCTIONS:
                raise NotTranslated(name)
            values = [value_of(translation, relation, each) for each in arguments]
            if any(each.kind == "nothing" for each in values):
                return NOTHING
            return _FUNCTIONS[name](translation, relation, name, *values)
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
        return [Value("NULL::BIGINT", "term") if e.kind == "nothing" else Value(as_term(translation, e).sql, "term") for e in values]
    if kinds <= _NUMERIC:
        return [
            Value("NULL::HUGEINT", "number", "NULL::BOOLEAN") if each.kind == "nothing"
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
    if column.constant is not None and isinstance(column.constant, Literal) and column.constant.datatype.value == f"{XSD}string":
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


def text_of(translation: Translation, relation: Relation, name: str, value: Value) -> Value:
    """The text of a term."""
    del name
    if value.kind == "text":
        return Value(value.sql, "text")
    if value.kind == "whole":
        return Value(f"CAST({value.sql} AS VARCHAR)", "text")
    if value.kind != "term":
        raise NotTranslated(f"the text of a {value.kind}")
    sql = value.sql
    row = translation.lookup(relation, sql)
    return Value(
        f"(CASE WHEN {is_whole(sql)} THEN CAST({sql} + {OFFSET} AS VARCHAR) WHEN {sql} = 1 THEN 'true'"
        f" WHEN {sql} = 0 THEN 'false' ELSE {row}.lex END)",
        "text",
    )


def _language(translation: Translation, relation: Relation, name: str, value: Value) -> Value:
    del name
    if value.kind == "text":
        return Value("''", "text")
    if value.kind != "term":
        raise NotTranslated(f"the language of a {value.kind}")
    sql = value.sql
    row = translation.lookup(relation, sql)
    tagged = f"WHEN {kind(sql)} = {TAGGED} THEN {row}.tag[2:]"
    return Value(f"(CASE {tagged} WHEN {kind(sql)} > {DATE} THEN {REFUSED} WHEN {kind(sql)} <> {IRI} THEN '' END)", "text")


def _language_matches(translation: Translation, relation: Relation, name: str, tag: Value, wanted: Value) -> Value:
    del translation, relation, name
    asked = wanted.constant.value.lower() if isinstance(wanted.constant, Literal) else ""
    if tag.kind != "text" or not asked.replace("-", "").isalnum():
        raise NotTranslated("LANGMATCHES")
    return Value(f"(lower({tag.sql}) = {quoted(asked)} OR starts_with(lower({tag.sql}), {quoted(asked + '-')}))", "truth")


def _texts(name: str, *values: Value) -> list[str]:
    if any(each.kind != "text" for each in values):
        raise NotTranslated(f"{name} of other than texts")
    return [each.sql for each in values]


def _concatenate(translation: Translation, relation: Relation, name: str, *values: Value) -> Value:
    del translation, relation
    return Value(f"({' || '.join(_texts(name, *values)) or quoted('')})", "text")


def _part(translation: Translation, relation: Relation, name: str, text: Value, start: Value) -> Value:
    del translation, relation
    [sql] = _texts(name, text)
    if not re.fullmatch(r"[1-9]\d*::BIGINT", start.sql):
        raise NotTranslated(name)
    return Value(f"substr({sql}, {start.sql})", "text")


def _replace(translation: Translation, relation: Relation, name: str, *values: Value) -> Value:
    del translation, relation
    text, pattern, new = _texts(name, *values)
    if not (_PLAIN_PATTERN.fullmatch(pattern[1:-1]) and re.fullmatch(r"'(\w|\$1)*'", new)):
        raise NotTranslated(f"{name} of {pattern}")
    return Value(f"regexp_replace({text}, {pattern}, {new.replace('$1', chr(92) + '1')}, 'g')", "text")


def _ends(translation: Translation, relation: Relation, name: str, *values: Value) -> Value:
    del translation, relation
    return Value(f"ends_with({', '.join(_texts(name, *values))})", "truth")


def _whole(translation: Translation, relation: Relation, name: str, value: Value) -> Value:
    del translation, relation
    [sql] = _texts(name, value)
    return Value(
        f"(CASE WHEN regexp_full_match({sql}, '[0-9]{{1,15}}') THEN TRY_CAST({sql} AS BIGINT)"
        f" WHEN regexp_matches({sql}, '^[+-]|[0-9]{{16}}') THEN {REFUSED}::BIGINT END)",
        "whole",
    )


def _year(translation: Translation, relation: Relation, name: str, value: Value) -> Value:
    if value.kind != "term":
        raise NotTranslated(name)
    sql = value.sql
    row = translation.lookup(relation, sql)
    return Value(
        f"(CASE WHEN {kind(sql)} = {DATE} THEN CAST({row}.lex[1:4] AS BIGINT) WHEN {kind(sql)} = {IRI} THEN NULL"
        f" WHEN {sql} IS NOT NULL THEN {REFUSED}::BIGINT END)",
        "whole",
    )


_SPECIAL = {
    "&&": _logic("AND"), "||": _logic("OR"), "!": _not, "BOUND": _is_bound, "IF": _if, "COALESCE": _first, "IN": _in,
}
_FUNCTIONS: dict[str, Any] = {
    **dict.fromkeys(("=", "!=", "<", ">", "<=", ">="), _compare),
    **dict.fromkeys("+-*/", _reckon),
    "ROUND": _round,
    "STR": text_of,
    "LANG": _language,
    "LANGMATCHES": _language_matches,
    "CONCAT": _concatenate,
    "SUBSTR": _part,
    "REPLACE": _replace,
    "STRENDS": _ends,
    "YEAR": _year,
    f"<{XSD}integer>": _whole,
}
