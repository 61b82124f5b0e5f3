"""Named queries: each answers its own example as its expected rows say, on both engines, and in further cases."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
import rdflib
import yaml
from pyoxigraph import QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, parse, parse_query_results

from graph_service.model.arguments import Names, read_arguments
from graph_service.model.named_query import NamedQuery
from graph_service.model.solutions import rows_of, solutions_of
from graph_service.model.terms import is_current_graph
from graph_service.services.analyses import analyses
from graph_service.services.ask import ask
from graph_service.services.deployment import Deployment
from graph_service.services.gate import to_rdflib
from graph_service.services.query_catalogue import read_query_catalogue

HERE = Path(__file__).parent
CATALOGUE = read_query_catalogue(HERE.parent.parent / "queries")
CASES = sorted(HERE.glob("*/*.yaml"))
TABLES = [name for name, query in CATALOGUE.queries.items() if query.form == "rows"]
GRAPHS = [name for name, query in CATALOGUE.queries.items() if query.form == "graph"]
Rows = list[list[str]]


def rows(text: str) -> Rows:
    return list(csv.reader(io.StringIO(text)))


def expected(name: str, case: str = "expected") -> Rows:
    return rows((HERE / name / f"{case}.csv").read_text(encoding="utf-8"))


def answered(result: object) -> Rows:
    assert isinstance(result, QuerySolutions)
    return rows((result.serialize(format=QueryResultsFormat.CSV) or b"").decode())


def examples(query: NamedQuery) -> dict[str, list[str]]:
    """The arguments that stand in the file."""
    return {p.name: [p.example.strip('<>"')] for p in query.parameters.values() if p.example != "UNDEF"}


def analysed(query: NamedQuery, result: object, names: Names, *, reverse: bool = False) -> Rows:
    """The answer that the query's analysis, if it names one, makes from what an engine gave."""
    if not query.analysis:
        return answered(result)
    assert isinstance(result, QuerySolutions)
    arguments = read_arguments(query, examples(query), names)
    taken = rows_of(result)[:: -1 if reverse else 1]
    made = analyses()[query.analysis].analyse(taken, arguments)
    return answered(solutions_of(list(query.columns), made))


@pytest.fixture(scope="session")
def rdflib_graph(seeded: Deployment) -> rdflib.Graph:
    """The current graphs of the seed data, in rdflib."""
    store = seeded.store
    current = (graph for graph in store.graphs() if is_current_graph(seeded.settings.base, graph))
    return to_rdflib(triple for graph in current for triple in store.triples(graph))


def test_no_query_file_is_wrong() -> None:
    """Every file of the folder is a valid named query."""
    assert {name: str(error) for name, error in CATALOGUE.broken.items()} == {}
    assert len(CATALOGUE.queries) >= 8


@pytest.mark.parametrize("name", TABLES)
def test_file_answers_as_it_stands(name: str, seeded: Deployment) -> None:
    """The text of the file, unchanged, gives the rows that were checked by hand."""
    query = CATALOGUE.get(name)
    assert analysed(query, seeded.store.query(query.text), seeded.names) == expected(name)


@pytest.mark.parametrize("name", TABLES)
def test_file_answers_the_same_in_rdflib(name: str, rdflib_graph: rdflib.Graph, seeded: Deployment) -> None:
    """Another engine gives the same rows for the same text."""
    query = CATALOGUE.get(name)
    result = rdflib_graph.query(query.text)
    if query.analysis:
        parsed = parse_query_results(result.serialize(format="json") or b"", format=QueryResultsFormat.JSON)
        assert analysed(query, parsed, seeded.names) == expected(name)
    else:
        assert rows((result.serialize(format="csv") or b"").decode()) == expected(name)


@pytest.mark.parametrize("name", [name for name, query in CATALOGUE.queries.items() if query.analysis])
def test_analyses_do_not_depend_on_the_order_of_their_rows(name: str, seeded: Deployment) -> None:
    """Engines give rows in any order where a query doesn't ask for one."""
    query = CATALOGUE.get(name)
    assert analysed(query, seeded.store.query(query.text), seeded.names, reverse=True) == expected(name)


@pytest.mark.parametrize("name", GRAPHS)
def test_graph_is_the_same_on_both_engines(name: str, seeded: Deployment, rdflib_graph: rdflib.Graph) -> None:
    """The text of the file, unchanged, gives the statements that were checked by hand."""
    wanted = {quad.triple for quad in parse(path=HERE / name / "expected.ttl")}
    result = seeded.store.query(CATALOGUE.get(name).text)
    assert isinstance(result, QueryTriples)
    assert set(result) == wanted
    serialised = rdflib_graph.query(CATALOGUE.get(name).text).serialize(format="nt")
    assert {quad.triple for quad in parse(serialised or b"", format=RdfFormat.N_TRIPLES)} == wanted


@pytest.mark.parametrize("name", TABLES)
def test_binding_the_examples_changes_nothing(name: str, seeded: Deployment) -> None:
    """Asked with the values that stand in the file, it gives the rows of the file."""
    query = CATALOGUE.get(name)
    assert answered(ask(seeded, query, examples(query)).result) == expected(name)


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_further_cases(case: Path, seeded: Deployment) -> None:
    """Arguments in the ``.yaml``, rows in the ``.csv`` beside it."""
    given = {key: [str(value)] for key, value in yaml.safe_load(case.read_text(encoding="utf-8")).items()}
    query = CATALOGUE.get(case.parent.name)
    assert answered(ask(seeded, query, given).result) == expected(case.parent.name, case.stem)


@pytest.mark.parametrize("query", [CATALOGUE.get(name) for name in TABLES], ids=TABLES)
def test_rows_are_told_apart_and_ordered_by_the_key_columns(query: NamedQuery) -> None:
    """The key has no duplicates in the answer, and the order is total because each key column is part of it.

    An analysis gives its rows in an order of its own.
    """
    key = [column.name for column in query.columns.values() if column.key]
    assert key
    order = query.text.rpartition("ORDER BY")[2]
    assert query.analysis or [name for name in key if f"?{name}" not in order] == []
    header, *found = expected(query.name)
    keys = [tuple(row[header.index(name)] for name in key) for row in found]
    assert len(keys) == len(set(keys))
