"""VoID: how large each catalogue is, what it holds, what it links to, and where it is to be had.

Source: https://www.w3.org/TR/void/, sections 3 to 6.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Triple

from graph_service.model.terms import DCT, RDF_TYPE, is_current_graph
from graph_service.services.deployment import Deployment
from graph_service.services.publishing.dumps.parts import Part
from graph_service.services.releases import list_catalogues

VOID = "http://rdfs.org/ns/void#"
_DUMPS = ("nq.gz", "ttl.gz")


@dataclass
class _Counts:
    """What is counted in one graph."""

    triples: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    properties: Counter[str] = field(default_factory=Counter)
    subjects: int = 0
    objects: int = 0
    links: Counter[str] = field(default_factory=Counter)
    example: str = ""


def describe_datasets(deployment: Deployment, address: str = "") -> list[Triple]:
    """The whole as a ``void:Dataset`` at ``/.well-known/void``, with a subset for each current graph.

    ``address`` is where the service is reached; without it nothing is said of where data are to be had.
    """
    counts = deployment.remembered("counts of all graphs", lambda: _count(deployment))
    whole = f"{deployment.settings.base}.well-known/void"
    said = [
        _link(whole, RDF_TYPE, f"{VOID}Dataset"),
        Triple(NamedNode(whole), NamedNode(f"{DCT}title"), Literal("All current catalogues", language="en")),
        Triple(NamedNode(whole), NamedNode(f"{VOID}uriSpace"), Literal(f"{deployment.settings.base}id/")),
        _number(whole, "triples", sum(found.triples for found in counts.values())),
    ]
    for graph, found in counts.items():
        part = f"{whole}#{graph.removeprefix(f'{deployment.settings.base}graph/')}"
        said += [_link(whole, f"{VOID}subset", graph), *_described(graph, part, found, deployment.vocabulary.prefixes)]
    if address:
        said += [_link(part, f"{VOID}sparqlEndpoint", f"{address}/sparql") for part in (whole, *counts)]
        said += _dumps(deployment, address)
    return said


def _count(deployment: Deployment) -> dict[str, _Counts]:
    """The counts of all current graphs; a link leads to the first graph that gives its object a class."""
    base, store = deployment.settings.base, deployment.store
    graphs = sorted(graph for graph in store.graphs() if is_current_graph(base, graph))
    described: dict[NamedNode, str] = {}
    for graph in graphs:
        for triple in store.triples(graph):
            if triple.predicate.value == RDF_TYPE and isinstance(triple.subject, NamedNode):
                described.setdefault(triple.subject, graph)
    return {graph: _count_graph(store.triples(graph), graph, described) for graph in graphs}


def _count_graph(triples: Iterator[Triple], graph: str, described: Mapping[NamedNode, str]) -> _Counts:
    found = _Counts()
    subjects, objects = set(), set()
    examples: dict[str, str] = {}
    for triple in triples:
        value = triple.object
        found.triples += 1
        found.properties[triple.predicate.value] += 1
        subjects.add(triple.subject)
        objects.add(value)
        if not isinstance(value, NamedNode) or not isinstance(triple.subject, NamedNode):
            continue
        if triple.predicate.value == RDF_TYPE:
            found.classes[value.value] += 1
            examples[value.value] = min(examples.get(value.value, triple.subject.value), triple.subject.value)
        elif (target := described.get(value, graph)) != graph:
            found.links[target] += 1
    found.subjects, found.objects = len(subjects), len(objects)
    if found.classes:
        found.example = examples[min(found.classes, key=lambda name: (-found.classes[name], name))]
    return found


def _described(graph: str, part: str, found: _Counts, prefixes: Mapping[str, str]) -> Iterator[Triple]:
    """What is said of a graph; ``part`` of the document is where the IRIs of its partitions begin."""
    yield _link(graph, RDF_TYPE, f"{VOID}Dataset")
    yield _number(graph, "triples", found.triples)
    yield _number(graph, "distinctSubjects", found.subjects)
    yield _number(graph, "distinctObjects", found.objects)
    yield _number(graph, "properties", len(found.properties))
    yield _number(graph, "classes", len(found.classes))
    if found.example:
        yield _link(graph, f"{VOID}exampleResource", found.example)
    for namespace in sorted(set(prefixes.values())):
        if any(term.startswith(namespace) for term in (*found.properties, *found.classes)):
            yield _link(graph, f"{VOID}vocabulary", namespace)
    for number, (name, entities) in enumerate(sorted(found.classes.items()), start=1):
        partition = f"{part}/class-partition/{number}"
        yield _link(graph, f"{VOID}classPartition", partition)
        yield _link(partition, f"{VOID}class", name)
        yield _number(partition, "entities", entities)
    for number, (name, triples) in enumerate(sorted(found.properties.items()), start=1):
        partition = f"{part}/property-partition/{number}"
        yield _link(graph, f"{VOID}propertyPartition", partition)
        yield _link(partition, f"{VOID}property", name)
        yield _number(partition, "triples", triples)
    for number, (target, links) in enumerate(sorted(found.links.items()), start=1):
        linkset = f"{part}/linkset/{number}"
        yield _link(graph, f"{VOID}subset", linkset)
        yield _link(linkset, RDF_TYPE, f"{VOID}Linkset")
        yield _link(linkset, f"{VOID}subjectsTarget", graph)
        yield _link(linkset, f"{VOID}objectsTarget", target)
        yield _number(linkset, "triples", links)


def _dumps(deployment: Deployment, address: str) -> Iterator[Triple]:
    """Where each catalogue can be taken from, and its licence."""
    licence = NamedNode(f"{DCT}license")
    for catalogue in list_catalogues(deployment):
        part = Part(catalogue.stack.rsplit("/", 1)[-1], catalogue.graph.rsplit("/", 1)[-1])
        for suffix in _DUMPS:
            yield _link(catalogue.graph, f"{VOID}dataDump", f"{address}{part.path}/dump.{suffix}")
        for triple in deployment.store.match(NamedNode(catalogue.iri), licence, None):
            yield Triple(NamedNode(catalogue.graph), licence, triple.object)


def _link(subject: str, predicate: str, value: str) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), NamedNode(value))


def _number(subject: str, name: str, value: int) -> Triple:
    return Triple(NamedNode(subject), NamedNode(f"{VOID}{name}"), Literal(value))
