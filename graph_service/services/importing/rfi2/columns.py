"""The columns that a sheet may have: those of ``columns.yaml``, and those that name a property."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, cached_property

from graph_service.services.importing.rfi2.words import language_tag, read_yaml, simplified

#: How alike a heading must be to one that is known.
_ALIKE = 0.86
_LEAST = 6
_IN_LANGUAGE = re.compile(
    r"^(?P<heading>.*?)\s*(?:\[(?P<tag>[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)\]|\((?P<name>[^()]+)\))\s*$", re.DOTALL
)
_NAMES_PROPERTY = re.compile(
    r"\((?P<inverse>\^?)(?P<property>[a-z][\w-]*:[\w-]+)\)(?:\s*\[(?P<tag>[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)\])?\s*$"
)


@dataclass(frozen=True)
class Column:
    """A column of RFI-2, or one that we add to it (which has no letter)."""

    key: str
    template: str
    headings: Sequence[str]
    property: str
    reads: str
    letter: str = ""
    scheme: str = ""
    many: bool = False
    classes: Sequence[str] = ()
    repeated: bool = False

    @cached_property
    def known_as(self) -> frozenset[str]:
        """All headings as they are compared."""
        return frozenset(filter(None, map(simplified, (self.template, *self.headings)))) - {""}


@dataclass(frozen=True)
class PropertyColumn:
    """A column whose heading names a property, such as ``cost (cv:hasCost)`` or ``title (dct:title) [fr]``.

    Where it is ``inverse``, the cells hold the things that link to the row by that property.
    """

    property: str
    language: str = ""
    inverse: bool = False


@dataclass(frozen=True)
class Table:
    """What a sheet lists, and by which columns."""

    name: str
    sheets: Sequence[str]
    class_: str
    type: str
    columns: Mapping[str, Column]


@dataclass(frozen=True)
class Match:
    """A column that a heading was understood as, how surely (1 is exactly), and the language that it names."""

    column: Column
    likeness: float
    language: str = ""


def tables() -> list[Table]:
    """The tables of RFI-2."""
    return [
        Table(
            name,
            given["sheets"],
            given["class"],
            given["type"],
            {key: Column(**{"key": key, "property": "", **column}) for key, column in given["columns"].items()},
        )
        for name, given in read_yaml("columns.yaml").items()
    ]


def property_column(heading: str) -> PropertyColumn | None:
    """The column whose heading ends in a property's name; ``None`` for other headings."""
    found = _NAMES_PROPERTY.search(heading)
    if not found:
        return None
    return PropertyColumn(found["property"], (found["tag"] or "").lower(), found["inverse"] == "^")


def match_heading(heading: str, table: Table) -> Match | None:
    """The column of ``table`` that ``heading`` means, in whatever language and spelling."""
    best = _best(heading, table)
    in_language = _IN_LANGUAGE.match(heading)
    if in_language and (best is None or best.likeness < 1):
        tag = (in_language["tag"] or "").lower() or language_tag(in_language["name"] or "")
        plain = _best(in_language["heading"], table) if tag else None
        if plain and tag and plain.column.reads == "text":
            return Match(plain.column, plain.likeness, tag)
    return best


def _best(heading: str, table: Table) -> Match | None:
    key = simplified(heading)
    if not key:
        return None
    exact = next((column for column in table.columns.values() if key in column.known_as), None)
    if exact:
        return Match(exact, 1.0)
    best: Match | None = None
    for column in table.columns.values():
        likeness = max((_likeness(key, known) for known in column.known_as), default=0.0)
        if likeness >= _ALIKE and (best is None or likeness > best.likeness):
            best = Match(column, likeness)
    return best


@cache
def _likeness(key: str, known: str) -> float:
    if key == known:
        return 1.0
    shorter, longer = sorted((len(key), len(known)))
    if shorter < _LEAST:
        return 0.0
    if len(known) >= 2 * _LEAST and f"{key} ".startswith(f"{known} "):
        return 0.99
    if 2 * shorter < _ALIKE * (shorter + longer):
        return 0.0
    matcher = SequenceMatcher(None, key, known, autojunk=False)
    return 0.98 * matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0
