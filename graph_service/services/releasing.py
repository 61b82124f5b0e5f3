"""Releases of catalogues: published, and taken back.

The graph of a catalogue is what readers see and editors change. Publishing keeps a copy of it, in a graph of its own
that nothing changes any more; that copy is the release. The release that was current is superseded.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode, Quad, Triple

from graph_service.errors import ArgumentProblem, DataInvalid, InvalidArguments, NothingToDo, WriteRefused
from graph_service.model.change import Change
from graph_service.model.report import ValidationReport
from graph_service.model.terms import CODE_LISTS, DCT, PSG, RDF_TYPE, XSD, graph_iri
from graph_service.services.changing import Outcome, apply, stops
from graph_service.services.deployment import Deployment
from graph_service.services.gate import validate
from graph_service.services.importing.loading import current_statements
from graph_service.services.releases import (
    ADMS,
    DCAT,
    STATUS,
    Catalogue,
    Release,
    catalogue_of,
    list_releases,
    own_graph,
    published,
    release_of,
)

_VERSION = re.compile(r"[0-9a-z]+(?:[.-][0-9a-z]+)*")
_LONGEST = 40
_GRAPH, _CURRENT = NamedNode(f"{PSG}graph"), NamedNode(f"{DCAT}hasCurrentVersion")
_TITLE = NamedNode(f"{DCT}title")


@dataclass(frozen=True)
class Published:
    """A release that was published, by which change, and the report on all that readers see."""

    release: Release
    outcome: Outcome
    report: ValidationReport


def publish(
    deployment: Deployment, stack: str, key: str, version: str, notes: str, agent: str = "", scope: str = ""
) -> Published:
    """Publish what the catalogue ``key`` of ``stack`` holds now as ``version``; all in one change.

    Everything that readers see is validated before, by every shape. ``scope`` is the key of the one stack that
    ``agent`` may change.

    :raises UnknownName: where there is no such catalogue.
    :raises InvalidArguments: where the version can't be one, or is taken, or the notes are empty.
    :raises WriteRefused: where it is of another stack than ``scope``.
    :raises NothingToDo: where nothing was changed since the release before.
    :raises AnswerGone: where it is not known what that release held.
    :raises DataInvalid: where something that readers see breaks a shape.
    :raises ChangedMeanwhile: where the data were changed while they were validated.
    """
    generation = deployment.store.generation()
    catalogue = catalogue_of(deployment, stack, key)
    if scope and not catalogue.graph.startswith(graph_iri(deployment.settings.base, scope, "")):
        raise WriteRefused(f"{key} is no catalogue of the stack {scope}, which this key is for.")
    _check(deployment, catalogue, version, notes)
    change = release_change(deployment, catalogue, version, notes)
    report = validate(current_statements(deployment.store, deployment.settings.base), deployment.vocabulary)
    if stops(deployment, report):
        raise DataInvalid(report)
    outcome = apply(deployment, replace(change, agent=agent, scope=scope), expected=generation, releases=change.graphs)
    return Published(release_of(deployment, catalogue, version), outcome, report)


def release_change(deployment: Deployment, catalogue: Catalogue, version: str, notes: str) -> Change:
    """The change that publishes what ``catalogue`` holds: its graphs are those of the new and the former release.

    :raises NothingToDo: where nothing was changed since the release before.
    """
    held = set(deployment.store.triples(catalogue.graph))
    former = next((r for r in list_releases(deployment, catalogue) if r.iri == catalogue.current), None)
    added, removed = set(_described(deployment, catalogue, version, notes)), set[Quad]()
    graphs: dict[str, list[Triple]] = {}
    if former:
        earlier, own = published(deployment, catalogue, former), own_graph(catalogue, former.version)
        if set(earlier) == held:
            raise NothingToDo(f"Nothing was changed since {former.version}; there is nothing to publish.")
        graphs[own] = earlier
        added |= {_status(catalogue, former.iri, "superseded"), _said(catalogue, former.iri, _GRAPH, NamedNode(own))}
        removed = {
            _said(catalogue, catalogue.iri, _CURRENT, NamedNode(former.iri)),
            _status(catalogue, former.iri, former.status),
            _said(catalogue, former.iri, _GRAPH, NamedNode(former.graph)),
        } - added
    if catalogue.graph == catalogue.register:  # a register of catalogues says of itself what is current
        held = (held - {quad.triple for quad in removed}) | {quad.triple for quad in added}
    graphs[own_graph(catalogue, version)] = list(held)
    return Change(graphs, f"Release {version} of {catalogue.key}", added=added, removed=removed)


def withdraw(
    deployment: Deployment, stack: str, key: str, version: str, reason: str, agent: str = "", scope: str = ""
) -> Outcome:
    """Take back a release that is not to be used; it can still be read, and says so.

    :raises UnknownName: where there is no such release.
    :raises NothingToDo: where it is withdrawn already.
    :raises WriteRefused: where it is current: readers would have none.
    """
    with deployment.turn():
        catalogue = catalogue_of(deployment, stack, key)
        release = release_of(deployment, catalogue, version)
        if not reason.strip():
            raise InvalidArguments([ArgumentProblem("reason", None, "Say why the release is not to be used.")])
        if release.status == "withdrawn":
            raise NothingToDo(f"The release {version} is withdrawn already.")
        if release.iri == catalogue.current:
            raise WriteRefused(
                f"The release {version} is current, and a catalogue has one. Publish a mended one first, then "
                "withdraw this one."
            )
        change = Change(
            {},
            f"Withdrawal of release {version} of {catalogue.key}",
            added=[
                _status(catalogue, release.iri, "withdrawn"),
                _said(catalogue, release.iri, NamedNode(f"{PSG}reason"), Literal(reason.strip())),
            ],
            removed=[_status(catalogue, release.iri, release.status)],
            agent=agent,
            scope=scope,
        )
        return apply(deployment, change)


def _check(deployment: Deployment, catalogue: Catalogue, version: str, notes: str) -> None:
    """Refuse a version that is none or is taken, and notes that say nothing."""
    problems = []
    if not _VERSION.fullmatch(version) or len(version) > _LONGEST:
        detail = "Give a version such as 2.1 or 2026-11: digits and lower-case letters, joined by points or hyphens."
        problems.append(ArgumentProblem("version", version, detail))
    elif taken := [r.version for r in list_releases(deployment) if r.iri == _iri(deployment, catalogue, version)]:
        problems.append(ArgumentProblem("version", version, f"There is a release {taken[0]}; give another version."))
    if not notes.strip():
        problems.append(ArgumentProblem("notes", None, "Say what the release changed."))
    if problems:
        raise InvalidArguments(problems)


def _iri(deployment: Deployment, catalogue: Catalogue, version: str) -> str:
    return f"{deployment.settings.base}id/release/{catalogue.key}-{version.replace('.', '-')}"


def _described(deployment: Deployment, catalogue: Catalogue, version: str, notes: str) -> Iterator[Quad]:
    """What is said of the new release."""
    iri = _iri(deployment, catalogue, version)
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    titles = [triple.object for triple in deployment.store.match(NamedNode(catalogue.iri), _TITLE, None)]
    yield _said(catalogue, catalogue.iri, _CURRENT, NamedNode(iri))
    yield _said(catalogue, iri, NamedNode(RDF_TYPE), NamedNode(f"{PSG}Release"))
    for title in titles:
        if isinstance(title, Literal):
            yield _said(catalogue, iri, _TITLE, Literal(f"{title.value} {version}", language=title.language or "en"))
    yield _said(catalogue, iri, NamedNode(f"{DCT}issued"), Literal(today, datatype=NamedNode(f"{XSD}date")))
    yield _said(catalogue, iri, NamedNode(f"{ADMS}versionNotes"), Literal(notes.strip(), language="en"))
    yield _said(catalogue, iri, NamedNode(f"{DCAT}isVersionOf"), NamedNode(catalogue.iri))
    yield _said(catalogue, iri, NamedNode(f"{DCAT}version"), Literal(version))
    yield _said(catalogue, iri, _GRAPH, NamedNode(catalogue.graph))
    yield _status(catalogue, iri, "current")
    if catalogue.current:
        yield _said(catalogue, iri, NamedNode(f"{DCAT}previousVersion"), NamedNode(catalogue.current))


def _status(catalogue: Catalogue, release: str, status: str) -> Quad:
    return _said(catalogue, release, STATUS, NamedNode(f"{CODE_LISTS}release-status/{status}"))


def _said(catalogue: Catalogue, subject: str, predicate: NamedNode, value: NamedNode | Literal) -> Quad:
    return Quad(NamedNode(subject), predicate, value, NamedNode(catalogue.register))
