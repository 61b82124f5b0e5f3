"""The catalogues of the seed data come back the same from each RDF format, read by the engine that took them in."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, parse

from graph_service.formats import formats, formats_of, write_graph, written
from graph_service.services.deployment import Deployment

READERS = {
    "jsonld": RdfFormat.JSON_LD,
    "nq": RdfFormat.N_QUADS,
    "nt": RdfFormat.N_TRIPLES,
    "rdf": RdfFormat.RDF_XML,
    "trig": RdfFormat.TRIG,
    "ttl": RdfFormat.TURTLE,
}


@pytest.mark.parametrize("name", sorted(formats_of("graph")))
def test_each_catalogue_comes_back_the_same(name: str, seeded: Deployment) -> None:
    """Statement by statement; there are no blank nodes that could be called otherwise."""
    context = seeded.vocabulary.context
    graphs = [graph for graph in seeded.store.graphs() if "/graph/demo/" in graph or "/graph/reference/" in graph]
    assert len(graphs) > 20
    for graph in graphs:
        held = list(seeded.store.triples(graph))
        content = written(lambda output, held=held: write_graph(formats()[name], held, context, output))  # type: ignore[misc]
        assert {quad.triple for quad in parse(content, format=READERS[name])} == set(held), graph
