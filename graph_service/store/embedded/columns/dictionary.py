"""The numbers of terms, and the tables of predicates, as of one moment."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from graph_service.store.embedded.columns.algebra import Constant, Var
from graph_service.store.embedded.columns.connection import Connection
from graph_service.store.embedded.columns.relation import SHIFT, inline, kind_of, quoted, tag_of

#: How many numbers are kept at most.
_KEPT = 50_000


class Numbers:
    """Numbers that were found, for all threads: those of terms never change."""

    def __init__(self) -> None:
        self.found: dict[Constant, int] = {}
        #: How many statements match patterns, or did a change ago.
        self.counts: dict[str, int] = {}
        #: How many statements there are for each subject or object of a table, or were once.
        self.spreads: dict[str, float] = {}

    def look_up(self, database: Connection, terms: Collection[Constant]) -> dict[Constant, int]:
        """The numbers of these terms, of those that there are."""
        kept = self.found  # another thread may begin a new one
        known = {term: kept[term] for term in terms if term in kept}
        sought = {term for term in terms if inline(term) is None and term not in known}
        if sought:
            texts = ", ".join({quoted(term.value) for term in sought})
            keys = {(kind_of(term), term.value, tag_of(term)): term for term in sought}
            rows = database.execute(f"SELECT id, lex, tag FROM terms WHERE lex IN ({texts})").fetchall()
            new = {term: number for number, *rest in rows if (term := keys.get((number >> SHIFT, *rest)))}
            if len(kept) > _KEPT:
                self.found = new
            else:
                kept.update(new)
            known |= new
        return known


class Moment:
    """What one query sees: the terms of a transaction on ``database``."""

    def __init__(self, database: Connection, numbers: Numbers, tables: dict[str, str]) -> None:
        self._database = database
        self._numbers = numbers
        self._tables = tables
        self._found: dict[Constant, int | None] = {}

    def find(self, term: Constant) -> int | None:
        """The number of the term; none where it is in no statement."""
        if (number := inline(term)) is not None:
            return number
        if term not in self._found:
            self.prepare([term])
        return self._found[term]

    def prepare(self, terms: Collection[Constant]) -> None:
        """Find many at once, which takes as long as one."""
        numbers = self._numbers.look_up(self._database, terms)
        self._found |= {term: numbers.get(term) for term in terms}

    def table(self, predicate: str) -> str | None:
        """The table of subjects (s) and objects (o) of a predicate; none where there are no such statements."""
        return self._tables.get(predicate)

    def count(self, predicate: str, subject: Constant | Var, object_: Constant | Var) -> int:
        """How many statements have this predicate, and the subject and the object where they are no variables."""
        table = self._tables.get(predicate)
        if table is None:
            return 0
        conditions = []
        for column, term in (("s", subject), ("o", object_)):
            if not isinstance(term, Var):
                number = self.find(term)
                conditions.append("false" if number is None else f"{column} = {number}")
        return self._counted(f"FROM {table} WHERE {' AND '.join(conditions) or 'true'}")

    def count_to(self, paths: Iterable[tuple[Sequence[str], Constant]]) -> int:
        """From how many things each of the paths, statements with one predicate after the other, leads to its end."""
        leading = []
        for predicates, end in paths:
            number = self.find(end)
            reached = "SELECT 0 AS s WHERE false" if number is None else f"SELECT {number} AS s"
            for predicate in reversed(predicates):
                if (table := self._tables.get(predicate)) is None:
                    return 0
                reached = f"SELECT s FROM {table} WHERE o IN ({reached})"
            leading.append(reached)
        first, *others = leading
        return self._counted(f"FROM ({first}) WHERE {' AND '.join(f's IN ({other})' for other in others) or 'true'}")

    def spread(self, predicate: str, place: str) -> float:
        """How many statements with this predicate have the same subject (s) or object (o), on average."""
        if (table := self._tables.get(predicate)) is None:
            return 0
        spreads = self._numbers.spreads
        asked = f"SELECT count(*) / greatest(approx_count_distinct({place}), 1) FROM {table}"
        if asked not in spreads:
            [spreads[asked]] = self._database.execute(asked).fetchone()
        return spreads[asked]

    def _counted(self, rows: str) -> int:
        counts = self._numbers.counts
        if rows not in counts:
            [counts[rows]] = self._database.execute(f"SELECT count(*) {rows}").fetchone()
        return counts[rows]
