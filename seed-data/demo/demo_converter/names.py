"""Namespaces, and the IRIs of things, codes and graphs."""

from rdflib import Namespace, URIRef

STACK = "demo"
HOME = "https://w3id.org/public-service-graph/"

ADMS = Namespace("http://www.w3.org/ns/adms#")
CPSV = Namespace("http://purl.org/vocab/cpsv#")
CV = Namespace("http://data.europa.eu/m8g/")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
DCT = Namespace("http://purl.org/dc/terms/")
DOAP = Namespace("http://usefulinc.com/ns/doap#")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
ORG = Namespace("http://www.w3.org/ns/org#")
PPLAN = Namespace("http://purl.org/net/p-plan#")
PROV = Namespace("http://www.w3.org/ns/prov#")
PSG = Namespace(HOME + "def/")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")

PREFIXES: dict[str, Namespace] = {
    "adms": ADMS,
    "cpsv": CPSV,
    "cv": CV,
    "dcat": DCAT,
    "dct": DCT,
    "doap": DOAP,
    "eli": ELI,
    "foaf": FOAF,
    "org": ORG,
    "p-plan": PPLAN,
    "prov": PROV,
    "psg": PSG,
    "skos": SKOS,
    "xsd": XSD,
}

# The places on the web that tables abbreviate to the last part of an IRI.
PLACES: dict[str, str] = {
    "language": "http://publications.europa.eu/resource/authority/language/",
    "currency": "http://publications.europa.eu/resource/authority/currency/",
    "publisher-type": "http://purl.org/adms/publishertype/",
    "life-event": "http://data.europa.eu/ox8/life-event/",
    "business-event": "http://data.europa.eu/m58/business-event/",
    "sustainable-development-goal": "http://metadata.un.org/sdg/",
}


def national(key: str) -> str:
    """Return the full key of a thing of this stack."""
    return key if key == STACK else f"{STACK}-{key}"


def thing(kind: str, key: str) -> URIRef:
    """Return the IRI of a thing of this stack, whose tables leave out the stack's slug."""
    return URIRef(f"{HOME}id/{kind}/{national(key)}")


def shared(kind: str, key: str) -> URIRef:
    """Return the IRI of a thing of the shared reference stack."""
    return URIRef(f"{HOME}id/{kind}/{key}")


def code(scheme: str, key: str) -> URIRef:
    """Return the IRI of a concept of a code list."""
    return URIRef(f"{HOME}codelist/{scheme}/{key}")


def graph_name(path: str) -> URIRef:
    """Return the IRI of a named graph of this stack."""
    return URIRef(f"{HOME}graph/{STACK}/{path}")


def catalogue(name: str) -> URIRef:
    """Return the IRI of the catalogue that a graph holds."""
    return thing("catalogue", name)


def release_key(graph: str, version: str) -> str:
    """Return the key of a release; keys have no dots."""
    return f"{graph}-{version.replace('.', '-')}"
