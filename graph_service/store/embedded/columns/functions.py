"""Functions of terms and texts."""

from __future__ import annotations

import re
from typing import Any

from pyoxigraph import Literal

from graph_service.model.terms import XSD
from graph_service.store.embedded.columns.algebra import NotTranslated
from graph_service.store.embedded.columns.relation import (
    DATE,
    IRI,
    OFFSET,
    REFUSED,
    TAGGED,
    Relation,
    Translation,
    Value,
    is_whole,
    kind,
    quoted,
)

#: Regular expressions that mean the same to both engines.
_PLAIN_PATTERN = re.compile(r"[\w^$/:#.*+()\[\]-]*", re.ASCII)


def _text(translation: Translation, relation: Relation, name: str, value: Value) -> Value:
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
    return Value(
        f"(CASE {tagged} WHEN {kind(sql)} > {DATE} THEN {REFUSED} WHEN {kind(sql)} <> {IRI} THEN '' END)", "text"
    )


def _language_matches(translation: Translation, relation: Relation, name: str, tag: Value, wanted: Value) -> Value:
    del translation, relation, name
    asked = wanted.constant.value.lower() if isinstance(wanted.constant, Literal) else ""
    if tag.kind != "text" or not asked.replace("-", "").isalnum():
        raise NotTranslated("LANGMATCHES")
    return Value(
        f"(lower({tag.sql}) = {quoted(asked)} OR starts_with(lower({tag.sql}), {quoted(asked + '-')}))", "truth"
    )


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


#: The functions by name, each with what they take besides the name and their values.
FUNCTIONS: dict[str, Any] = {
    "STR": _text,
    "LANG": _language,
    "LANGMATCHES": _language_matches,
    "CONCAT": _concatenate,
    "SUBSTR": _part,
    "REPLACE": _replace,
    "STRENDS": _ends,
    "YEAR": _year,
    f"<{XSD}integer>": _whole,
}
