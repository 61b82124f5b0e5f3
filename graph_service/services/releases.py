"""Catalogues and their releases as they are described, and what each release holds."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, QuerySolution, QuerySolutions, Triple

from graph_service.errors import AnswerGone, NothingToDo, UnknownName
from graph_service.model.terms import CODE_LISTS, DCT, PSG, graph_iri
from graph_service.services.deployment import Deployment
from graph_service.services.undoing import delta_of

DCAT = "http://www.w3.org/ns/dcat#"
ADMS = "http://www.w3.org/ns/adms#"
STATUS = NamedNode(f"{PSG}releaseStatus")

_PROLOGUE = f"PREFIX psg: <{PSG}> PREFIX dcat: <{DCAT}> PREFIX adms: <{ADMS}> PREFIX dct: <{DCT}>"
_CATALOGUES = f"""{_PROLOGUE}
SELECT ?stack ?catalogue ?graph ?register ?current WHERE {{
  GRAPH ?register {{ ?catalogue a psg:Catalogue ; psg:ofStack ?stack ; psg:graph ?graph }}
  OPTIONAL {{ ?catalogue dcat:hasCurrentVersion ?current }}
}} ORDER BY ?stack ?catalogue"""
_RELEASES = f"""{_PROLOGUE}
SELECT ?release ?catalogue ?version ?status ?graph ?issued ?notes ?reason ?previous WHERE {{
  ?release a psg:Release ; dcat:isVersionOf ?catalogue ; psg:graph ?graph .
  OPTIONAL {{ ?release dcat:version ?version }} OPTIONAL {{ ?release psg:releaseStatus ?status }}
  OPTIONAL {{ ?release dct:issued ?issued }} OPTIONAL {{ ?release adms:versionNotes ?notes }}
  OPTIONAL {{ ?release psg:reason ?reason }} OPTIONAL {{ ?release dcat:previousVersion ?previous }}
}} ORDER BY ?catalogue DESC(?issued) DESC(?release) (LANG(?notes) != "en")"""


@dataclass(frozen=True)
class Catalogue:
    """A catalogue: its graph, the graph that describes it (``register``), and its current release."""

    iri: str
    stack: str
    graph: str
    register: str
    current: str

    @property
    def key(self) -> str:
        """The last part of its IRI."""
        return self.iri.rsplit("/", 1)[-1]


@dataclass(frozen=True)
class Release:
    """A release as it is described; ``status`` is current, superseded or withdrawn, what is not stated is empty."""

    iri: str
    catalogue: str
    version: str
    status: str
    graph: str
    issued: str
    notes: str
    reason: str
    previous: str

    @property
    def key(self) -> str:
        """The last part of its IRI, by which ``?release=`` asks for it."""
        return self.iri.rsplit("/", 1)[-1]


def list_catalogues(deployment: Deployment, stack: str = "") -> list[Catalogue]:
    """All catalogues, or those of the stack with the key ``stack``.

    :raises UnknownName: where that stack has none.
    """
    found = deployment.remembered("catalogues", lambda: _catalogues(deployment))
    if not stack:
        return found
    wanted = f"{deployment.settings.base}id/stack/{stack}"
    if not (chosen := [catalogue for catalogue in found if catalogue.stack == wanted]):
        keys = sorted({catalogue.stack.rsplit("/", 1)[-1] for catalogue in found})
        raise UnknownName("stack", stack, difflib.get_close_matches(stack, keys))
    return chosen


def catalogue_of(deployment: Deployment, stack: str, key: str) -> Catalogue:
    """The catalogue of ``stack`` with that key, which is the last part of its IRI or of its graph's.

    :raises UnknownName: where there is none.
    """
    listed = list_catalogues(deployment, stack)
    graph = graph_iri(deployment.settings.base, stack, key)
    for catalogue in listed:
        if key == catalogue.key or catalogue.graph == graph:
            return catalogue
    names = [name for each in listed for name in (each.key, each.graph.rsplit("/", 1)[-1])]
    raise UnknownName("catalogue", key, difflib.get_close_matches(key, names))


def list_releases(deployment: Deployment, catalogue: Catalogue | None = None) -> list[Release]:
    """The releases of ``catalogue``, the latest first; of all catalogues where none is given."""
    found: dict[str, Release] = deployment.remembered("releases", lambda: _releases(deployment))
    return [release for release in found.values() if catalogue is None or release.catalogue == catalogue.iri]


def release_of(deployment: Deployment, catalogue: Catalogue, version: str) -> Release:
    """The release of ``catalogue`` with that version.

    :raises UnknownName: where there is none.
    """
    listed = {release.version: release for release in list_releases(deployment, catalogue)}
    if version not in listed:
        raise UnknownName(f"release of {catalogue.key}", version, difflib.get_close_matches(version, listed))
    return listed[version]


def own_graph(catalogue: Catalogue, version: str) -> str:
    """The graph that holds what was published as ``version`` and doesn't change."""
    return f"{catalogue.graph}/{version}"


@dataclass(frozen=True)
class Since:
    """What was added to a graph and removed from it since it was published."""

    added: frozenset[Triple] = frozenset()
    removed: frozenset[Triple] = frozenset()


def is_kept(deployment: Deployment, catalogue: Catalogue, release: Release) -> bool:
    """Whether a graph of its own holds what was published."""
    return any(True for _ in deployment.store.triples(graph_of_release(catalogue, release)))


def published(deployment: Deployment, catalogue: Catalogue, release: Release) -> list[Triple]:
    """What ``release`` held when it was published.

    :raises AnswerGone: where a change since then was too large for its statements to be kept.
    """
    graph, since = where_published(deployment, catalogue, release)
    gone = since.added | since.removed
    return [*(triple for triple in deployment.store.triples(graph) if triple not in gone), *since.removed]


def where_published(deployment: Deployment, catalogue: Catalogue, release: Release) -> tuple[str, Since]:
    """The graph that holds what was published as ``release``, and what came to it since.

    The current release of a dataset that was loaded has no graph of its own yet: what its catalogue holds, less what
    was changed since.

    :raises AnswerGone: where a change since then was too large for its statements to be kept.
    """
    if is_kept(deployment, catalogue, release):
        return graph_of_release(catalogue, release), Since()
    return catalogue.graph, _later_changes(deployment, catalogue, release)


def graph_of_release(catalogue: Catalogue, release: Release) -> str:
    """The graph that holds what was published, or will once another release is."""
    return release.graph if release.graph != catalogue.graph else own_graph(catalogue, release.version)


def _later_changes(deployment: Deployment, catalogue: Catalogue, release: Release) -> Since:
    graph, added, removed = NamedNode(catalogue.graph), set[Triple](), set[Triple]()
    current = NamedNode(f"{CODE_LISTS}release-status/current")
    published_by = Quad(NamedNode(release.iri), STATUS, current, NamedNode(catalogue.register))
    changes, described = (set(deployment.change_index.of_graph(each)) for each in (catalogue.graph, catalogue.register))
    first = min(changes, default=0)
    for number in sorted(changes | described, reverse=True):
        if number <= first:  # before it there was nothing that could have been published
            break
        try:
            delta = delta_of(deployment, number)
        except NothingToDo:
            if number in described:  # a load of the catalogue and its description
                break
            raise AnswerGone(
                f"What {release.key} held is not known: change {number} was too large for its statements to be "
                f"kept. Load what it held as the graph {own_graph(catalogue, release.version)}."
            ) from None
        if published_by in delta.added:
            break
        came, went = ({quad.triple for quad in q if quad.graph_name == graph} for q in (delta.added, delta.removed))
        added, removed = (added | came) - went, (removed - came) | went
    return Since(frozenset(added), frozenset(removed))


def _catalogues(deployment: Deployment) -> list[Catalogue]:
    rows = _rows(deployment, _CATALOGUES)
    return [
        Catalogue(*(_text(row, name) for name in ("catalogue", "stack", "graph", "register", "current")))
        for row in rows
    ]


def _releases(deployment: Deployment) -> dict[str, Release]:
    found: dict[str, Release] = {}
    for row in _rows(deployment, _RELEASES):
        iri, catalogue, version, status = (_text(row, name) for name in ("release", "catalogue", "version", "status"))
        others = (_text(row, name) for name in ("graph", "issued", "notes", "reason", "previous"))
        found.setdefault(iri, Release(iri, catalogue, version, status.rsplit("/", 1)[-1], *others))
    return found


def _rows(deployment: Deployment, text: str) -> list[QuerySolution]:
    found = deployment.store.query(text)
    assert isinstance(found, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
    return list(found)


def _text(row: QuerySolution, name: str) -> str:
    value = row[name]
    return value.value if isinstance(value, NamedNode | Literal) else ""
