"""Scenarios and plans become proposals, which pass the gate when a curator accepts them."""

from __future__ import annotations

import pytest

from graph_service.errors import DataInvalid
from graph_service.model.scenario import Scenario, read_steps
from graph_service.services.ask import ask
from graph_service.services.deployment import Deployment
from graph_service.services.procurement.planning import plan
from graph_service.services.procurement.proposal import as_change as plan_as_change
from graph_service.services.proposals import accept, proposal_of, propose
from graph_service.services.scenarios.overlay import as_change, edits_of


def missing(deployment: Deployment) -> set[str]:
    """The Building Blocks that the fictional country lacks."""
    query = deployment.queries.get("missing-building-blocks")
    return {row["buildingBlock"].value for row in ask(deployment, query, {"stack": ["demo"]}).solutions}


def test_a_scenario_that_is_accepted_comes_true(writable: Deployment) -> None:
    """What was asked about is then what is."""
    scenario = Scenario(read_steps(["operate-building-block:building_block=wallet,stack=demo"]), title="A wallet")
    before = missing(writable)
    proposal, judged = propose(writable, as_change(scenario, edits_of(writable, scenario.steps)))
    assert (proposal.title, judged.report.conforms) == ("A wallet", True)
    assert missing(writable) == before
    accept(writable, proposal.number)
    assert before - missing(writable) == {f"{writable.settings.base}id/building-block/wallet"}


def test_a_plan_is_proposed_with_what_must_move_along(writable: Deployment) -> None:
    """Items that build on what comes later now are named; the proposal waits until they are moved too."""
    found = plan(writable, {"stack": ["demo"], "budget": ["900000"], "first_year": ["2027"]})
    assert found.best.purchases
    proposal, judged = propose(writable, plan_as_change(writable, found))
    assert {f.shape.rpartition("/")[2] for f in judged.report.findings if f.severity == "violation"} == {
        "PlannedTooEarly"
    }
    with pytest.raises(DataInvalid):
        accept(writable, proposal.number)
    assert proposal_of(writable, proposal.number).state == "waiting"
