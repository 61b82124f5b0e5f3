"""What is checked in the text of an untrusted query before the engine sees it.

The engine dies of deep nesting, plans long conjunctions in cubic time, and fetches what ``SERVICE`` names.
It also needs no space around keywords (``1.SERVICE<x>{}`` is a call), which the tokens of
:mod:`graph_service.model.binding` do not show; so a token counts as the keyword wherever the engine might read it so.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise

from graph_service.errors import FederationRefused, QueryError, TooComplex, TooLarge
from graph_service.model.binding import Token, tokens
from graph_service.model.named_query import QueryForm

MAX_BYTES = 16 * 1024
MAX_DEPTH = 64
MAX_PATTERNS = 192
MAX_CHAIN = 64
MAX_OPERATORS = 1000

_FORMS: dict[str, QueryForm] = {"SELECT": "rows", "ASK": "truth", "CONSTRUCT": "graph", "DESCRIBE": "graph"}
_RUN = re.compile(r"[.\-]{1000}")
#: A backslash, with the rest of the escape where that is one.
_ESCAPE = re.compile(
    r"""\\(?: [tbnrf"'\\]
        | u (?: [0-9A-CEFa-cef][0-9A-Fa-f]{3} | [Dd][0-7][0-9A-Fa-f]{2} )
        | U (?: 0000(?: [0-9A-CEFa-cef][0-9A-Fa-f]{3} | [Dd][0-7][0-9A-Fa-f]{2} )
          | 000[1-9A-Fa-f][0-9A-Fa-f]{4} | 0010[0-9A-Fa-f]{4} ) )?""",
    re.VERBOSE,
)
_NAME = re.compile(r"(?:[^\W\d_][\w.-]*|_)?:(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\.)(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\.)*)?")
_WITHIN_IRI = re.compile(r"\).*SERVICE.*#", re.IGNORECASE)
_NO_FEDERATION = (
    "Queries may not call other servers (SERVICE). "
    "Where no call is meant, end the statement with a dot before a brace, or write the IRI in full."
)
#: Functions that give something else each time.
_CHANGING = ("NOW", "RAND", "UUID", "STRUUID", "BNODE", "SERVICE")
_OPENING, _CLOSING = "({[", ")}]"
_AFTER_NAME = "(){}[].;,|/*+?^!=&<>"
_UNARY = "!+-^"
_OPERATORS = "!+-*/|&=<>^"


def check(text: str, endpoints: Collection[str] = ()) -> QueryForm:
    """What form of answer the query ``text`` asks for, once it is found to be fit for the engine.

    ``endpoints`` are the servers that it may call.

    :raises TooLarge: where the text is too long.
    :raises QueryError: where it is no query.
    :raises FederationRefused: where it calls another server.
    :raises TooComplex: where it nests or lists more than the engine bears.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise TooLarge(f"A query has at most {MAX_BYTES} bytes.")
    if "\0" in text:
        raise QueryError("The query holds a NUL character.")
    if _RUN.search(text):
        raise TooComplex("The query holds a run of 1000 dots or dashes.")
    stream = refuse_calls(text, endpoints)
    _refuse_complexity(stream)
    return _form(stream)


def refuse_calls(text: str, endpoints: Collection[str] = ()) -> list[Token]:
    """The tokens of ``text``, a query or an update, once it is found to call none but ``endpoints``.

    :raises FederationRefused: where it does.
    :raises QueryError: where the engine could read it in another way than it is read here.
    """
    # The engine ends lines at a carriage return too.
    whole = list(tokens(re.sub(r"\r\n?", "\n", text)))
    for token, following in pairwise([*whole, Token("blank", "")]):
        if token.kind == "string":
            _refuse_escapes(token.text)
        if token.kind == "name" and "service" in token.text.lower() and not _is_whole(token, following):
            raise FederationRefused(_NO_FEDERATION)
    stream = [token for token in whole if token.kind != "blank"]
    _refuse_federation(stream, endpoints)
    return stream


def _form(stream: list[Token]) -> QueryForm:
    for token in stream:
        if token.kind == "word":
            keyword = re.match(r"SELECT|ASK|CONSTRUCT|DESCRIBE", token.text, re.IGNORECASE)
            if keyword:
                return _FORMS[keyword[0].upper()]
            if not token.is_word("PREFIX", "BASE", "VERSION"):
                break
    raise QueryError("A query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, after its PREFIX and BASE lines.")


def _refuse_escapes(text: str) -> None:
    """Refuse escapes that SPARQL doesn't know: the engine would read such a string in another way."""
    for found in _ESCAPE.finditer(text):
        if found[0] == "\\":
            raise QueryError("A string holds an escape that SPARQL doesn't know; write a backslash as two.")


def calls(text: str) -> bool:
    """Whether ``text``, once it was checked, calls another server."""
    return any(token.is_word("SERVICE") for token in tokens(text))


def is_repeatable(text: str) -> bool:
    """Whether ``text`` gives the same bytes each time it is asked of the same data."""
    return not any(
        token.is_word(*_CHANGING) or token.text in {"[", "_"} or token.text[:2] == "_:" for token in tokens(text)
    )


def _refuse_federation(stream: list[Token], endpoints: Collection[str]) -> None:
    listed: set[int] = set()
    for place, token in enumerate(stream):
        if "service" not in token.text.lower() or token.kind in {"variable", "string"} or place in listed:
            continue
        if token.is_word("SERVICE") and (named := _listed_endpoint(stream, place, endpoints)):
            listed.add(named)
            continue
        if (
            token.kind == "word"
            or (token.kind == "iri" and _WITHIN_IRI.search(token.text))
            or (token.kind == "name" and _may_call(stream, place))
        ):
            raise FederationRefused(_NO_FEDERATION)


def _listed_endpoint(stream: list[Token], place: int, endpoints: Collection[str]) -> int:
    """Where in the ``stream`` the call at ``place`` names one of ``endpoints``; 0 where it names another."""
    named = place + 1 + (place + 1 < len(stream) and stream[place + 1].is_word("SILENT"))
    following = [token.text for token in stream[named : named + 2]]
    return named if following in [[f"<{endpoint}>", "{"] for endpoint in endpoints] else 0


def _is_whole(name: Token, following: Token) -> bool:
    """Whether the engine takes ``name`` for one prefixed name, no shorter and no longer."""
    ends = following.kind != "other" or following.text in _AFTER_NAME
    return ends and _NAME.fullmatch(name.text) is not None


def _may_call(stream: list[Token], place: int) -> bool:
    """Whether the engine could read the prefixed name at ``place`` as the keyword and the start of a call."""
    text = stream[place].text
    prefix, _, local = text.lower().partition(":")
    if "service" not in prefix and not local.startswith("service"):
        return False
    if place and stream[place - 1].is_word("GRAPH", "FROM", "NAMED"):
        return False
    following = [token.text for token in stream[place + 1 : place + 4]]
    return "{" in following[:2] or (following[:1] != [] and following[0].upper().startswith("SILENT"))


def _refuse_complexity(stream: list[Token]) -> None:
    """Refuse what nests, chains or lists too much; the number of patterns is estimated by what separates them."""
    innermost: list[str] = []
    patterns = chain = 0
    values = 0  # the depth at which a block of VALUES began
    for previous, token in pairwise([Token("", ""), *stream]):
        text = token.text if token.kind == "other" else ""
        chain = chain + 1 if text and text in _UNARY else 0
        if token.is_word("VALUES"):
            values = values or len(innermost) + 1
        if text and text in _OPENING:
            innermost.append(text)
            patterns += text != "("
        elif text and text in _CLOSING:
            del innermost[-1:]
            values = values if len(innermost) >= values or text != "}" else 0
        elif not values:
            patterns += _separators(token, previous, innermost)
        if len(innermost) > MAX_DEPTH or chain > MAX_CHAIN:
            raise TooComplex(f"Brackets and signs may nest {MAX_DEPTH} deep.")
    if patterns > MAX_PATTERNS:
        raise TooComplex(f"A query may have about {MAX_PATTERNS} triple patterns and groups; this has more.")
    if sum(map(_operators, stream)) > MAX_OPERATORS:
        raise TooComplex("The query has too many operators.")


def _operators(token: Token) -> int:
    """How many operators ``token`` may be read as; what looks like an IRI may hold some, after a comparison."""
    if token.kind == "iri":
        return token.text.count("(") + token.text.count("!")
    return int(token.kind == "other" and token.text in _OPERATORS)


def _separators(token: Token, previous: Token, innermost: list[str]) -> int:
    """How many further triple patterns ``token`` announces."""
    if token.kind == "other":
        listed = token.text == "," and innermost[-1:] != ["("]
        return int(token.text in ".;/|" or listed)
    if innermost[-1:] == ["("] and {token.kind, previous.kind} <= {"iri", "name", "string", "variable"}:
        return 2  # neighbours without an operator: items of a list
    return int(token.kind in {"name", "word"} and token.text.endswith("."))
