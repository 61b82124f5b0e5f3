"""Binding: the answer is the one where the term stood in the variable's place everywhere."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples

from graph_service.model.arguments import Names
from graph_service.model.binding import assigned_variables, bind, tokens

DATA = """
PREFIX ex: <http://example.org/>
ex:a ex:p ex:x ; ex:label "A" ; ex:n 1 .
ex:b ex:p ex:x , ex:y ; ex:label "B" ; ex:n 2 .
ex:c ex:p ex:y ; ex:label "C" .
ex:x ex:label "X" . ex:y ex:label "Y" .
"""
PREFIX = "PREFIX ex: <http://example.org/>\n"
ROW = "VALUES ?p { ex:example }"

#: A query with its parameter, and the same with the term in its place by hand.
SHAPES = {
    "basic pattern": (f"SELECT ?s {{ {ROW} ?s ex:p ?p }}", "SELECT ?s { ?s ex:p ex:x }"),
    "filter": (f"SELECT ?s {{ {ROW} ?s ex:p ?o FILTER(?o = ?p) }}", "SELECT ?s { ?s ex:p ?o FILTER(?o = ex:x) }"),
    "bind": (
        f"SELECT ?s ?t {{ {ROW} ?s ex:p ?o BIND(STR(?p) AS ?t) }}",
        "SELECT ?s ?t { ?s ex:p ?o BIND(STR(ex:x) AS ?t) }",
    ),
    "count without group": (
        f"SELECT (COUNT(?s) AS ?n) {{ {ROW} ?s ex:p ?p }}",
        "SELECT (COUNT(?s) AS ?n) { ?s ex:p ex:x }",
    ),
    "group by another": (
        f"SELECT ?s (COUNT(?p) AS ?n) {{ {ROW} ?s ex:p ?p }} GROUP BY ?s",
        "SELECT ?s (COUNT(ex:x) AS ?n) { ?s ex:p ex:x } GROUP BY ?s",
    ),
    "sub-select": (
        f"SELECT ?s ?n {{ {ROW} {{ SELECT ?s (COUNT(*) AS ?n) {{ ?s ex:p ?p }} GROUP BY ?s }} }}",
        "SELECT ?s ?n { { SELECT ?s (COUNT(*) AS ?n) { ?s ex:p ex:x } GROUP BY ?s } }",
    ),
    "aggregate in sub-select": (
        f"SELECT ?n {{ {ROW} {{ SELECT (COUNT(?s) AS ?n) {{ ?s ex:p ?p }} }} }}",
        "SELECT ?n { { SELECT (COUNT(?s) AS ?n) { ?s ex:p ex:x } } }",
    ),
    "not exists": (
        f"SELECT ?s {{ {ROW} ?s ex:label ?l FILTER NOT EXISTS {{ ?s ex:p ?p }} }}",
        "SELECT ?s { ?s ex:label ?l FILTER NOT EXISTS { ?s ex:p ex:x } }",
    ),
    "minus": (
        f"SELECT ?s {{ {ROW} ?s ex:label ?l MINUS {{ ?s ex:p ?p }} }}",
        "SELECT ?s { ?s ex:label ?l MINUS { ?s ex:p ex:x } }",
    ),
    "optional": (
        f"SELECT ?s ?n {{ {ROW} ?s ex:label ?l OPTIONAL {{ ?s ex:p ?p ; ex:n ?n }} }}",
        "SELECT ?s ?n { ?s ex:label ?l OPTIONAL { ?s ex:p ex:x ; ex:n ?n } }",
    ),
    "union": (
        f"SELECT ?s {{ {ROW} {{ ?s ex:p ?p }} UNION {{ ?p ex:label ?s }} }}",
        "SELECT ?s { { ?s ex:p ex:x } UNION { ex:x ex:label ?s } }",
    ),
    "limit": (
        f"SELECT ?s {{ {ROW} ?s ex:p ?p }} ORDER BY ?s LIMIT 1",
        "SELECT ?s { ?s ex:p ex:x } ORDER BY ?s LIMIT 1",
    ),
    "construct": (f"CONSTRUCT {{ ?s ex:q ?p }} {{ {ROW} ?s ex:p ?p }}", "CONSTRUCT { ?s ex:q ex:x } { ?s ex:p ex:x }"),
    "projected and grouped": (
        f"SELECT ?p (COUNT(?s) AS ?n) {{ {ROW} ?s ex:p ?p }} GROUP BY ?p ORDER BY ?p",
        "SELECT (ex:x AS ?p) (COUNT(?s) AS ?n) { ?s ex:p ex:x } GROUP BY (ex:x AS ?g)",
    ),
    "projected by a sub-select too": (
        f"SELECT ?p ?s {{ {ROW} {{ SELECT DISTINCT ?p ?s {{ ?s ex:p ?p }} }} }} ORDER BY ?p ?s",
        "SELECT (ex:x AS ?p) ?s { { SELECT DISTINCT ?s { ?s ex:p ex:x } } }",
    ),
    "projected by a sub-select within one": (
        f"SELECT ?p ?s {{ {ROW} {{ SELECT ?p ?s {{ {{ SELECT ?p ?s {{ ?s ex:p ?p }} GROUP BY ?p ?s }} }} }} }}",
        "SELECT (ex:x AS ?p) ?s { ?s ex:p ex:x }",
    ),
    "bound": (
        f"SELECT ?s {{ {ROW} ?s ex:p ?o FILTER(!BOUND(?p) || ?o = ?p) }}",
        "SELECT ?s { ?s ex:p ?o FILTER(?o = ex:x) }",
    ),
    "ask": (f"ASK {{ {ROW} ?s ex:p ?p }}", "ASK { ?s ex:p ex:x }"),
}


def oxigraph_rows(query: str) -> list[str]:
    store = pyoxigraph.Store()
    store.load(DATA.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    return result_rows(store.query(PREFIX + query))


def result_rows(result: QuerySolutions | QueryTriples | QueryBoolean) -> list[str]:
    if isinstance(result, QueryBoolean):
        return [str(bool(result))]
    if isinstance(result, QueryTriples):
        return sorted(map(str, result))
    names = sorted(variable.value for variable in result.variables)
    return sorted(str({name: str(row[name]) for name in names}) for row in result)


def rdflib_rows(query: str) -> list[str]:
    graph = rdflib.Graph().parse(data=DATA, format="turtle")
    result = graph.query(PREFIX + query)
    if result.type == "ASK":
        return [str(result.askAnswer)]
    if result.type == "CONSTRUCT":
        return sorted(map(str, result))
    return sorted(str({str(name): str(value) for name, value in row.asdict().items()}) for row in result)  # type: ignore[union-attr]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an Oxigraph server that holds the data."""
    folder = tmp_path_factory.mktemp("oxigraph")
    (folder / "data.ttl").write_text(DATA)
    command = str(Path(sys.executable).parent / "oxigraph")
    subprocess.run(
        [command, "load", "-l", folder / "store", "-f", folder / "data.ttl"], check=True, capture_output=True
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    serve = [command, "serve", "-l", str(folder / "store"), "-b", address]
    with subprocess.Popen(serve, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        while "Listening" not in process.stderr.readline():
            assert process.poll() is None
        yield f"http://{address}/query"
        process.terminate()


def server_rows(address: str, query: str) -> list[str]:
    """Rows as :func:`oxigraph_rows` gives them, by HTTP."""
    accept = {"Accept": "application/sparql-results+json, application/n-triples;q=0.9"}
    with urlopen(Request(f"{address}?query={quote(PREFIX + query)}", headers=accept)) as answer:  # noqa: S310 - this machine
        if answer.headers["content-type"].startswith("application/n-triples"):
            return sorted(str(quad.triple) for quad in pyoxigraph.parse(answer.read(), pyoxigraph.RdfFormat.N_TRIPLES))
        return result_rows(pyoxigraph.parse_query_results(answer.read(), pyoxigraph.QueryResultsFormat.JSON))


@pytest.mark.parametrize("engine", ["oxigraph", "rdflib", "oxigraph server"])
@pytest.mark.parametrize("shape", SHAPES)
def test_bound_query_answers_as_if_the_term_stood_there(shape: str, engine: str, server: str) -> None:
    """On three engines, for every shape of query that obvious ways of binding get wrong."""
    written, by_hand = SHAPES[shape]
    engines: dict[str, Callable[[str], list[str]]] = {
        "oxigraph": oxigraph_rows,
        "rdflib": rdflib_rows,
        "oxigraph server": partial(server_rows, server),
    }
    rows = engines[engine]
    expected = rows(by_hand)
    assert expected
    assert rows(bind(written, {"p": [NamedNode("http://example.org/x")]})) == expected


def test_no_terms_leave_the_variable_free() -> None:
    """An optional parameter without a value restricts nothing."""
    free = bind("SELECT ?s { VALUES ?p { UNDEF } ?s ex:p ?p FILTER(!BOUND(?q) || ?p = ?q) }", {"p": []})
    assert oxigraph_rows(free) == oxigraph_rows("SELECT ?s { ?s ex:p ?any }")


def test_several_terms_are_alternatives() -> None:
    """Several values of a parameter give the rows of each."""
    both = bind(
        "SELECT ?s ?p { VALUES ?p { ex:e } ?s ex:p ?p }", {"p": [NamedNode(f"http://example.org/{n}") for n in "xy"]}
    )
    assert oxigraph_rows(both) == oxigraph_rows("SELECT ?s ?p { ?s ex:p ?p }")


def test_words_within_strings_comments_and_iris_are_left_alone() -> None:
    """Only variables are replaced, not what looks like one."""
    text = "SELECT ?s { VALUES ?p { 1 } # ?p\n ?s <http://e/?p> '?p', \"a \\\" ?p\", '''it's ?p''' ; ex:p ?pp, ?p }"
    bound = bind(text, {"p": [Literal("v")]})
    assert bound.count("?p") == text.count("?p") - 2
    assert bound.endswith('ex:p ?pp, "v" }')


@given(st.text())
def test_tokens_add_up_to_the_text(text: str) -> None:
    """Cutting loses nothing."""
    assert "".join(token.text for token in tokens(text)) == text


@settings(max_examples=2000)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])) | st.text(alphabet="\"'\\{}<>?$#.;nu0\n\r\t "))
def test_no_literal_breaks_out(value: str) -> None:
    """Whatever the text, the query asks for exactly that text."""
    store = pyoxigraph.Store()
    subject, predicate = NamedNode("http://example.org/s"), NamedNode("http://example.org/p")
    store.add(pyoxigraph.Quad(subject, predicate, Literal(value)))
    query = bind(
        "SELECT ?s ?v { VALUES ?v { 'example' } ?s <http://example.org/p> ?v FILTER(STR(?v) = ?v) }",
        {"v": [Literal(value)]},
    )
    result = store.query(query)
    assert isinstance(result, QuerySolutions)
    assert [row["v"] for row in result] == [Literal(value)]


@settings(max_examples=2000)
@given(st.text(alphabet="ab:/?#%'\"\\<>{}|^` \n.;$", max_size=12).map("http://example.org/".__add__))
def test_no_iri_breaks_out(text: str) -> None:
    """An IRI is refused, or the query asks for exactly that IRI."""
    iri = Names("http://example.org/", {}).iri(text)
    if iri is None:
        return
    store = pyoxigraph.Store()
    predicate = NamedNode("http://example.org/p")
    store.add(pyoxigraph.Quad(NamedNode(iri), predicate, Literal("v")))
    result = store.query(
        bind("SELECT ?s { VALUES ?s { ex:e } ?s <http://example.org/p> 'v' }", {"s": [NamedNode(iri)]})
    )
    assert isinstance(result, QuerySolutions)
    assert [row["s"] for row in result] == [NamedNode(text)]


def test_assigned_variables_are_found() -> None:
    """A variable after AS can't be a parameter."""
    assert assigned_variables("SELECT (COUNT(?s) AS ?n) { BIND(1 AS ?m) # AS ?x\n }") == {"n", "m"}
