"""One thing as a node object of JSON-LD, in the terms of a context, made without a look at any other.

Source: https://www.w3.org/TR/json-ld11/, sections 3 and 4; what is written expands to the statements again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from graph_service.model.context import Context
from graph_service.model.terms import RDF_TYPE, XSD

#: Whole numbers that JSON readers keep as they are.
WHOLE = re.compile("0|-?[1-9][0-9]{0,14}")
_STRING, _INTEGER, _BOOLEAN = f"{XSD}string", f"{XSD}integer", f"{XSD}boolean"


class AmbiguousName(ValueError):
    """An IRI that could be read as a name with a prefix."""


class NodeWriter:
    """Words things in the terms and prefixes of ``context``."""

    def __init__(self, context: Context) -> None:
        self._terms = context.terms
        self._prefixes = sorted(context.prefixes.items(), key=lambda pair: (-len(pair[1]), pair))
        self._known_prefixes = context.prefixes
        self._names: dict[str, str] = {}
        expanded = {self._expanded(term["@id"]): name for name, term in context.terms.items()}
        self._of_iri = {iri: name for iri, name in expanded.items() if ":" in iri}

    def node(self, subject: str, said: Iterable[Triple]) -> dict[str, Any]:
        """What is said of ``subject``.

        :raises AmbiguousName: where an IRI can't be written.
        """
        node: dict[str, Any] = {"@id": self._iri(subject)}
        for triple in said:
            predicate, value = triple.predicate.value, triple.object
            if predicate == RDF_TYPE and isinstance(value, NamedNode):
                _add(node, "@type", self._name(value.value))
                continue
            key = self._name(predicate)
            term = self._terms.get(key, {})
            if term.get("@container") != "@language":
                _add(node, key, self._value(value, term.get("@type", "")))
            elif isinstance(value, Literal) and value.language:
                _add(node.setdefault(key, {}), value.language, value.value)
            else:
                _add(node, self._curie(predicate), self._value(value, ""))
        return node

    def _value(self, value: object, kind: str) -> Any:
        """``value`` where values that say nothing of their kind are of ``kind``."""
        if isinstance(value, NamedNode):
            return self._iri(value.value) if kind == "@id" else {"@id": self._iri(value.value)}
        assert isinstance(value, Literal)  # noqa: S101 - the store holds no blank nodes
        text, datatype = value.value, value.datatype.value
        if value.language:
            return {"@language": value.language, "@value": text}
        if datatype == (kind or _STRING):
            return text
        if not kind and datatype == _INTEGER and WHOLE.fullmatch(text):
            return int(text)
        if not kind and datatype == _BOOLEAN and text in {"true", "false"}:
            return text == "true"
        return {"@value": text} if datatype == _STRING else {"@type": self._name(datatype), "@value": text}

    def _name(self, iri: str) -> str:
        """The term of ``iri``, or its name with a prefix."""
        if iri not in self._names:
            self._names[iri] = self._of_iri.get(iri) or self._curie(iri)
        return self._names[iri]

    def _curie(self, iri: str) -> str:
        for prefix, start in self._prefixes:
            if iri.startswith(start) and not iri.startswith("//", len(start)):
                return f"{prefix}:{iri[len(start) :]}"
        return self._iri(iri)

    def _iri(self, iri: str) -> str:
        scheme, _, rest = iri.partition(":")
        if scheme in self._known_prefixes and not rest.startswith("//"):
            raise AmbiguousName(iri)
        return iri

    def _expanded(self, curie: str) -> str:
        prefix, _, name = curie.partition(":")
        return f"{self._known_prefixes.get(prefix, f'{prefix}:')}{name}"


def _add(node: dict[str, Any], key: str, value: Any) -> None:
    """Put ``value`` beside those that ``key`` has."""
    if key not in node:
        node[key] = value
    elif isinstance(node[key], list):
        node[key].append(value)
    else:
        node[key] = [node[key], value]
