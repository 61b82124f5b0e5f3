"""SPARQL 1.1 Query Results in CSV."""

from __future__ import annotations

from pyoxigraph import QueryResultsFormat, QuerySolutions

from graph_service.errors import NotAcceptable
from graph_service.model.answer import Answer

MEDIA_TYPES = ("text/csv",)


def write_answer(answer: Answer) -> bytes:
    """The rows of ``answer``, in the bytes that the W3C recommendation asks for."""
    if not isinstance(answer.result, QuerySolutions):
        raise NotAcceptable(["json"])
    return answer.result.serialize(format=QueryResultsFormat.CSV) or b""
