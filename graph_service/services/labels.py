"""Labels beside IRIs: for readers of tables and graphs that don't look names up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from pyoxigraph import Literal, NamedNode, QuerySolutions, Triple

from graph_service.errors import ArgumentProblem, InvalidArguments
from graph_service.model.answer import Answer
from graph_service.model.arguments import LANGUAGE_TAG
from graph_service.model.named_query import Column
from graph_service.model.solutions import Row, rows_of, solutions_of
from graph_service.model.terms import RDFS
from graph_service.services.describe import labels_of
from graph_service.store.base import GraphStore

_LABEL = NamedNode(f"{RDFS}label")


def read_labels(given: Mapping[str, Sequence[str]]) -> str:
    """The language of labels that the texts of ``labels`` ask for; empty where none are wanted.

    :raises InvalidArguments: where there is more than one, or it is no language tag.
    """
    texts = [text for text in given.get("labels", ()) if text]
    if not texts:
        return ""
    if len(texts) > 1 or not LANGUAGE_TAG.fullmatch(texts[0]):
        detail = "Give one language tag such as en or fr."
        raise InvalidArguments([ArgumentProblem("labels", ", ".join(texts), detail)])
    return texts[0].lower()


def with_labels(store: GraphStore, answer: Answer, language: str) -> Answer:
    """``answer`` with a column ``xLabel`` after each column ``x`` of IRIs that has no column ``xTitle``.

    A graph gets an ``rdfs:label`` for each thing that it names.

    A label is in ``language``, else in English, else in any that there is.
    """
    if answer.query.form == "graph":
        statements = list(answer.statements)
        return replace(answer, result=[*statements, *_label_statements(store, statements, language)])
    if not isinstance(answer.result, QuerySolutions):
        return answer
    names = [variable.value for variable in answer.result.variables]
    rows = rows_of(answer.result)
    labelled = [name for name in names if f"{name}Title" not in names and _holds_iris(rows, name)]
    labels = _labels(store, (row[name] for row in rows for name in labelled if name in row), language)
    columns = list(chain.from_iterable([name, f"{name}Label"] if name in labelled else [name] for name in names))
    with_them: list[Row] = [
        {**row, **{f"{name}Label": labels[iri] for name in labelled if (iri := str(row.get(name))) in labels}}
        for row in rows
    ]
    described = answer.query.columns
    more = {f"{name}Label": Column(f"{name}Label", f"What {name} is called.") for name in labelled}
    query = replace(answer.query, columns={**described, **more})
    return replace(answer, query=query, result=solutions_of(columns, with_them))


def _label_statements(store: GraphStore, triples: Sequence[Triple], language: str) -> list[Triple]:
    """An ``rdfs:label`` for each thing that ``triples`` name."""
    labels = _labels(store, chain.from_iterable((t.subject, t.predicate, t.object) for t in triples), language)
    return [Triple(NamedNode(iri[1:-1]), _LABEL, label) for iri, label in sorted(labels.items())]


def _labels(store: GraphStore, terms: Iterable[object], language: str) -> dict[str, Literal]:
    """The label of each IRI, by how it is written in SPARQL."""
    iris = {term.value for term in terms if isinstance(term, NamedNode)}
    found = labels_of(store, iris)
    chosen = {}
    for iri, names in found.items():
        tag = next((tag for tag in (language, "en", *sorted(names)) if tag in names), "")
        chosen[str(NamedNode(iri))] = Literal(names[tag], language=tag or None)
    return chosen


def _holds_iris(rows: Sequence[Row], name: str) -> bool:
    return any(isinstance(row.get(name), NamedNode) for row in rows)
