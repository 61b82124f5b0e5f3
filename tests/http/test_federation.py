"""SERVICE: only to the endpoints that the operator lists, as they are listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from served import Service, serving

from graph_service.services.deployment import Deployment

LOCAL = "SELECT ?stack { ?stack a <https://w3id.org/public-service-graph/def/Stack> } ORDER BY ?stack"


@pytest.fixture(scope="module")
def front(seeded: Deployment, live: Service) -> Iterator[Service]:
    """A service that may call ``live``, and no other."""
    store = f"oxigraph:{seeded.store.snapshot()}"
    with serving(replace(seeded.settings, store=store, federation=f"{live.address}/sparql")) as service:
        yield service


def remote(endpoint: str, call: str = "SERVICE") -> str:
    return f"SELECT ?stack {{ {call} <{endpoint}> {{ ?stack a <https://w3id.org/public-service-graph/def/Stack> }} }}"


@pytest.mark.parametrize("call", ["SERVICE", "service", "SERVICE SILENT", "SERVICE # a comment\n"])
def test_a_listed_endpoint_is_called(front: Service, live: Service, call: str) -> None:
    """And its rows come back."""
    answer = front.ask(remote(f"{live.address}/sparql", call), "text/csv")
    assert answer.status == 200, answer.content
    assert set(answer.content.split()) == set(live.ask(LOCAL, "text/csv").content.split())
    assert "etag" not in answer.headers


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * {{ SERVICE <{canary}> {{ ?s ?p ?o }} }}",
        "PREFIX l: <{listed}> SELECT * {{ SERVICE l: {{ ?s ?p ?o }} }}",
        "BASE <{listed}> SELECT * {{ SERVICE <> {{ ?s ?p ?o }} }}",
        "SELECT * {{ VALUES ?e {{ <{listed}> }} SERVICE ?e {{ ?s ?p ?o }} }}",
        "SELECT * {{ SERVICE <{listed}> {{ ?s ?p ?o }} SERVICE <{canary}> {{ ?s ?p ?q }} }}",
        "SELECT * {{ SERVICE <{listed}?x> {{ ?s ?p ?o }} }}",
        "SELECT * {{ SERVICE <{listed}/> {{ ?s ?p ?o }} }}",
    ],
)
def test_others_are_refused(front: Service, live: Service, canary: tuple[str, list[str]], text: str) -> None:
    """However near they come; only an endpoint that is written in full can be known."""
    answer = front.ask(text.format(listed=f"{live.address}/sparql", canary=canary[0]))
    assert (answer.status, answer.problem) == (403, "federation-refused")


def test_nobody_is_called_where_none_is_listed(live: Service) -> None:
    """As by default."""
    assert live.ask(remote(f"{live.address}/sparql")).problem == "federation-refused"
