"""What a store is held to after its server was killed: what it was told to hold, and nothing by half."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store, Triple
from real_server import BASE, ROOT

from graph_service.model.terms import is_current_graph
from graph_service.services.audit.checking import check_audit
from graph_service.services.backups.verifying import verify
from graph_service.services.change_log import change_record
from graph_service.services.deployment import Deployment
from graph_service.services.releases import catalogue_of, list_releases, own_graph
from graph_service.services.undoing import delta_of
from graph_service.settings import Settings

SERVICES = f"{BASE}graph/small/services"
SYSTEM = f"{BASE}graph/system/"


@dataclass
class Told:
    """What the servers said they had done: on the store as it is, and of each kind in all rounds."""

    words: dict[str, int] = field(default_factory=dict)
    releases: set[str] = field(default_factory=set)
    backups: dict[str, int] = field(default_factory=dict)
    refused: str = ""
    acknowledged: list[str] = field(default_factory=list)
    #: What was asked for and not answered, because the server was killed meanwhile.
    cut: list[str] = field(default_factory=list)
    #: How many releases are there though nobody was told so: the server was killed between the two.
    untold: int = 0

    def begin_anew(self) -> None:
        """The store is another one."""
        self.words, self.releases, self.backups = {}, set(), {}


@dataclass
class State:
    """What the store held when it was last looked at."""

    generation: int
    quads: set[Quad]
    published: Mapping[str, frozenset[Triple]] = field(default_factory=dict)


def look(place: Path, told: Told, before: State | None) -> State:
    """The store as it is after a kill, which must be what its records and all acknowledgements say."""
    opened = Deployment(Settings(store=f"oxigraph:{place}", home=ROOT), create=False)
    try:
        generation = opened.store.generation()
        assert generation >= max(told.words.values(), default=0)
        assert numbers(opened) == list(range(1, generation + 1))
        snapshot = opened.store.snapshot()
        quads = set(Store.read_only(str(snapshot)))
        shutil.rmtree(snapshot)
        named = {quad for quad in quads if isinstance(quad.graph_name, NamedNode)}
        default = {quad.triple for quad in quads if isinstance(quad.graph_name, DefaultGraph)}
        assert default == {q.triple for q in named if is_current_graph(BASE, str(getattr(q.graph_name, "value", "")))}
        state = State(generation, {quad for quad in named if not quad.graph_name.value.startswith(SYSTEM)})
        if before:
            state.published = check_changes(opened, told, before, state)
        check_releases(opened, told, state)
        assert check_audit(opened).wrong == []
        check_backups(place.with_name("store.backups"), told)
        return state
    finally:
        opened.close()


def check_changes(opened: Deployment, told: Told, before: State, now: State) -> Mapping[str, frozenset[Triple]]:
    """The changes since ``before`` lead to what is there now, and all that were acknowledged are among them.

    What each release must hold: what its catalogue held when it was published.
    """
    made: dict[str, int] = {}
    expected, published = before.quads, dict(before.published)
    for number in range(before.generation + 1, now.generation + 1):
        delta, title = delta_of(opened, number), change_record(opened, number).title
        assert delta.removed <= expected
        assert not delta.added & expected
        if title.startswith("Release "):
            published[title.split()[1]] = graphs_of(expected)[SERVICES]
        expected = (expected - delta.removed) | delta.added
        for quad in delta.added:
            if isinstance(quad.object, Literal):
                made.setdefault(quad.object.value, number)  # a release only copies what is there
    assert now.quads == expected
    assert {word: n for word, n in told.words.items() if n > before.generation}.items() <= made.items()
    return published


def check_releases(opened: Deployment, told: Told, state: State) -> None:
    """Those that were published are described and whole, one of them is current, and no others are there."""
    catalogue = catalogue_of(opened, "small", "services")
    releases = list_releases(opened, catalogue)
    assert [release.iri for release in releases if release.status == "current"] == [catalogue.current]
    assert {release.version for release in releases} == {"1.0", *state.published}
    assert told.releases <= state.published.keys()
    graphs = graphs_of(state.quads)
    first = {own_graph(catalogue, "1.0")} if state.published else set()
    assert {graph for graph in graphs if graph.startswith(f"{SERVICES}/")} == {
        *first,
        *(own_graph(catalogue, version) for version in state.published),
    }
    for version, held in state.published.items():
        assert graphs[own_graph(catalogue, version)] == held


def graphs_of(quads: set[Quad]) -> Mapping[str, frozenset[Triple]]:
    """What each graph holds."""
    found: dict[str, set[Triple]] = defaultdict(set)
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode):
            found[quad.graph_name.value].add(quad.triple)
    return {graph: frozenset(held) for graph, held in found.items()}


def check_backups(folder: Path, told: Told) -> None:
    """Each that has its name is whole, and those that were acknowledged are there; they are then let go."""
    there = {path.name: path for path in folder.glob("*.zip")}
    assert told.backups.keys() <= there.keys()
    for name, path in there.items():
        manifest = verify(path)
        assert manifest.generation == told.backups.get(name, manifest.generation)
        path.unlink()
    told.backups.clear()


def numbers(opened: Deployment) -> list[int]:
    found = opened.store.query(
        f"SELECT ?n {{ GRAPH <{SYSTEM}changes> {{ ?c <{BASE}def/generation> ?n }} }} ORDER BY ?n"
    )
    assert isinstance(found, QuerySolutions)
    return [int(row["n"].value) for row in found]
