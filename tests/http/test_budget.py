"""A client's share of work: counted in seconds, full again after a minute."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import Literal, NamedNode, Quad

from graph_service.errors import OverBudget
from graph_service.http import budget
from graph_service.http.app import create_app
from graph_service.http.budget import Budget
from graph_service.model.change import Change
from graph_service.services.deployment import Deployment
from graph_service.services.proposals import propose


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_empties_and_fills() -> None:
    """At a steady rate; other clients have their own."""
    clock = Clock()
    limit = Budget(60, clock)
    limit.check("a")
    limit.spend("a", 90)
    with pytest.raises(OverBudget) as refused:
        limit.check("a")
    assert refused.value.wait == 31
    limit.check("b")
    clock.now += 31
    limit.check("a")
    limit.spend("a", 1)
    with pytest.raises(OverBudget):
        limit.check("a")


def test_no_seconds_are_no_limit() -> None:
    """For services that nobody else reaches."""
    limit = Budget(0, Clock())
    limit.spend("a", 10_000)
    limit.check("a")


def test_only_so_many_clients_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever invents addresses fills no memory."""
    monkeypatch.setattr(budget, "CLIENTS", 2)
    limit = Budget(1, Clock())
    for client in "abc":
        limit.spend(client, 2)
    limit.check("a")
    for client in "bc":
        with pytest.raises(OverBudget):
            limit.check(client)


def test_over_budget_is_told_with_when_to_ask_again(seeded: Deployment) -> None:
    """Whatever a client says of whose request it passes on."""
    app = create_app(replace(seeded.settings, client_seconds=0.001))
    app.state.deployment = seeded
    client = TestClient(app)
    asked = {"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?c FILTER(?b != ?e) } LIMIT 1", "timeout": "0.2"}
    client.get("/sparql", params=asked)
    refused = client.get("/sparql", params=asked, headers={"X-Forwarded-For": "203.0.113.9"})
    assert refused.status_code == 429
    assert refused.json()["type"].endswith("/over-budget")
    assert int(refused.headers["retry-after"]) >= 1
    assert client.get("/queries/stacks").status_code == 200


COSTLY = (
    ("GET", "/search?q=birth"),
    ("GET", "/explore?thing=stack/demo"),
    ("GET", "/plan?stack=demo&budget=1000000"),
    ("GET", "/queries/stacks/sources"),
    ("GET", "/scenarios/ad-hoc/queries/stacks?action=retire-system:system=demo-identity-provider"),
    ("GET", "/stacks/demo/catalogues/services/releases/1.0/diff"),
    ("GET", "/stacks/demo/dump.nt"),
    ("GET", "/stacks/demo/archimate.xml"),
    ("GET", "/profiles/cpsv-ap/demo/services"),
    ("GET", "/proposals/1"),
    ("GET", "/desk/proposals/1"),
    ("POST", "/validate"),
)
FREE = ("/", "/stacks", "/queries", "/queries/stacks", "/doc/stack/demo", "/changes", "/healthz", "/desk")


@pytest.mark.parametrize(("method", "path"), COSTLY)
def test_costly_work_is_counted(writable: Deployment, method: str, path: str) -> None:
    """Whoever has nothing left is told when to come again, by whichever way they ask for work."""
    graph = "https://w3id.org/public-service-graph/graph/demo/services"
    if "proposals" in path:
        subject = NamedNode("https://w3id.org/public-service-graph/id/service/demo-birth-registration")
        keyword, word = NamedNode("http://www.w3.org/ns/dcat#keyword"), Literal("b", language="en")
        new = Quad(subject, keyword, word, NamedNode(graph))
        propose(writable, Change({}, "t", added=[new]))
    app = create_app(replace(writable.settings, client_seconds=1))
    app.state.deployment = writable
    app.state.budget.spend("testclient", 100)
    client = TestClient(app)
    refused = client.request(method, path, headers={"Content-Type": "text/turtle"})
    assert (refused.status_code, refused.json()["type"].rsplit("/", 1)[-1]) == (429, "over-budget")
    assert int(refused.headers["Retry-After"]) > 60


def test_what_costs_little_is_free(seeded: Deployment) -> None:
    """Pages, things and named queries stay open to whoever has nothing left."""
    app = create_app(replace(seeded.settings, client_seconds=1))
    app.state.deployment = seeded
    app.state.budget.spend("testclient", 100)
    client = TestClient(app)
    for path in FREE:
        assert client.get(path).status_code == 200, path
