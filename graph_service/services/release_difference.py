"""The difference between two states of a catalogue: what comes, goes and changes in it, and in the answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from graph_service.model.change import Delta
from graph_service.model.view import CURRENT, View
from graph_service.services.answer_difference import EffectOnAnswers, effect_on_answers
from graph_service.services.deployment import Deployment
from graph_service.services.releases import Catalogue, catalogue_of, published, release_of
from graph_service.services.views import read_view, seen
from graph_service.services.wording import ThingChange, count_things, describe_things

#: What stands for the catalogue as it is now, in the place of a version.
NOW = "now"


@dataclass(frozen=True)
class ReleaseDifference:
    """What is different in ``after`` (a version, or ``now``) from ``before``."""

    catalogue: Catalogue
    before: str
    after: str
    delta: Delta
    things: Sequence[ThingChange]
    answers: EffectOnAnswers

    def words(self) -> list[str]:
        """Counts by kind, the effect on answers, then each thing with what is said of it."""
        added, removed = len(self.delta.added), len(self.delta.removed)
        lines = [
            f"{self.catalogue.key}, {self.before} to {self.after}: {added} statements added, {removed} removed",
            "",
            *count_things(self.things),
            "",
            "Effect on answers",
            *self.answers.words(),
            "",
        ]
        for thing in self.things:
            kind = f" ({thing.kind})" if thing.kind else ""
            lines += [f"{thing.what} {thing.title}{kind} <{thing.iri}>", *thing.lines]
        return lines


def difference(
    deployment: Deployment, stack: str, key: str, before: str, after: str = NOW, seconds: float | None = None
) -> ReleaseDifference:
    """The difference from release ``before`` of a catalogue to release ``after``, or to what it holds now.

    :raises UnknownName: where there is no such catalogue or release.
    :raises AnswerGone: where it is not known what the current release held when it was loaded.
    """
    catalogue = catalogue_of(deployment, stack, key)
    delta = statements_between(deployment, catalogue, before, after)
    earlier, later = (_view(deployment, catalogue, version) for version in (before, after))
    with seen(deployment, earlier) as old, seen(deployment, later) as new:
        things = describe_things(deployment, delta, new)
        answers = effect_on_answers(deployment, old, new, stack, seconds)
    return ReleaseDifference(catalogue, before, after, delta, things, answers)


def statements_between(deployment: Deployment, catalogue: Catalogue, before: str, after: str = NOW) -> Delta:
    """The statements that come and go, as those of the catalogue's graph.

    :raises UnknownName: where there is no such release.
    """
    old, new = (_held(deployment, catalogue, version) for version in (before, after))
    return Delta(frozenset(new - old), frozenset(old - new))


def _held(deployment: Deployment, catalogue: Catalogue, version: str) -> set[Quad]:
    if version == NOW:
        held = list(deployment.store.triples(catalogue.graph))
    else:
        held = published(deployment, catalogue, release_of(deployment, catalogue, version))
    graph = NamedNode(catalogue.graph)
    return {Quad(triple.subject, triple.predicate, triple.object, graph) for triple in held}


def _view(deployment: Deployment, catalogue: Catalogue, version: str) -> View:
    if version == NOW:
        return CURRENT
    return read_view(deployment, {"release": [release_of(deployment, catalogue, version).iri]})
