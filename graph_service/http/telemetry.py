"""Traces for OpenTelemetry, where the operator asks for them by its own variables (``OTEL_…``) and installed the extra.

A request is a span, with its named query, its turn in the sandbox, the gate and the commit within. Without an address
to send spans to (``OTEL_EXPORTER_OTLP_ENDPOINT``) nothing is loaded and nothing leaves the process.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

from graph_service import __version__
from graph_service.observation import TRACING, Answered, Tracing

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

_ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
_NAME = "graph-service"
_SERVER_ERROR = 500


def wanted(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the operator says where spans go, and doesn't switch them off."""
    off = (
        environment.get("OTEL_SDK_DISABLED", "").lower() == "true" or environment.get("OTEL_TRACES_EXPORTER") == "none"
    )
    return any(environment.get(name) for name in _ENDPOINTS) and not off


def start() -> None:
    """From now on, make spans and send them, where that is wanted.

    :raises ValueError: where it is wanted and the extra is not installed.
    """
    if not wanted():
        return
    try:
        from opentelemetry import trace  # noqa: PLC0415 - an extra
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
    except ImportError as error:
        raise ValueError(
            f"OTEL_… asks for traces, but {error.name} is not installed: pip install 'graph-service[telemetry]'"
        ) from error
    named = {} if os.environ.get("OTEL_SERVICE_NAME") else {"service.name": _NAME}
    provider = TracerProvider(resource=Resource.create({**named, "service.version": __version__}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    TRACING[0] = _Spans(provider)


class _Spans(Tracing):
    """Makes spans."""

    def __init__(self, provider: TracerProvider) -> None:
        self._provider = provider
        self._tracer = provider.get_tracer(_NAME, __version__)

    def stop(self) -> None:
        self._provider.shutdown()

    def span(self, work: str, query: str) -> AbstractContextManager[object]:
        attributes = {"graph_service.query": query} if query else {}
        return self._tracer.start_as_current_span(work, attributes=attributes)

    @contextmanager
    def request(self, method: str, headers: Mapping[bytes, bytes]) -> Iterator[Answered]:
        from opentelemetry.propagate import extract  # noqa: PLC0415 - an extra
        from opentelemetry.trace import SpanKind, StatusCode  # noqa: PLC0415

        sent = {name.decode("latin-1"): value.decode("latin-1") for name, value in headers.items()}
        with self._tracer.start_as_current_span(method, extract(sent), SpanKind.SERVER) as span:

            def answered(route: str, status: int) -> None:
                span.update_name(f"{method} {route}")
                span.set_attributes(
                    {"http.request.method": method, "http.route": route, "http.response.status_code": status}
                )
                if status >= _SERVER_ERROR:
                    span.set_status(StatusCode.ERROR)

            yield answered
