"""SPARQL 1.1 Query Results in XML."""

from __future__ import annotations

from typing import IO

from pyoxigraph import QueryBoolean, QueryResultsFormat

from graph_service.errors import NotAcceptable
from graph_service.formats import formats_of
from graph_service.model.answer import Answer
from graph_service.model.xml_text import faithful_xml

MEDIA_TYPES = ("application/sparql-results+xml",)


def write_rows(answer: Answer, output: IO[bytes]) -> None:
    """The rows of ``answer``, with the datatype and language of each term.

    :raises NotAcceptable: where a text has a character that XML has no way to write.
    """
    content = faithful_xml(answer.solutions.serialize(format=QueryResultsFormat.XML) or b"")
    if content is None:
        raise NotAcceptable(sorted(set(formats_of("rows")) - {"srx"}))
    output.write(content)


def write_truth(answer: Answer, output: IO[bytes]) -> None:
    """Yes or no."""
    assert isinstance(answer.result, QueryBoolean)  # noqa: S101 - the form was asked for
    answer.result.serialize(output, format=QueryResultsFormat.XML)
