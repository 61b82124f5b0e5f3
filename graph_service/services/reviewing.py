"""A review of a catalogue repository: what is different in one state of its files from another, and what that does.

Both states are loaded, right or wrong, into a store that is removed afterwards: what is wrong is what is reported.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import NamedNode, Triple

from graph_service.model.blank_nodes import without_blank_nodes
from graph_service.model.change import Change, Delta
from graph_service.model.report import Finding
from graph_service.model.terms import is_current_graph
from graph_service.services.answer_difference import EffectOnAnswers, effect_on_answers
from graph_service.services.deployment import Deployment
from graph_service.services.importing.datasets import GraphFile, read_datasets
from graph_service.services.importing.loading import locator
from graph_service.services.importing.rdf_files import triples
from graph_service.services.wording import ThingChange, describe_things
from graph_service.settings import Settings


@dataclass(frozen=True)
class GraphDifference:
    """How many statements of a graph come and go."""

    graph: str
    added: int
    removed: int


@dataclass(frozen=True)
class Review:
    """What is different: graphs, things, findings that are new and ones that are mended, and answers."""

    graphs: Sequence[GraphDifference]
    things: Sequence[ThingChange]
    new: Sequence[Finding]
    mended: Sequence[Finding]
    answers: EffectOnAnswers

    @property
    def violations(self) -> int:
        """How many of the new findings forbid the data."""
        return sum(finding.severity == "violation" for finding in self.new)


def review(settings: Settings, base: Sequence[Path], head: Sequence[Path], beside: Sequence[Path] = ()) -> Review:
    """Compare the datasets at ``head`` with those at ``base``; those at ``beside`` are read with both.

    :raises SourceError: where a file can't be read.
    """
    common = read_datasets(beside, settings.base)
    old, new = (read_datasets(paths, settings.base) for paths in (base, head))
    with _temporary(settings) as deployment:
        vocabulary = deployment.vocabulary.graphs()
        ours = {graph: without_blank_nodes(triples(parts)) for graph, parts in vocabulary.items()}
        was, will = (ours | _contents([*common, *files]) for files in (old, new))
        deployment.store.commit(Change(was, "Base"))
        branch = deployment.store.branch()
        try:
            change = Change({**{graph: [] for graph in was}, **will}, "Head")
            delta = branch.delta(change)
            effect, gate = deployment.store.effect(delta), deployment.gate
            found = gate.check(deployment.store, effect, _locator([*new, *common], head, settings.base))
            branch.commit(change)
            back = branch.effect(branch.delta(Change({**{graph: [] for graph in will}, **was}, "Base")))
            mended = gate.check(branch, back, _locator([*old, *common], base, settings.base))
            things = describe_things(deployment, delta, branch)
            answers = effect_on_answers(deployment, deployment.store, branch)
        finally:
            branch.close()
    return Review(_graphs(delta), things, found.findings, mended.findings, answers)


@contextmanager
def _temporary(settings: Settings) -> Iterator[Deployment]:
    with tempfile.TemporaryDirectory(prefix="graph-service-review-") as folder:
        deployment = Deployment(replace(settings, store=f"oxigraph:{folder}/store"))
        try:
            yield deployment
        finally:
            deployment.close()


def _contents(files: Sequence[GraphFile]) -> dict[str, list[Triple]]:
    """What each graph holds; the last file of a graph counts."""
    return {found.graph: without_blank_nodes(triples([found.file])) for found in files}


def _locator(files: Sequence[GraphFile], roots: Sequence[Path], base: str) -> Callable[[str], str]:
    """What gives ``file:line`` of a resource among the files that readers see, below ``roots``."""
    locate = locator([found for found in files if is_current_graph(base, found.graph)])

    def below(iri: str) -> str:
        place = locate(iri)
        for root in roots:
            place = place.removeprefix(f"{root}/")
        return place

    return below


def _graphs(delta: Delta) -> list[GraphDifference]:
    added, removed = (
        Counter(quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode))
        for quads in (delta.added, delta.removed)
    )
    return [GraphDifference(graph, added[graph], removed[graph]) for graph in delta.graphs]
