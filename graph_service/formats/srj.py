"""SPARQL 1.1 Query Results in JSON."""

from __future__ import annotations

from typing import IO

from pyoxigraph import QueryBoolean, QueryResultsFormat

from graph_service.model.answer import Answer

MEDIA_TYPES = ("application/sparql-results+json",)


def write_rows(answer: Answer, output: IO[bytes]) -> None:
    """The rows of ``answer``, with the type, datatype and language of each term."""
    answer.solutions.serialize(output, format=QueryResultsFormat.JSON)


def write_truth(answer: Answer, output: IO[bytes]) -> None:
    """Yes or no."""
    assert isinstance(answer.result, QueryBoolean)  # noqa: S101 - the form was asked for
    answer.result.serialize(output, format=QueryResultsFormat.JSON)
