"""What tests share: the seed data loaded once through the gate, and applications that serve it."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from graph_service.http.app import create_app
from graph_service.services.deployment import Deployment
from graph_service.services.importing.importers import Wanted, importer_named
from graph_service.services.importing.loading import load
from graph_service.services.importing.outcome import Imported
from graph_service.settings import Settings

ROOT = Path(__file__).parent.parent
SEED_DATA = (ROOT / "seed-data" / "govstack", ROOT / "seed-data" / "demo")


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
def abroad(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """A deployment with the seed data and the stack ``abroad``, whose catalogues importers fill."""
    deployment = Deployment(Settings(store=f"oxigraph:{tmp_path_factory.mktemp('abroad') / 'store'}", home=ROOT))
    stack = ROOT / "tests" / "importing" / "linked_data" / "stack.ttl"
    load(deployment.store, [*SEED_DATA, stack], deployment.vocabulary)
    yield deployment
    deployment.close()


@pytest.fixture(scope="session")
def reading(abroad: Deployment) -> Callable[..., Imported]:
    """Reads content by an importer, as what would go to the stack ``abroad``."""

    def read(importer: str, content: bytes, name: str, **wanted: Any) -> Imported:
        return importer_named(ROOT, importer).read(abroad, content, name, Wanted("abroad", **wanted))

    return read


@pytest.fixture(scope="session")
def client(seeded: Deployment) -> TestClient:
    """A client of an application that serves the seeded deployment."""
    app = create_app(seeded.settings)
    app.state.deployment = seeded
    return TestClient(app, follow_redirects=False)


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
