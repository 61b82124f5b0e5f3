"""What a dump can be of: everything, a stack, a catalogue, or a release of one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from pyoxigraph import QuerySolutions

from graph_service import __version__
from graph_service.errors import UnknownName
from graph_service.model.change_record import change_iri
from graph_service.model.terms import CHANGES, PROV, SYSTEM_STACK, graph_iri, is_current_graph
from graph_service.services.change_index import ChangeIndex
from graph_service.services.deployment import Deployment
from graph_service.services.releases import (
    Since,
    catalogue_of,
    graph_of_release,
    list_catalogues,
    release_of,
    where_published,
)
from graph_service.store.base import GraphStore


@dataclass(frozen=True)
class Part:
    """The keys of a stack, of a catalogue of it, and the version of a release of that; empty keys stand for all."""

    stack: str = ""
    catalogue: str = ""
    version: str = ""

    @property
    def name(self) -> str:
        """What a file with it is called."""
        return "_".join(quote(key, safe="") for key in (self.stack, self.catalogue, self.version) if key) or "all"

    @property
    def path(self) -> str:
        """Where it is found over HTTP."""
        below = f"/catalogues/{self.catalogue}" if self.catalogue else ""
        return f"/stacks/{self.stack}{below}" + (f"/releases/{self.version}" if self.version else "")


def graphs_of(deployment: Deployment, part: Part) -> dict[str, tuple[str, Since]]:
    """The graphs of ``part`` by their names in a dump: the graph that is read for each, and what came to it since.

    A release has the name of its own graph, even while only the graph of its catalogue holds it.

    :raises UnknownName: where there is no such part.
    :raises AnswerGone: where it is not known what the release held.
    """
    if part.version:
        catalogue = catalogue_of(deployment, part.stack, part.catalogue)
        release = release_of(deployment, catalogue, part.version)
        return {graph_of_release(catalogue, release): where_published(deployment, catalogue, release)}
    return {graph: (graph, Since()) for graph in _current_graphs(deployment, part)}


def _current_graphs(deployment: Deployment, part: Part) -> set[str]:
    """The current graphs of ``part``; the service's own are part of nothing but its own stack."""
    base, system = deployment.settings.base, graph_iri(deployment.settings.base, SYSTEM_STACK, "")
    kept = {graph for graph in deployment.store.graphs() if is_current_graph(base, graph)}
    if part.catalogue:
        graph = graph_iri(base, part.stack, part.catalogue)
        return {graph if graph in kept else catalogue_of(deployment, part.stack, part.catalogue).graph}
    if part.stack:
        iri = f"{base}id/stack/{part.stack}"
        found = {graph for graph in kept if graph.startswith(graph_iri(base, part.stack, ""))}
        found |= {catalogue.graph for catalogue in list_catalogues(deployment) if catalogue.stack == iri} & kept
        if not found:
            list_catalogues(deployment, part.stack)  # says that there is no such stack, and which resemble it
    else:
        found = {graph for graph in kept if graph.startswith(f"{base}graph/") and not graph.startswith(system)}
    if not found:
        raise UnknownName("graph", graph_iri(base, part.stack, "") if part.stack else f"{base}graph/")
    return found


def state_of(deployment: Deployment, part: Part) -> str:
    """A text that is another where a dump of ``part`` may be: it tells the changes that its graphs rest on.

    :raises UnknownName: where there is no such part.
    :raises AnswerGone: where it is not known what the release held.
    """
    return deployment.remembered(
        f"state of {part}", lambda: state_in(deployment, deployment.store, graphs_of(deployment, part))
    )


def state_in(deployment: Deployment, store: GraphStore, graphs: Mapping[str, tuple[str, Since]]) -> str:
    """The same for ``graphs`` of ``store`` at this moment.

    The record of a change is committed with it: who reads graphs and finds the same state before and after has read
    them in that state.
    """
    base = deployment.settings.base
    names = sorted({graph for name, (read, _) in graphs.items() for graph in (name, read)})
    index = deployment.change_index if store is deployment.store else ChangeIndex(store, base)
    generation, last = -1, [0]
    while generation != store.generation():
        generation = store.generation()
        last = [next(reversed(index.of_graph(name)), 0) for name in names]
    # A change that is being made may be seen before the generation tells it.
    changes = " ".join(f"<{change_iri(base, number)}>" for number in {generation + 1, *last})
    found = store.query(
        f"""SELECT ?change ?time {{ GRAPH <{graph_iri(base, SYSTEM_STACK, CHANGES)}> {{
          VALUES ?change {{ {changes} }} ?change <{PROV}endedAtTime> ?time }} }} ORDER BY ?change"""
    )
    assert isinstance(found, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
    rows = [*zip(names, last, strict=True), *(tuple(map(str, row)) for row in found)]
    context = deployment.vocabulary.context
    words = (sorted(context.prefixes.items()), sorted(context.terms.items()))
    determined = (sorted(graphs), rows, __version__, words)
    return hashlib.sha256(repr(determined).encode()).hexdigest()[:16]
