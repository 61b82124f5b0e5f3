"""What is held here in the terms of a profile: graphs with all that they name, or one thing with what it names.

What is said of a thing is what readers see, the statements of the default graph; graphs only say which things are
meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import NamedNode, QuerySolutions, QueryTriples, Triple

from graph_service.errors import NotAcceptable, UnknownName
from graph_service.model.binding import bind
from graph_service.model.profile import Profile
from graph_service.model.terms import RDF_TYPE, SYSTEM_STACK, graph_iri, is_current_graph, is_safe_iri
from graph_service.model.view import View
from graph_service.services.deployment import Deployment
from graph_service.services.publishing.dcat import describe_catalogues, may_describe
from graph_service.services.releases import list_catalogues, list_releases, own_graph
from graph_service.services.views import seen
from graph_service.store.base import GraphStore

#: How many things a query is asked of at once.
_BATCH = 500
_TYPE = NamedNode(RDF_TYPE)


def in_profile(deployment: Deployment, profile: Profile, graphs: Sequence[str]) -> set[Triple]:
    """What ``graphs`` describe in the terms of ``profile``, and all that they name in turn, so that nothing is missing.

    The graph of an earlier release is read with all else as it is now.
    """
    if profile.describes:
        return set(_description(deployment))
    view, graphs = _seen_as(deployment, graphs)
    with seen(deployment, view) as store:
        if profile.own:
            return {triple for graph in graphs for triple in store.triples(graph)}
        return _complete(store, deployment.settings.base, profile, graphs)


def readers_graphs(deployment: Deployment) -> list[str]:
    """The graphs that readers see by default, less those of the service itself."""
    base = deployment.settings.base
    system = graph_iri(base, SYSTEM_STACK, "")
    return sorted(g for g in deployment.store.graphs() if is_current_graph(base, g) and not g.startswith(system))


def thing_in_profile(deployment: Deployment, profile: Profile, iri: str) -> set[Triple]:
    """What is said of the thing ``iri``, and of what it names, in the terms of ``profile``, which has some.

    :raises UnknownName: where nothing is known of the thing.
    :raises NotAcceptable: where the profile says nothing of it, with those that do.
    """
    store, base = deployment.store, deployment.settings.base
    thing = _known(deployment, iri)
    if profile.describes and (described := _reached(_description(deployment), thing)):
        return described
    found = _of_things(store, base, profile, [thing])
    if not any(triple.subject == thing for triple in found):
        raise NotAcceptable([offered.name for offered in profiles_of(deployment, iri)])
    return found | _of_things(store, base, profile, _described(store, found, {thing}))


def profiles_of(deployment: Deployment, iri: str) -> list[Profile]:
    """The profiles that say something of the thing ``iri``: the same for all things of its classes."""
    classes = sorted(str(triple.object) for triple in deployment.store.match(NamedNode(iri), _TYPE, None))

    def find() -> list[Profile]:
        thing = NamedNode(iri)
        return [
            profile
            for profile in deployment.profiles.profiles.values()
            if profile.own or _says(deployment, profile, thing)
        ]

    return deployment.remembered(f"profiles of {' '.join(classes)}", find)


def _says(deployment: Deployment, profile: Profile, thing: NamedNode) -> bool:
    """Whether ``profile``, which isn't our own, says something of ``thing``."""
    if profile.describes:
        return may_describe(deployment, thing) and any(triple.subject == thing for triple in _description(deployment))
    made = _of_things(deployment.store, deployment.settings.base, profile, [thing])
    return any(triple.subject == thing for triple in made)


def _description(deployment: Deployment) -> list[Triple]:
    """The description of the catalogues; files and services have the address that the operator gave."""
    address = deployment.settings.address or deployment.settings.base.rstrip("/")
    return deployment.remembered("description of catalogues", lambda: describe_catalogues(deployment, address))


def _reached(statements: Iterable[Triple], thing: NamedNode) -> set[Triple]:
    """The statements about ``thing`` and about what these name, and so on."""
    by_subject: dict[object, list[Triple]] = {}
    for triple in statements:
        by_subject.setdefault(triple.subject, []).append(triple)
    found, waiting = set[Triple](), [thing]
    while waiting:
        for triple in by_subject.pop(waiting.pop(), []):
            found.add(triple)
            if isinstance(triple.object, NamedNode) and triple.predicate != _TYPE:
                waiting.append(triple.object)
    return found


def _known(deployment: Deployment, iri: str) -> NamedNode:
    thing = NamedNode(iri) if is_safe_iri(iri) else None
    if thing is None or not (
        any(True for _ in deployment.store.match(thing, None, None))
        or any(True for _ in deployment.store.match(None, None, thing))
    ):
        raise UnknownName("thing", iri)
    return thing


def _seen_as(deployment: Deployment, graphs: Sequence[str]) -> tuple[View, list[str]]:
    """The view in which graphs of releases are those of their catalogues, and the graphs as they are called in it."""
    catalogues = {catalogue.iri: catalogue for catalogue in list_catalogues(deployment)}
    of_release: dict[str, str] = {}
    for release in list_releases(deployment):
        if catalogue := catalogues.get(release.catalogue):
            own = release.graph if release.graph != catalogue.graph else own_graph(catalogue, release.version)
            of_release[own] = catalogue.graph
    view = View({of_release[graph]: graph for graph in graphs if graph in of_release})
    return view, [of_release.get(graph, graph) for graph in graphs]


def _complete(store: GraphStore, base: str, profile: Profile, graphs: Sequence[str]) -> set[Triple]:
    found = set(_made(store, profile, graphs, ()))
    known = _listed(store, graphs)
    while missing := _described(store, found, known):
        known |= set(missing)
        found |= _of_things(store, base, profile, missing)
    return found


def _listed(store: GraphStore, graphs: Iterable[str]) -> set[object]:
    """The things that have a class in one of ``graphs``."""
    named = " ".join(f"<{graph}>" for graph in graphs)
    rows = store.query(f"SELECT ?thing {{ VALUES ?graph {{ {named} }} GRAPH ?graph {{ ?thing a ?class }} }}")
    assert isinstance(rows, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
    return {row["thing"] for row in rows}


def _described(store: GraphStore, found: Iterable[Triple], known: set[object]) -> list[NamedNode]:
    """The things that ``found`` names and that are described here, less those that are ``known``."""
    named = {t.object for t in found if isinstance(t.object, NamedNode) and t.predicate != _TYPE} - known
    return sorted((thing for thing in named if any(True for _ in store.match(thing, _TYPE, None))), key=str)


def _of_things(store: GraphStore, base: str, profile: Profile, things: Sequence[NamedNode]) -> set[Triple]:
    if not things:
        return set()
    current = [graph for graph in store.graphs() if is_current_graph(base, graph)]
    parts = (things[start : start + _BATCH] for start in range(0, len(things), _BATCH))
    return {triple for part in parts for triple in _made(store, profile, current, part)}


def _made(store: GraphStore, profile: Profile, graphs: Iterable[str], things: Sequence[NamedNode]) -> Iterator[Triple]:
    asked = {"graph": [NamedNode(graph) for graph in graphs], "thing": things}
    for query in profile.queries:
        result = store.query(bind(query.text, asked))
        assert isinstance(result, QueryTriples)  # noqa: S101 - seen when it was read
        yield from result
