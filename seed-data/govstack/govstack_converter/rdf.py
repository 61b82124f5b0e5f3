"""Names of the model, node helpers and deterministic Turtle."""

import re
import unicodedata
from pathlib import Path

from rdflib import DCAT, DCTERMS, FOAF, RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

ADMS = Namespace("http://www.w3.org/ns/adms#")
DOAP = Namespace("http://usefulinc.com/ns/doap#")
P_PLAN = Namespace("http://purl.org/net/p-plan#")
PSG = Namespace("https://w3id.org/public-service-graph/def/")
BASE = "https://w3id.org/public-service-graph/"
STACK = "reference"

PREFIXES = {
    "adms": ADMS,
    "dcat": DCAT,
    "dct": DCTERMS,
    "doap": DOAP,
    "foaf": FOAF,
    "p-plan": P_PLAN,
    "psg": PSG,
    "skos": SKOS,
    "xsd": XSD,
}


class ConversionError(Exception):
    """The source holds something that the converter doesn't know; nothing is written."""


def slug(text: str) -> str:
    """Return the kebab-case key of a title."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def thing(kind: str, key: str) -> URIRef:
    """Return the IRI of a thing of the reference stack."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key):
        raise ConversionError(f"{kind}: '{key}' is no kebab-case key")
    return URIRef(f"{BASE}id/{kind}/{key}")


def concept(scheme: str, key: str) -> URIRef:
    """Return the IRI of a concept of one of the project's code lists."""
    return URIRef(f"{BASE}codelist/{scheme}/{key}")


def graph_iri(name: str) -> URIRef:
    """Return the IRI of a named graph of the reference stack."""
    return URIRef(f"{BASE}graph/{STACK}/{name}")


def catalogue(name: str) -> URIRef:
    """Return the IRI of a catalogue of the reference stack."""
    return thing("catalogue", f"{STACK}-{name}")


def text(value: str) -> Literal:
    """Return an English literal."""
    return Literal(value, lang="en")


def integer(value: int) -> Literal:
    """Return an xsd:integer literal."""
    return Literal(str(value), datatype=XSD.integer)


def boolean(value: bool) -> Literal:
    """Return an xsd:boolean literal."""
    return Literal("true" if value else "false", datatype=XSD.boolean)


def add(graph: Graph, subject: URIRef, **values: Node | list[Node]) -> None:
    """Add values of properties that are named like `dct_title` or `psg_section`."""
    for name, value in values.items():
        prefix, _, local = name.partition("_")
        namespace = {"dct": DCTERMS, "psg": PSG, "dcat": DCAT, "adms": ADMS}[prefix]
        for node in value if isinstance(value, list) else [value]:
            graph.add((subject, URIRef(str(namespace) + local), node))


def main_thing(graph: Graph, subject: URIRef, types: list[URIRef], identifier: str, title: str, part_of: str) -> None:
    """Add what every main thing has: types, identifier, title and catalogue."""
    if (subject, RDF.type, None) in graph:
        raise ConversionError(f"two things share the key of {subject}")
    for each in types:
        graph.add((subject, RDF.type, each))
    graph.add((subject, DCTERMS.identifier, Literal(identifier)))
    graph.add((subject, DCTERMS.title, text(title)))
    graph.add((subject, DCTERMS.isPartOf, catalogue(part_of)))


def new_graph() -> Graph:
    """Return an empty graph that knows the prefixes of the model and no others."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph


def write(graph: Graph, path: Path) -> None:
    """Write a graph as Turtle; equal graphs give equal bytes."""
    body = graph.serialize(format="turtle").strip()
    path.write_text(body + "\n", encoding="utf-8", newline="\n")
