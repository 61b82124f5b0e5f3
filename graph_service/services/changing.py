"""The one way in which data change: every import, upload, update, undo and accepted proposal goes through here.

What is wanted becomes a delta; the gate judges the result; delta and record are committed at once, or nothing is.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from graph_service.errors import ChangedMeanwhile, DataInvalid, WriteRefused
from graph_service.model.blank_nodes import without_blank_nodes
from graph_service.model.change import Change, Delta
from graph_service.model.report import ValidationReport
from graph_service.model.terms import PSG, SYSTEM_STACK, graph_iri, is_current_graph
from graph_service.observation import observed
from graph_service.services.audit import recording
from graph_service.services.deployment import Deployment

_GRAPH = NamedNode(f"{PSG}graph")
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What a change did, or would do: ``generation`` is that of the data afterwards.

    Where the delta is empty nothing was committed.
    """

    generation: int
    delta: Delta
    report: ValidationReport


def judge(
    deployment: Deployment,
    change: Change,
    locate: Callable[[str], str] = lambda _: "",
    *,
    anywhere: bool = False,
    releases: Collection[str] = (),
) -> Outcome:
    """What ``change`` would do and what the gate says of it; nothing is changed, nothing is refused for findings.

    ``anywhere`` allows graphs under other bases that no catalogue describes; ``releases`` are graphs of releases that
    are being published.

    :raises WriteRefused: where it touches what may not be changed in this way.
    """
    store = deployment.store
    delta = store.delta(change)
    _check_terms(delta.added)
    _check_graphs(deployment, delta, change.scope, anywhere=anywhere, releases=releases)
    with observed("gate"):
        report = deployment.gate.check(store, store.effect(delta), locate)
    return Outcome(store.generation(), delta, report)


def apply(
    deployment: Deployment,
    change: Change,
    *,
    expected: int | None = None,
    locate: Callable[[str], str] = lambda _: "",
    anywhere: bool = False,
    releases: Collection[str] = (),
) -> Outcome:
    """Carry out ``change`` if the gate lets it through; ``expected`` is the generation that it was made for.

    ``anywhere`` allows graphs under other bases that no catalogue describes; ``releases`` are graphs of releases that
    are being published.

    :raises ChangedMeanwhile: where the data are of another generation than ``expected``.
    :raises WriteRefused: where it touches what may not be changed in this way.
    :raises DataInvalid: where what the store would hold breaks a shape; nothing was changed.
    :raises Overloaded: where other changes take too long.
    """
    with deployment.turn():
        now = deployment.store.generation()
        if expected not in {None, now}:
            raise ChangedMeanwhile(f"You read generation {expected}; the data are now of generation {now}.")
        return commit(deployment, change, judge(deployment, change, locate, anywhere=anywhere, releases=releases))


def commit(deployment: Deployment, change: Change, judged: Outcome) -> Outcome:
    """Commit a ``change`` that was judged in the same turn.

    :raises DataInvalid: where the findings forbid it.
    """
    report = judged.report
    if stops(deployment, report):
        raise DataInvalid(report)
    if not judged.delta.size:
        return judged
    exact = replace(change, graphs={}, added=judged.delta.added, removed=judged.delta.removed, warnings=report.warnings)
    with observed("commit"):
        generation = recording.commit(deployment, exact, judged.delta)
    added, removed = len(exact.added), len(exact.removed)
    fields = {"generation": generation, "added": added, "removed": removed, "title": change.title}
    _LOG.info("Committed generation %d", generation, extra={"fields": {"event": "commit", **fields}})
    return replace(judged, generation=generation)


def stops(deployment: Deployment, report: ValidationReport) -> bool:
    """Whether what was found forbids the data here."""
    return not report.conforms or (deployment.settings.gate == "warnings" and report.warnings > 0)


def put_graph(graph: str, statements: Iterable[Triple], title: str) -> Change:
    """The wish that ``graph`` hold exactly ``statements``; blank nodes get IRIs."""
    return Change({graph: without_blank_nodes(statements)}, title)


def add_to_graph(graph: str, statements: Iterable[Triple], title: str) -> Change:
    """The wish that ``graph`` also hold ``statements``; blank nodes get IRIs."""
    name = NamedNode(graph)
    named = without_blank_nodes(statements)
    return Change({}, title, added=[Quad(t.subject, t.predicate, t.object, name) for t in named])


def _check_terms(quads: Iterable[Quad]) -> None:
    for quad in quads:
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
            raise WriteRefused("Data here have no blank nodes; name each thing by an IRI.")
        if isinstance(quad.object, Triple) or isinstance(quad.subject, Triple):
            raise WriteRefused("Statements about statements (RDF 1.2 triple terms) are not taken.")


def _check_graphs(
    deployment: Deployment, delta: Delta, scope: str, *, anywhere: bool, releases: Collection[str]
) -> None:
    """Only graphs that a catalogue describes are changed, of one stack where there is a ``scope``, and no release.

    :raises WriteRefused: saying which graph is none of these.
    """
    base = deployment.settings.base
    system = graph_iri(base, SYSTEM_STACK, "")
    described = {quad.object for quad in delta.added if quad.predicate == _GRAPH}
    for graph in delta.graphs:
        if graph.startswith(system):
            raise WriteRefused(f"<{graph}> is kept by the service itself; it follows the files of the service.")
        if not is_current_graph(base, graph) and graph not in releases:
            raise WriteRefused(f"<{graph}> is a published release, which doesn't change. Publish another one.")
        if scope and not graph.startswith(graph_iri(base, scope, "")):
            raise WriteRefused(f"<{graph}> is no graph of the stack {scope}, which this key is for.")
        if graph in releases or (anywhere and not graph.startswith(f"{base}graph/")):
            continue
        name = NamedNode(graph)
        if name not in described and next(deployment.store.match(None, _GRAPH, name), None) is None:
            raise WriteRefused(f"<{graph}> is the graph of no catalogue. Describe it first: a catalogue, psg:graph.")
    _check_left(deployment, delta)


def _check_left(deployment: Deployment, delta: Delta) -> None:
    """No graph loses its description and keeps its statements.

    :raises WriteRefused: saying which graph would.
    """
    store = deployment.store
    undescribed = {quad.object for quad in delta.removed if quad.predicate == _GRAPH}
    for graph in undescribed - {quad.object for quad in delta.added if quad.predicate == _GRAPH}:
        if not isinstance(graph, NamedNode):
            continue
        gone = {quad.triple for quad in delta.removed if quad.predicate == _GRAPH and quad.object == graph}
        emptied = {quad.triple for quad in delta.removed if quad.graph_name == graph}
        filled = any(quad.graph_name == graph for quad in delta.added)
        if set(store.match(None, _GRAPH, graph)) <= gone and (filled or set(store.triples(graph.value)) - emptied):
            raise WriteRefused(f"<{graph.value}> would be the graph of no catalogue. Remove its statements as well.")
