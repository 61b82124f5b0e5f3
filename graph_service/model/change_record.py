"""The record that a change leaves, in PROV-O: who did what when, from which files, and what came and went.

Source: https://www.w3.org/TR/prov-o/
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from graph_service.model.change import Change, Delta
from graph_service.model.patch import pack
from graph_service.model.terms import CHANGES, DCT, PATCHES, PROV, PSG, RDF_TYPE, SYSTEM_STACK, XSD, graph_iri

GENERATION = NamedNode(f"{PSG}generation")
PATCH = NamedNode(f"{PSG}patch")
#: Changes of more statements keep no patch: it would weigh as much as the data.
UNDOABLE = 250_000


def change_iri(base: str, number: int) -> str:
    """The activity that made the data of generation ``number``."""
    return f"{base}id/change/{number}"


def agent_iri(base: str, name: str) -> str:
    """Who asks for changes under ``name``."""
    return f"{base}id/agent/{re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-') or 'unnamed'}"


def write_record(base: str, number: int, change: Change, delta: Delta) -> Iterator[Quad]:
    """The statements about change ``number``, for the graphs of changes and of patches."""
    changes = NamedNode(graph_iri(base, SYSTEM_STACK, CHANGES))
    activity = NamedNode(change_iri(base, number))
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")

    def state(subject: NamedNode, predicate: str, value: NamedNode | Literal) -> Quad:
        return Quad(subject, NamedNode(predicate), value, changes)

    yield state(activity, RDF_TYPE, NamedNode(f"{PROV}Activity"))
    yield state(activity, GENERATION.value, Literal(number))
    yield state(activity, f"{DCT}title", Literal(change.title, language="en"))
    yield state(activity, f"{PROV}endedAtTime", Literal(now, datatype=NamedNode(f"{XSD}dateTime")))
    yield state(activity, f"{PSG}addedStatements", Literal(len(delta.added)))
    yield state(activity, f"{PSG}removedStatements", Literal(len(delta.removed)))
    for graph in delta.graphs:
        yield state(activity, f"{PROV}generated", NamedNode(graph))
    yield from _sources(activity, changes, change)
    if change.agent:
        agent = NamedNode(agent_iri(base, change.agent))
        yield state(activity, f"{PROV}wasAssociatedWith", agent)
        yield state(agent, f"{DCT}title", Literal(change.agent))
    if change.mapping:
        yield state(activity, f"{PSG}mapping", Literal(change.mapping))
    if change.undoes:
        yield state(activity, f"{PSG}undoes", NamedNode(change_iri(base, change.undoes)))
    if change.warnings:
        yield state(activity, f"{PSG}warnings", Literal(change.warnings))
    patches = NamedNode(graph_iri(base, SYSTEM_STACK, PATCHES))
    if change.key:
        yield Quad(activity, NamedNode(f"{DCT}identifier"), Literal(change.key), patches)
    if delta.size <= UNDOABLE:
        yield Quad(activity, PATCH, pack(delta), patches)


def _sources(activity: NamedNode, changes: NamedNode, change: Change) -> Iterator[Quad]:
    """The files that were read, and which graph one went to where that is known."""
    for source in change.sources:
        entity = NamedNode(f"urn:sha256:{source.sha256}")
        yield Quad(activity, NamedNode(f"{PROV}used"), entity, changes)
        yield Quad(entity, NamedNode(f"{DCT}title"), Literal(source.name), changes)
        if source.graph:
            yield Quad(NamedNode(source.graph), NamedNode(f"{PROV}wasDerivedFrom"), entity, changes)
