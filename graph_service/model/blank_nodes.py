"""Names for blank nodes: IRIs that follow from what a document says, so that the same document always gives the same.

To find them can take for ever where a document is made for that; what strangers send is named in a sandbox.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, NamedNode, Quad, Triple

from graph_service.model.terms import GENID


def without_blank_nodes(statements: Iterable[Triple]) -> list[Triple]:
    """The same statements with each blank node replaced by an IRI under :data:`GENID`."""
    listed = list(statements)
    if not any(isinstance(term, BlankNode) for triple in listed for term in triple):
        return listed
    return [quad.triple for quad in named_quads(Quad(t.subject, t.predicate, t.object) for t in listed)]


def named_quads(quads: Iterable[Quad]) -> list[Quad]:
    """The same statements and graphs with each blank node replaced by an IRI under :data:`GENID`.

    The IRIs are made from the canonical form of the whole (RDF Dataset Canonicalization).
    """
    listed = list(quads)
    if not any(isinstance(term, BlankNode) for quad in listed for term in (quad.graph_name, *quad.triple)):
        return listed
    dataset = Dataset(listed)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    digest = hashlib.sha256("\n".join(sorted(map(str, dataset))).encode()).hexdigest()[:16]

    def named(term: BlankNode) -> NamedNode:
        return NamedNode(f"{GENID}{digest}-{term.value}")

    return [
        Quad(
            named(quad.subject) if isinstance(quad.subject, BlankNode) else quad.subject,
            quad.predicate,
            named(quad.object) if isinstance(quad.object, BlankNode) else quad.object,
            named(quad.graph_name) if isinstance(quad.graph_name, BlankNode) else quad.graph_name,
        )
        for quad in dataset
    ]
