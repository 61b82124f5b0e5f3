"""The graphs of the catalogues after an import: what the workbook says replaces what it is about; the rest is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyoxigraph import NamedNode, Triple

from graph_service.model.terms import DCT, PSG
from graph_service.services.importing.rfi2.draft import CV, Draft, Fact, as_triple

#: Properties whose values belong to one thing alone, and go with it.
PARTS = {
    f"{CV}hasChannel",
    f"{CV}hasCost",
    f"{CV}hasParticipation",
    f"{CV}holdsRequirement",
    f"{PSG}qualifiedDemand",
    "http://www.w3.org/ns/dcat#qualifiedRelation",
}


def merge(draft: Draft, catalogue: str, old: Sequence[Fact], listed: set[str], classes: Sequence[str]) -> list[Triple]:
    """The statements of ``catalogue`` after the import.

    ``listed`` are the things that the workbook describes; where it replaces the whole catalogue, other things of
    ``classes`` are dropped.
    """
    said = draft.said.get(catalogue, {})
    replaced = draft.cleared - set(said)
    kept = [fact for fact in old if fact not in replaced]
    if draft.wanted.replace and listed:
        dropped = draft.known.all_of(classes) & {subject for subject, _, _ in old} - listed
        kept = _without(kept, dropped)
    now = list(dict.fromkeys([*kept, *said]))
    linked = {value.value for _, _, value in now if isinstance(value, NamedNode)}
    parts = {value.value for _, predicate, value in old if predicate in PARTS}
    gone = parts - linked
    return [as_triple(fact) for fact in now if fact[0] not in gone or fact in said]


def _without(facts: Iterable[Fact], dropped: set[str]) -> list[Fact]:
    """``facts`` without those of the dropped things, and of what is said about them alone."""
    facts = list(facts)
    about = {
        subject
        for subject, predicate, value in facts
        if isinstance(value, NamedNode) and value.value in dropped and predicate == f"{PSG}assessedService"
    }
    links = {f"{DCT}requires"}
    return [
        (subject, predicate, value)
        for subject, predicate, value in facts
        if subject not in dropped | about and not (predicate in links and value.value in dropped)
    ]
