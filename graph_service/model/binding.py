"""Binding of parameters: the answer is the one where the term stood in the variable's place everywhere.

The query is cut into tokens and each parameter's variable is replaced by its serialised term, so that neither
a sub-query, an OPTIONAL, a MINUS nor a FILTER sees anything else, on any engine. A value never becomes part
of the text but as one term that an RDF library wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from pyoxigraph import Literal, NamedNode

Term = NamedNode | Literal

#: How many bound texts are kept: pages ask the same after each change of the data.
_KEPT = 1000

_TOKEN = re.compile(
    r"""
    (?P<blank>\s+|\#[^\n]*)
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<string>\"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*\"\"\" | '''(?:'{0,2}(?:[^'\\]|\\.))*'''
              | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
  | (?P<variable>[?$]\w+)
  | (?P<name>[\w.-]*:[\w.:%\\-]*)
  | (?P<word>\w[\w.-]*)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Token:
    """A piece of SPARQL text; ``kind`` is a group name of the token pattern."""

    kind: str
    text: str

    def is_word(self, *words: str) -> bool:
        """Whether this is one of the keywords ``words``, given in capitals."""
        return self.kind == "word" and self.text.upper() in words


def tokens(text: str) -> Iterator[Token]:
    """Cut SPARQL ``text`` into tokens that add up to it."""
    for match in _TOKEN.finditer(text):
        yield Token(str(match.lastgroup), match[0])


def bind(text: str, arguments: Mapping[str, Sequence[Term]]) -> str:
    """Put ``arguments`` in the place of the parameters of a named query's ``text``.

    A parameter with one term is replaced everywhere; one with no terms stays a free variable; one with several
    stays a variable that ``VALUES`` restricts to them. A projected parameter stays a column; that of a sub-select gets
    a name of its level, because SPARQL lets no SELECT assign a variable that its patterns have.
    """
    return _bound(text, tuple((name, tuple(terms)) for name, terms in arguments.items()))


@lru_cache(maxsize=_KEPT)
def _bound(text: str, arguments: tuple[tuple[str, tuple[Term, ...]], ...]) -> str:
    return "".join(_Binder(list(tokens(text)), dict(arguments)).run())


def count_of(text: str) -> str:
    """The query that counts the rows of the SELECT query ``text``, as ``?total``."""
    stream = list(tokens(text))
    start = next(place for place, token in enumerate(stream) if token.is_word("SELECT"))
    prologue = "".join(token.text for token in stream[:start])
    rows = "".join(token.text for token in stream[start:])
    return f"{prologue}SELECT (COUNT(*) AS ?total) WHERE {{ {{ {rows}\n}} }}"


def assigned_variables(text: str) -> set[str]:
    """The variables that ``text`` assigns by ``AS``, which can't be parameters."""
    significant = [token for token in tokens(text) if token.kind != "blank"]
    return {
        following.text[1:]
        for token, following in pairwise(significant)
        if token.is_word("AS") and following.kind == "variable"
    }


class _Binder:
    """One pass over the tokens, with the little context that decides what a variable is replaced by."""

    def __init__(self, stream: list[Token], arguments: Mapping[str, Sequence[Term]]) -> None:
        self.stream = stream
        self.arguments = arguments
        self.place = 0
        self.clause = ""  # SELECT, GROUP or ORDER; empty within patterns
        self.depth = 0  # of parentheses
        self.level = 0  # of braces

    def run(self) -> Iterator[str]:
        while self.place < len(self.stream):
            token = self.stream[self.place]
            if token.is_word("VALUES") and (end := self._values_row()):
                yield self._row(end)
            elif token.is_word("BOUND") and (end := self._bound_call()):
                yield "true"
                self.place = end
            else:
                self._follow(token)
                yield self._replaced(token)
                self.place += 1

    def _follow(self, token: Token) -> None:
        if token.is_word("SELECT", "GROUP", "ORDER"):
            self.clause = token.text.upper()
        elif token.is_word("WHERE", "FROM", "HAVING", "LIMIT", "OFFSET") or token.text in {"{", "}"}:
            self.clause = ""
            self.level += {"{": 1, "}": -1}.get(token.text, 0)
        elif token.text == "(":
            self.depth += 1
        elif token.text == ")":
            self.depth -= 1

    def _replaced(self, token: Token) -> str:
        terms = self.arguments.get(token.text[1:], ()) if token.kind == "variable" else ()
        if len(terms) != 1:
            return token.text
        match self.clause if self.depth == 0 else "":
            case "SELECT":
                return f"({terms[0]} AS {token.text}{f'_within_{self.level}' if self.level else ''})"
            case "GROUP":  # named, because rdflib can't group by a nameless constant
                return f"({terms[0]} AS {token.text}_grouped)"
            case "ORDER":  # it orders nothing, and engines compare small numbers without looking up what they are
                return "(1)"
            case _:
                return str(terms[0])

    def _ahead(self, start: int) -> Iterator[tuple[int, Token]]:
        return ((n, self.stream[n]) for n in range(start, len(self.stream)) if self.stream[n].kind != "blank")

    def _values_row(self) -> int:
        """Where the row of a parameter's ``VALUES ?name { … }`` ends, or 0 where this is none."""
        following = self._ahead(self.place + 1)
        _, variable = next(following, (0, Token("", "")))
        if variable.kind != "variable" or variable.text[1:] not in self.arguments:
            return 0
        return next((n + 1 for n, token in following if token.text == "}"), 0)

    def _row(self, end: int) -> str:
        variable = next(t for _, t in self._ahead(self.place + 1))
        terms = self.arguments[variable.text[1:]]
        self.place = end
        return f"VALUES {variable.text} {{ {' '.join(map(str, terms))} }}" if len(terms) > 1 else ""

    def _bound_call(self) -> int:
        """Where ``BOUND(?name)`` of a parameter with one term ends, or 0 where this is none."""
        following = self._ahead(self.place + 1)
        next(following, None)
        _, variable = next(following, (0, Token("", "")))
        if variable.kind != "variable" or len(self.arguments.get(variable.text[1:], ())) != 1:
            return 0
        return next((n + 1 for n, token in following if token.text == ")"), 0)
