"""SPARQL 1.1 Query Results in TSV."""

from __future__ import annotations

from typing import IO

from pyoxigraph import QueryResultsFormat

from graph_service.model.answer import Answer

MEDIA_TYPES = ("text/tab-separated-values",)


def write_rows(answer: Answer, output: IO[bytes]) -> None:
    """The rows of ``answer``, one a line, each term as Turtle writes it."""
    answer.solutions.serialize(output, format=QueryResultsFormat.TSV)
