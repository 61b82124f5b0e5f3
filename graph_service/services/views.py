"""Views: questions can be asked of earlier releases of catalogues as well as of the current ones."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from pyoxigraph import NamedNode, QuerySolutions

from graph_service.errors import ArgumentProblem, InvalidArguments
from graph_service.model.change import Change
from graph_service.model.view import CURRENT, View
from graph_service.services.deployment import Deployment
from graph_service.store.base import GraphStore

_RELEASES = """
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX psg: <https://w3id.org/public-service-graph/def/>
SELECT ?release ?graph ?catalogueGraph WHERE {
  ?release a psg:Release ; psg:graph ?graph ; dcat:isVersionOf ?catalogue .
  ?catalogue psg:graph ?catalogueGraph .
} ORDER BY ?release
"""


@dataclass(frozen=True)
class _Graphs:
    release: str
    catalogue: str


def read_view(deployment: Deployment, given: Mapping[str, Sequence[str]]) -> View:
    """The view that the texts of ``release`` ask for: keys or IRIs of releases, one for each catalogue.

    :raises InvalidArguments: with all problems.
    """
    texts = [text for text in given.get("release", ()) if text]
    if not texts:
        return CURRENT
    known = _known(deployment)
    problems, chosen = [], dict[str, str]()
    for text in texts:
        found = known.get(deployment.names.iri(text, "release") or text)
        if found is None:
            nearest = difflib.get_close_matches(text, release_keys(deployment))
            detail = f"There is no release {text!r}. /queries/releases lists what there is."
            problems.append(ArgumentProblem("release", text, detail, tuple(nearest)))
        elif chosen.setdefault(found.catalogue, found.release) != found.release:
            problems.append(ArgumentProblem("release", text, "Give one release of a catalogue; there is another."))
    if problems:
        raise InvalidArguments(problems)
    return View({catalogue: release for catalogue, release in chosen.items() if catalogue != release})


def release_keys(deployment: Deployment) -> list[str]:
    """The keys of all releases that can be asked for."""
    start = f"{deployment.settings.base}id/release/"
    return [iri.removeprefix(start) for iri in _known(deployment) if iri.startswith(start)]


@contextmanager
def seen(deployment: Deployment, view: View) -> Iterator[GraphStore]:
    """The graph as ``view`` has it; answers must be read before it is left."""
    if view == CURRENT:
        yield deployment.store
        return
    store = deployment.store

    def change() -> Change:
        return Change(
            {catalogue: list(store.triples(release)) for catalogue, release in view.releases.items()}, view.key
        )

    with deployment.branches.open(view.key, change) as branch:
        yield branch


def _known(deployment: Deployment) -> dict[str, _Graphs]:
    return deployment.remembered("releases", lambda: _releases(deployment.store))


def _releases(store: GraphStore) -> dict[str, _Graphs]:
    solutions = store.query(_RELEASES)
    assert isinstance(solutions, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
    found = {}
    for row in solutions:
        release, graph, catalogue = row["release"], row["graph"], row["catalogueGraph"]
        if isinstance(release, NamedNode) and isinstance(graph, NamedNode) and isinstance(catalogue, NamedNode):
            found[release.value] = _Graphs(graph.value, catalogue.value)
    return found
