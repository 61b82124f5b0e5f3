"""Each format says what the answer says, as another library reads it."""

from __future__ import annotations

import datetime
import hashlib
import io
import json
from collections.abc import Mapping
from typing import Any

import openpyxl
import pytest
import rdflib
from openpyxl.workbook import Workbook
from pyoxigraph import Literal, NamedNode, Store, Triple
from rdflib.query import Result

from graph_service.errors import NotAcceptable
from graph_service.formats import formats, formats_of, write, write_graph, xlsx
from graph_service.formats import written as whole
from graph_service.formats.xlsx import cell_value
from graph_service.model.answer import Answer, Receipt
from graph_service.model.context import Context
from graph_service.model.named_query import Column, NamedQuery, QueryForm
from graph_service.model.terms import RDF, RDF_TYPE, XSD

EX = "https://example.org/"
PREFIXES = {"ex": EX, "unused": "https://example.com/unused#", "xsd": XSD}
TERMS = {"title": {"@id": "ex:title", "@container": "@language"}, "partOf": {"@id": "ex:partOf", "@type": "@id"}}
CONTEXT = Context(PREFIXES, TERMS)
SELECT = f"""PREFIX ex: <{EX}> PREFIX xsd: <{XSD}> SELECT ?term ?text WHERE {{ VALUES (?term ?text) {{
  (ex:thing "plain")
  (42 "Zürich"@de)
  (2.5 "=HYPERLINK(\\"https://example.org/\\")")
  (true "+1")
  ("2024-02-29"^^xsd:date "-1, \\"quoted\\"")
  (UNDEF "@line\\nnext")
  ("<r><t>markup</t></r>" "\\ttab\\rreturn")
}} }}"""
TEXTS = [
    "plain",
    "Zürich",
    '=HYPERLINK("https://example.org/")',
    "+1",
    '-1, "quoted"',
    "@line\nnext",
    "\ttab\rreturn",
]
CSV = (
    b"term,text\r\n"
    b"https://example.org/thing,plain\r\n"
    b"42,Z\xc3\xbcrich\r\n"
    b'2.5,"=HYPERLINK(""https://example.org/"")"\r\n'
    b"true,+1\r\n"
    b'2024-02-29,"-1, ""quoted"""\r\n'
    b',"@line\nnext"\r\n'
    b'<r><t>markup</t></r>,"\ttab\rreturn"\r\n'
)
TSV = (
    b"?term\t?text\n"
    b'<https://example.org/thing>\t"plain"\n'
    b'42\t"Z\xc3\xbcrich"@de\n'
    b'2.5\t"=HYPERLINK(\\"https://example.org/\\")"\n'
    b'true\t"+1"\n'
    b'"2024-02-29"^^<http://www.w3.org/2001/XMLSchema#date>\t"-1, \\"quoted\\""\n'
    b'\t"@line\\nnext"\n'
    b'"<r><t>markup</t></r>"\t"\\ttab\\rreturn"\n'
)
THING = NamedNode(f"{EX}thing")
TRIPLES = [
    Triple(THING, NamedNode(f"{EX}title"), Literal('a "b" unused:c <d>\r\n', language="en")),
    Triple(THING, NamedNode(f"{EX}year"), Literal(2024)),
    Triple(NamedNode(f"{EX}other"), NamedNode(f"{EX}partOf"), THING),
    Triple(THING, NamedNode(RDF_TYPE), NamedNode(f"{EX}Thing")),
]


def answer(text: str, form: QueryForm = "rows", fictional: tuple[str, ...] = (), total: int | None = None) -> Answer:
    """The answer of an empty store."""
    columns = {"term": Column("term", "Any term."), "text": Column("text", "Any text.")}
    query = NamedQuery("terms", "Terms of all kinds", text, columns=columns, form=form)
    receipt = Receipt("terms", query.digest, {"stack": (f"<{EX}one>", f"<{EX}two>")}, 7, "test 1.0", fictional)
    return Answer(query, text, Store().query(text), receipt, total)


def written(name: str, text: str = SELECT, form: QueryForm = "rows") -> bytes:
    return whole(lambda output: write(formats()[name], answer(text, form), CONTEXT, output))


def workbook(asked: Answer) -> Workbook:
    content = whole(lambda output: write(formats()["xlsx"], asked, CONTEXT, output))
    return openpyxl.load_workbook(io.BytesIO(content), rich_text=False)


def about(book: Workbook) -> dict[str, Any]:
    return {str(name.value): value.value for name, value in book["About"].iter_rows(max_col=2)}


def graph(name: str, triples: list[Triple], prefixes: Mapping[str, str] = PREFIXES) -> bytes:
    context = Context(prefixes, TERMS)
    return whole(lambda output: write_graph(formats()[name], triples, context, output))


@pytest.mark.parametrize(("name", "expected"), [("csv", CSV), ("tsv", TSV)])
def test_csv_and_tsv_are_as_the_recommendation_says(name: str, expected: bytes) -> None:
    """To the byte; CSV is raw, because programs read it."""
    assert written(name) == expected


@pytest.mark.parametrize(("name", "parser"), [("srj", "json"), ("srx", "xml")])
def test_results_are_read_back_term_by_term(name: str, parser: str) -> None:
    """Datatypes, languages and carriage returns among them."""
    result = Result.parse(io.BytesIO(written(name)), format=parser)
    assert [str(variable) for variable in result.vars or ()] == ["term", "text"]
    first = [row.get(rdflib.Variable("term")) for row in result.bindings]
    assert first == [
        rdflib.URIRef(f"{EX}thing"),
        rdflib.Literal(42),
        rdflib.Literal("2.5", datatype=rdflib.XSD.decimal),
        rdflib.Literal(True),
        rdflib.Literal(datetime.date(2024, 2, 29)),
        None,
        rdflib.Literal("<r><t>markup</t></r>"),
    ]
    texts = [row[rdflib.Variable("text")] for row in result.bindings]
    assert [str(text) for text in texts] == TEXTS
    assert texts[1] == rdflib.Literal("Zürich", lang="de")


@pytest.mark.parametrize(("truth", "text"), [(True, "ASK {}"), (False, "ASK { ?s ?p ?o }")])
def test_a_truth_is_the_same_in_every_format(truth: bool, text: str) -> None:
    """As a word, as JSON, as SPARQL results and in a cell."""
    for name, parser in (("srj", "json"), ("srx", "xml")):
        assert Result.parse(io.BytesIO(written(name, text, "truth")), format=parser).askAnswer is truth
    assert json.loads(written("json", text, "truth"))["answer"] is truth
    assert written("txt", text, "truth") == (b"yes\n" if truth else b"no\n")
    assert workbook(answer(text, "truth"))["Answer"]["A2"].value is truth
    assert set(formats_of("truth")) == {"answer", "json", "receipt", "srj", "srx", "txt", "xlsx"}


def test_what_xml_cannot_hold_is_offered_in_other_formats() -> None:
    """A control character, rather than a file that no parser takes."""
    with pytest.raises(NotAcceptable) as refused:
        written("srx", 'SELECT ?text { VALUES ?text { "\\u0001" } }')
    assert "srj" in refused.value.offered
    assert "srx" not in refused.value.offered


def test_cells_have_the_types_of_their_terms() -> None:
    """Numbers, truths and dates as such, IRIs as text, nothing for what is unbound."""
    sheet = workbook(answer(SELECT))["Answer"]
    header, *rows = sheet.iter_rows()
    assert [(cell.value, cell.font.b) for cell in header] == [("term", True), ("text", True)]
    assert sheet.freeze_panes == "A2"
    assert [row[0].value for row in rows] == [
        f"{EX}thing",
        42,
        2.5,
        True,
        datetime.datetime(2024, 2, 29),  # noqa: DTZ001 - cells have no time zone
        None,
        "<r><t>markup</t></r>",
    ]
    assert [row[0].data_type for row in rows] == ["s", "n", "n", "b", "d", "n", "s"]


def test_no_text_becomes_a_formula_or_a_link() -> None:
    """Whatever it begins with; it stays text when a cell is edited."""
    sheet = workbook(answer(SELECT))["Answer"]
    cells = [row[1] for row in sheet.iter_rows(min_row=2)]
    assert [str(cell.value).replace("_x000D_", "\r") for cell in cells] == TEXTS
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.quotePrefix for cell in cells] == [text[0] in "=+-@\t\r" for text in TEXTS]
    assert not any(cell.hyperlink for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize(
    ("text", "datatype", "value"),
    [
        ("007", "integer", 7),
        ("-12", "nonPositiveInteger", -12),
        ("123456789012345", "long", 123456789012345),
        ("1234567890123456", "long", "1234567890123456"),
        ("1_000", "integer", "1_000"),
        ("many", "integer", "many"),
        ("1e3", "double", 1000.0),
        ("INF", "double", "INF"),
        ("1e999", "double", "1e999"),
        ("0", "boolean", False),
        ("yes", "boolean", "yes"),
        ("2024-02-29", "date", datetime.date(2024, 2, 29)),
        ("2023-02-29", "date", "2023-02-29"),
        ("1848-09-12", "date", "1848-09-12"),
        ("2024-02-29Z", "date", "2024-02-29Z"),
        ("2024-02-29T12:30:00", "dateTime", datetime.datetime(2024, 2, 29, 12, 30)),  # noqa: DTZ001 - as above
        ("2024-02-29T12:30:00Z", "dateTime", "2024-02-29T12:30:00Z"),
        ("2024", "gYear", "2024"),
    ],
)
def test_values_that_excel_would_change_stay_text(text: str, datatype: str, value: object) -> None:
    """And so does what is not in the form of its datatype."""
    found = cell_value(Literal(text, datatype=NamedNode(f"{XSD}{datatype}")))
    assert (type(found), found) == (type(value), value)


def test_the_second_sheet_says_what_the_answer_is_about() -> None:
    """Question, parameters, meaning of the columns, and what the answer rests on."""
    asked = answer(SELECT)
    said = about(workbook(asked))
    assert said == {
        "Question": "Terms of all kinds",
        "Query": "terms",
        "Parameter stack": f"<{EX}one> <{EX}two>",
        "Column term": "Any term.",
        "Column text": "Any text.",
        "Rows": 7,
        "Generation of the data": 7,
        "Digest of the query (SHA-256)": asked.query.digest,
        "Engine": "test 1.0",
    }


def test_the_second_sheet_says_what_is_invented_and_what_is_missing() -> None:
    """A workbook travels without its address."""
    said = about(workbook(answer(SELECT, fictional=(f"{EX}one",), total=99)))
    assert said["Fictional data"] == f"This answer draws on invented data: {EX}one"
    assert said["Rows in all"] == 99


def test_texts_too_long_for_a_cell_are_cut_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Excel's limit counts UTF-16; half a character is left out."""
    monkeypatch.setattr(xlsx, "TEXT_LENGTH", 4)
    book = workbook(answer('SELECT ?text { VALUES ?text { "abcd" "abcde" "ab😀😀" } }'))
    assert [row[0].value for row in book["Answer"].iter_rows(min_row=2)] == ["abcd", "abc…", "ab…"]


def test_more_rows_than_a_sheet_has_are_offered_in_other_formats(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rather than left out in silence."""
    monkeypatch.setattr(xlsx, "ROWS", 3)
    assert workbook(answer("SELECT ?text { VALUES ?text { 1 2 } }"))["Answer"].max_row == 3
    with pytest.raises(NotAcceptable, match="csv"):
        workbook(answer("SELECT ?text { VALUES ?text { 1 2 3 } }"))


@pytest.mark.parametrize("name", sorted(name for name, found in formats_of("rows").items() if found.write_rows))
def test_the_same_answer_gives_the_same_bytes(name: str) -> None:
    """So that entity tags hold and files can be compared."""
    assert written(name) == written(name)


PARSERS = {"jsonld": "json-ld", "nq": "nt", "nt": "nt", "rdf": "xml", "trig": "turtle", "ttl": "turtle"}


@pytest.mark.parametrize(("name", "parser"), PARSERS.items())
def test_graphs_are_read_back_statement_by_statement(name: str, parser: str) -> None:
    """In any order they were given, to the same bytes."""
    content = graph(name, TRIPLES)
    assert set(rdflib.Graph().parse(data=content, format=parser)) == set(
        rdflib.Graph().parse(data=graph("nt", TRIPLES), format="nt")
    )
    assert content == graph(name, TRIPLES[::-1], dict(reversed(PREFIXES.items())))


def test_every_graph_format_is_read_back() -> None:
    """None is left out above."""
    assert set(PARSERS) == set(formats_of("graph"))


def test_json_ld_speaks_in_our_terms() -> None:
    """Without the definitions that it does not need, and without a context that must be fetched."""
    document = json.loads(graph("jsonld", TRIPLES))
    assert document["@context"] == {"@version": 1.1, "ex": EX, **TERMS}
    thing = next(node for node in document["@graph"] if node["@id"] == "ex:thing")
    assert thing["@type"] == "ex:Thing"
    assert thing["title"] == {"en": 'a "b" unused:c <d>\r\n'}
    assert thing["ex:year"] == 2024


def test_a_frame_gives_json_ld_its_shape() -> None:
    """Things are nested as the frame says."""
    context = Context(PREFIXES, TERMS, {"partOf": {}})
    document = json.loads(whole(lambda output: write_graph(formats()["jsonld"], TRIPLES, context, output)))
    assert document["@id"] == "ex:other"
    assert document["partOf"]["title"] == {"en": 'a "b" unused:c <d>\r\n'}


def test_a_receipt_counts_and_digests_the_rows() -> None:
    """Who has the rows as TSV can tell that they are these."""
    found = json.loads(written("receipt"))
    assert found["rows"] == 7
    assert found["tsvSha256"] == hashlib.sha256(TSV).hexdigest()
    assert found["generation"] == 7
    assert json.loads(written("receipt", "ASK {}", "truth"))["answer"] is True


def test_an_answer_for_programs_has_terms_and_receipt() -> None:
    """Its inner document is SPARQL JSON; of a page, the number of all rows is told."""
    found = json.loads(written("answer"))
    assert found["answer"] == json.loads(written("srj"))
    assert (found["total"], found["receipt"]["generation"], found["receipt"]["engine"]) == (None, 7, "test 1.0")
    page = whole(lambda output: write(formats()["answer"], answer(SELECT, total=70), CONTEXT, output))
    assert json.loads(page)["total"] == 70
    assert json.loads(written("answer", "ASK {}", "truth"))["answer"]["boolean"] is True


def test_turtle_declares_the_prefixes_that_it_uses() -> None:
    """What looks like a prefix in a text is none."""
    lines = graph("ttl", TRIPLES).decode().splitlines()
    assert lines[:2] == [f"@prefix ex: <{EX}> .", ""]
    assert not any(line.startswith("@prefix") for line in lines[2:])
    assert "ex:thing a ex:Thing ;" in lines
    typed = [Triple(THING, NamedNode("urn:p"), Literal("2024-02-29", datatype=NamedNode(f"{XSD}date")))]
    assert graph("ttl", typed).decode().count("@prefix") == 2
    assert graph("ttl", typed, {}).startswith(b"<")
    assert graph("ttl", []) == b""


def test_rdf_xml_declares_the_prefixes_that_it_uses() -> None:
    """Those of elements."""
    content = graph("rdf", TRIPLES)
    assert b"xmlns:ex=" in content
    assert b"unused=" not in content
    assert b"xmlns:xsd=" not in content


@pytest.mark.parametrize(
    "triple",
    [
        Triple(THING, NamedNode(f"{EX}1"), THING),
        Triple(THING, NamedNode(f"{RDF}li"), THING),
        Triple(THING, NamedNode(RDF_TYPE), NamedNode(f"{EX}2/")),
        Triple(THING, NamedNode(f"{EX}p"), Literal("\x01")),
    ],
    ids=["property that ends in a digit", "reserved property", "class that ends in a slash", "control character"],
)
def test_what_rdf_xml_cannot_express_is_offered_in_other_formats(triple: Triple) -> None:
    """Rather than written as something that is no XML."""
    with pytest.raises(NotAcceptable) as refused:
        graph("rdf", [triple])
    assert refused.value.offered == ("jsonld", "nq", "nt", "trig", "ttl")
