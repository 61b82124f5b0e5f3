"""The pipeline of changes on the seed data: the gate, what may be changed, undo, and two changes at once."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QueryBoolean, Triple

from graph_service.errors import ChangedMeanwhile, DataInvalid, NothingToDo, Overloaded, UnknownName, WriteRefused
from graph_service.model.change import Change, Source
from graph_service.services.changing import add_to_graph, apply, judge, put_graph
from graph_service.services.deployment import Deployment
from graph_service.services.undoing import delta_of, undo

BASE = "https://w3id.org/public-service-graph/"
SERVICES = f"{BASE}graph/demo/services"
BIRTH = NamedNode(f"{BASE}id/service/demo-birth-registration")
TITLE = NamedNode("http://purl.org/dc/terms/title")
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
EVENT = NamedNode("http://data.europa.eu/m8g/isGroupedBy")


def statement(predicate: NamedNode, value: NamedNode | Literal, graph: str = SERVICES) -> Quad:
    return Quad(BIRTH, predicate, value, NamedNode(graph))


def titles(writable: Deployment) -> set[str]:
    return {t.object.value for t in writable.store.match(BIRTH, TITLE, None) if isinstance(t.object, Literal)}


def retitled(writable: Deployment, title: str) -> Change:
    old = writable.store.match(BIRTH, TITLE, None)
    return Change(
        {},
        "Another title",
        [Source("titles.csv", "0" * 64)],
        added=[statement(TITLE, Literal(title, language="en"))],
        removed=[Quad(t.subject, t.predicate, t.object, NamedNode(SERVICES)) for t in old],
        agent="Registry office",
    )


def test_a_valid_change_is_committed(writable: Deployment) -> None:
    """Readers see it; it counts as one."""
    before = writable.store.generation()
    outcome = apply(writable, retitled(writable, "Registration of a birth"))
    assert titles(writable) == {"Registration of a birth"}
    assert outcome.generation == writable.store.generation() == before + 1
    assert len(outcome.delta.added) == 1


def test_a_change_that_breaks_a_shape_is_refused(writable: Deployment) -> None:
    """It says where; nothing is changed."""
    before, held = writable.store.generation(), titles(writable)
    change = Change({}, "No title", removed=retitled(writable, "x").removed)
    with pytest.raises(DataInvalid) as refused:
        apply(writable, change)
    assert [(f.focus, f.severity) for f in refused.value.report.findings] == [(BIRTH.value, "violation")]
    assert "title" in refused.value.report.findings[0].message
    assert (writable.store.generation(), titles(writable)) == (before, held)


def test_a_change_of_one_thing_can_break_another(writable: Deployment) -> None:
    """What others point at can't be removed."""
    event = next(writable.store.match(BIRTH, EVENT, None)).object
    assert isinstance(event, NamedNode)
    graph = NamedNode(f"{BASE}graph/demo/life-events")
    gone = [Quad(t.subject, t.predicate, t.object, graph) for t in writable.store.match(event, None, None)]
    with pytest.raises(DataInvalid) as refused:
        apply(writable, Change({}, "An event less", removed=gone))
    assert BIRTH.value in {finding.focus for finding in refused.value.report.findings}


def test_what_was_wrong_before_stops_no_other_change(writable: Deployment) -> None:
    """A change answers for what it breaks, also where it touches what is broken; mending in steps is possible."""
    language = NamedNode("http://purl.org/dc/terms/language")
    writable.store.commit(Change({}, "Past the gate", added=[statement(language, Literal("English"))]))
    assert apply(writable, retitled(writable, "Registration of a birth")).report.conforms
    mended = apply(writable, Change({}, "Mended", removed=[statement(language, Literal("English"))]))
    assert mended.report.conforms


def test_warnings_pass_with_a_note_or_stop_too(writable: Deployment) -> None:
    """As the operator chooses."""
    grouped = [
        Quad(t.subject, t.predicate, t.object, NamedNode(SERVICES)) for t in writable.store.match(BIRTH, EVENT, None)
    ]
    encounters = NamedNode(f"{BASE}def/encounteredService")
    order = [
        Quad(t.subject, p.predicate, p.object, NamedNode(f"{BASE}graph/demo/life-events"))
        for t in writable.store.match(None, encounters, BIRTH)
        for p in writable.store.match(t.subject, None, None)
    ]
    change = Change({}, "No event", removed=[*grouped, *order])
    strict = replace(writable.settings, gate="warnings")
    lenient, writable.settings = writable.settings, strict
    with pytest.raises(DataInvalid):
        apply(writable, change)
    writable.settings = lenient
    outcome = apply(writable, change)
    assert (outcome.report.violations, outcome.report.warnings > 0) == (0, True)
    found = writable.store.query(
        f"ASK {{ GRAPH <{BASE}graph/system/changes> {{ <{BASE}id/change/{outcome.generation}> "
        f"<{BASE}def/warnings> {outcome.report.warnings} }} }}"
    )
    assert isinstance(found, QueryBoolean)
    assert bool(found)


def test_what_is_so_already_is_no_change(writable: Deployment) -> None:
    """No generation, no record."""
    before = writable.store.generation()
    same = put_graph(SERVICES, writable.store.triples(SERVICES), "The same")
    assert apply(writable, same).generation == before == writable.store.generation()


@pytest.mark.parametrize(
    ("graph", "why"),
    [
        (f"{BASE}graph/system/shapes", "kept by the service"),
        (f"{BASE}graph/system/changes", "kept by the service"),
        (f"{BASE}graph/system/new", "kept by the service"),
        (f"{BASE}graph/demo/services/1.0", "published release"),
        (f"{BASE}graph/demo/nothing", "of no catalogue"),
        ("https://elsewhere.example/graph", "of no catalogue"),
    ],
)
def test_only_graphs_of_catalogues_are_changed(writable: Deployment, graph: str, why: str) -> None:
    """The others say why, and what to do."""
    with pytest.raises(WriteRefused, match=why):
        apply(writable, Change({}, "Elsewhere", added=[statement(TITLE, Literal("x", language="en"), graph)]))


def test_no_graph_is_left_without_a_catalogue(writable: Deployment) -> None:
    """Whoever takes away the description takes away the graph."""
    graph, described = NamedNode(f"{BASE}graph/demo/stack"), NamedNode(f"{BASE}def/graph")
    gone = [
        Quad(t.subject, t.predicate, t.object, graph)
        for t in writable.store.match(None, described, NamedNode(SERVICES))
    ]
    assert gone
    with pytest.raises(WriteRefused, match="would be the graph of no catalogue"):
        apply(writable, Change({}, "Undescribed", removed=gone))


def test_blank_nodes_get_names_or_are_refused(writable: Deployment) -> None:
    """Statements that come as a graph get IRIs; ones that are named singly must have them."""
    page = NamedNode("http://xmlns.com/foaf/0.1/topic")
    given = [Triple(BlankNode("a"), page, BIRTH), Triple(BIRTH, page, BlankNode("a"))]
    outcome = apply(writable, add_to_graph(SERVICES, given, "Blank"))
    assert len(outcome.delta.added) == 2
    with pytest.raises(WriteRefused, match="blank"):
        apply(writable, Change({}, "Blank", added=[Quad(BlankNode("a"), page, BIRTH, NamedNode(SERVICES))]))


def test_judging_changes_nothing(writable: Deployment) -> None:
    """It tells what would happen."""
    before, held = writable.store.generation(), titles(writable)
    judged = judge(writable, Change({}, "No title", removed=retitled(writable, "x").removed))
    assert judged.report.violations == 1
    assert (writable.store.generation(), titles(writable)) == (before, held)


def test_an_undo_takes_back_exactly_what_was_done(writable: Deployment) -> None:
    """And can itself be undone; each is a change of its own."""
    before = set(writable.store.triples(SERVICES))
    done = apply(writable, retitled(writable, "Registration of a birth"))
    after = set(writable.store.triples(SERVICES))
    undone = undo(writable, done.generation, "Curator")
    assert set(writable.store.triples(SERVICES)) == before
    undo(writable, undone.generation)
    assert set(writable.store.triples(SERVICES)) == after
    assert delta_of(writable, done.generation) == done.delta


def test_an_undo_passes_the_gate(writable: Deployment) -> None:
    """What later changes rest on stays."""
    new = NamedNode(f"{BASE}id/organisation/demo-new-office")
    name = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    graph = NamedNode(f"{BASE}graph/demo/organisations")
    other = next(
        t.subject
        for t in writable.store.triples(graph.value)
        if t.object == NamedNode("http://data.europa.eu/m8g/PublicOrganisation")
    )
    copied = [
        Quad(new, t.predicate, Literal("New office", language="en") if t.predicate == name else t.object, graph)
        for t in writable.store.match(other, None, None)
    ]
    made = apply(writable, Change({}, "An office", added=copied))
    authority = NamedNode("http://data.europa.eu/m8g/hasCompetentAuthority")
    apply(writable, Change({}, "It is responsible", added=[statement(authority, new)]))
    with pytest.raises(DataInvalid) as refused:
        undo(writable, made.generation)
    assert BIRTH.value in {finding.focus for finding in refused.value.report.findings}


def test_an_undo_that_can_do_nothing_says_so(writable: Deployment) -> None:
    """No such change; nothing left to take back."""
    with pytest.raises(UnknownName, match="999"):
        undo(writable, 999)
    done = apply(writable, retitled(writable, "Registration of a birth"))
    undo(writable, done.generation)
    with pytest.raises(NothingToDo, match="left"):
        undo(writable, done.generation)


def test_a_change_for_an_earlier_state_is_refused(writable: Deployment) -> None:
    """Whoever read before another's change must read again."""
    seen = writable.store.generation()
    apply(writable, retitled(writable, "First"), expected=seen)
    with pytest.raises(ChangedMeanwhile, match=str(seen)):
        apply(writable, retitled(writable, "Second"), expected=seen)
    assert titles(writable) == {"First"}


def test_one_change_at_a_time(writable: Deployment) -> None:
    """Others wait; where that takes too long they are refused and nothing is changed."""
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with writable.turn():
            held.set()
            done.wait()

    other = threading.Thread(target=hold)
    other.start()
    held.wait()
    try:
        with pytest.raises(Overloaded, match="nothing was changed"):
            apply(writable, retitled(writable, "Second"))
    finally:
        done.set()
        other.join()
    assert apply(writable, retitled(writable, "Third")).delta.size


def test_changes_at_once_are_all_judged_on_the_result(writable: Deployment) -> None:
    """Two that are valid alone, but not together: one is refused."""
    writable.settings = replace(writable.settings, write_seconds=30.0)
    level = NamedNode(f"{BASE}def/targetDigitisationLevel")
    old = [
        Quad(t.subject, t.predicate, t.object, NamedNode(SERVICES)) for t in writable.store.match(BIRTH, level, None)
    ]
    apply(writable, Change({}, "No target", removed=old))
    outcomes: list[str] = []

    def set_target(code: int) -> None:
        value = NamedNode(f"{BASE}codelist/digitisation-level/{code}")
        try:
            apply(writable, Change({}, "A target", added=[statement(level, value)]))
            outcomes.append("committed")
        except DataInvalid:
            outcomes.append("refused")

    threads = [threading.Thread(target=set_target, args=(code,)) for code in (3, 4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["committed", "refused"]
