"""What tests share: the seed data loaded once through the gate, and applications that serve it."""

from __future__ import annotations

import os
import socketserver
import threading
from collections.abc import Generator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from served import Service, serving

from graph_service.http.app import create_app
from graph_service.services.deployment import Deployment
from graph_service.services.importing.loading import load
from graph_service.settings import Settings

ROOT = Path(__file__).parent.parent
SEED_DATA = (ROOT / "seed-data" / "govstack", ROOT / "seed-data" / "demo")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,  # noqa: ARG001 - the hook's signature
    call: pytest.CallInfo[None],  # noqa: ARG001
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where all tools must be there (``CI=true``), a test that is skipped has failed."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI") == "true":
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome, report.longrepr = "failed", f"With CI=true nothing may be skipped. {reason}"
    return report


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose store is a folder of this test run."""
    return Settings(store=f"oxigraph:{tmp_path_factory.mktemp('seeded') / 'store'}", home=ROOT)


@pytest.fixture(scope="session")
def seeded(settings: Settings) -> Iterator[Deployment]:
    """A deployment that holds the seed data; tests only read it."""
    deployment = Deployment(settings)
    load(deployment.store, SEED_DATA, deployment.vocabulary)
    yield deployment
    deployment.close()


@pytest.fixture(scope="session")
def client(seeded: Deployment) -> TestClient:
    """A client of an application that serves the seeded deployment."""
    app = create_app(seeded.settings)
    app.state.deployment = seeded
    return TestClient(app, follow_redirects=False)


@pytest.fixture(scope="session")
def live(seeded: Deployment) -> Iterator[Service]:
    """A service over a socket, with a copy of the seed data; tests only read it."""
    with serving(replace(seeded.settings, store=f"oxigraph:{seeded.store.snapshot()}")) as service:
        yield service


@pytest.fixture(scope="session")
def canary_server() -> Iterator[tuple[str, list[str]]]:
    calls: list[str] = []

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            calls.append(str(self.client_address))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/", calls
        server.shutdown()
        thread.join()


@pytest.fixture
def canary(canary_server: tuple[str, list[str]]) -> Iterator[tuple[str, list[str]]]:
    """The address of a listener, and the list of calls that it got in this test."""
    canary_server[1].clear()
    yield canary_server
    assert canary_server[1] == []
