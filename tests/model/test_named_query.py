"""Reading of query files: header and text must fit each other, and errors say where they do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_service.errors import InvalidArguments, QueryFileError, UnknownName
from graph_service.model.arguments import Names, read_arguments
from graph_service.model.named_query import NamedQuery, read_named_query
from graph_service.services.query_catalogue import read_query_catalogue

GOOD = """\
#+ summary: Things of a kind
#+ parameters:
#+   kind: {of: kind, help: The kind.}
#+   since: {type: date, optional: true, help: Only from this day on.}
#+   size: {help: How large., values: [1, 2, 3], default: 2}
#+ columns:
#+   thing: {help: The thing., key: true}
SELECT ?thing WHERE {
  VALUES ?kind { <https://w3id.org/public-service-graph/id/kind/a> }
  VALUES ?since { UNDEF }
  VALUES ?size { 2 }
  ?thing a ?kind ; <http://e/size> ?size ; <http://e/day> ?day . FILTER(!BOUND(?since) || ?day >= ?since)
}
ORDER BY ?thing
"""
NAMES = Names("https://w3id.org/public-service-graph/", {"ex": "http://example.org/"})


@pytest.fixture
def query() -> NamedQuery:
    return read_named_query("things", GOOD, "queries/things.rq")


def test_header_and_examples_make_parameters(query: NamedQuery) -> None:
    """The row of VALUES is the example and, where nothing else is said, tells the type."""
    assert {p.name: (p.type, p.optional, p.default) for p in query.parameters.values()} == {
        "kind": ("iri", False, None),
        "since": ("date", True, None),
        "size": ("integer", False, "2"),
    }


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("#+ summary: Things of a kind\n", "#+ summary:\n", 1, "summary"),
        ("help: The kind.", "hlep: The kind.", 1, "hlep"),
        ("#+   size: {help: How large., values: [1, 2, 3], default: 2}\n", "", 10, "?size"),
        ("  VALUES ?size { 2 }\n", "", 1, "size"),
        ("{ UNDEF }", "{ UNDEF }\n  VALUES ?since { UNDEF }", 11, "two VALUES"),
        ("{type: date, optional", "{optional", 10, "type"),
        ("#+ columns:\n", "#+ columns: ]\n", 6, "YAML"),
    ],
)
def test_wrong_files_are_refused_with_the_place(old: str, new: str, line: int, says: str) -> None:
    """Each mistake names the line and the word that is wrong."""
    assert old in GOOD
    with pytest.raises(QueryFileError) as caught:
        read_named_query("things", GOOD.replace(old, new), "queries/things.rq")
    assert caught.value.line == line
    assert says in caught.value.reason


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("SELECT ?thing", "SELECT ?thing ?day", "day"),
        ("ORDER BY ?thing", "ORDER BY ?thing }", "SPARQL"),
        ("?thing a ?kind", "SERVICE <http://e/> { ?thing a ?kind }  ?thing a ?kind", "SERVICE"),
        ("?thing a ?kind", "BIND(1 AS ?kind) ?thing a ?kind", "AS ?kind"),
        ("SELECT ?thing WHERE", "DELETE WHERE", "SPARQL"),
    ],
)
def test_a_wrong_file_hurts_no_other(tmp_path: Path, old: str, new: str, says: str) -> None:
    """It is listed with its error; the others answer."""
    (tmp_path / "things.rq").write_text(GOOD)
    (tmp_path / "wrong.rq").write_text(GOOD.replace(old, new))
    catalogue = read_query_catalogue(tmp_path)
    assert catalogue.get("things").summary == "Things of a kind"
    assert says in str(catalogue.broken["wrong"])
    with pytest.raises(QueryFileError):
        catalogue.get("wrong")


def test_unknown_query_suggests_names_that_resemble_it(tmp_path: Path) -> None:
    """A typing error is answered with the name that was meant."""
    (tmp_path / "things.rq").write_text(GOOD)
    with pytest.raises(UnknownName) as caught:
        read_query_catalogue(tmp_path).get("thing")
    assert caught.value.nearest == ("things",)


def test_all_problems_are_reported_together(query: NamedQuery) -> None:
    """Missing, unknown and malformed arguments of one request come in one answer."""
    with pytest.raises(InvalidArguments) as caught:
        read_arguments(query, {"since": ["yesterday"], "size": ["9"], "knid": ["a"]}, NAMES)
    assert {(p.parameter, p.given) for p in caught.value.problems} == {
        ("knid", "a"),
        ("kind", None),
        ("since", "yesterday"),
        ("size", "9"),
    }
    assert next(p for p in caught.value.problems if p.parameter == "knid").nearest == ("kind",)


@pytest.mark.parametrize(
    ("given", "iri"),
    [
        ("b", "https://w3id.org/public-service-graph/id/kind/b"),
        ("ex:b", "http://example.org/b"),
        ("https://example.org/b?c=d", "https://example.org/b?c=d"),
        ("urn:example:b", "urn:example:b"),
    ],
)
def test_keys_and_curies_stand_for_iris(query: NamedQuery, given: str, iri: str) -> None:
    """People type keys, programs send IRIs."""
    assert read_arguments(query, {"kind": [given]}, NAMES)["kind"][0].value == iri


@pytest.mark.parametrize(
    "given",
    [
        "javascript:alert(1)",
        "http://e/ b",
        "http://e/>",
        "file:///etc/passwd",
        "data:text/html,x",
        "//e/b",
        "http://e/\x00",
    ],
)
def test_unsafe_iris_are_refused(query: NamedQuery, given: str) -> None:
    """What could break out of a query or run in a browser is no IRI here."""
    with pytest.raises(InvalidArguments):
        read_arguments(query, {"kind": [given]}, NAMES)
