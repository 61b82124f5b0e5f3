"""Views: questions can be asked of earlier releases of catalogues as well as of the current state."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from graph_service.errors import ArgumentProblem, InvalidArguments
from graph_service.model.change import Change
from graph_service.model.view import CURRENT, View
from graph_service.services.deployment import Deployment
from graph_service.services.releases import (
    Catalogue,
    Release,
    is_kept,
    list_catalogues,
    list_releases,
    own_graph,
    published,
)
from graph_service.store.base import GraphStore

_Known = dict[str, tuple[Catalogue, Release]]


def read_view(deployment: Deployment, given: Mapping[str, Sequence[str]]) -> View:
    """The view that the texts of ``release`` ask for: keys or IRIs of releases, one for each catalogue.

    :raises InvalidArguments: with all problems.
    """
    texts = [text for text in given.get("release", ()) if text]
    if not texts:
        return CURRENT
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
            catalogue.graph: _graph(catalogue, release)
            for catalogue, release in chosen.values()
            if not _is_as_it_is(deployment, catalogue, release)
        },
        tuple(sorted(release.iri for _, release in chosen.values() if release.status == "withdrawn")),
    )


def release_keys(deployment: Deployment) -> list[str]:
    """The keys of all releases that can be asked for."""
    start = f"{deployment.settings.base}id/release/"
    return [iri.removeprefix(start) for iri in _known(deployment) if iri.startswith(start)]


@contextmanager
def seen(deployment: Deployment, view: View) -> Iterator[GraphStore]:
    """The graph as ``view`` has it; answers must be read before it is left."""
    if not view.releases:
        yield deployment.store
        return

    def change() -> Change:
        known = {_graph(*found): found for found in _known(deployment).values()}
        held = {graph: published(deployment, *known[release]) for graph, release in view.releases.items()}
        return Change(held, view.key)

    with deployment.branches.open(view.key, change) as branch:
        yield branch


def _graph(catalogue: Catalogue, release: Release) -> str:
    """The graph that holds what was published, or will once another release is."""
    return release.graph if release.graph != catalogue.graph else own_graph(catalogue, release.version)


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
