"""Code lists: SKOS concept schemes and the concepts in them."""

from __future__ import annotations

from pyoxigraph import NamedNode, QueryTriples, Triple

from graph_service.model.terms import RDF_TYPE, SKOS, is_safe_iri
from graph_service.store.base import GraphStore

_SCHEME = NamedNode(f"{SKOS}ConceptScheme")


def is_scheme(store: GraphStore, iri: str) -> bool:
    """Whether ``iri`` is a code list."""
    return is_safe_iri(iri) and any(True for _ in store.match(NamedNode(iri), NamedNode(RDF_TYPE), _SCHEME))


def concepts_of(store: GraphStore, scheme: str) -> list[Triple]:
    """What is said of the concepts in ``scheme``, by concept."""
    found = store.query(f"CONSTRUCT {{ ?c ?p ?o }} WHERE {{ ?c <{SKOS}inScheme> {NamedNode(scheme)} ; ?p ?o }}")
    return sorted(found, key=str) if isinstance(found, QueryTriples) else []
