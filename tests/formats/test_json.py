"""Plain JSON: values that a reader expects, and none that JSON can't hold."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode

from graph_service.formats.json import plain

XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("text", "datatype", "value"),
    [
        ("12", "integer", 12),
        ("-3", "integer", -3),
        ("abc", "integer", "abc"),
        ("9" * 30, "integer", "9" * 30),
        ("1.5", "decimal", 1.5),
        (".5", "decimal", 0.5),
        ("1.0E6", "double", 1000000.0),
        ("INF", "double", "INF"),
        ("NaN", "float", "NaN"),
        ("1E999", "double", "1E999"),
        ("true", "boolean", True),
        ("1", "boolean", True),
        ("0", "boolean", False),
        ("maybe", "boolean", "maybe"),
        ("2026-11-23", "date", "2026-11-23"),
    ],
)
def test_values_are_what_a_reader_expects(text: str, datatype: str, value: object) -> None:
    """Malformed values and those without a place in JSON stay text."""
    found = plain(Literal(text, datatype=NamedNode(XSD + datatype)))
    assert (found, type(found)) == (value, type(value))


def test_iris_and_texts_are_strings() -> None:
    """Language tags are for the SPARQL formats."""
    assert plain(NamedNode("http://example.org/a")) == "http://example.org/a"
    assert plain(Literal("Bonjour", language="fr")) == "Bonjour"
