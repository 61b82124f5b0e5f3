"""SPARQL 1.1 Query Results in TSV."""

from __future__ import annotations

from pyoxigraph import QueryResultsFormat

from graph_service.model.answer import Answer

MEDIA_TYPES = ("text/tab-separated-values",)


def write_rows(answer: Answer) -> bytes:
    """The rows of ``answer``, one a line, each term as Turtle writes it."""
    return answer.solutions.serialize(format=QueryResultsFormat.TSV) or b""
