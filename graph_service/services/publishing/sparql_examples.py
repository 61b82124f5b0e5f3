"""The named queries as data, in the vocabulary of SHACL's executables that collections of SPARQL examples use."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Triple

from graph_service.model.named_query import NamedQuery, QueryForm
from graph_service.model.terms import RDF_TYPE, RDFS, SH
from graph_service.services.deployment import Deployment

SCHEMA = "https://schema.org/"
_TEXT: dict[QueryForm, tuple[str, str]] = {
    "rows": ("SPARQLSelectExecutable", "select"),
    "truth": ("SPARQLAskExecutable", "ask"),
    "graph": ("SPARQLConstructExecutable", "construct"),
}


def describe_queries(deployment: Deployment) -> list[Triple]:
    """Each named query with its summary, description, tags and text."""
    base = deployment.settings.base
    return [triple for query in deployment.queries.queries.values() for triple in _example(query, base)]


def _example(query: NamedQuery, base: str) -> list[Triple]:
    example = NamedNode(f"{base}queries/{query.name}")
    kind, text = _TEXT[query.form]
    described = f"{query.summary}. {' '.join(query.description.split())}".strip()
    if query.analysis:
        described += f" This selects the material from which the analysis {query.analysis} makes the answer."
    return [
        Triple(example, NamedNode(RDF_TYPE), NamedNode(f"{SH}SPARQLExecutable")),
        Triple(example, NamedNode(RDF_TYPE), NamedNode(f"{SH}{kind}")),
        Triple(example, NamedNode(f"{RDFS}comment"), Literal(described, language="en")),
        Triple(example, NamedNode(f"{SH}{text}"), Literal(query.text)),
        Triple(example, NamedNode(f"{SCHEMA}target"), NamedNode(f"{base}sparql")),
        *(Triple(example, NamedNode(f"{SCHEMA}keywords"), Literal(tag)) for tag in query.tags),
    ]
