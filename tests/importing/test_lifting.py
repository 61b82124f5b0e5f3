"""Documents as RDF: nothing is lost, renamed or guessed."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from graph_service.services.importing.lifting import XYZ, lift
from graph_service.services.importing.plain_text import plain_text

DOCUMENT = "urn:x-source:d"
LEAVES = st.booleans() | st.integers(-(2**40), 2**40) | st.text(max_size=8)
VALUES = st.recursive(
    LEAVES,
    lambda part: st.lists(part, max_size=4) | st.dictionaries(st.text(max_size=6), part, max_size=4),
    max_leaves=20,
)


def leaves(value: object) -> int:
    """How many plain values a document has."""
    if isinstance(value, dict):
        return sum(map(leaves, value.values()))
    return sum(map(leaves, value)) if isinstance(value, list) else 1


@given(st.dictionaries(st.text(max_size=6), VALUES, max_size=4))
def test_every_value_becomes_a_statement(value: dict[str, object]) -> None:
    """As many literals as plain values, and every node but the root is a value of another."""
    triples = list(lift(value, DOCUMENT))
    assert sum(isinstance(triple.object, Literal) for triple in triples) == leaves(value)
    assert {triple.subject for triple in triples} <= {t.object for t in triples} | {NamedNode(f"{DOCUMENT}#")}


def test_nodes_are_named_by_where_they_stand() -> None:
    """A JSON pointer, escaped as RFC 6901 and RFC 3987 ask."""
    found = {str(triple.subject) for triple in lift({"a/b": [{"ç ~": {"x": 1}}]}, DOCUMENT)}
    assert f"<{DOCUMENT}#/a~1b/0/%C3%A7%20~0>" in found


def test_dates_of_yaml_stay_dates() -> None:
    """Their type is kept."""
    triple = list(lift({"day": datetime.date(2026, 9, 1)}, DOCUMENT))[1]
    assert str(triple.predicate) == f"<{XYZ}day>"
    assert str(triple.object) == '"2026-09-01"^^<http://www.w3.org/2001/XMLSchema#date>'


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<p>One</p><p>two</p>", "One two"),
        ("a <b>b</b>. c", "a b. c"),
        ("a<script>alert(1)</script>b", "a b"),
        ("&lt;b&gt; &amp; c", "<b> & c"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<style>x", ""),
        ("<img src=x onerror=alert(1)>y", "y"),
    ],
)
def test_markup_is_taken_out_of_texts(text: str, plain: str) -> None:
    """What is shown is what a reader would have read."""
    assert plain_text(text) == plain
