"""VoID: how large each catalogue is, and what it holds.

Source: https://www.w3.org/TR/void/, sections 4 and 6.
"""

from __future__ import annotations

from collections import Counter

from pyoxigraph import Literal, NamedNode, Triple

from graph_service.model.terms import DCT, RDF_TYPE, is_current_graph
from graph_service.services.deployment import Deployment

VOID = "http://rdfs.org/ns/void#"


def describe_datasets(deployment: Deployment) -> list[Triple]:
    """The whole as a ``void:Dataset`` at ``/.well-known/void``, with a subset for each current graph."""
    base = deployment.settings.base
    whole = NamedNode(f"{base}.well-known/void")
    statements = [
        Triple(whole, NamedNode(RDF_TYPE), NamedNode(f"{VOID}Dataset")),
        Triple(whole, NamedNode(f"{DCT}title"), Literal("All current catalogues", language="en")),
        Triple(whole, NamedNode(f"{VOID}uriSpace"), Literal(f"{base}id/")),
    ]
    total = 0
    for graph in sorted(g for g in deployment.store.graphs() if is_current_graph(base, g)):
        part = NamedNode(graph)
        classes: Counter[str] = Counter()
        triples, subjects = 0, set()
        for triple in deployment.store.triples(graph):
            triples += 1
            subjects.add(triple.subject)
            if triple.predicate.value == RDF_TYPE and isinstance(triple.object, NamedNode):
                classes[triple.object.value] += 1
        total += triples
        statements += [
            Triple(whole, NamedNode(f"{VOID}subset"), part),
            Triple(part, NamedNode(RDF_TYPE), NamedNode(f"{VOID}Dataset")),
            Triple(part, NamedNode(f"{VOID}triples"), Literal(triples)),
            Triple(part, NamedNode(f"{VOID}distinctSubjects"), Literal(len(subjects))),
        ]
        for number, (name, entities) in enumerate(sorted(classes.items()), start=1):
            partition = NamedNode(f"{graph}/class-partition/{number}")
            statements += [
                Triple(part, NamedNode(f"{VOID}classPartition"), partition),
                Triple(partition, NamedNode(f"{VOID}class"), NamedNode(name)),
                Triple(partition, NamedNode(f"{VOID}entities"), Literal(entities)),
            ]
    return [*statements, Triple(whole, NamedNode(f"{VOID}triples"), Literal(total))]
