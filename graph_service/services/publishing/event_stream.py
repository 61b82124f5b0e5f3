"""The changes as a Linked Data Event Stream: members are the change records, pages a chain of TREE nodes.

Sources: https://w3id.org/ldes/specification, https://w3id.org/tree/specification,
https://www.w3.org/TR/activitystreams-vocabulary/
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from graph_service.model.change_record import GENERATION, agent_iri, change_iri
from graph_service.model.terms import DCT, PROV, PSG, RDF_TYPE, XSD
from graph_service.services.change_feed import Entry, FeedPage
from graph_service.services.publishing.feed_links import FeedLinks

LDES = "https://w3id.org/ldes#"
TREE = "https://w3id.org/tree#"
AS = "https://www.w3.org/ns/activitystreams#"
#: How the terms of these vocabularies are shortened.
PREFIXES = {"as": AS, "ldes": LDES, "tree": TREE}
_RETENTION = (
    "All changes are kept. The results of each are documents by which a copy follows it: an RDF Patch, or, where the "
    "statements of a change were too many to be kept, each graph (as:context) anew, as it is when it is taken. "
    "Patches may be applied again to a graph that has them already."
)

_TIME = NamedNode(f"{PROV}endedAtTime")


def describe_stream(links: FeedLinks) -> list[Triple]:
    """The root node, which leads to the first page."""
    stream, root, first = map(NamedNode, (links.stream, links.root, f"{links.root}#first"))
    return [
        *_stream(links),
        _state(stream, f"{DCT}title", Literal("Changes", language="en")),
        _state(stream, f"{DCT}description", Literal(_RETENTION, language="en")),
        _state(root, RDF_TYPE, NamedNode(f"{TREE}Node")),
        _state(root, f"{TREE}relation", first),
        _state(first, RDF_TYPE, NamedNode(f"{TREE}Relation")),
        _state(first, f"{TREE}node", NamedNode(links.page(1))),
    ]


def describe_page(page: FeedPage, links: FeedLinks, base: str) -> list[Triple]:
    """A node with its members; a full one leads to the next, with the changes after its own."""
    stream, node = NamedNode(links.stream), NamedNode(links.page(page.number))
    triples = [*_stream(links), _state(node, RDF_TYPE, NamedNode(f"{TREE}Node"))]
    if page.is_full:
        following = NamedNode(f"{node.value}#next")
        triples += [
            _state(node, f"{TREE}relation", following),
            _state(following, RDF_TYPE, NamedNode(f"{TREE}GreaterThanRelation")),
            _state(following, f"{TREE}path", GENERATION),
            _state(following, f"{TREE}value", Literal(page.last)),
            _state(following, f"{TREE}node", NamedNode(links.page(page.number + 1))),
        ]
    for entry in page.entries:
        member = NamedNode(change_iri(base, entry.record.number))
        triples += [_state(stream, f"{TREE}member", member), *_member(member, entry, links, base)]
    return triples


def _stream(links: FeedLinks) -> Iterator[Triple]:
    stream = NamedNode(links.stream)
    yield _state(stream, RDF_TYPE, NamedNode(f"{LDES}EventStream"))
    yield _state(stream, f"{TREE}view", NamedNode(links.root))
    yield _state(stream, f"{LDES}timestampPath", _TIME)
    yield _state(stream, f"{LDES}sequencePath", GENERATION)


def _member(member: NamedNode, entry: Entry, links: FeedLinks, base: str) -> Iterator[Triple]:
    """The record of a change, with the documents by which a copy follows it."""
    record = entry.record
    yield _state(member, RDF_TYPE, NamedNode(f"{PROV}Activity"))
    yield _state(member, RDF_TYPE, NamedNode(f"{AS}Update"))
    yield _state(member, GENERATION.value, Literal(record.number))
    yield _state(member, f"{DCT}title", Literal(record.title, language="en"))
    yield _state(member, _TIME.value, Literal(record.committed, datatype=NamedNode(f"{XSD}dateTime")))
    yield _state(member, f"{PSG}addedStatements", Literal(record.added))
    yield _state(member, f"{PSG}removedStatements", Literal(record.removed))
    for graph in entry.graphs:
        yield _state(member, f"{AS}object", NamedNode(graph))
    for source in record.sources:
        yield _state(member, f"{PROV}used", NamedNode(source))
    if record.agent:
        yield _state(member, f"{PROV}wasAssociatedWith", NamedNode(agent_iri(base, record.agent)))
    if record.undoes:
        yield _state(member, f"{PSG}undoes", NamedNode(record.undoes))
    for document in links.documents(entry):
        result = NamedNode(document.address)
        yield _state(member, f"{AS}result", result)
        yield _state(result, RDF_TYPE, NamedNode(f"{AS}Document"))
        yield _state(result, f"{AS}mediaType", Literal(document.media_type))
        if document.graph:
            yield _state(result, f"{AS}context", NamedNode(document.graph))


def _state(subject: NamedNode, predicate: str, value: NamedNode | Literal) -> Triple:
    return Triple(subject, NamedNode(predicate), value)
