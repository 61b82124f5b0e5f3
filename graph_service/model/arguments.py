"""Arguments of a named query: from the texts that a client gives to RDF terms, all problems reported together."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from graph_service.errors import ArgumentProblem, InvalidArguments
from graph_service.model.binding import Term
from graph_service.model.named_query import NamedQuery, Parameter
from graph_service.model.terms import XSD, is_safe_iri

LANGUAGE_TAG = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_KEY = re.compile(r"[a-z0-9]+(?:[-.][a-z0-9]+)*")
_PATTERNS = {
    "integer": (re.compile(r"[+-]?\d{1,18}"), "a whole number such as 2027"),
    "decimal": (re.compile(r"[+-]?(?:\d{1,18}(?:\.\d{1,18})?|\.\d{1,18})"), "a number such as 2.5"),
    "boolean": (re.compile(r"true|false"), "true or false"),
    "language": (LANGUAGE_TAG, "a language tag such as en or fr"),
}


@dataclass(frozen=True)
class Names:
    """How short names become IRIs: the base of things, and the prefixes of CURIEs."""

    base: str
    prefixes: Mapping[str, str]

    def iri(self, text: str, of: str = "") -> str | None:
        """The IRI that ``text`` stands for: itself, a CURIE, or the key of a thing of type ``of``."""
        prefix, colon, local = text.partition(":")
        if colon and prefix in self.prefixes and not local.startswith("//"):
            text = self.prefixes[prefix] + local
        elif of and _KEY.fullmatch(text):
            text = f"{self.base}id/{of}/{text}"
        return text if is_safe_iri(text) else None


def read_arguments(query: NamedQuery, given: Mapping[str, Sequence[str]], names: Names) -> dict[str, tuple[Term, ...]]:
    """The terms to bind for each parameter of ``query``; no terms leave an optional parameter open.

    :raises InvalidArguments: with every problem found.
    """
    problems = [
        ArgumentProblem(
            name,
            ", ".join(values),
            f"The query {query.name} has no such parameter; it takes {', '.join(query.parameters) or 'none'}.",
            tuple(difflib.get_close_matches(name, query.parameters)),
        )
        for name, values in given.items()
        if name not in query.parameters
    ]
    bound: dict[str, tuple[Term, ...]] = {}
    for parameter in query.parameters.values():
        texts = [text for text in given.get(parameter.name, ()) if text != ""]
        if not texts and parameter.default is not None:
            texts = [parameter.default]
        if not texts and not parameter.optional:
            detail = f"Give a value. {parameter.help} Example: {parameter.example}"
            problems.append(ArgumentProblem(parameter.name, None, detail))
        terms = []
        for text in texts:
            term = _read(parameter, text, names)
            if isinstance(term, ArgumentProblem):
                problems.append(term)
            else:
                terms.append(term)
        bound[parameter.name] = tuple(terms)
    if problems:
        raise InvalidArguments(problems)
    return bound


def _read(parameter: Parameter, text: str, names: Names) -> Term | ArgumentProblem:
    def refuse(allowed: str, nearest: Sequence[str] = ()) -> ArgumentProblem:
        return ArgumentProblem(parameter.name, text, f"Give {allowed}; this is {text!r}.", tuple(nearest))

    if parameter.values and text not in parameter.values:
        return refuse(f"one of {', '.join(parameter.values)}", difflib.get_close_matches(text, parameter.values))
    term: Term | None = None
    match parameter.type:
        case "iri":
            key = f" or the key of a {parameter.of}" if parameter.of else ""
            allowed = f"an absolute http(s) or urn IRI, a CURIE{key}"
            iri = names.iri(text, parameter.of)
            term = NamedNode(iri) if iri else None
        case "string":
            allowed = "text without NUL characters"
            term = None if "\x00" in text else Literal(text)
        case "date":
            allowed = "a date such as 2027-03-31"
            term = _date(text)
        case kind:
            pattern, allowed = _PATTERNS[kind]
            if pattern.fullmatch(text):
                term = Literal(text) if kind == "language" else Literal(text, datatype=NamedNode(f"{XSD}{kind}"))
            if term and not _within(parameter, text):
                return refuse(_bounds(parameter))
    return term or refuse(allowed)


def _within(parameter: Parameter, text: str) -> bool:
    """Whether a number keeps to the bounds of its parameter; what has no bounds does."""
    low, high = parameter.minimum, parameter.maximum
    return (low is None or float(text) >= low) and (high is None or float(text) <= high)


def _bounds(parameter: Parameter) -> str:
    """The bounds in words."""
    low = f" from {parameter.minimum:g}" if parameter.minimum is not None else ""
    return f"a number{low}{f' to {parameter.maximum:g}' if parameter.maximum is not None else ''}"


def _date(text: str) -> Literal | None:
    try:
        return Literal(datetime.date.fromisoformat(text).isoformat(), datatype=NamedNode(f"{XSD}date"))
    except ValueError:
        return None
