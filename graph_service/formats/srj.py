"""SPARQL 1.1 Query Results in JSON."""

from __future__ import annotations

from pyoxigraph import QueryBoolean, QueryResultsFormat

from graph_service.model.answer import Answer

MEDIA_TYPES = ("application/sparql-results+json",)


def write_rows(answer: Answer) -> bytes:
    """The rows of ``answer``, with the type, datatype and language of each term."""
    return answer.solutions.serialize(format=QueryResultsFormat.JSON) or b""


def write_truth(answer: Answer) -> bytes:
    """Yes or no."""
    assert isinstance(answer.result, QueryBoolean)  # noqa: S101 - the form was asked for
    return answer.result.serialize(format=QueryResultsFormat.JSON) or b""
