"""Overlays: what the steps of a scenario add and remove, and the graph as it would be.

Steps are worked out on the graph as it is now, so a scenario that was saved stays right when the data moves on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from pyoxigraph import NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples

from graph_service.model.arguments import read_arguments
from graph_service.model.binding import bind
from graph_service.model.change import Change
from graph_service.model.scenario import Edits, Scenario, Step
from graph_service.model.terms import SYSTEM_STACK, graph_iri, is_current_graph
from graph_service.model.update import Template, Update, read_update
from graph_service.services.ask import check_listed
from graph_service.services.deployment import Deployment
from graph_service.store.base import GraphStore


@contextmanager
def overlaid(deployment: Deployment, scenario: Scenario) -> Iterator[GraphStore]:
    """The graph as it would be under ``scenario``; answers must be read before it is left.

    :raises UnknownName: where there is no such action.
    :raises InvalidArguments: with all problems of a step's arguments.
    """
    edits = edits_of(deployment, scenario.steps)
    if edits == Edits():
        yield deployment.store
        return
    with deployment.branches.open(f"scenario {scenario.key}", lambda: as_change(scenario, edits)) as branch:
        yield branch


def edits_of(deployment: Deployment, steps: Sequence[Step]) -> Edits:
    """What ``steps`` add to the graph and remove from it, all together.

    :raises UnknownName: where there is no such action.
    :raises InvalidArguments: with all problems of a step's arguments.
    """
    if not steps:
        return Edits()
    *before, last = steps
    with overlaid(deployment, Scenario(tuple(before))) as store:
        return edits_of(deployment, before).then(_edits(deployment, store, last))


def without_effect(deployment: Deployment, scenario: Scenario) -> Sequence[Step]:
    """The steps that change nothing, because what they name is not there or is already so."""
    done, idle = Edits(), []
    for number, step in enumerate(scenario.steps, start=1):
        then = edits_of(deployment, scenario.steps[:number])
        if then == done:
            idle.append(step)
        done = then
    return idle


def as_change(scenario: Scenario, edits: Edits) -> Change:
    """The change that makes ``scenario`` true: what a branch shows, and what a proposal would propose."""
    return Change({}, scenario.title or scenario.key, added=edits.added, removed=edits.removed)


def _edits(deployment: Deployment, store: GraphStore, step: Step) -> Edits:
    """What one step does to ``store``."""
    action = deployment.actions.get(step.action)
    terms = read_arguments(action, {name: [value] for name, value in step.arguments.items()}, deployment.names)
    check_listed(deployment, action, terms)
    update = read_update(bind(action.text, terms))
    base = deployment.settings.base
    deleted = {quad for template in update.deletes for quad in _quads(store, base, update, template)}
    inserted = {quad for template in update.inserts for quad in _quads(store, base, update, template)}
    return Edits(
        frozenset(quad for quad in inserted if not _holds(store, quad)),
        frozenset(quad for quad in deleted - inserted if _holds(store, quad)),
    )


def _quads(store: GraphStore, base: str, update: Update, template: Template) -> Iterator[Quad]:
    """The statements that a template makes in current graphs of the stacks; no other graph can be changed."""
    system = graph_iri(base, SYSTEM_STACK, "")
    solutions = store.query(update.graphs_of(template))
    assert isinstance(solutions, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
    for row in solutions:
        graph = row["graph_"]
        if (
            not isinstance(graph, NamedNode)
            or not is_current_graph(base, graph.value)
            or graph.value.startswith(system)
        ):
            continue
        query = update.triples_of(template)
        bound = bind(query, {template.graph[1:]: [graph]}) if template.graph.startswith(("?", "$")) else query
        made = store.query(bound)
        assert isinstance(made, QueryTriples)  # noqa: S101 - a CONSTRUCT gives statements
        for triple in made:
            yield Quad(triple.subject, triple.predicate, triple.object, graph)


def _holds(store: GraphStore, quad: Quad) -> bool:
    found = store.query(f"ASK {{ GRAPH {quad.graph_name} {{ {quad.triple} }} }}")
    assert isinstance(found, QueryBoolean)  # noqa: S101 - an ASK gives a truth
    return bool(found)


def statements(edits: Edits) -> Mapping[str, Sequence[str]]:
    """The edits as lines of N-Quads, in a fixed order."""
    return {name: sorted(f"{quad} ." for quad in quads) for name, quads in vars(edits).items()}
