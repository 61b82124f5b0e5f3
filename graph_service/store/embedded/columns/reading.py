"""Terms and expressions of SPARQL, read from tokens."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, Store

from graph_service.model.binding import Token
from graph_service.model.terms import XSD
from graph_service.store.embedded.columns.algebra import Aggregate, Call, Constant, Exists, NotTranslated, Var

_AGGREGATES = {"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"}
_ESCAPES = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_COMPARED = ("=", "!=", "<", ">", "<=", ">=")


class Reader:
    """One pass over the tokens; ``group`` reads a group of patterns, which EXISTS has."""

    def __init__(self, stream: list[Token], group: Callable[[], Any]) -> None:
        self.stream = stream
        self.place = 0
        self.prefixes: dict[str, str] = {}
        self.fresh = 0
        self.group = group

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

    # Terms

    def term(self) -> Any:
        return Var(self.next().text[1:]) if self.now.kind == "variable" else self.constant()

    def constant(self) -> Constant:  # noqa: C901, PLR0911 - a case for each kind of token
        token = self.next()
        if token.kind == "iri":
            return NamedNode(token.text[1:-1])
        if token.kind == "name":
            return self.prefixed(token.text)
        if token.kind == "string":
            value = _unescaped(token.text)
            if self.takes("@"):
                return _as_stored(Literal(value, language=self.next().text))
            if self.at("^"):
                self.place += 2
                datatype = self.constant()
                assert isinstance(datatype, NamedNode)  # noqa: S101 - the engine accepted it
                return _as_stored(Literal(value, datatype=datatype))
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
            return _as_stored(Literal(sign + number, datatype=NamedNode(f"{XSD}integer")))
        if re.fullmatch(r"\d+\.\d+", number):
            return _as_stored(Literal(sign + number, datatype=NamedNode(f"{XSD}decimal")))
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


def _unescaped(text: str) -> str:
    inner = text[3:-3] if text[:3] in {'"""', "'''"} else text[1:-1]
    if "\\u" in inner or "\\U" in inner:
        raise NotTranslated(f"the text {text}")
    return re.sub(r"\\(.)", lambda match: _ESCAPES[match[1]], inner)


def _as_stored(literal: Literal) -> Literal:
    """The literal as the engine keeps it, so that ``01`` is 1."""
    node = NamedNode("urn:x")
    store = Store()
    store.add(Quad(node, node, literal))
    [quad] = store
    kept = quad.object
    assert isinstance(kept, Literal)  # noqa: S101 - one was put in
    return kept
