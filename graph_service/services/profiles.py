"""Profiles: what is held here, in the terms of other specifications.

Each folder of ``profiles/`` is one, found by its ``profile.yaml``; the ``.rq`` files beside it make its statements.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, QueryTriples, Store, Triple

from graph_service.errors import QueryFileError, UnknownName
from graph_service.model.binding import bind, tokens
from graph_service.model.profile import Profile, read_profile
from graph_service.model.terms import RDF_TYPE, is_current_graph
from graph_service.store.base import GraphStore

#: How many things a query is asked of at once.
_BATCH = 500
_TYPE = NamedNode(RDF_TYPE)


@dataclass(frozen=True)
class Profiles:
    """The profiles by name, and the errors of folders that hold none."""

    profiles: Mapping[str, Profile]
    broken: Mapping[str, QueryFileError]

    def get(self, name: str) -> Profile:
        """The profile with that name or IRI.

        :raises QueryFileError: where a file of it is wrong.
        :raises UnknownName: where there is none, with names that resemble it.
        """
        if name in self.broken:
            raise self.broken[name]
        for profile in self.profiles.values():
            if name in {profile.name, profile.iri}:
                return profile
        raise UnknownName("profile", name, difflib.get_close_matches(name, self.profiles) or sorted(self.profiles))


def read_profiles(folder: Path) -> Profiles:
    """The profiles of ``folder``; a wrong file hurts its own profile alone."""
    profiles: dict[str, Profile] = {}
    broken: dict[str, QueryFileError] = {}
    for path in sorted(folder.glob("*/profile.yaml")):
        try:
            profiles[path.parent.name] = _read(path)
        except QueryFileError as error:
            broken[path.parent.name] = error
    return Profiles(profiles, broken)


def _read(path: Path) -> Profile:
    name = path.parent.name
    place = f"{path.parent.parent.name}/{name}"
    try:
        texts = {file.stem: file.read_text(encoding="utf-8") for file in path.parent.glob("*.rq")}
        profile = read_profile(name, path.read_text(encoding="utf-8"), texts, place)
    except (OSError, UnicodeDecodeError) as error:
        raise QueryFileError(place, 0, f"Can't be read: {error}.") from error
    for query in profile.queries:
        file = f"{place}/{query.name}.rq"
        if any(token.is_word("SERVICE") for token in tokens(query.text)):
            raise QueryFileError(file, 0, "SERVICE is not allowed: a profile is made from this graph only.")
        try:
            result = Store().query(query.text)
        except (SyntaxError, ValueError, RuntimeError) as error:
            raise QueryFileError(file, getattr(error, "lineno", None) or 0, f"Not SPARQL: {error}.") from error
        if not isinstance(result, QueryTriples):
            raise QueryFileError(file, 0, "The query must be CONSTRUCT { … } WHERE { … }.")
    return profile


def in_profile(store: GraphStore, base: str, profile: Profile, graphs: Sequence[str]) -> set[Triple]:
    """What ``graphs`` describe, in the terms of ``profile``, and all that it names in turn, so that nothing is missing.

    What is said of a thing is what readers see: the statements of the default graph.
    """
    if not profile.queries:
        return {triple for graph in graphs for triple in store.triples(graph)}
    found = set(_made(store, profile, graphs, ()))
    described = {triple.subject for triple in found}
    while missing := _described_here(store, found, described):
        described |= set(missing)
        found |= _of_things(store, base, profile, missing)
    return found


def thing_in_profile(store: GraphStore, base: str, profile: Profile, iri: str) -> set[Triple]:
    """What is said of the thing ``iri``, and of what it names, in the terms of ``profile``; nothing where it has none."""
    thing = NamedNode(iri)
    found = _of_things(store, base, profile, [thing])
    if not any(triple.subject == thing for triple in found):
        return set()
    return found | _of_things(store, base, profile, _described_here(store, found, {thing}))


def _described_here(store: GraphStore, found: Iterable[Triple], described: set[object]) -> list[NamedNode]:
    """The things that ``found`` names and that have a class here, less those that are ``described``."""
    named = {t.object for t in found if isinstance(t.object, NamedNode) and t.predicate != _TYPE} - described
    return sorted((thing for thing in named if any(True for _ in store.match(thing, _TYPE, None))), key=str)


def _of_things(store: GraphStore, base: str, profile: Profile, things: Sequence[NamedNode]) -> set[Triple]:
    if not things:
        return set()
    current = [graph for graph in store.graphs() if is_current_graph(base, graph)]
    parts = (things[start : start + _BATCH] for start in range(0, len(things), _BATCH))
    return {triple for part in parts for triple in _made(store, profile, current, part)}


def _made(
    store: GraphStore, profile: Profile, graphs: Iterable[str], things: Sequence[NamedNode]
) -> Iterator[Triple]:
    asked = {"graph": [NamedNode(graph) for graph in graphs], "thing": things}
    for query in profile.queries:
        result = store.query(bind(query.text, asked))
        assert isinstance(result, QueryTriples)  # noqa: S101 - seen when it was read
        yield from result
