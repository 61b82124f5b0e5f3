"""The SHACL gate: what is about to be committed must break no shape.

Data, code lists and ontology are validated as one graph, because types of listed concepts and the class
hierarchy are looked for in the data. pySHACL gives the verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, cast

import pyshacl
import rdflib
from pyoxigraph import Triple
from pyshacl.graph_abstraction import DataGraph
from rdflib.namespace import DCTERMS, RDFS, SH, SKOS
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result

from graph_service.model.report import Finding, Severity, ValidationReport
from graph_service.services.gating.prepared_queries import prepare
from graph_service.services.gating.shapes_graph import ShapesGraph
from graph_service.services.gating.states import to_rdflib as term_to_rdflib
from graph_service.services.importing.rdf_files import triples

if TYPE_CHECKING:
    from graph_service.services.vocabulary import Vocabulary

_SEVERITIES: dict[rdflib.term.Node, Severity] = {
    SH.Violation: "violation",
    SH.Warning: "warning",
    SH.Info: "info",
}


def validate(
    data: Iterable[Triple], vocabulary: Vocabulary, locate: Callable[[str], str] = lambda _: ""
) -> ValidationReport:
    """Validate ``data`` against all shapes; ``locate`` gives ``file:line`` of a resource, for the report."""
    graph = to_rdflib(data)
    for triple in triples(vocabulary.ontology + vocabulary.code_lists):
        graph.add(_rdflib_triple(triple))
    shapes = ShapesGraph(triples(vocabulary.shapes + vocabulary.ontology))
    options = {"inplace": True, "allow_warnings": True}
    validator = pyshacl.Validator(DataGraph.from_rdflib(graph), shacl_graph=shapes, options=options)
    _, results, _ = validator.run()  # type: ignore[no-untyped-call]
    return read_report(results, graph, vocabulary, locate)


def read_report(
    report: rdflib.Graph, data: rdflib.Graph, vocabulary: Vocabulary, locate: Callable[[str], str]
) -> ValidationReport:
    """The findings of a ``sh:ValidationReport`` on ``data``."""
    for prefix, namespace in vocabulary.prefixes.items():
        report.bind(prefix, namespace)
    findings = [_finding(report, result, data, locate) for result in report.objects(None, SH.result)]
    order = {severity: rank for rank, severity in enumerate(_SEVERITIES.values())}
    findings.sort(key=lambda finding: (order[finding.severity], finding))
    return ValidationReport(findings, report.serialize(format="turtle"))


class _PreparingGraph(rdflib.Graph):
    """A graph that parses each query once: pySHACL asks a constraint's query anew for every focus node."""

    def query(self, query_object: str | Query, *arguments: Any, **options: Any) -> Result:
        prepared = prepare(query_object) if isinstance(query_object, str) else query_object
        return super().query(prepared, *arguments, **options)


def to_rdflib(data: Iterable[Triple]) -> rdflib.Graph:
    """An rdflib graph of ``data``."""
    graph = _PreparingGraph()
    for triple in data:
        graph.add(_rdflib_triple(triple))
    return graph


def _rdflib_triple(triple: Triple) -> tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]:
    return term_to_rdflib(triple.subject), term_to_rdflib(triple.predicate), term_to_rdflib(triple.object)


def _finding(
    report: rdflib.Graph, result: rdflib.term.Node, data: rdflib.Graph, locate: Callable[[str], str]
) -> Finding:
    def value(predicate: rdflib.URIRef) -> str:
        found = report.value(result, predicate)
        return "" if found is None else str(found)

    focus = cast("rdflib.term.Node", report.value(result, SH.focusNode))
    severity = report.value(result, SH.resultSeverity)
    messages = sorted(str(message) for message in report.objects(result, SH.resultMessage))
    return Finding(
        severity=_SEVERITIES.get(cast("rdflib.term.Node", severity), "violation"),
        focus=str(focus),
        shape=value(SH.sourceShape),
        constraint=value(SH.sourceConstraintComponent),
        path=value(SH.resultPath),
        value=value(SH.value),
        message=" ".join(messages),
        label=_label(data, focus),
        source=locate(str(focus)),
    )


def _label(data: rdflib.Graph, thing: rdflib.term.Node) -> str:
    """What ``thing`` is called, in English where it can be."""
    for predicate in (DCTERMS.title, SKOS.prefLabel, RDFS.label):
        labels = sorted(data.objects(thing, predicate), key=lambda label: getattr(label, "language", None) != "en")
        if labels:
            return str(labels[0])
    return ""
