"""The algebra of a SELECT query, read from its text.

Only what named queries are written with is read; everything else is refused. The texts were accepted by the engine
before, so that what is read needn't be checked again.
"""

from __future__ import annotations

import re
from typing import Any

from pyoxigraph import Literal, NamedNode

from graph_service.model.binding import Token, tokens
from graph_service.model.terms import RDF, XSD
from graph_service.store.embedded.columns.algebra import (
    Aggregate,
    Call,
    Constant,
    Distinct,
    Exists,
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

_AGGREGATES = {"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"}
_ESCAPES = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_EMPTY = Triples(())
_COMPARED = ("=", "!=", "<", ">", "<=", ">=")


def parse(text: str) -> Any:
    """The algebra of ``text``.

    :raises NotTranslated: where it is no SELECT query, or has something that is not read.
    """
    reader = _Reader([token for token in tokens(text) if token.kind != "blank"])
    reader.prologue()
    query = reader.select()
    if reader.place < len(reader.stream):
        raise NotTranslated(f"{reader.now.text} after the query")
    return query


class _Reader:
    """One pass over the tokens."""

    def __init__(self, stream: list[Token]) -> None:
        self.stream = stream
        self.place = 0
        self.prefixes: dict[str, str] = {}
        self.fresh = 0

    @property
    def now(self) -> Token:
        return self.stream[self.place] if self.place < len(self.stream) else Token("end", "")

    def at(self, *texts: str) -> bool:
        return self.now.text in texts

    def word(self, *words: str) -> bool:
        return self.now.is_word(*words)

    def next(self) -> Token:
        token = self.now
        self.place += 1
        return token

    def takes(self, *texts: str) -> bool:
        """Step over one of these symbols or keywords, where it is next."""
        if self.at(*texts) or self.word(*texts):
            self.place += 1
            return True
        return False

    def needs(self, text: str) -> None:
        if not self.takes(text):
            raise NotTranslated(f"{self.now.text!r} where {text} was awaited")

    def name(self) -> str:
        """A variable that nobody wrote."""
        self.fresh += 1
        return f".{self.fresh}"

    def prologue(self) -> None:
        while self.takes("PREFIX"):
            prefix = self.next().text.rstrip(":")
            self.prefixes[prefix] = self.next().text[1:-1]

    # Queries

    def select(self) -> Any:
        self.needs("SELECT")
        distinct = self.takes("DISTINCT")
        items: list[tuple[str, Any]] = []
        while not (self.at("{") or self.word("WHERE")):
            if self.takes("*"):
                items.append(("*", None))
            elif self.now.kind == "variable":
                items.append((self.next().text[1:], None))
            else:
                self.needs("(")
                expression = self.expression()
                self.needs("AS")
                items.append((self.next().text[1:], expression))
                self.needs(")")
        self.takes("WHERE")
        pattern = self.group()
        return self.solution(pattern, items, distinct)

    def solution(self, pattern: Any, items: list[tuple[str, Any]], distinct: bool) -> Any:
        keys: list[str] = []
        grouped = False
        if self.takes("GROUP"):
            self.needs("BY")
            grouped = True
            while self.now.kind == "variable" or self.at("("):
                if self.now.kind == "variable":
                    keys.append(self.next().text[1:])
                    continue
                self.needs("(")
                expression = self.expression()
                name = self.next().text[1:] if self.takes("AS") else self.name()
                self.needs(")")
                pattern = Extend(pattern, name, expression)
                keys.append(name)
        having = []
        if self.takes("HAVING"):
            while self.at("("):
                having.append(self.bracketed())
        order: list[tuple[Any, bool]] = []
        if self.takes("ORDER"):
            self.needs("BY")
            while self.now.kind == "variable" or self.at("(") or self.word("ASC", "DESC"):
                descending = self.word("DESC")
                self.takes("ASC", "DESC")
                key = Var(self.next().text[1:]) if self.now.kind == "variable" else self.bracketed()
                order.append((key, descending))
        limit, offset = None, 0
        while self.word("LIMIT", "OFFSET"):
            if self.takes("LIMIT"):
                limit = int(self.next().text)
            else:
                self.needs("OFFSET")
                offset = int(self.next().text)
        if self.word("VALUES"):
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
        if order:
            pattern = OrderBy(pattern, tuple(order))
        pattern = Project(pattern, tuple(names))
        if distinct:
            pattern = Distinct(pattern)
        return Slice(pattern, offset, limit) if offset or limit is not None else pattern

    def without_aggregates(self, expression: Any, found: list[tuple[str, Aggregate]]) -> Any:
        """The expression with variables in the place of aggregates, which are added to ``found``."""
        if isinstance(expression, Aggregate):
            for name, each in found:
                if each == expression:
                    return Var(name)
            found.append((self.name(), expression))
            return Var(found[-1][0])
        if isinstance(expression, Call):
            return Call(expression.name, tuple(self.without_aggregates(each, found) for each in expression.arguments))
        return expression

    # Patterns

    def group(self) -> Any:
        self.needs("{")
        if self.word("SELECT"):
            query = self.select()
            self.needs("}")
            return query
        pattern: Any = _EMPTY
        filters = []
        while not self.takes("}"):
            if self.takes("OPTIONAL"):
                inner = self.group()
                if isinstance(inner, Filter):
                    pattern = LeftJoin(pattern, inner.pattern, inner.condition)
                else:
                    pattern = LeftJoin(pattern, inner)
            elif self.takes("MINUS"):
                pattern = Minus(pattern, self.group())
            elif self.takes("FILTER"):
                filters.append(self.constraint())
            elif self.takes("BIND"):
                self.needs("(")
                expression = self.expression()
                self.needs("AS")
                pattern = Extend(pattern, self.next().text[1:], expression)
                self.needs(")")
            elif self.word("VALUES"):
                pattern = _joined(pattern, self.values())
            elif self.at("{"):
                branches = [self.group()]
                while self.takes("UNION"):
                    branches.append(self.group())
                pattern = _joined(pattern, Union(tuple(branches)) if len(branches) > 1 else branches[0])
            elif self.word("GRAPH", "SERVICE", "FROM"):
                raise NotTranslated(self.now.text)
            else:
                pattern = _joined(pattern, self.triples())
            self.takes(".")
        if filters:
            condition = filters[0]
            for each in filters[1:]:
                condition = Call("&&", (condition, each))
            pattern = Filter(pattern, condition)
        return pattern

    def values(self) -> Values:
        self.needs("VALUES")
        single = self.now.kind == "variable"
        names: list[str] = []
        if single:
            names.append(self.next().text[1:])
        else:
            self.needs("(")
            while not self.takes(")"):
                names.append(self.next().text[1:])
        self.needs("{")
        rows = []
        while not self.takes("}"):
            if single:
                rows.append((self.datum(),))
            else:
                self.needs("(")
                row = []
                while not self.takes(")"):
                    row.append(self.datum())
                rows.append(tuple(row))
        return Values(tuple(names), tuple(rows))

    def datum(self) -> Constant | None:
        return None if self.takes("UNDEF") else self.constant()

    def triples(self) -> Triples:
        """A block of triples with one subject."""
        subject = self.term()
        found = []
        while True:
            predicate = Var(self.next().text[1:]) if self.now.kind == "variable" else self.path()
            while True:
                found.append((subject, predicate, self.term()))
                if not self.takes(","):
                    break
            if not self.takes(";"):
                break
            while self.takes(";"):
                pass
            if self.at(".", "}"):
                break
        return Triples(tuple(found))

    def path(self) -> Any:
        parts = [self.path_sequence()]
        while self.takes("|"):
            parts.append(self.path_sequence())
        return Path("|", tuple(parts)) if len(parts) > 1 else parts[0]

    def path_sequence(self) -> Any:
        parts = [self.path_step()]
        while self.takes("/"):
            parts.append(self.path_step())
        return Path("/", tuple(parts)) if len(parts) > 1 else parts[0]

    def path_step(self) -> Any:
        if self.takes("^"):
            return Path("^", (self.path_step(),))
        if self.takes("("):
            step = self.path()
            self.needs(")")
        elif self.takes("a"):
            step = NamedNode(f"{RDF}type")
        else:
            step = self.constant()
        for op in "*+?":
            if self.takes(op):
                return Path(op, (step,))
        return step

    # Terms

    def term(self) -> Any:
        return Var(self.next().text[1:]) if self.now.kind == "variable" else self.constant()

    def constant(self) -> Constant:
        token = self.next()
        if token.kind == "iri":
            return NamedNode(token.text[1:-1])
        if token.kind == "name":
            return self.prefixed(token.text)
        if token.kind == "string":
            value = _unescaped(token.text)
            if self.takes("@"):
                return Literal(value, language=self.next().text)
            if self.at("^"):
                self.place += 2
                datatype = self.constant()
                assert isinstance(datatype, NamedNode)  # noqa: S101 - the engine accepted it
                return Literal(value, datatype=datatype)
            return Literal(value)
        if token.is_word("TRUE", "FALSE"):
            return Literal(token.text.lower(), datatype=NamedNode(f"{XSD}boolean"))
        sign = ""
        if token.text in {"-", "+"}:
            sign, token = token.text, self.next()
        number = token.text.rstrip(".")
        if number != token.text:
            self.place -= 1
            self.stream[self.place] = Token("other", ".")
        if re.fullmatch(r"\d+", number):
            return Literal(sign.strip("+") + number, datatype=NamedNode(f"{XSD}integer"))
        if re.fullmatch(r"\d+\.\d+", number):
            return Literal(sign.strip("+") + number, datatype=NamedNode(f"{XSD}decimal"))
        raise NotTranslated(f"the term {token.text}")

    def prefixed(self, text: str) -> NamedNode:
        name = text.rstrip(".")
        if name != text:
            self.place -= 1
            self.stream[self.place] = Token("other", ".")
        prefix, _, local = name.partition(":")
        if prefix not in self.prefixes or "\\" in local or "%" in local:
            raise NotTranslated(f"the name {name}")
        return NamedNode(self.prefixes[prefix] + local)

    # Expressions

    def constraint(self) -> Any:
        return self.bracketed() if self.at("(") else self.primary()

    def bracketed(self) -> Any:
        self.needs("(")
        expression = self.expression()
        self.needs(")")
        return expression

    def expression(self) -> Any:
        left = self.conjunction()
        while self.at("|"):
            self.place += 2
            left = Call("||", (left, self.conjunction()))
        return left

    def conjunction(self) -> Any:
        left = self.comparison()
        while self.at("&"):
            self.place += 2
            left = Call("&&", (left, self.comparison()))
        return left

    def comparison(self) -> Any:
        left = self.sum()
        if self.word("IN", "NOT"):
            negated = self.takes("NOT")
            self.needs("IN")
            options = self.arguments()
            found = Call("IN", (left, *options))
            return Call("!", (found,)) if negated else found
        op = self.now.text
        if op in {"=", "<", ">", "!"} and self.now.kind == "other":
            self.place += 1
            if op != "=" and self.takes("="):
                op += "="
            if op in _COMPARED:
                return Call(op, (left, self.sum()))
            raise NotTranslated(op)
        return left

    def sum(self) -> Any:
        left = self.product()
        while self.at("+", "-"):
            left = Call(self.next().text, (left, self.product()))
        return left

    def product(self) -> Any:
        left = self.unary()
        while self.at("*", "/"):
            left = Call(self.next().text, (left, self.unary()))
        return left

    def unary(self) -> Any:
        if self.takes("!"):
            return Call("!", (self.unary(),))
        return self.primary()

    def primary(self) -> Any:
        token = self.now
        if self.at("("):
            return self.bracketed()
        if token.kind == "variable":
            return Var(self.next().text[1:])
        if self.word("EXISTS", "NOT"):
            negated = self.takes("NOT")
            self.needs("EXISTS")
            found = Exists(self.group())
            return Call("!", (found,)) if negated else found
        following = self.stream[self.place + 1].text if self.place + 1 < len(self.stream) else ""
        if token.kind == "word" and following == "(":
            self.place += 1
            name = token.text.upper()
            return self.aggregate(name) if name in _AGGREGATES else Call(name, self.arguments())
        if token.kind in {"name", "iri"} and following == "(":
            return Call(f"<{self.constant().value}>", self.arguments())
        return self.constant()

    def arguments(self) -> tuple[Any, ...]:
        self.needs("(")
        found = []
        while not self.takes(")"):
            found.append(self.expression())
            self.takes(",")
        return tuple(found)

    def aggregate(self, name: str) -> Aggregate:
        self.needs("(")
        distinct = self.takes("DISTINCT")
        argument = None if self.takes("*") else self.expression()
        separator = " "
        if self.takes(";"):
            self.needs("SEPARATOR")
            self.needs("=")
            separator = _unescaped(self.next().text)
        self.needs(")")
        return Aggregate(name, argument, distinct, separator)


def _joined(left: Any, right: Any) -> Any:
    if left == _EMPTY and not isinstance(right, Filter):  # whose scope is a group of its own
        return right
    if isinstance(left, Triples) and isinstance(right, Triples):
        return Triples((*left.triples, *right.triples))
    return Join(left, right)


def _unescaped(text: str) -> str:
    inner = text[3:-3] if text[:3] in {'"""', "'''"} else text[1:-1]
    if "\\u" in inner or "\\U" in inner:
        raise NotTranslated(f"the text {text}")
    return re.sub(r"\\(.)", lambda match: _ESCAPES[match[1]], inner)
