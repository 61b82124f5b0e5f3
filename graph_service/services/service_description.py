"""The SPARQL 1.1 Service Description of the public endpoint."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple, serialize

from graph_service.model.terms import RDF_TYPE, XSD
from graph_service.sandbox.result_formats import GRAPHS
from graph_service.store.base import GraphStore

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULT_FORMATS = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "RDF_XML", "JSON-LD"),
)


def service_description(store: GraphStore, endpoint: str, format_: str) -> bytes:
    """What can be asked at ``endpoint``, of which graphs, written in the RDF format of that name."""
    statements = [Triple(NamedNode(subject), NamedNode(p), o) for subject, p, o in _statements(store, endpoint)]
    written = serialize(
        statements, format=GRAPHS[format_], prefixes={"sd": SD, "void": VOID, "formats": _FORMATS, "xsd": XSD}
    )
    return written or b""


def _statements(store: GraphStore, endpoint: str) -> Iterator[tuple[str, str, NamedNode | Literal]]:
    service, data_set, default = f"{endpoint}#service", f"{endpoint}#dataset", f"{endpoint}#default-graph"
    yield service, RDF_TYPE, NamedNode(f"{SD}Service")
    yield service, f"{SD}endpoint", NamedNode(endpoint)
    yield service, f"{SD}supportedLanguage", NamedNode(f"{SD}SPARQL11Query")
    for name in _RESULT_FORMATS:
        yield service, f"{SD}resultFormat", NamedNode(f"{_FORMATS}{name}")
    yield service, f"{SD}defaultDataset", NamedNode(data_set)
    yield data_set, RDF_TYPE, NamedNode(f"{SD}Dataset")
    yield data_set, f"{SD}defaultGraph", NamedNode(default)
    yield default, RDF_TYPE, NamedNode(f"{SD}Graph")
    text = "The union of the current release of each catalogue."
    yield default, "http://purl.org/dc/terms/description", Literal(text, language="en")
    for number, graph in enumerate(sorted(store.graphs()), start=1):
        named = f"{endpoint}#named-graph-{number}"
        yield data_set, f"{SD}namedGraph", NamedNode(named)
        yield named, RDF_TYPE, NamedNode(f"{SD}NamedGraph")
        yield named, f"{SD}name", NamedNode(graph)
