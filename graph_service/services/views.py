"""Views: questions can be asked of earlier releases of catalogues as well as of the current state."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from graph_service.errors import ArgumentProblem, InvalidArguments
from graph_service.model.change import Change
from graph_service.model.view import CURRENT, View
from graph_service.services.deployment import Deployment
from graph_service.services.history import back_to
from graph_service.services.releases import (
    Catalogue,
    Release,
    graph_of_release,
    is_kept,
    list_catalogues,
    list_releases,
    published,
)
from graph_service.store.base import GraphStore

_NUMBER = re.compile("[0-9]{1,9}")
_Known = dict[str, tuple[Catalogue, Release]]


def read_view(deployment: Deployment, given: Mapping[str, Sequence[str]]) -> View:
    """The view that the texts ask for.

    ``release`` are keys or IRIs of releases, one for each catalogue; ``generation`` is the number of changes after
    which the data are wanted.

    :raises InvalidArguments: with all problems.
    """
    texts = [text for text in given.get("release", ()) if text]
    generation = _generation(deployment, given.get("generation", ()))
    if not texts:
        return CURRENT if generation is None else View(generation=generation)
    known = _known(deployment)
    problems, chosen = [], dict[str, tuple[Catalogue, Release]]()
    for text in texts:
        found = known.get(deployment.names.iri(text, "release") or text)
        if found is None:
            nearest = difflib.get_close_matches(text, release_keys(deployment))
            detail = f"There is no release {text!r}. /queries/releases lists what there is."
            problems.append(ArgumentProblem("release", text, detail, tuple(nearest)))
        elif chosen.setdefault(found[0].iri, found) != found:
            problems.append(ArgumentProblem("release", text, "Give one release of a catalogue; there is another."))
    if problems:
        raise InvalidArguments(problems)
    return View(
        {
            catalogue.graph: graph_of_release(catalogue, release)
            for catalogue, release in chosen.values()
            if generation is not None or not _is_as_it_is(deployment, catalogue, release)
        },
        generation,
        tuple(sorted(release.iri for _, release in chosen.values() if release.status == "withdrawn")),
    )


def _generation(deployment: Deployment, texts: Sequence[str]) -> int | None:
    """The earlier generation that is asked for; None for that of today."""
    given = [text for text in texts if text]
    if not given:
        return None
    now = deployment.store.generation()
    if len(given) > 1 or not _NUMBER.fullmatch(given[0]) or int(given[0]) > now:
        detail = f"Give one whole number up to {now}, the generation of the data today."
        raise InvalidArguments([ArgumentProblem("generation", ", ".join(given), detail)])
    return int(given[0]) if int(given[0]) < now else None


def release_keys(deployment: Deployment) -> list[str]:
    """The keys of all releases that can be asked for."""
    start = f"{deployment.settings.base}id/release/"
    return [iri.removeprefix(start) for iri in _known(deployment) if iri.startswith(start)]


@contextmanager
def seen(deployment: Deployment, view: View) -> Iterator[GraphStore]:
    """The graph as ``view`` has it; answers must be read before it is left."""
    if not view.key:
        yield deployment.store
        return

    def change() -> Change:
        known = {graph_of_release(*found): found for found in _known(deployment).values()}
        held = {graph: published(deployment, *known[release]) for graph, release in view.releases.items()}
        back = Change({}, "") if view.generation is None else back_to(deployment, view.generation)
        return replace(back, graphs=held, title=view.key)

    with deployment.branches.open(view.key, change) as branch:
        yield branch


def _is_as_it_is(deployment: Deployment, catalogue: Catalogue, release: Release) -> bool:
    """Whether the catalogue holds just what was published as ``release``."""
    if release.graph != catalogue.graph or is_kept(deployment, catalogue, release):
        return False

    def unchanged() -> bool:
        return deployment.store.holds(catalogue.graph, published(deployment, catalogue, release))

    return deployment.remembered(f"{release.iri} as it is", unchanged)


def _known(deployment: Deployment) -> _Known:
    catalogues = {catalogue.iri: catalogue for catalogue in list_catalogues(deployment)}
    return {r.iri: (catalogues[r.catalogue], r) for r in list_releases(deployment) if r.catalogue in catalogues}
