"""Metrics in the format of Prometheus; who reads them here needs a key, so that they are not public by accident.

They can also be had without one, at an address of their own that the operator sets (``GRAPH_METRICS``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated

from fastapi import APIRouter, Request, Response
from prometheus_client import (
    CollectorRegistry,
    Metric,
    ProcessCollector,
    disable_created_metrics,
    start_http_server,
)
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector
from pyoxigraph import Literal, QuerySolutions

from graph_service import __version__, observation
from graph_service.http import watching
from graph_service.http.access import require
from graph_service.model.agent import Agent
from graph_service.services.deployment import Deployment

disable_created_metrics()  # type: ignore[no-untyped-call] # when each number began is of no use and half of all lines

router = APIRouter(tags=["operations"])
Reader = Annotated[Agent, require("reader")]
_FAMILIES = (
    *(watching.REQUESTS, watching.SECONDS, watching.IN_FLIGHT),
    *(observation.WORK, observation.NAMED_QUERIES, observation.PROBLEMS, observation.KEPT_ANSWERS),
)
_TEXT = {"200": {"content": {"text/plain": {"schema": {"type": "string"}}}}}


@router.get("/metrics", summary="Metrics for Prometheus; any key may read them", responses=_TEXT)  # type: ignore[arg-type] # a status as text
def metrics(request: Request, _reader: Reader) -> Response:
    """In the text format of Prometheus, or OpenMetrics where that is asked for."""
    registry: CollectorRegistry = request.app.state.metrics
    encode, media_type = choose_encoder(request.headers.get("accept", ""))
    headers = {"Content-Type": media_type, "Cache-Control": "no-store", "Vary": "Accept"}
    return Response(encode(registry), headers=headers)


def registry_of(deployment: Callable[[], Deployment]) -> CollectorRegistry:
    """All that can be read of ``deployment`` and of this process."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    for family in (*_FAMILIES, _Present(deployment)):
        registry.register(family)
    return registry


def listen(host: str, port: int, registry: CollectorRegistry) -> None:
    """Give the metrics of ``registry`` to whoever asks at that address, as long as the process lives.

    :raises ValueError: where the address can't be listened at.
    """
    try:
        start_http_server(port, host, registry)
    except OSError as error:
        raise ValueError(f"GRAPH_METRICS is {host}:{port}, where nothing can listen: {error.strerror}.") from error


class _Present(Collector):
    """What holds at the time when metrics are read; to know it costs requests nothing."""

    def __init__(self, deployment: Callable[[], Deployment]) -> None:
        self._deployment = deployment

    def describe(self) -> list[Metric]:
        """Nothing is read before somebody asks."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The state of the store and of the sandbox."""
        served = self._deployment()
        running, waiting = served.sandbox.load()
        limits = served.sandbox.limits
        yield InfoMetricFamily(
            "graph_service", "The version and the engine.", {"version": __version__, "engine": served.store.engine}
        )
        for name, text, value in (
            ("generation", "How many changes were committed.", served.store.generation()),
            ("statements", "Statements that readers see.", served.remembered("statements", lambda: _count(served))),
            ("sandbox_running", "Queries of strangers that run now.", running),
            ("sandbox_waiting", "Queries of strangers that wait for a place.", waiting),
            ("sandbox_places", "How many queries of strangers may run at once.", limits.concurrency),
            ("sandbox_queue", "How many queries of strangers may wait.", limits.queue),
        ):
            yield GaugeMetricFamily(f"graph_service_{name}", text, value)


def _count(served: Deployment) -> int:
    result = served.store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert isinstance(result, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
    [row] = result
    number = row["n"]
    assert isinstance(number, Literal)  # noqa: S101 - a count is a number
    return int(number.value)
