"""Views: questions can be asked of earlier releases of catalogues as well as of the current ones."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode, QuerySolutions

from graph_service.errors import ArgumentProblem, InvalidArguments
from graph_service.model.change import Change
from graph_service.model.view import CURRENT, View
from graph_service.services.deployment import Deployment
from graph_service.services.history import back_to
from graph_service.store.base import GraphStore

_NUMBER = re.compile("[0-9]{1,9}")
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
    return View({catalogue: release for catalogue, release in chosen.items() if catalogue != release}, generation)


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
    if view == CURRENT:
        yield deployment.store
        return
    store = deployment.store

    def change() -> Change:
        back = Change({}, "") if view.generation is None else back_to(deployment, view.generation)
        graphs = {catalogue: list(store.triples(release)) for catalogue, release in view.releases.items()}
        return replace(back, graphs=graphs, title=view.key)

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
