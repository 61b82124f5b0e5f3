"""The algebra of a SELECT query, read from its text.

Only what named queries are written with is read; everything else is refused. The texts were accepted by the engine
before, so that what is read needn't be checked again.
"""

from __future__ import annotations

from typing import Any

from pyoxigraph import NamedNode

from graph_service.model.binding import tokens
from graph_service.model.terms import RDF
from graph_service.store.embedded.columns.algebra import (
    Aggregate,
    Call,
    Constant,
    Distinct,
    Extend,
    Filter,
    Group,
    Join,
    LeftJoin,
    Minus,
    NotTranslated,
    OrderBy,
    Path,
    Project,
    Slice,
    Triples,
    Union,
    Values,
    Var,
    variables,
)
from graph_service.store.embedded.columns.reading import Reader

_EMPTY = Triples(())


def parse(text: str) -> Any:
    """The algebra of ``text``.

    :raises NotTranslated: where it is no SELECT query, or has something that is not read.
    """
    query = _Query(text)
    found = query.read()
    if query.reader.now.kind != "end":
        raise NotTranslated(f"{query.reader.now.text} after the query")
    return found


class _Query:
    """Queries and patterns, which have expressions and terms that the reader reads."""

    def __init__(self, text: str) -> None:
        self.reader = Reader([token for token in tokens(text) if token.kind != "blank"], self.group)

    def read(self) -> Any:
        self.reader.prologue()
        return self.select()

    def select(self) -> Any:
        self.reader.needs("SELECT")
        distinct = self.reader.takes("DISTINCT")
        items: list[tuple[str, Any]] = []
        while not (self.reader.at("{") or self.reader.word("WHERE")):
            if self.reader.takes("*"):
                items.append(("*", None))
            elif self.reader.now.kind == "variable":
                items.append((self.reader.next().text[1:], None))
            else:
                self.reader.needs("(")
                expression = self.reader.expression()
                self.reader.needs("AS")
                items.append((self.reader.next().text[1:], expression))
                self.reader.needs(")")
        self.reader.takes("WHERE")
        pattern = self.group()
        return self.solution(pattern, items, distinct)

    def solution(self, pattern: Any, items: list[tuple[str, Any]], distinct: bool) -> Any:
        """What the clauses after the patterns make of these, in the order that section 18.2.4 gives."""
        keys: list[str] = []
        grouped = self.reader.takes("GROUP")
        if grouped:
            self.reader.needs("BY")
            pattern, keys = self.keys(pattern)
        having = []
        if self.reader.takes("HAVING"):
            while self.reader.at("("):
                having.append(self.reader.bracketed())
        order = self.order()
        limit, offset = self.part()
        if self.reader.word("VALUES"):
            pattern = Join(pattern, self.values())
        found: list[tuple[str, Aggregate]] = []
        assigned = [(name, self.without_aggregates(e, found)) for name, e in items if e is not None]
        having = [self.without_aggregates(each, found) for each in having]
        order = [(self.without_aggregates(each, found), descending) for each, descending in order]
        if grouped or found:
            pattern = Group(pattern, tuple(keys), tuple(found))
        for each in having:
            pattern = Filter(pattern, each)
        for name, expression in assigned:
            pattern = Extend(pattern, name, expression)
        names = [name for name, _ in items]
        if names == ["*"]:
            names = sorted(name for name in variables(pattern) if not name.startswith("."))
        pattern = Project(OrderBy(pattern, tuple(order)) if order else pattern, tuple(names))
        if distinct:
            pattern = Distinct(pattern)
        return Slice(pattern, offset, limit) if offset or limit is not None else pattern

    def keys(self, pattern: Any) -> tuple[Any, list[str]]:
        """The variables by which is grouped, and the pattern with those that GROUP BY assigns."""
        keys = []
        while self.reader.now.kind == "variable" or self.reader.at("("):
            if self.reader.now.kind == "variable":
                keys.append(self.reader.next().text[1:])
                continue
            self.reader.needs("(")
            expression = self.reader.expression()
            name = self.reader.next().text[1:] if self.reader.takes("AS") else self.reader.name()
            self.reader.needs(")")
            pattern = Extend(pattern, name, expression)
            keys.append(name)
        return pattern, keys

    def order(self) -> list[tuple[Any, bool]]:
        """The keys of ORDER BY, each with whether it descends."""
        found: list[tuple[Any, bool]] = []
        if self.reader.takes("ORDER"):
            self.reader.needs("BY")
            while self.reader.now.kind == "variable" or self.reader.at("(") or self.reader.word("ASC", "DESC"):
                descending = self.reader.word("DESC")
                self.reader.takes("ASC", "DESC")
                named = self.reader.now.kind == "variable"
                found.append((Var(self.reader.next().text[1:]) if named else self.reader.bracketed(), descending))
        return found

    def part(self) -> tuple[int | None, int]:
        """LIMIT and OFFSET."""
        limit, offset = None, 0
        while self.reader.word("LIMIT", "OFFSET"):
            if self.reader.takes("LIMIT"):
                limit = int(self.reader.next().text)
            else:
                self.reader.needs("OFFSET")
                offset = int(self.reader.next().text)
        return limit, offset

    def without_aggregates(self, expression: Any, found: list[tuple[str, Aggregate]]) -> Any:
        """The expression with variables in the place of aggregates, which are added to ``found``."""
        if isinstance(expression, Aggregate):
            for name, each in found:
                if each == expression:
                    return Var(name)
            found.append((self.reader.name(), expression))
            return Var(found[-1][0])
        if isinstance(expression, Call):
            return Call(expression.name, tuple(self.without_aggregates(each, found) for each in expression.arguments))
        return expression

    def group(self) -> Any:  # noqa: C901, PLR0912 - a case for each kind of pattern
        self.reader.needs("{")
        if self.reader.word("SELECT"):
            query = self.select()
            self.reader.needs("}")
            return query
        pattern: Any = _EMPTY
        filters = []
        while not self.reader.takes("}"):
            if self.reader.takes("OPTIONAL"):
                inner = self.group()
                if isinstance(inner, Filter):
                    pattern = LeftJoin(pattern, inner.pattern, inner.condition)
                else:
                    pattern = LeftJoin(pattern, inner)
            elif self.reader.takes("MINUS"):
                pattern = Minus(pattern, self.group())
            elif self.reader.takes("FILTER"):
                filters.append(self.reader.constraint())
            elif self.reader.takes("BIND"):
                self.reader.needs("(")
                expression = self.reader.expression()
                self.reader.needs("AS")
                pattern = Extend(pattern, self.reader.next().text[1:], expression)
                self.reader.needs(")")
            elif self.reader.word("VALUES"):
                pattern = _joined(pattern, self.values())
            elif self.reader.at("{"):
                branches = [self.group()]
                while self.reader.takes("UNION"):
                    branches.append(self.group())
                pattern = _joined(pattern, Union(tuple(branches)) if len(branches) > 1 else branches[0])
            elif self.reader.word("GRAPH", "SERVICE", "FROM"):
                raise NotTranslated(self.reader.now.text)
            else:
                pattern = _joined(pattern, self.triples())
            self.reader.takes(".")
        if filters:
            condition = filters[0]
            for each in filters[1:]:
                condition = Call("&&", (condition, each))
            pattern = Filter(pattern, condition)
        return pattern

    def values(self) -> Values:
        self.reader.needs("VALUES")
        single = self.reader.now.kind == "variable"
        names: list[str] = []
        if single:
            names.append(self.reader.next().text[1:])
        else:
            self.reader.needs("(")
            while not self.reader.takes(")"):
                names.append(self.reader.next().text[1:])
        self.reader.needs("{")
        rows: list[tuple[Constant | None, ...]] = []
        while not self.reader.takes("}"):
            if single:
                rows.append((self.datum(),))
            else:
                self.reader.needs("(")
                row = []
                while not self.reader.takes(")"):
                    row.append(self.datum())
                rows.append((*row,))
        return Values(tuple(names), tuple(rows))

    def datum(self) -> Constant | None:
        return None if self.reader.takes("UNDEF") else self.reader.constant()

    def triples(self) -> Triples:
        """A block of triples with one subject."""
        subject = self.reader.term()
        found = []
        while True:
            predicate = Var(self.reader.next().text[1:]) if self.reader.now.kind == "variable" else self.path()
            while True:
                found.append((subject, predicate, self.reader.term()))
                if not self.reader.takes(","):
                    break
            if not self.reader.takes(";"):
                break
            while self.reader.takes(";"):
                pass
            if self.reader.at(".", "}"):
                break
        return Triples(tuple(found))

    def path(self) -> Any:
        parts = [self.path_sequence()]
        while self.reader.takes("|"):
            parts.append(self.path_sequence())
        return Path("|", tuple(parts)) if len(parts) > 1 else parts[0]

    def path_sequence(self) -> Any:
        parts = [self.path_step()]
        while self.reader.takes("/"):
            parts.append(self.path_step())
        return Path("/", tuple(parts)) if len(parts) > 1 else parts[0]

    def path_step(self) -> Any:
        if self.reader.takes("^"):
            return Path("^", (self.path_step(),))
        if self.reader.takes("("):
            step = self.path()
            self.reader.needs(")")
        elif self.reader.takes("a"):
            step = NamedNode(f"{RDF}type")
        else:
            step = self.reader.constant()
        for op in "*+?":
            if self.reader.takes(op):
                return Path(op, (step,))
        return step


def _joined(left: Any, right: Any) -> Any:
    if left == _EMPTY and not isinstance(right, Filter):  # whose scope is a group of its own
        return right
    if isinstance(left, Triples) and isinstance(right, Triples):
        return Triples((*left.triples, *right.triples))
    return Join(left, right)
