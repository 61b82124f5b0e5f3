"""The W3C's tests of the SPARQL 1.1 query language through ``/sparql``: the same pass as in the bare engine.

One service holds the data of all cases, each file as a graph with its published address for a name. A case chooses
its data set by ``default-graph-uri`` and ``named-graph-uri``, and its base by a line before its query.
"""

from __future__ import annotations

import re
import tarfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
import rdflib
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
)
from rdflib.collection import Collection
from rdflib.namespace import RDF
from served import Service, serving

from graph_service.model.change import Change
from graph_service.settings import Settings
from graph_service.store.base import open_store

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SITE = "https://w3c.github.io/rdf-tests/sparql/sparql11/"
NONE = f"{SITE}no-such-graph"
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
EVALUATION, RIGHT, WRONG = MF.QueryEvaluationTest, MF.PositiveSyntaxTest11, MF.NegativeSyntaxTest11

#: Suites whose cases call other servers: they are refused, whatever else is right or wrong with them.
FEDERATED = {"service", "syntax-fed"}
#: Where the engine gives another answer than the W3C expects, and so does the endpoint.
OTHERWISE = {
    "aggregates/agg-empty-group-count-graph": "doesn't bind the variable of GRAPH to a graph where nothing matches",
    "aggregates/agg-groupconcat-04": "keeps a language that all parts share",
    "aggregates/agg-groupconcat-06": "keeps the language of the only part",
    "bindings/graph": "doesn't bind the variable of GRAPH where there is no pattern in it",
    "functions/bnode01": "gives the same blank node for a text in all rows",
    "negation/graph-minus": "counts the variable of GRAPH as shared by both sides of MINUS",
    "property-path/zero_or_more_set_start": "knows no constant that the data doesn't hold",
    "property-path/zero_or_more_set_end": "knows no constant that the data doesn't hold",
    "property-path/zero_or_one_set_start": "knows no constant that the data doesn't hold",
    "property-path/zero_or_one_set_end": "knows no constant that the data doesn't hold",
}
#: Legal queries that the engine refuses to evaluate, and what it says.
NOT_EVALUATED = {"syntax-query/test_4": "custom function <http://example/function> is not supported"}


@dataclass(frozen=True)
class Case:
    """One entry of a manifest; files are named by their published addresses."""

    name: str
    kind: rdflib.term.Node
    query: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    expected: str

    @property
    def suite(self) -> str:
        return self.name.partition("/")[0]


def files() -> dict[str, bytes]:
    """The content of the archive, by published address."""
    with tarfile.open(HERE / "sparql11-query.tar.gz") as archive:
        members = [(member.name, archive.extractfile(member)) for member in archive if member.isfile()]
        return {f"{SITE}{name}": content.read() for name, content in members if content}


FILES = files()


def cases() -> Iterator[Case]:
    """The entries of all manifests, in their order."""
    for address in sorted(name for name in FILES if name.endswith("/manifest.ttl")):
        manifest = rdflib.Graph().parse(data=FILES[address], format="turtle", publicID=address)
        listed = manifest.value(next(manifest.subjects(RDF.type, MF.Manifest)), MF.entries)
        assert listed
        for entry in Collection(manifest, listed):
            action, kind = manifest.value(entry, MF.action), manifest.value(entry, RDF.type)
            assert action
            assert kind
            yield Case(
                name=f"{address.split('/')[-2]}/{str(entry).rpartition('#')[2]}",
                kind=kind,
                query=str(manifest.value(action, QT.query) or action),
                default_graphs=tuple(map(str, manifest.objects(action, QT.data))),
                named_graphs=tuple(map(str, manifest.objects(action, QT.graphData))),
                expected=str(manifest.value(entry, MF.result)),
            )


CASES = list(cases())
ANSWERED = [case for case in CASES if case.kind == EVALUATION and case.suite not in FEDERATED]
LEGAL = [case for case in CASES if case.kind == RIGHT and case.suite not in FEDERATED]
ILLEGAL = [case for case in CASES if case.kind == WRONG]
CALLING = [case for case in CASES if case.suite in FEDERATED]


def statements(address: str) -> list[Triple]:
    """What a data file says; blank nodes of two files are never the same."""
    format_ = RdfFormat.from_extension(address.rpartition(".")[2])
    assert format_
    read = parse(FILES[address], format=format_, base_iri=address, rename_blank_nodes=True)
    return [quad.triple for quad in read]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service that holds the data of all cases."""
    settings = Settings(store=f"oxigraph:{tmp_path_factory.mktemp('w3c') / 'store'}", home=ROOT)
    store = open_store(settings.store, settings.base)
    graphs = {address for case in ANSWERED for address in (*case.default_graphs, *case.named_graphs)}
    store.commit(Change({address: statements(address) for address in graphs}, "data of the suite"))
    store.close()
    with serving(settings) as found:
        yield found


def text_of(case: Case) -> str:
    return f"BASE <{case.query}>\n{FILES[case.query].decode()}"


def served(service: Service, case: Case) -> set[str]:
    """What ``/sparql`` answers. Graphs beside a query replace those in it, so they are given where it names none."""
    graphs = {"default_graph_uri": list(case.default_graphs) or NONE, "named_graph_uri": list(case.named_graphs)}
    answer = service.ask(
        text_of(case),
        "application/sparql-results+json, application/n-triples",
        **({} if re.search(r"\bFROM\b", text_of(case)) else graphs),
    )
    assert answer.status == 200, answer.content
    assert "Graph-Service-Truncated" not in answer.headers
    if answer.media_type == "application/n-triples":
        return canonical([quad.triple for quad in parse(answer.content, format=RdfFormat.N_TRIPLES)], case)
    return canonical(parse_query_results(answer.content, format=QueryResultsFormat.JSON), case)


def bare(case: Case) -> set[str]:
    """What the engine answers by itself."""
    store = Store()
    for address in case.default_graphs:
        store.extend(Quad(*triple) for triple in statements(address))
    for address in {*case.named_graphs, *case.default_graphs} if "FROM" in text_of(case) else case.named_graphs:
        store.extend(
            Quad(triple.subject, triple.predicate, triple.object, NamedNode(address)) for triple in statements(address)
        )
    return canonical(store.query(text_of(case)), case)


def published(case: Case) -> set[str]:
    """What the W3C expects."""
    suffix = case.expected.rpartition(".")[2]
    if suffix != "ttl":
        format_ = QueryResultsFormat.from_extension(suffix)
        assert format_
        return canonical(parse_query_results(FILES[case.expected], format=format_), case)
    store = Store()
    store.extend(Quad(*triple) for triple in statements(case.expected))
    bindings = store.query(f"""PREFIX rs: <{RS}> SELECT ?row ?name ?term {{
      ?row rs:binding ?binding . ?binding rs:variable ?name ; rs:value ?term }}""")
    assert isinstance(bindings, QuerySolutions)
    rows: dict[str, dict[str, Any]] = defaultdict(dict)
    for row, name, term in bindings:
        rows[str(row)][cast("Literal", name).value] = term
    return canonical(list(rows.values()) or statements(case.expected), case)


def canonical(result: Any, case: Case) -> set[str]:
    """``result`` written so that the same answers are the same set, whatever their blank nodes are called.

    Numbers go through a store, which keeps them by their value. Rows are counted where they are in an order.
    """
    if isinstance(result, QueryBoolean):
        return {str(bool(result))}
    if isinstance(result, QuerySolutions):
        names = [variable.value for variable in result.variables]
        result = [{name: row[name] for name in names if row[name] is not None} for row in result]
    is_ordered = "ORDER BY" in text_of(case).upper()
    store = Store()
    for number, row in enumerate(result):
        if isinstance(row, Triple):
            store.add(Quad(row.subject, row.predicate, row.object))
            continue
        node = BlankNode()
        store.add(Quad(node, NamedNode("row:"), Literal(number if is_ordered else 0)))
        store.extend(Quad(node, NamedNode(f"row:{name}"), term) for name, term in row.items())
    dataset = Dataset(store)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return set(map(str, dataset))


def test_the_suites_are_complete() -> None:
    """The numbers of the manifests."""
    assert [len(group) for group in (ANSWERED, LEGAL, ILLEGAL, CALLING)] == [225, 63, 40, 10]
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", ANSWERED, ids=lambda case: case.name)
def test_evaluation(service: Service, case: Case) -> None:
    """The answer of the endpoint is that of the bare engine, and right but where the engine is known not to be."""
    answer = served(service, case)
    assert answer == bare(case)
    assert (answer == published(case)) == (case.name not in OTHERWISE)


@pytest.mark.parametrize("case", LEGAL, ids=lambda case: case.name)
def test_legal_syntax(service: Service, case: Case) -> None:
    """Answered, but where the engine says that it can't."""
    answer = service.ask(FILES[case.query], default_graph_uri=NONE)
    if case.name in NOT_EVALUATED:
        assert (answer.status, answer.problem) == (400, "query-error")
        assert NOT_EVALUATED[case.name] in answer.json["detail"]
    else:
        assert answer.status == 200, answer.content


@pytest.mark.parametrize("case", ILLEGAL, ids=lambda case: case.name)
def test_illegal_syntax(service: Service, case: Case) -> None:
    """Refused as the client's mistake."""
    answer = service.ask(FILES[case.query], default_graph_uri=NONE)
    assert (answer.status, answer.problem) == (400, "query-error")


@pytest.mark.parametrize("case", CALLING, ids=lambda case: case.name)
def test_calls_of_other_servers(service: Service, case: Case) -> None:
    """Refused."""
    answer = service.ask(FILES[case.query])
    assert (answer.status, answer.problem) == (403, "federation-refused")
