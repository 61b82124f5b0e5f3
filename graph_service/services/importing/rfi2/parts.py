"""What a cell names that is a thing of its own: channels, requirements, evidence, participations.

A thing that the service has already, or that a further sheet describes, is meant again by its type, title or
organisation; others are new.
"""

from __future__ import annotations

from pyoxigraph import NamedNode

from graph_service.model.terms import CODE_LISTS, DCT
from graph_service.services.importing.outcome import Place
from graph_service.services.importing.rfi2.columns import Column
from graph_service.services.importing.rfi2.draft import CV, ORGANISATION
from graph_service.services.importing.rfi2.keys import slug
from graph_service.services.importing.rfi2.row import Row
from graph_service.services.importing.rfi2.values import items
from graph_service.services.importing.rfi2.words import did_you_mean

SERVICE = "http://purl.org/vocab/cpsv#PublicService"
HAS_CHANNEL, HOLDS_REQUIREMENT = f"{CV}hasChannel", f"{CV}holdsRequirement"
HAS_PARTICIPATION, HAS_PARTICIPANT = f"{CV}hasParticipation", f"{CV}hasParticipant"
ONLINE = f"{CODE_LISTS}channel-type/online"
_TYPE = f"{DCT}type"
_INVOLVED = "Involved in the execution or delivery of the service."
_ROLE = f"{CODE_LISTS}participation-role/executing-agency"


def _own_key(row: Row) -> str:
    return row.iri.rsplit("/", 1)[-1]


def read_channels(row: Row, codes: list[str], place: Place) -> None:
    """The channels of these types."""
    row.draft.managed[row.iri, HAS_CHANNEL].add("")
    known = row.draft.known
    had = known.things(row.iri, HAS_CHANNEL)[:]
    for code in codes:
        same = [one for one in had if code in known.things(one, _TYPE)]
        for one in same or [channel(row, code, place)]:
            row.link(HAS_CHANNEL, one, place)
            row.draft.entries.setdefault((one, ""), place)
            if code == ONLINE:
                row.online.append(one)


def channel(row: Row, code: str, place: Place) -> str:
    """A new channel of that type."""
    iri = row.draft.mint("channel", f"{_own_key(row)}-{code.rsplit('/', 1)[-1]}")
    row.draft.describe(row.catalogue, iri, f"{CV}Channel", place)
    row.draft.say(row.catalogue, iri, _TYPE, NamedNode(code), place)
    row.link(HAS_CHANNEL, iri, place)
    return iri


def online_channels(row: Row) -> list[str]:
    """The online channels that the service is known to have."""
    channels = [value.value for value in row.draft.now(row.iri, HAS_CHANNEL)]
    return [one for one in channels if ONLINE in row.draft.known.things(one, _TYPE)]


def read_prerequisites(row: Row, column: Column, _property: str) -> None:
    """Requirements of that type, and services that must have been obtained first."""
    requires = f"{DCT}requires"
    row.draft.clear(row.iri, requires)
    row.draft.entries.setdefault((row.iri, requires), row.entry(column))
    _requirements(row, column, "prerequisite", requires)


def read_eligibility(row: Row, column: Column, _property: str) -> None:
    """Requirements of that type."""
    _requirements(row, column, "eligibility", "")


def _requirements(row: Row, column: Column, kind: str, requires: str) -> None:
    draft, known = row.draft, row.draft.known
    code = f"{CODE_LISTS}requirement-type/{kind}"
    had = [one for one in known.things(row.iri, HOLDS_REQUIREMENT) if code in known.things(one, _TYPE)]
    draft.clear(row.iri, HOLDS_REQUIREMENT, lambda value: value.value in had)
    draft.managed[row.iri, HOLDS_REQUIREMENT].add(code)

    def service(text: str) -> str | None:
        found = known.named(text, [SERVICE]).iri if requires else None
        return None if found == row.iri else found

    for place, cell, _ in row.cells(column):
        for entry in items(cell.text, lambda text: draft.titled(had, text) is not None or service(text) is not None):
            same = draft.titled(had, entry)
            if same is None and (other := service(entry)):
                row.link(requires, other, place)
                continue
            if same is None:
                same = draft.mint("requirement", f"{_own_key(row)}-{slug(entry)}")
                draft.describe(row.catalogue, same, f"{CV}Requirement", place)
                draft.say(row.catalogue, same, f"{DCT}title", draft.text(entry), place)
                draft.say(row.catalogue, same, _TYPE, NamedNode(code), place)
                if requires and (near := known.near(entry, [SERVICE])):
                    draft.note("warning", place, f"Kept as a requirement.{did_you_mean(near)}", entry)
            row.link(HOLDS_REQUIREMENT, same, place)


def read_evidence(row: Row, column: Column, predicate: str) -> None:
    """Kinds of documents, shared by all services of the stack."""
    row.draft.clear(row.iri, predicate)
    class_, known = f"{CV}EvidenceType", row.draft.known
    for place, cell, _ in row.cells(column):
        for entry in items(cell.text, lambda text: known.named(text, [class_]).iri is not None):
            found = known.named(entry, [class_])
            if found.iri or found.ambiguous:
                row.link(predicate, row.draft.thing(entry, [class_], place), place)
                continue
            near = known.near(entry, [class_])
            iri = row.draft.mint("evidence-type", slug(entry))
            row.draft.describe(row.catalogue, iri, class_, place)
            row.draft.say(row.catalogue, iri, f"{DCT}title", row.draft.text(entry), place)
            row.link(predicate, iri, place)
            if near:
                row.draft.note("warning", place, f"Kept as a new kind of document.{did_you_mean(near)}", entry)


def read_participations(row: Row, column: Column, predicate: str) -> None:
    """The part that other organisations take; the responsible one is named in its own column."""
    draft, known = row.draft, row.draft.known
    had = known.things(row.iri, predicate)[:]
    draft.clear(row.iri, predicate)
    draft.managed[row.iri, predicate].add("")
    responsible = [value.value for value in draft.now(row.iri, f"{CV}hasCompetentAuthority")]
    for place, cell, _ in row.cells(column):
        for entry in items(cell.text, lambda text: known.named(text, [ORGANISATION]).iri is not None):
            iri = draft.organisation(entry, place)
            same = [one for one in had if iri in known.things(one, HAS_PARTICIPANT)]
            if iri is None or (iri in responsible and not same):
                continue
            for one in same or [_participation(row, iri, place)]:
                row.link(predicate, one, place)
                draft.entries.setdefault((one, ""), place)


def _participation(row: Row, organisation: str, place: Place) -> str:
    own = organisation.rsplit("/", 1)[-1].removeprefix(f"{row.draft.wanted.stack}-")
    iri = row.draft.mint("participation", f"{_own_key(row)}-{own}")
    row.draft.describe(row.catalogue, iri, f"{CV}Participation", place)
    row.draft.say(row.catalogue, iri, f"{DCT}description", row.draft.text(_INVOLVED, "en"), place)
    row.draft.say(row.catalogue, iri, HAS_PARTICIPANT, NamedNode(organisation), place)
    row.draft.say(row.catalogue, iri, f"{CV}role", NamedNode(_ROLE), place)
    return iri
