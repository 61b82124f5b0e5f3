"""What a pattern becomes in SQL: a relation whose columns are its variables.

A term is a number. Whole numbers and truth values are told by it; it tells of every other term what kind it has, and
where the table of terms has it. Texts and decimal numbers that a query computes are columns of their own kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, Protocol

from pyoxigraph import Literal, NamedNode

from graph_service.model.terms import XSD
from graph_service.store.embedded.columns.algebra import Constant

#: A whole number is kept as its value less this; so are those from -INLINE to INLINE.
OFFSET = 1 << 61
INLINE = 1 << 60
#: The kinds of other terms stand above so many bits of their numbers.
SHIFT = 56
IRI, TEXT, TAGGED, DECIMAL, DATE, OTHER = 1, 2, 3, 4, 5, 6
#: A decimal number is kept as the engine keeps it: times this, in 128 bits.
SCALE = 10**18
#: Where it isn't sure what the engine would answer, the query fails, and the engine answers.
REFUSED = "error('not sure')"
#: The type in SQL of each kind of column.
TYPES = {"term": "BIGINT", "whole": "BIGINT", "decimal": "HUGEINT", "number": "HUGEINT", "text": "VARCHAR"}


class Terms(Protocol):
    """The terms of a copy, and the tables of its predicates."""

    def find(self, term: Constant) -> int | None:
        """The number of the term; none where it is in no statement."""

    def table(self, predicate: str) -> str | None:
        """The table of subjects (s) and objects (o) of a predicate; none where there are no such statements."""


@dataclass(frozen=True)
class Column:
    """Where SQL has a variable.

    ``term``: a number of a term; ``whole``: one of a whole number; ``decimal``; ``number``: twice a decimal or whole
    number, and 1 more where it is decimal; ``text``: a string without language. ``optional``: it may be unbound.
    """

    sql: str
    kind: str
    optional: bool = False
    constant: Constant | None = None


@dataclass(frozen=True)
class Value:
    """An expression in SQL; NULL stands for an error.

    Besides the kinds of columns, in which ``whole`` is the number itself, there are ``truth``, and ``nothing``, which
    is always an error. ``decimal`` says of a ``number`` whether it is decimal, in SQL; ``term`` is the term of a
    ``text`` where that is known.
    """

    sql: str
    kind: str
    decimal: str = ""
    constant: Constant | None = None
    term: str = ""


NOTHING = Value("NULL", "nothing")


@dataclass
class Relation:
    """Tables, conditions that all rows meet, tables that are looked up for them, and the columns of the variables."""

    tables: list[str] = field(default_factory=list)
    where: list[str] = field(default_factory=list)
    columns: dict[str, Column] = field(default_factory=dict)
    lookups: dict[tuple[str, str], str] = field(default_factory=dict)

    def copy(self, **columns: Column) -> Relation:
        """Another that can be changed, with further columns."""
        return Relation([*self.tables], [*self.where], {**self.columns, **columns}, {**self.lookups})

    def source(self) -> str:
        """FROM and WHERE."""
        joined = " CROSS JOIN ".join(self.tables or ["(SELECT 1) nothing"] if self.lookups else self.tables)
        for (table, key), name in self.lookups.items():
            joined += f" LEFT JOIN {table} {name} ON {name}.id = {key}"
        return (f" FROM {joined}" if joined else "") + (f" WHERE {' AND '.join(self.where)}" if self.where else "")

    def select(self, names: Iterable[str] | None = None, *, distinct: bool = False) -> str:
        """SQL of these columns, or of all."""
        items = ", ".join(f'{self.columns[n].sql} AS "{n}"' for n in (self.columns if names is None else names))
        return f"SELECT {'DISTINCT ' if distinct else ''}{items or '1'}{self.source()}"


class Translation:
    """What the translation of one query gathers."""

    def __init__(self, terms: Terms, exists: Callable[[Translation, Relation, Any], str]) -> None:
        self.terms = terms
        self._exists = exists
        self.numbers = count(1)
        #: Sub-queries that are worked out once, in the order in which they need each other, and what they are called.
        self.subqueries: list[str] = []
        self.shared: dict[Any, tuple[str, dict[str, Column]]] = {}
        #: The numbers of constants that no statement has.
        self.strangers: dict[Constant, int] = {}

    def exists(self, relation: Relation, pattern: Any) -> str:
        """Whether the pattern has a solution that agrees with a row, as SQL."""
        return self._exists(self, relation, pattern)

    def alias(self) -> str:
        """A name that nothing has."""
        return f"t{next(self.numbers)}"

    def number_of(self, term: Constant) -> int:
        """The number of a constant, be it in a statement or not."""
        found = self.terms.find(term)
        if found is None:
            found = self.strangers.setdefault(term, (kind_of(term) << SHIFT) + (1 << (SHIFT - 1)) + len(self.strangers))
        return found

    def derived(self, sql: str, columns: dict[str, Column]) -> Relation:
        """The relation of a sub-query with these columns."""
        return self._renamed(f"({sql})", columns)

    def share(self, what: Any, make: Callable[[], tuple[str, dict[str, Column]]]) -> Relation:
        """The relation of a sub-query that is worked out once, however often ``what`` is asked for."""
        name = self.shared_name(what, lambda _: make())
        return self._renamed(name, self.shared[what][1])

    def shared_name(self, what: Any, make: Callable[[str], tuple[str, dict[str, Column]]]) -> str:
        """The name of a sub-query that is worked out once, and may name itself."""
        if what not in self.shared:
            name = self.alias()
            sql, columns = make(name)
            self.subqueries.append(f"{name} AS ({sql})")
            self.shared[what] = name, columns
        return self.shared[what][0]

    def _renamed(self, source: str, columns: dict[str, Column]) -> Relation:
        name = self.alias()
        return Relation([f"{source} {name}"], [], {n: replace(c, sql=f'{name}."{n}"') for n, c in columns.items()})

    def flat(self, relation: Relation) -> Relation:
        """The relation as one table, so that its expressions are worked out once."""
        return self.derived(relation.select(), relation.columns)

    def lookup(self, relation: Relation, key: str, table: str = "terms") -> str:
        """The name under which ``relation`` has the row of a term in ``table``."""
        return relation.lookups.setdefault((table, key), self.alias())

    def preamble(self) -> str:
        """The WITH clause of the sub-queries."""
        return f"WITH RECURSIVE {', '.join(self.subqueries)} " if self.subqueries else ""

    def added(self) -> str | None:
        """SQL that adds the constants that no statement has to the table of terms; none where it has all."""
        rows = [
            f"({number}, {quoted(term.value)}, {quoted(tag) if (tag := tag_of(term)) else 'NULL'})"
            for term, number in self.strangers.items()
        ]
        return f"INSERT INTO terms VALUES {', '.join(rows)}" if rows else None


def kind_of(term: Any) -> int:
    """The kind of a term that its number tells, but for whole numbers and truth values."""
    if isinstance(term, NamedNode):
        return IRI
    if term.language:
        return OTHER if term.direction else TAGGED
    datatype = term.datatype.value.removeprefix(XSD)
    if datatype == "string":
        return TEXT
    if datatype == "decimal" and len(term.value) < 20:  # noqa: PLR2004 - so that it has at most 18 digits
        return DECIMAL
    plain_date = datatype == "date" and len(term.value) == 10 and term.value[:4].isdigit()  # noqa: PLR2004
    return DATE if plain_date else OTHER


def tag_of(term: Constant) -> str | None:
    """What follows the text of a literal: its language or datatype."""
    if isinstance(term, NamedNode) or term.datatype.value == f"{XSD}string":
        return None
    if term.language:
        return f"@{term.language}--{term.direction}" if term.direction else f"@{term.language}"
    return f"^^<{term.datatype.value}>"


def inline(term: Any) -> int | None:
    """The number of a term that isn't in the table of terms."""
    if isinstance(term, Literal):
        match term.datatype.value.removeprefix(XSD):
            case "integer" if len(term.value) < 17:  # noqa: PLR2004 - as the copy is filled
                return int(term.value) - OFFSET
            case "boolean":
                return int(term.value == "true")
    return None


def is_whole(sql: str) -> str:
    """Whether a term is a whole number."""
    return f"({sql} < {-INLINE})"


def kind(sql: str) -> str:
    """The kind of a term."""
    return f"({sql} >> {SHIFT})"


def quoted(text: str) -> str:
    """A text in SQL."""
    if "\0" in text:
        return REFUSED
    return "'" + text.replace("'", "''") + "'"
