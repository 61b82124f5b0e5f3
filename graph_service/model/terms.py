"""The IRIs that the service itself must know: namespaces, and how things, documents and graphs are named."""

from __future__ import annotations

import re

from pyoxigraph import NamedNode

ROOT = "https://w3id.org/public-service-graph/"
PSG = f"{ROOT}def/"
CODE_LISTS = f"{ROOT}codelist/"
SHAPES = f"{ROOT}shapes/"
#: Where blank nodes go, as RDF 1.1 Concepts, section 3.5, recommends.
GENID = f"{ROOT}.well-known/genid/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCT = "http://purl.org/dc/terms/"
FOAF = "http://xmlns.com/foaf/0.1/"
SH = "http://www.w3.org/ns/shacl#"
OWL = "http://www.w3.org/2002/07/owl#"
VOID = "http://rdfs.org/ns/void#"
PROV = "http://www.w3.org/ns/prov#"
XSD = "http://www.w3.org/2001/XMLSchema#"

RDF_TYPE = f"{RDF}type"
#: The properties that name a thing, in order of preference.
LABEL_PROPERTIES = (f"{DCT}title", f"{SKOS}prefLabel", f"{RDFS}label")

#: Graphs of the service itself, under ``graph/system/``.
SYSTEM_STACK = "system"
CHANGES = "changes"
PATCHES = "patches"
PROPOSALS = "proposals"
#: Graphs of the service itself that are read by name alone: what happened, not what is.
RECORDS = frozenset({CHANGES, PATCHES, PROPOSALS})

_ABSOLUTE_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]+")
_WEB_OR_URN = re.compile(r"(?:https?://[^/]|urn:)", re.IGNORECASE)


def is_safe_iri(text: str) -> bool:
    """Whether ``text`` is an absolute http, https or urn IRI, well formed, that can't end early in SPARQL."""
    return bool(_WEB_OR_URN.match(text)) and is_iri(text)


def is_iri(text: str) -> bool:
    """Whether ``text`` is an absolute IRI, well formed, that can't end early in SPARQL."""
    if not _ABSOLUTE_IRI.fullmatch(text):
        return False
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def graph_iri(base: str, stack: str, path: str) -> str:
    """The named graph of a catalogue (``path`` is its key) or of a release of it (``key/version``)."""
    return f"{base}graph/{stack}/{path}"


def is_current_graph(base: str, graph: str) -> bool:
    """Whether the statements of ``graph`` are part of what readers see by default.

    A catalogue's own graph is; the graph of a superseded release (one more path segment) and the records of
    the service are not. Graphs that are named outside ``base`` are.
    """
    prefix = f"{base}graph/"
    if not graph.startswith(prefix):
        return True
    path = graph.removeprefix(prefix)
    stack, _, rest = path.partition("/")
    return "/" not in rest and not (stack == SYSTEM_STACK and rest in RECORDS)
