"""Queries that name an analysis: the file must fit it, and it may have parameters that the SPARQL does not contain."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import BaseDirection, BlankNode, Literal, NamedNode, QueryResultsFormat, Triple

from graph_service.errors import QueryFileError
from graph_service.model.named_query import read_named_query
from graph_service.model.solutions import Row, rows_of, solutions_of
from graph_service.services.query_catalogue import read_query_catalogue

FILE = """\
#+ summary: What leads to an end
#+ analysis: paths
#+ parameters:
#+   degree: {type: integer, optional: true, example: 2, help: How far.}
#+   lang: {type: language, default: en, help: The language.}
#+ columns:
#+   thing: {help: The thing., key: true}
#+   degree: How far away it is.
SELECT ?thing ?kind ?relation ?fact ?value WHERE { ?thing ?relation ?value }
"""


def test_a_parameter_of_the_analysis_has_its_example_in_the_header() -> None:
    """What no VALUES line shows is shown by ``example``, else by the default."""
    query = read_named_query("ends", FILE, "queries/ends.rq")
    assert query.analysis == "paths"
    assert {name: parameter.example for name, parameter in query.parameters.items()} == {"degree": "2", "lang": "en"}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("#+ analysis: paths\n", "", "VALUES"),
        ("analysis: paths", "analysis: pahts", "pahts"),
        ("?fact ", "", "fact"),
        ("#+   degree: How far away it is.", "#+   distance: How far away it is.", "distance"),
        ("{ ?thing ?relation", "{ FILTER(?degree) ?thing ?relation", "VALUES ?degree"),
        ("#+ columns:\n#+   thing: {help: The thing., key: true}\n#+   degree: How far away it is.\n", "", "columns"),
    ],
)
def test_a_file_that_does_not_fit_its_analysis_is_refused(tmp_path: Path, old: str, new: str, says: str) -> None:
    """A misspelt analysis, a column that it lacks, and a parameter that nothing takes."""
    assert old in FILE
    (tmp_path / "good.rq").write_text(FILE)
    (tmp_path / "ends.rq").write_text(FILE.replace(old, new))
    catalogue = read_query_catalogue(tmp_path)
    assert list(catalogue.queries) == ["good"]
    with pytest.raises(QueryFileError, match=says.replace("?", "[?]")):
        catalogue.get("ends")


def test_rows_of_terms_become_solutions_and_rows_again() -> None:
    """Nothing is lost on the way; what is unbound stays unbound, what is not named is dropped."""
    rows: list[Row] = [
        {"a": NamedNode("http://e/1"), "b": Literal("“un”", language="fr"), "c": Literal(1)},
        {"b": Literal("2.50", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))},
        {"a": BlankNode("b1"), "b": Literal('a\tb\n"c"\\d\re\x08\u2028')},
        {"a": Literal("x", language="ar", direction=BaseDirection.RTL), "b": Literal("")},
        {"b": Triple(NamedNode("http://e/1"), NamedNode("http://e/p"), Literal("t\t."))},
    ]
    kept = [{name: row[name] for name in ("a", "b") if name in row} for row in rows]
    assert rows_of(solutions_of(["a", "b"], rows)) == kept
    assert rows_of(solutions_of(["a"], [{}, *kept])) == [{}, *({"a": row["a"]} if "a" in row else {} for row in kept)]
    assert solutions_of(["b", "a"], []).serialize(format=QueryResultsFormat.CSV) == b"b,a\r\n"
