"""Proposals wait, are reviewed against the data of the day, and are decided once."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QueryBoolean

from graph_service.errors import DataInvalid, NothingToDo, UnknownName, WriteRefused
from graph_service.model.change import Change
from graph_service.services.changing import apply
from graph_service.services.deployment import Deployment
from graph_service.services.proposals import (
    accept,
    list_proposals,
    proposal_of,
    propose,
    refuse,
    review,
    things_changed,
)
from graph_service.services.wording import in_words

BASE = "https://w3id.org/public-service-graph/"
SERVICES = NamedNode(f"{BASE}graph/demo/services")
BIRTH = NamedNode(f"{BASE}id/service/demo-birth-registration")
TITLE = NamedNode("http://purl.org/dc/terms/title")


def titles(deployment: Deployment) -> set[str]:
    return {t.object.value for t in deployment.store.match(BIRTH, TITLE, None) if isinstance(t.object, Literal)}


def retitled(deployment: Deployment, title: str) -> Change:
    old = [Quad(t.subject, t.predicate, t.object, SERVICES) for t in deployment.store.match(BIRTH, TITLE, None)]
    new = Quad(BIRTH, TITLE, Literal(title, language="en"), SERVICES)
    return Change({}, "A clearer title", added=[new], removed=old, agent="Registry office")


def test_a_proposal_changes_no_data(writable: Deployment) -> None:
    """It is listed, with who made it, and waits."""
    before, generation = titles(writable), writable.store.generation()
    proposal, judged = propose(writable, retitled(writable, "Registration of a birth"))
    assert (proposal.number, proposal.state, proposal.agent) == (1, "waiting", "registry-office")
    assert judged.report.conforms
    assert (titles(writable), writable.store.generation()) == (before, generation)
    second, _ = propose(writable, retitled(writable, "Birth"))
    assert [listed.number for listed in list_proposals(writable)] == [2, 1]
    assert second.title == "A clearer title"


def test_an_accepted_proposal_is_a_change(writable: Deployment) -> None:
    """Decision and change are one commit; who decided and why is kept."""
    propose(writable, retitled(writable, "Registration of a birth"))
    outcome = accept(writable, 1, "Clearer.", "Curator")
    assert titles(writable) == {"Registration of a birth"}
    decided = proposal_of(writable, 1)
    assert (decided.state, decided.reason, decided.decider) == ("accepted", "Clearer.", "curator")
    assert decided.decided >= decided.made
    assert outcome.generation == writable.store.generation()
    with pytest.raises(NothingToDo, match="accepted already"):
        refuse(writable, 1, "Too late.")


def test_a_refused_proposal_keeps_its_reason(writable: Deployment) -> None:
    """Nothing is changed, and it can't be accepted any more."""
    before, generation = titles(writable), writable.store.generation()
    propose(writable, retitled(writable, "Registration of a birth"))
    assert refuse(writable, 1, "The old title is that of the law.", "Curator").state == "refused"
    assert proposal_of(writable, 1).reason == "The old title is that of the law."
    assert (titles(writable), writable.store.generation()) == (before, generation)
    with pytest.raises(NothingToDo, match="refused already"):
        accept(writable, 1)


def test_an_invalid_proposal_can_wait_but_not_be_accepted(writable: Deployment) -> None:
    """Its review says what is wrong; it waits on, until it is refused or the data are such that it fits."""
    broken = Change({}, "No title", removed=retitled(writable, "x").removed)
    _, judged = propose(writable, broken)
    assert judged.report.violations == 1
    assert review(writable, 1).report.violations == 1
    with pytest.raises(DataInvalid):
        accept(writable, 1)
    assert proposal_of(writable, 1).state == "waiting"


def test_a_proposal_is_judged_on_the_data_of_the_day(writable: Deployment) -> None:
    """What others changed meanwhile counts."""
    propose(writable, retitled(writable, "Registration of a birth"))
    apply(writable, retitled(writable, "Registration of a birth"))
    assert not review(writable, 1).delta.size
    with pytest.raises(NothingToDo, match="so already"):
        accept(writable, 1)


def test_what_is_no_proposal_is_refused(writable: Deployment) -> None:
    """Nothing to change; a graph of the service; a number that is none."""
    with pytest.raises(NothingToDo):
        propose(writable, Change({}, "Nothing"))
    elsewhere = Quad(BIRTH, TITLE, Literal("x"), NamedNode(f"{BASE}graph/system/shapes"))
    with pytest.raises(WriteRefused):
        propose(writable, Change({}, "Shapes", added=[elsewhere]))
    with pytest.raises(UnknownName, match="7"):
        review(writable, 7)


def test_a_difference_is_told_in_words(writable: Deployment) -> None:
    """Each thing by its name, each statement by the name of its property."""
    [old] = titles(writable) if len(titles(writable)) == 1 else [None]
    _, judged = propose(writable, retitled(writable, "Registration of a birth"))
    lines = in_words(writable, judged.delta)
    assert lines[0].endswith(f"<{BIRTH.value}>")
    assert lines[0].startswith("Changed ")
    assert "  + title: Registration of a birth (en)" in lines
    assert old is None or f"  - title: {old} (en)" in lines
    assert list(things_changed(judged.delta)) == [BIRTH.value]


def test_proposals_are_no_part_of_the_data(writable: Deployment) -> None:
    """No query sees them by default."""
    propose(writable, retitled(writable, "Registration of a birth"))
    found = writable.store.query(f"ASK {{ ?p <{BASE}def/proposal> ?n }}")
    assert isinstance(found, QueryBoolean)
    assert not found
