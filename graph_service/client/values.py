"""Terms of RDF as values of Python, from the SPARQL 1.1 Query Results JSON Format."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self

_XSD = "http://www.w3.org/2001/XMLSchema#"
_WHOLE_NUMBERS = (
    *("integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger"),
    *("nonPositiveInteger", "negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
)
_TRUTHS = {"true": True, "1": True, "false": False, "0": False}


class Iri(str):
    """The name of a thing; a blank node is ``_:`` and its label."""

    __slots__ = ()


class Text(str):
    """A text whose ``language`` is known, as a language tag."""

    __slots__ = ("language",)
    language: str

    def __new__(cls, text: str, language: str) -> Self:
        made = super().__new__(cls, text)
        made.language = language
        return made

    def __reduce__(self) -> tuple[type[Text], tuple[str, str]]:
        return type(self), (str(self), self.language)


Value = Iri | Text | str | bool | int | float | Decimal | date | datetime | tuple[Any, ...]
#: Values by column; what is unbound is ``None``.
Row = dict[str, Value | None]


def _whole_number(text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]+", text):
        raise ValueError(text)
    return int(text)


def _decimal(text: str) -> Decimal:
    if not re.fullmatch(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)", text):
        raise ValueError(text)
    return Decimal(text)


_READERS: dict[str, Callable[[str], Value]] = {
    **{f"{_XSD}{name}": _whole_number for name in _WHOLE_NUMBERS},
    f"{_XSD}decimal": _decimal,
    f"{_XSD}double": float,
    f"{_XSD}float": float,
    f"{_XSD}boolean": lambda text: _TRUTHS[text],
    f"{_XSD}date": date.fromisoformat,
    f"{_XSD}dateTime": datetime.fromisoformat,
}


def value_of(term: Mapping[str, Any]) -> Value:
    """The value of one term; a literal of another datatype, or that its datatype doesn't have, is its text.

    A statement that is a term itself (RDF 1.2) is a tuple of its three terms.
    """
    given = term["value"]
    match term["type"]:
        case "uri":
            return Iri(given)
        case "bnode":
            return Iri(f"_:{given}")
        case "triple":
            return tuple(value_of(given[part]) for part in ("subject", "predicate", "object"))
    if language := term.get("xml:lang"):
        return Text(given, language)
    read = _READERS.get(term.get("datatype", ""))
    try:
        return read(given) if read else str(given)
    except (ValueError, KeyError):
        return str(given)


def row_of(columns: tuple[str, ...], binding: Mapping[str, Mapping[str, Any]]) -> Row:
    """One row, with all columns."""
    return {name: value_of(binding[name]) if name in binding else None for name in columns}
