"""Rows of a SELECT query, no more than a budget allows, in the formats of the W3C recommendations."""

from __future__ import annotations

import json
from dataclasses import dataclass

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from graph_service.model.solutions import json_term


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
        row = {name: json_term(term) for name in names if (term := solution[name]) is not None}
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
