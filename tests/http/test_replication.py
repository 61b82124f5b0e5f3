"""Whether a server answers from a copy in memory: where the operator says so, or by itself where the store is small."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from graph_service.http import app
from graph_service.http.app import create_app
from graph_service.services.deployment import Deployment
from graph_service.store.oxigraph import OxigraphStore


@pytest.mark.parametrize(
    ("wanted", "small", "copied"),
    [("auto", 2**30, True), ("auto", 1, False), ("none", 2**30, False), ("memory", 1, True)],
)
def test_which_stores_are_copied(
    writable: Deployment, monkeypatch: pytest.MonkeyPatch, wanted: str, small: int, *, copied: bool
) -> None:
    """The answer is the same, and of the same generation."""
    place = replace(writable.settings, replica=wanted)
    before = TestClient(create_app(place))
    before.app.state.deployment = writable  # type: ignore[attr-defined] # as the application has it
    path = "/queries/building-block-reuse?stack=demo"
    first = before.get(path)
    writable.close()
    monkeypatch.setattr(app, "_SMALL", small)
    with TestClient(create_app(place)) as client:
        store = client.app.state.deployment.store  # type: ignore[attr-defined] # as before
        assert isinstance(store, OxigraphStore)
        assert (store.replica is not None) == copied
        if store.replica:
            store.replica.settle()
        answer = client.get(path)
    assert answer.json()["rows"] == first.json()["rows"]
    assert answer.headers["Graph-Service-Generation"] == first.headers["Graph-Service-Generation"]
