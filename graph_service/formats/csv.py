"""SPARQL 1.1 Query Results in CSV."""

from __future__ import annotations

from typing import IO

from pyoxigraph import QueryResultsFormat

from graph_service.model.answer import Answer

MEDIA_TYPES = ("text/csv",)


def write_rows(answer: Answer, output: IO[bytes]) -> None:
    """The rows of ``answer``, in the bytes that the W3C recommendation asks for."""
    answer.solutions.serialize(output, format=QueryResultsFormat.CSV)
