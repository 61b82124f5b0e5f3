"""What the guard lets through and what it refuses, by the text alone."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from graph_service.errors import FederationRefused, GraphServiceError, QueryError, TooComplex, TooLarge
from graph_service.model.query_guard import check

QUERIES = sorted((Path(__file__).parent.parent.parent / "queries").glob("*.rq"))

HARMLESS = [
    'SELECT * { ?s ?p "SERVICE <http://x> {}" }',
    "SELECT * { ?s ?p '''SERVICE\n<http://x> {}''' }",
    "SELECT * { ?s ?p ?o } # SERVICE <http://x> {}",
    "SELECT ?service { ?service ?p $SERVICE }",
    "PREFIX e: <http://e/> SELECT * { ?s e:SERVICE ?o . e:service a e:PublicService }",
    "PREFIX e: <http://e/> SELECT * { ?s e:service ?o . OPTIONAL { ?s e:service.level ?l } }",
    "PREFIX service: <http://e/service/> SELECT * { service:1 ?p ?o . GRAPH service:g { ?s ?p service:2 } }",
    "PREFIX service: <http://e/service/> SELECT * FROM service:g { ?s ?p ?o }",
    "SELECT * { <http://e/service> ?p <http://e/#service> . GRAPH <http://e/service> { ?s ?p ?o } }",
    r'SELECT * { ?s ?p "back\\slash \"SERVICE\" \u0053 \U0001F600 \t" }',
    "SELECT * { VALUES (?a ?b) { " + "(1 2) ('x' <http://e/y>) " * 200 + "} ?a ?p ?b }",
    "SELECT * { ?s ?p ?o FILTER(?o IN (" + ", ".join(map(str, range(1000))) + ")) }",
    "SELECT * { " + "?s ?p ?o . " * 100 + "}",
    "SELECT * { ?s ?p ?o FILTER(" + "(" * 50 + "1" + ")" * 50 + " = 1) }",
    "SELECT * { ?s ?p ?o FILTER(?s < ?p && ?o > 3 && -1.5 < ?o) }",
]

FEDERATION = [
    "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { service#\n<http://x/> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <http://x/> { ?s ?p ?o } }",
    "PREFIX e: <http://x/> SELECT * { SERVICE e:y { ?s ?p ?o } }",
    "BASE <http://x/> SELECT * { SERVICE <y> { ?s ?p ?o } }",
    "SELECT * { VALUES ?v { <http://x/> } SERVICE ?v { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <http://x/> { ?s ?p ?o } } }",
    "SELECT * { { SELECT * { SERVICE <http://x/> { ?s ?p ?o } } } }",
    "SELECT * { ?s ?p ?o MINUS { SERVICE <http://x/> { ?s ?p ?o } } }",
    "SELECT * { SERVICE <file:///etc/passwd> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://169.254.169.254/> { ?s ?p ?o } }",
    # The engine needs no space around the keyword, and ends comments at carriage returns.
    "# comment\rSELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1.SERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p trueSERVICE <http://x/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o.SERVICE<http://x/>{ ?s ?p ?o } }",
    'SELECT * { ?s ?p "x"@en.SERVICE <http://x/> { ?s ?p ?o } }',
    "SELECT * { SERVICESILENT<http://x/> { ?s ?p ?o } }",
    "PREFIX e: <http://x/> SELECT * { SERVICEe:y { ?s ?p ?o } }",
    "PREFIX e: <http://x/> SELECT * { SERVICESILENTe:y { ?s ?p ?o } }",
    "PREFIX : <http://x/> SELECT * { SERVICE:y { ?s ?p ?o } }",
    "PREFIX : <http://x/> SELECT * { ?s ?p 1.SERVICE:y#\n{ ?s ?p ?o } }",
    "PREFIX e: <http://x/> SELECT * { ?s ?p e:.SERVICE e:y { ?s ?p ?o } }",
    "PREFIX e: <http://h:1> SELECT * { ?s ?p e:SERVICE<http://x/>{ ?s ?p ?o } }",
    "PREFIX e: <http://h:1> SELECT * { ?s ?p e:SERVICE SILENT <http://x/>{ ?s ?p ?o } }",
    "PREFIX e: <http://h:1> SELECT * { ?s ?p e:SERVICESILENT<http://x/>{ ?s ?p ?o } }",
    "PREFIX : <http://x/> SELECT * { FILTER(?a<3)SERVICE:x\u00b7y { ?s ?p ?o } }",
    "PREFIX : <http://x/> SELECT * { FILTER(?a<3)SERVICE:x\u0301y { ?s ?p ?o } }",
    "PREFIX : <http://x/> SELECT * { FILTER(?a<3)SERVICE:x\\=y { ?s ?p ?o } }",
    "SELECT * { BIND(1 AS ?a) FILTER(?a<3)SERVICE#>\n<http://x/>{ ?s ?p ?o } }",
]

DEEP = {
    "braces": "SELECT * " + "{" * 70 + "}" * 70,
    "parentheses": "SELECT * { FILTER(" + "(" * 70 + "1" + ")" * 70 + ") }",
    "optional": "SELECT * { " + "OPTIONAL { " * 70 + "}" * 70 + " }",
    "exists": "SELECT * { " + "FILTER EXISTS { " * 70 + "}" * 70 + " }",
    "paths": "SELECT * { ?s " + "(" * 70 + "<p>" + ")" * 70 + " ?o }",
    "negations": "SELECT * { FILTER(" + "!" * 5000 + "true) }",
    "spaced negations": "SELECT * { FILTER(" + "! " * 5000 + "true) }",
    "sums": "SELECT (1" + " + 1" * 3000 + " AS ?x) {}",
    "unions": "SELECT * { {}" + " UNION {}" * 1500 + " }",
    "alternatives": "SELECT * { ?s <p>" + "|<p>" * 1500 + " ?o }",
    "blank nodes": "SELECT * { " + "[ <p> " * 70 + "1" + " ]" * 70 + " }",
    "disjoint patterns": "SELECT * { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(400)) + " }",
    "patterns after names": "PREFIX e: <http://e/> SELECT * { " + "?s ?p e:o. " * 400 + "}",
    "list": "SELECT * { ?s ?p (" + " ?x" * 400 + ") }",
    "sequence": "SELECT * { ?s <p>" + "/<p>" * 400 + " ?o }",
    "objects": "SELECT * { ?s ?p 1" + ", 1" * 400 + " }",
    "hidden in a comparison": "SELECT * { FILTER(?a<" + "(" * 3000 + "1" + ")" * 3000 + ">1) }",
    "dots": "SELECT * {" + "." * 10000 + "}",
}


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_queries_pass(text: str) -> None:
    """What only looks like a call or like depth is let through."""
    assert check(text) == "rows"


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_our_own_queries_pass(path: Path) -> None:
    """The limits leave room for real questions."""
    check(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", FEDERATION)
def test_calls_of_other_servers_are_refused(text: str) -> None:
    """However the keyword is written or hidden."""
    with pytest.raises(FederationRefused, match="SERVICE"):
        check(text)


@pytest.mark.parametrize(
    "text",
    [
        r"""SELECT * { VALUES ?x { '''a' } SERVICE <http://x/> { ?s ?p ?o } # \q '''
 } """,
        r"SELECT * { VALUES ?x { '''a' } SERVICE <http://x/> { } # \uD800 ''' } }",
        r'ASK { ?s ?p "\x" }',
    ],
)
def test_unknown_escapes_are_refused(text: str) -> None:
    """The engine would go back and read such a string as two, and what follows as query."""
    with pytest.raises(QueryError, match="escape"):
        check(text)


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_what_nests_or_lists_too_much_is_refused(text: str) -> None:
    """Before the engine sees it, and quickly."""
    with pytest.raises(TooComplex):
        check(text)


@pytest.mark.parametrize("text", ["INSERT DATA { <a> <b> <c> }", "", "hello", "\u0000 ASK {}", "PREFIX e: <http://e/>"])
def test_what_is_no_query_is_refused(text: str) -> None:
    """Updates too, because they begin with another word."""
    with pytest.raises(QueryError):
        check(text)


def test_long_queries_are_refused() -> None:
    """By bytes, not characters."""
    assert check("ASK {} #" + "x" * 16000) == "truth"
    with pytest.raises(TooLarge):
        check("ASK {} #" + "é" * 9000)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("ask{}", "truth"),
        ("PREFIX select: <http://e/> BASE <http://e/> CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "graph"),
        ("# SELECT\nDESCRIBE <http://e/>", "graph"),
        ("SELECT(1 AS ?x){}", "rows"),
    ],
)
def test_the_form_is_told_from_the_text(text: str, form: str) -> None:
    """So that the format can be negotiated before anything runs."""
    assert check(text) == form


def test_all_refusals_are_ours() -> None:
    """Whatever is cut off anywhere, nothing but our own errors is raised."""
    text = FEDERATION[-1] + HARMLESS[1] + DEEP["list"]
    for end in range(0, len(text), 7):
        with suppress(GraphServiceError):
            check(text[:end])
