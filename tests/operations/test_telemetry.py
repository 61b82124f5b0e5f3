"""Traces: none without the operator's word; with it, spans of requests and of the work within them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from graph_service.http import telemetry
from graph_service.observation import TRACING, Tracing
from graph_service.services.deployment import Deployment

TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


@pytest.fixture
def collector() -> Iterator[tuple[str, list[bytes]]]:
    """A collector of traces: its address, and what it was sent."""
    sent: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.path == "/v1/traces"
            sent.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}", sent
        server.shutdown()
        thread.join()


def spans_of(seeded: Deployment, folder: Path, **more: str) -> int:
    """Ask a service in a process of its own for two things, and end it."""
    environment = {
        **os.environ,
        "GRAPH_STORE": f"oxigraph:{seeded.store.snapshot()}",
        "GRAPH_HOME": str(seeded.settings.home),
        "OTEL_EXPORTER_OTLP_COMPRESSION": "none",
        **more,
    }
    log = folder / "log"
    words = [sys.executable, "-m", "graph_service", "serve", "--port", "0"]
    with (
        log.open("wb") as output,
        subprocess.Popen(words, stderr=output, cwd=folder, env=environment) as process,
    ):
        while not (found := re.search(r"running on (http://127\.0\.0\.1:\d+)", log.read_text(encoding="utf-8"))):
            assert process.poll() is None, log.read_text(encoding="utf-8")
        parent = {"traceparent": f"00-{TRACE}-{PARENT}-01"}
        for path in ("/queries/stacks", "/sparql?query=ASK%7B%7D"):
            with urlopen(Request(f"{found[1]}{path}", headers=parent)) as answer:  # noqa: S310 - our own
                assert answer.status == 200
        process.terminate()
    return process.returncode


def test_spans_of_requests_and_of_the_work_within(
    seeded: Deployment, tmp_path: Path, collector: tuple[str, list[bytes]]
) -> None:
    """They are part of the trace that the client's request names."""
    spans_of(seeded, tmp_path, OTEL_EXPORTER_OTLP_ENDPOINT=collector[0])
    received = [ExportTraceServiceRequest.FromString(content) for content in collector[1]]
    resources = [spans.resource for request in received for spans in request.resource_spans]
    names = {a.value.string_value for r in resources for a in r.attributes if a.key == "service.name"}
    assert names == {"graph-service"}
    scopes = [scope for request in received for spans in request.resource_spans for scope in spans.scope_spans]
    everything = {span.span_id: span for scope in scopes for span in scope.spans}
    spans = {span.name: span for span in everything.values()}
    assert set(spans) >= {"GET /queries/{name}", "named-query", "GET /sparql", "sandbox-query"}
    assert {span.trace_id.hex() for span in spans.values()} == {TRACE}
    for outer, inner in (("GET /queries/{name}", "named-query"), ("GET /sparql", "sandbox-query")):
        assert spans[outer].parent_span_id.hex() == PARENT
        assert spans[outer].span_id in _around(spans[inner], everything)
    attributes = {a.key: a.value.string_value or a.value.int_value for a in spans["GET /sparql"].attributes}
    assert attributes["http.response.status_code"] == 200
    assert [a.value.string_value for a in spans["named-query"].attributes] == ["stacks"]


def _around(span: Span, spans: dict[bytes, Span]) -> set[bytes]:
    """The spans that ``span`` is within; the framework makes some of its own."""
    found = set()
    while span.parent_span_id in spans:
        span = spans[span.parent_span_id]
        found.add(span.span_id)
    return found


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"OTEL_SERVICE_NAME": "x"},
        {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:1", "OTEL_SDK_DISABLED": "true"},
        {"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://127.0.0.1:1", "OTEL_TRACES_EXPORTER": "none"},
    ],
)
def test_nothing_is_traced_unless_it_is_asked_for(given: dict[str, str]) -> None:
    """Nothing is loaded for it either."""
    assert not telemetry.wanted(given)
    assert type(TRACING[0]) is Tracing


def test_the_extra_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Traces that are asked for and can't be made are no secret."""
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.resources", None)
    with pytest.raises(ValueError, match=r"pip install 'graph-service\[telemetry\]'"):
        telemetry.start()
