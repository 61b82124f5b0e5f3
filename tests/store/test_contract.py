"""What every store must do; each kind of store runs the same tests."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from engines import ENGINES, Server
from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, Store, Triple

from graph_service.errors import QueryError, StoreUnavailable
from graph_service.model.change import Change, Delta, Source
from graph_service.model.change_record import PATCH
from graph_service.model.patch import read_patch, unpack, write_patch
from graph_service.store.base import GraphStore, open_store
from graph_service.store.embedded.stored_terms import as_stored
from graph_service.store.protocol import states

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


XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
VALUES = [
    *(("boolean", value) for value in ("true", "false", "1", "perhaps")),
    *(("integer", value) for value in ("0", "01", "-7", "999999999999999999999999", "seven")),
    *(("decimal", value) for value in ("1.50", "1.0", "0.1", "12345678901234.123456", "123456789012345678901.5")),
    *(("double", value) for value in ("1", "1.5e0", "-0.25", "1e-9")),
    *(("float", "0.5"), ("int", "7"), ("nonNegativeInteger", "7"), ("gYear", "2026"), ("gMonthDay", "--02-29")),
    *(("date", value) for value in ("2026-01-31", "2026-01-31Z", "2026-01-31+09:00", "31 January")),
    *(("dateTime", value) for value in ("2026-01-31T10:00:00", "2026-01-31T10:00:00Z", "2026-01-31T10:00:00.5+02:00")),
    *(("time", "10:00:00"), ("duration", "P1Y2M"), ("dayTimeDuration", "PT1H"), ("anyURI", "http://example.org/é")),
    *(("base64Binary", "YWJj"), ("hexBinary", "0FB7"), ("token", "one two")),
]
TERMS: list[Literal | NamedNode] = [
    *(Literal(value, datatype=NamedNode(f"{XSD}{name}")) for name, value in VALUES),
    Literal("<p>A &amp; B</p>", datatype=NamedNode(f"{RDF}HTML")),
    Literal("<a>x</a>", datatype=NamedNode(f"{RDF}XMLLiteral")),
    Literal("x", datatype=NamedNode("http://example.org/datatype")),
    *(Literal("v", language=tag) for tag in ("en", "en-GB", "EN", "zh-Hant-TW")),
    *(
        Literal(text)
        for text in ("", " ", "1", "true", "日本語 😀 é e\u0301", "\u0001\t\r\n\u2028", '\'"\\"""', "x" * 70_000)
    ),
    Literal("é" * 70_000, language="fr"),
    NamedNode("http://example.org/日本/é?q=a%20b&c#d"),
    NamedNode("urn:uuid:4f9f6d0e-8f64-4f0e-9a55-0c6f1f3f0001"),
]


def test_terms_of_all_kinds_come_back_as_the_embedded_store_gives_them(store: GraphStore) -> None:
    """However the engine writes them: in graphs, by pattern, in rows and in what was changed; and they can go again."""
    subjects = [NamedNode(f"http://example.org/{number}") for number in range(len(TERMS))]
    predicate, graph = NamedNode("http://example.org/p"), NamedNode(SERVICES)
    quads = [Quad(subject, predicate, term, graph) for subject, term in zip(subjects, TERMS, strict=True)]
    wanted = {quad.triple for quad in as_stored(quads)}
    assert store.delta(Change({}, "", added=quads)).added == as_stored(quads)
    store.commit(Change({}, "first", added=quads))
    assert set(store.triples(SERVICES)) == wanted
    assert set(store.match(None, predicate, None)) == wanted
    rows = store.query("SELECT ?s ?o { ?s <http://example.org/p> ?o }")
    assert isinstance(rows, QuerySolutions)
    assert {Triple(row["s"], predicate, row["o"]) for row in rows} == wanted
    described = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert isinstance(described, QueryTriples)
    assert set(described) == wanted
    for stated in wanted:
        assert list(store.match(stated.subject, predicate, stated.object)) == [stated]
        assert stated in set(store.match(None, None, stated.object))
    assert store.holds(SERVICES, [quad.triple for quad in quads])
    assert store.delta(Change({}, "", added=quads)).size == 0
    store.commit(Change({}, "second", removed=quads))
    assert current(store) == []
    assert SERVICES not in store.graphs()


def test_a_large_change_is_carried_out_as_a_whole(store: GraphStore) -> None:
    """Also one that is larger than what an engine takes at once."""
    many = [triple(f"s{number}", "日本" * (number % 5)) for number in range(3_000)]
    store.commit(Change({SERVICES: many, SYSTEMS: many[:10]}, "first"))
    assert set(store.triples(SERVICES)) == set(many)
    assert len(current(store)) == 3_000
    rest = [triple(f"t{number}") for number in range(2_000)]
    store.commit(Change({SERVICES: rest}, "second"))
    assert set(store.triples(SERVICES)) == set(rest)
    assert len(current(store)) == 2_010
    assert set(store.graphs()) == {SERVICES, SYSTEMS, f"{BASE}graph/system/changes", f"{BASE}graph/system/patches"}


def test_notes_in_the_records_change_no_data(store: GraphStore) -> None:
    """They come and go at once, and the generation stays."""
    store.commit(Change({SERVICES: [triple("a")]}, "first"))
    proposals = f"{BASE}graph/system/proposals"
    store.record([quad("one", graph=proposals), quad("two", graph=proposals)])
    store.record([quad("three", graph=proposals)], [quad("one", graph=proposals)])
    assert set(store.triples(proposals)) == {triple("two"), triple("three")}
    assert (store.generation(), current(store)) == (1, [("a", "v")])


def test_an_update_is_tried_without_doing_it(store: GraphStore) -> None:
    """What it would do to the graphs that are asked about, or to all."""
    store.commit(Change({SERVICES: [triple("a")], SYSTEMS: [triple("s")]}, "first"))
    store.commit(Change({}, "second", added=[quad("b")]))
    update = f"""DELETE {{ GRAPH ?g {{ ?s ?p 'v' }} }} INSERT {{ GRAPH ?g {{ ?s ?p 'w' }} }}
    WHERE {{ GRAPH ?g {{ ?s ?p 'v' }} FILTER (?g IN (<{SERVICES}>, <{SYSTEMS}>)) }}"""
    tried = store.would(update, {SERVICES})
    assert tried == Delta(frozenset({quad("a", "w"), quad("b", "w")}), frozenset({quad("a"), quad("b")}))
    assert store.would(update, None).size == 6
    assert current(store) == [("a", "v"), ("b", "v"), ("s", "v")]
    with pytest.raises(QueryError):
        store.would("INSERT", None)


def test_branches_follow_what_is_committed(store: GraphStore) -> None:
    """Each is of its moment, with the records of changes and notes that were there."""
    proposals = f"{BASE}graph/system/proposals"
    store.commit(Change({SERVICES: [triple("a")]}, "first", agent="Registry"))
    store.branch().close()
    store.commit(Change({}, "second", [Source("more.ttl", "1" * 64, SERVICES)], added=[quad("b")], removed=[quad("a")]))
    store.record([quad("note", graph=proposals)])
    branch = store.branch()
    assert current(branch) == [("b", "v")]
    assert set(branch.graphs()) == set(store.graphs())
    for graph in store.graphs():
        assert set(branch.triples(graph)) == set(store.triples(graph)), graph
    branch.close()


@pytest.mark.parametrize("location", [kind for kind in KINDS if kind != "oxigraph"], indirect=True)
def test_never_two_have_the_turn(location: str) -> None:
    """Though all ask at the same moment, and the engine may let several of them in."""
    stores = [open_store(location, BASE) for _ in range(4)]
    together, inside, most = threading.Barrier(len(stores), timeout=60), 0, 0

    def take(store: GraphStore) -> None:
        nonlocal inside, most
        for _ in range(20):
            together.wait()
            with store.turn():
                inside += 1
                most = max(most, inside)
                list(store.triples(SERVICES))
                inside -= 1

    with ThreadPoolExecutor(len(stores)) as pool:
        list(pool.map(take, stores))
    assert most == 1
    for store in stores:
        store.close()


@pytest.mark.parametrize("location", [kind for kind in KINDS if kind != "oxigraph"], indirect=True)
def test_two_processes_write_one_after_the_other(location: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """On an engine each sees what the other did, at once where it writes; no change is lost, no number given twice.

    No turn that nobody has any more is waited for: that would take an hour.
    """
    monkeypatch.setattr(states, "TURN_SECONDS", 3600.0)
    stores = [open_store(location, BASE) for _ in range(4)]

    def write(number: int) -> list[int]:
        return [stores[number].commit(Change({}, "", added=[quad(f"{number}-{n}")])) for n in range(25)]

    with ThreadPoolExecutor(len(stores)) as pool:
        given = sorted(number for numbers in pool.map(write, range(len(stores))) for number in numbers)
    assert given == list(range(1, 101))
    for store in stores:
        with store.turn():
            assert store.generation() == 100
            assert len(list(store.triples(SERVICES))) == 100
        store.close()
