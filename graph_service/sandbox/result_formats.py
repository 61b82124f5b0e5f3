"""The formats in which a sandbox can answer: media types by name, for each form of answer."""

from __future__ import annotations

from pyoxigraph import QueryResultsFormat, RdfFormat

from graph_service.model.named_query import QueryForm

RESULTS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
GRAPHS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
}
_GRAPH_TYPES = {
    "ttl": ("text/turtle", "application/x-turtle"),
    "nt": ("application/n-triples",),
    "rdf": ("application/rdf+xml",),
    "jsonld": ("application/ld+json",),
}
_ROW_TYPES = {
    "json": ("application/sparql-results+json", "application/json"),
    "xml": ("application/sparql-results+xml",),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
}

#: Media types by name of format, for each form of answer; the preferred ones first.
MEDIA_TYPES: dict[QueryForm, dict[str, tuple[str, ...]]] = {
    "rows": _ROW_TYPES,
    "truth": {name: _ROW_TYPES[name] for name in ("json", "xml")},
    "graph": _GRAPH_TYPES,
}

_ROW_ALIASES = {"srj": "json", "srx": "xml"}
_GRAPH_ALIASES = {"turtle": "ttl", "n3": "ttl", "n-triples": "nt", "ntriples": "nt"}
_GRAPH_ALIASES |= {"xml": "rdf", "rdf+xml": "rdf", "json": "jsonld", "json-ld": "jsonld"}
#: What clients and other servers call the formats in ``format=``.
_ALIASES: dict[QueryForm, dict[str, str]] = {"rows": _ROW_ALIASES, "truth": _ROW_ALIASES, "graph": _GRAPH_ALIASES}


def known_as(name: str, form: QueryForm) -> str:
    """What the format that a client names is called here; ``name`` may also be one of its media types."""
    for known, media_types in MEDIA_TYPES[form].items():
        if name in media_types:
            return known
    return _ALIASES[form].get(name, name)
