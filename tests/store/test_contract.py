"""What every store must do; each kind of store runs the same tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from engines import ENGINES, Server
from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, Store, Triple

from graph_service.errors import QueryError, StoreUnavailable
from graph_service.model.change import Change, Delta, Source
from graph_service.model.change_record import PATCH
from graph_service.model.patch import read_patch, unpack, write_patch
from graph_service.store.base import GraphStore, open_store

BASE = "https://w3id.org/public-service-graph/"
SERVICES = f"{BASE}graph/demo/services"
SYSTEMS = f"{BASE}graph/demo/systems"
OLD_RELEASE = f"{BASE}graph/demo/services/1.0"


def triple(subject: str, value: str = "v") -> Triple:
    return Triple(NamedNode(f"http://example.org/{subject}"), NamedNode("http://example.org/p"), Literal(value))


def quad(subject: str, value: str = "v", graph: str = SERVICES) -> Quad:
    stated = triple(subject, value)
    return Quad(stated.subject, stated.predicate, stated.object, NamedNode(graph))


def current(store: GraphStore) -> list[tuple[str, str]]:
    """Subjects and values that a query sees by default."""
    result = store.query("SELECT ?s ?o { ?s <http://example.org/p> ?o } ORDER BY ?s ?o")
    assert isinstance(result, QuerySolutions)
    return [(row["s"].value.removeprefix("http://example.org/"), row["o"].value) for row in result]


KINDS = ["oxigraph", *(f"sparql-{name}" for name in ENGINES)]


@pytest.fixture(params=KINDS)
def location(request: pytest.FixtureRequest, tmp_path: Path, engine: Callable[[str], Server]) -> str:
    """Where an empty store is, of each kind."""
    kind, _, name = request.param.partition("-")
    if not name:
        return f"{kind}:{tmp_path / 'store'}"
    server = engine(name)
    server.empty()
    return f"{kind}:{server.address}"


@pytest.fixture
def store(location: str) -> Iterator[GraphStore]:
    opened = open_store(location, BASE)
    yield opened
    opened.close()


def test_each_commit_adds_one_to_the_generation(store: GraphStore) -> None:
    """The generation counts changes from 0."""
    assert store.generation() == 0
    assert store.commit(Change({SERVICES: [triple("a")]}, "first")) == 1
    assert store.commit(Change({SERVICES: [triple("b")]}, "second")) == 2
    assert store.generation() == 2


def test_a_graph_is_replaced_as_a_whole(store: GraphStore) -> None:
    """What a change names is what the graph holds afterwards; other graphs stay."""
    store.commit(Change({SERVICES: [triple("a"), triple("b")], SYSTEMS: [triple("s")]}, "first"))
    store.commit(Change({SERVICES: [triple("b"), triple("c")]}, "second"))
    assert set(store.triples(SERVICES)) == {triple("b"), triple("c")}
    assert set(store.triples(SYSTEMS)) == {triple("s")}
    assert current(store) == [("b", "v"), ("c", "v"), ("s", "v")]


def test_an_empty_change_removes_the_graph(store: GraphStore) -> None:
    """A graph without statements is no graph."""
    store.commit(Change({SERVICES: [triple("a")], SYSTEMS: [triple("s")]}, "first"))
    store.commit(Change({SERVICES: []}, "second"))
    assert SERVICES not in store.graphs()
    assert current(store) == [("s", "v")]


def test_queries_see_current_graphs_and_no_superseded_release(store: GraphStore) -> None:
    """A reader sees one release of a catalogue at a time; the others are reachable by name."""
    store.commit(Change({SERVICES: [triple("a", "new")], OLD_RELEASE: [triple("a", "old")]}, "both"))
    assert current(store) == [("a", "new")]
    old = store.query(f"ASK {{ GRAPH <{OLD_RELEASE}> {{ ?s ?p 'old' }} }}")
    assert isinstance(old, QueryBoolean)
    assert bool(old)


def test_a_statement_of_two_graphs_counts_once_and_stays_until_both_drop_it(store: GraphStore) -> None:
    """The default graph is a set."""
    store.commit(Change({SERVICES: [triple("a")], SYSTEMS: [triple("a")]}, "both"))
    assert current(store) == [("a", "v")]
    store.commit(Change({SERVICES: []}, "one less"))
    assert current(store) == [("a", "v")]
    store.commit(Change({SYSTEMS: []}, "none"))
    assert current(store) == []


def test_a_statement_may_move_between_graphs_in_one_change(store: GraphStore) -> None:
    """It is in the default graph before and after."""
    store.commit(Change({SERVICES: [triple("a")]}, "first"))
    store.commit(Change({SERVICES: [], SYSTEMS: [triple("a")]}, "moved"))
    assert current(store) == [("a", "v")]
    assert SERVICES not in store.graphs()


@pytest.mark.parametrize("value", ['"quoted" \\ back', "new\nline", "é日本", "", "<>{}#?x"])
def test_any_text_survives(store: GraphStore, value: str) -> None:
    """Also where a change removes statements and so goes another way."""
    store.commit(Change({SERVICES: [triple("a", value), triple("b")]}, "first"))
    store.commit(Change({SERVICES: [triple("a", value), triple("c", value)]}, "second"))
    assert current(store) == [("a", value), ("c", value)]


def test_a_change_leaves_its_record(store: GraphStore) -> None:
    """What was done, to which graph, from which file; the record is kept apart from the data."""
    store.commit(Change({SERVICES: [triple("a")]}, "Load", [Source("services.ttl", "0" * 64)]))
    found = store.query(
        f"""PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX dct: <http://purl.org/dc/terms/>
        ASK {{ GRAPH <{BASE}graph/system/changes> {{
          ?change a prov:Activity ; dct:title "Load"@en ; prov:generated <{SERVICES}> ; prov:endedAtTime ?when ;
            prov:used [ dct:title "services.ttl" ] }} }}"""
    )
    assert isinstance(found, QueryBoolean)
    assert bool(found)
    assert current(store) == [("a", "v")]


def test_what_was_committed_is_there_when_opened_again(location: str) -> None:
    """Closing and opening loses nothing and keeps the generation."""
    first = open_store(location, BASE)
    first.commit(Change({SERVICES: [triple("a")]}, "first"))
    first.close()
    again = open_store(location, BASE)
    assert (again.generation(), current(again)) == (1, [("a", "v")])
    again.close()


def test_a_store_knows_what_it_holds_however_values_are_written(store: GraphStore) -> None:
    """Engines rewrite typed values; that is no difference."""
    number = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    written = Triple(
        NamedNode("http://example.org/a"), NamedNode("http://example.org/p"), Literal("1.50", datatype=number)
    )
    store.commit(Change({SERVICES: [written, triple("b")]}, "first"))
    assert store.holds(SERVICES, [written, triple("b")])
    assert not store.holds(SERVICES, [triple("b")])


@pytest.mark.parametrize("text", ["SELECT", "DELETE WHERE { ?s ?p ?o }", "SELECT ?s { ?s no:prefix ?o }"])
def test_wrong_queries_and_updates_are_refused(store: GraphStore, text: str) -> None:
    """A query can't change anything, and what is wrong with it is said."""
    with pytest.raises(QueryError, match=r"\w"):
        store.query(text)


@pytest.mark.parametrize("wrong", ["oxigraph", "oxigraph:", "base:x", "os:x", "nothing:x", ""])
def test_unknown_locations_are_refused(wrong: str) -> None:
    """Only the modules of the folder are schemes."""
    with pytest.raises(StoreUnavailable, match=r"known are oxigraph:<place>, sparql:<place>"):
        open_store(wrong, BASE)


def test_one_process_writes_to_a_folder(tmp_path: Path) -> None:
    """A second opening is refused and says what to do."""
    store = open_store(f"oxigraph:{tmp_path / 'store'}", BASE)
    with pytest.raises(StoreUnavailable, match="Another process writes"):
        open_store(f"oxigraph:{tmp_path / 'store'}", BASE)
    store.close()


def test_a_missing_store_is_not_made_by_reading(tmp_path: Path) -> None:
    """Asking an absent store says how to make one."""
    with pytest.raises(StoreUnavailable, match="graph-service load"):
        open_store(f"oxigraph:{tmp_path / 'absent'}", BASE, create=False)
    assert not (tmp_path / "absent").exists()


def test_a_snapshot_is_the_data_of_its_moment(store: GraphStore) -> None:
    """Another process reads it while the store goes on."""
    store.commit(Change({SERVICES: [triple("a")]}, "first"))
    folder = store.snapshot()
    store.commit(Change({SERVICES: [triple("b")]}, "second"))
    seen = Store.read_only(str(folder)).query("SELECT ?s { ?s <http://example.org/p> ?o }")
    assert isinstance(seen, QuerySolutions)
    assert [row["s"] for row in seen] == [triple("a").subject]
    assert current(store) == [("b", "v")]


def test_a_branch_and_its_store_do_not_see_each_others_changes(store: GraphStore) -> None:
    """What was committed before is in both; what comes after, in one."""
    store.commit(Change({SERVICES: [triple("a")]}, "before"))
    branch = store.branch()
    branch.commit(Change({SERVICES: [triple("b")]}, "in the branch"))
    store.commit(Change({SYSTEMS: [triple("s")]}, "in the store"))
    assert current(branch) == [("b", "v")]
    assert current(store) == [("a", "v"), ("s", "v")]
    branch.close()
    assert current(store) == [("a", "v"), ("s", "v")]


def test_statements_come_and_go_one_by_one(store: GraphStore) -> None:
    """What a change doesn't name stays."""
    store.commit(Change({SERVICES: [triple("a"), triple("b")]}, "first"))
    store.commit(Change({}, "second", added=[quad("c")], removed=[quad("a")]))
    assert set(store.triples(SERVICES)) == {triple("b"), triple("c")}
    assert current(store) == [("b", "v"), ("c", "v")]


def test_a_graph_whose_last_statement_goes_is_no_graph(store: GraphStore) -> None:
    """As where it is removed as a whole."""
    store.commit(Change({SERVICES: [triple("a")], SYSTEMS: [triple("s")]}, "first"))
    store.commit(Change({}, "second", removed=[quad("a")]))
    assert SERVICES not in store.graphs()
    assert SYSTEMS in store.graphs()


def test_what_is_added_and_removed_at_once_is_there_afterwards(store: GraphStore) -> None:
    """As in a SPARQL update, what is deleted goes first."""
    store.commit(Change({}, "first", added=[quad("a")], removed=[quad("a")]))
    store.commit(Change({}, "second", added=[quad("a")], removed=[quad("a")]))
    assert current(store) == [("a", "v")]


def test_a_delta_names_only_what_really_changes(store: GraphStore) -> None:
    """Statements that are there already, or never were, are left out; so it can be taken back exactly."""
    store.commit(Change({SERVICES: [triple("a")]}, "first"))
    change = Change({}, "second", added=[quad("a"), quad("b")], removed=[quad("never")])
    assert store.delta(change) == Delta(frozenset({quad("b")}), frozenset())
    whole = Change({SERVICES: [triple("b")]}, "third")
    assert store.delta(whole) == Delta(frozenset({quad("b")}), frozenset({quad("a")}))


def test_the_effect_is_what_readers_see(store: GraphStore) -> None:
    """A statement of two graphs, or of a superseded release, changes nothing for them."""
    store.commit(Change({SERVICES: [triple("a"), triple("b")], SYSTEMS: [triple("a")]}, "first"))
    asked = Change(
        {}, "second", added=[quad("b", graph=SYSTEMS), quad("old", graph=OLD_RELEASE)], removed=[quad("a"), quad("b")]
    )
    assert store.effect(store.delta(asked)).added == frozenset()
    assert store.effect(store.delta(asked)).removed == frozenset()
    before = current(store)
    store.commit(asked)
    assert current(store) == before
    gone = store.effect(store.delta(Change({SYSTEMS: []}, "third")))
    assert gone.removed == {triple("a"), triple("b")}


def test_statements_of_the_default_graph_are_found_by_their_terms(store: GraphStore) -> None:
    """Any term may be left open."""
    store.commit(Change({SERVICES: [triple("a"), triple("b")]}, "first"))
    stated = triple("a")
    assert list(store.match(stated.subject, None, None)) == [stated]
    assert set(store.match(None, stated.predicate, Literal("v"))) == {triple("a"), triple("b")}
    assert list(store.match(None, None, Literal("w"))) == []


@pytest.mark.parametrize("value", ['"quoted" \\ back', "new\nline\r\x0b\x85\u2028", "é日本", "", "<>{}#?x A x ."])
def test_a_change_keeps_its_patch(store: GraphStore, value: str) -> None:
    """From it the change can be followed and undone; counts stand in the record."""
    store.commit(Change({SERVICES: [triple("a", value)]}, "first"))
    asked = Change({}, "second", added=[quad("b", value)], removed=[quad("a", value)], agent="Registry office")
    delta = store.delta(asked)
    assert read_patch(write_patch(delta)) == delta
    number = store.commit(asked)
    [kept] = [
        t.object
        for t in store.triples(f"{BASE}graph/system/patches")
        if t.subject == NamedNode(f"{BASE}id/change/{number}") and t.predicate == PATCH
    ]
    assert isinstance(kept, Literal)
    assert unpack(kept) == delta
    found = store.query(
        f"""PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX psg: <{BASE}def/> PREFIX dct: <http://purl.org/dc/terms/>
        ASK {{ GRAPH <{BASE}graph/system/changes> {{ <{BASE}id/change/{number}> psg:addedStatements 1 ;
          psg:removedStatements 1 ; prov:wasAssociatedWith [ dct:title "Registry office" ] }} }}"""
    )
    assert isinstance(found, QueryBoolean)
    assert bool(found)


def test_values_are_compared_as_the_store_keeps_them(store: GraphStore) -> None:
    """Removing ``1.50`` removes ``1.5``."""
    number = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    subject, predicate = NamedNode("http://example.org/a"), NamedNode("http://example.org/p")
    first, second = (
        Quad(subject, predicate, Literal(v, datatype=number), NamedNode(SERVICES)) for v in ("1.5", "1.50")
    )
    store.commit(Change({}, "first", added=[first]))
    assert store.delta(Change({}, "same", added=[second])).size == 0
    store.commit(Change({}, "second", removed=[second]))
    assert list(store.triples(SERVICES)) == []
