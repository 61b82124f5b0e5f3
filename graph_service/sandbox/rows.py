"""Rows of a SELECT query, no more than a budget allows, in the formats of the W3C recommendations."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, QuerySolutions, Triple, parse_query_results

from graph_service.model.terms import RDF, XSD

_PLAIN = {f"{XSD}string", f"{RDF}langString", f"{RDF}dirLangString"}


@dataclass
class Budget:
    """How many rows and bytes may still be taken, and whether more were there."""

    rows: int
    bytes: int
    exceeded: bool = False

    def take(self, size: int) -> bool:
        """Whether one more row of ``size`` bytes may be taken."""
        self.rows -= 1
        self.bytes -= size
        self.exceeded = self.rows < 0 or self.bytes < 0
        return not self.exceeded


def rows(solutions: QuerySolutions, format_: QueryResultsFormat, budget: Budget) -> bytes:
    """The first rows of ``solutions``; what the budget leaves out is not even computed."""
    names = [variable.value for variable in solutions.variables]
    written = []
    for solution in solutions:
        row = {name: _term(term) for name in names if (term := solution[name]) is not None}
        text = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()
        if not budget.take(len(text)):
            break
        written.append(text)
    head = json.dumps({"vars": names}, ensure_ascii=False, separators=(",", ":")).encode()
    document = b'{"head":' + head + b',"results":{"bindings":[' + b",".join(written) + b"]}}"
    if format_ == QueryResultsFormat.JSON:
        return document
    parsed = parse_query_results(document, format=QueryResultsFormat.JSON)
    assert isinstance(parsed, QuerySolutions)  # noqa: S101 - rows were written
    return parsed.serialize(format=format_) or b""


def _term(term: NamedNode | BlankNode | Literal | Triple) -> dict[str, Any]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _term(part) for name, part in parts.items()}}
    written: dict[str, Any] = {"type": "literal", "value": term.value}
    if term.language:
        written["xml:lang"] = term.language
        if term.direction:
            written["its:dir"] = str(term.direction)
    elif term.datatype.value not in _PLAIN:
        written["datatype"] = term.datatype.value
    return written
