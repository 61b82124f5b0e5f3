"""What Prometheus reads: few labels however many paths are asked for, and numbers that follow what is done."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from prometheus_client.parser import text_string_to_metric_families
from served import Service

from graph_service.http import metrics as metrics_module
from graph_service.services.access import Keys

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
Read = Callable[[], dict[tuple[str, frozenset[tuple[str, str]]], float]]


PATHS = ("/x{}", "/id/t{}/k", "/queries/q{}", "/doc/stack/s{}.ttl", "/static/f{}", "/sparql?query=x{}")


@pytest.fixture
def service(changing: Service) -> Service:
    """A service whose metrics a reader may read."""
    return changing


@pytest.fixture
def read(service: Service) -> Read:
    """Reads all samples, by name and labels."""
    key = Keys(service.deployment.settings.keys).create("Prometheus", "reader")

    def samples() -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
        answer = service.send("GET", "/metrics", headers={"Authorization": f"Bearer {key}"})
        assert answer.status == 200, answer.content
        assert answer.headers["Content-Type"].startswith("text/plain; version=")
        families = text_string_to_metric_families(answer.content.decode())
        return {(s.name, frozenset(s.labels.items())): s.value for family in families for s in family.samples}

    return samples


def value(samples: dict[tuple[str, frozenset[tuple[str, str]]], float], name: str, **labels: str) -> float:
    return samples.get((f"graph_service_{name}", frozenset(labels.items())), 0.0)


def test_metrics_are_not_public(service: Service) -> None:
    """Whoever has no key is refused, wherever the request comes from."""
    Keys(service.deployment.settings.keys).create("Prometheus", "reader")
    assert service.send("GET", "/metrics").problem == "not-authenticated"


def test_requests_are_counted_by_route_and_named_query(service: Service, read: Read) -> None:
    """An answer that is made, the same kept from before, a refusal; and what the store holds."""
    before = read()
    for _ in range(2):
        assert service.send("GET", "/queries/building-blocks").status == 200
    assert service.send("GET", "/queries/building-blocks?nonsense=1").status == 422
    assert service.ask("ASK {}").status == 200
    assert service.ask("SELECT").status == 400
    after = read()

    def grown(name: str, **labels: str) -> float:
        return value(after, name, **labels) - value(before, name, **labels)

    route = "/queries/{name}"
    assert grown("http_requests_total", route=route, method="GET", status="2xx") == 2
    assert grown("http_requests_total", route=route, method="GET", status="4xx") == 1
    assert grown("http_request_seconds_count", route=route) == 3
    assert grown("named_query_seconds_count", query="building-blocks") == 1
    assert grown("kept_answers_total", result="hit") == 1
    assert grown("work_seconds_count", work="sandbox-query", outcome="done") == 1
    assert grown("problems_total", problem="invalid-arguments") == 1
    assert value(after, "generation") == service.deployment.store.generation()
    assert value(after, "statements") > 20_000
    assert value(after, "http_requests_in_flight") == 1  # this one


def test_queries_that_are_ended_are_counted_by_why(service: Service, read: Read) -> None:
    """A query that runs for too long."""
    before = read()
    assert service.ask(ENDLESS, timeout="0.5").problem == "query-timeout"
    after = read()
    labels = {"work": "sandbox-query", "outcome": "query-timeout"}
    assert value(after, "work_seconds_count", **labels) == value(before, "work_seconds_count", **labels) + 1


def test_changes_are_counted_with_the_time_of_the_gate(service: Service, read: Read) -> None:
    """One that is committed, and one that the gate refuses."""
    key = Keys(service.deployment.settings.keys).create("Editor", "editor")
    graph = f"{service.deployment.settings.base}graph/demo/services"
    title = "<https://w3id.org/public-service-graph/id/service/x> <http://purl.org/dc/terms/title> "
    before = read()
    sent = {"Content-Type": "text/turtle", "Authorization": f"Bearer {key}"}
    text = b"<https://w3id.org/public-service-graph/id/organisation/x> <http://e/p> 1 ."
    assert service.send("POST", f"/graphs?graph={graph}", text, sent).status in {200, 422}
    assert service.send("POST", f"/graphs?graph={graph}", f"{title} 1 .".encode(), sent).status in {200, 422}
    after = read()
    grown = value(after, "work_seconds_count", work="gate", outcome="done")
    assert grown - value(before, "work_seconds_count", work="gate", outcome="done") == 2
    commits = service.deployment.store.generation() - value(before, "generation")
    counted = value(after, "work_seconds_count", work="commit", outcome="done")
    assert counted - value(before, "work_seconds_count", work="commit", outcome="done") == commits


def test_strangers_add_no_labels(service: Service, read: Read) -> None:
    """10,000 paths, methods, queries and problems that nobody thought of make no more series than a few did."""

    def ask(numbers: range) -> None:
        for n in numbers:
            service.send(("GET", "HEAD", f"M{n}")[n % 7 % 3], PATHS[n % len(PATHS)].format(n))

    ask(range(84))
    few = set(read())
    ask(range(84, 10_084))
    many = set(read())
    assert many == few
    for _, labels in many:
        for name, label in labels:
            assert not re.search(r"[xtqsfM]\d\d", label), (name, label)


def test_an_address_for_metrics_that_is_taken(service: Service) -> None:
    """It is refused with a reason."""
    with pytest.raises(ValueError, match=r"GRAPH_METRICS is 127.0.0.1:\d+, .*: Address already in use"):
        metrics_module.listen("127.0.0.1", service.port, metrics_module.registry_of(lambda: service.deployment))
