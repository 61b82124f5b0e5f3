"""JSON-LD, compacted with the prefixes of the ontology, so that no context need be fetched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import rdflib
from pyoxigraph import RdfFormat, Triple, serialize

MEDIA_TYPES = ("application/ld+json",)


def write_graph(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """``triples`` as a JSON-LD document whose context holds ``prefixes``."""
    graph = rdflib.Graph()
    graph.parse(data=serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")
    return graph.serialize(format="json-ld", context=dict(prefixes), sort_keys=True, ensure_ascii=False).encode()
