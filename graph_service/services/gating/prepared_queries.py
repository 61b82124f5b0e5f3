"""Queries of constraints, parsed once: pySHACL asks each anew for every focus node."""

from __future__ import annotations

from functools import cache, lru_cache

import rdflib
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query


@lru_cache(maxsize=1024)
def prepare(text: str) -> Query:
    """``text``, parsed, with the usual prefixes known."""
    return prepareQuery(text, _namespaces())


@cache
def _namespaces() -> dict[str, rdflib.URIRef]:
    return dict(rdflib.Graph().namespaces())
