"""What is asked for first is made ready after a change."""

from __future__ import annotations

import pytest

from graph_service.services.deployment import Deployment
from graph_service.services.service_choice import ServiceChoice, service_choice
from graph_service.services.warming import warm


def test_the_list_of_services_is_at_hand(writable: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
    """After it, a page asks the engine for nothing that it needs of the list."""
    assert warm(writable) == writable.store.generation()

    def unexpected(_: str) -> None:
        raise AssertionError("The engine was asked.")

    monkeypatch.setattr(writable.store, "query", unexpected)
    assert isinstance(service_choice(writable, "demo", "en"), ServiceChoice)
