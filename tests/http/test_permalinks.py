"""Permalinks: the same answer later, whatever was changed since; or word that it can't be given."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import Literal, NamedNode, Quad

from graph_service.http.app import create_app
from graph_service.model import change_record
from graph_service.model.change import Change
from graph_service.services.changing import apply
from graph_service.services.deployment import Deployment

BASE = "https://w3id.org/public-service-graph/"
STACK = Quad(
    NamedNode(f"{BASE}id/stack/demo"),
    NamedNode("http://purl.org/dc/terms/title"),
    Literal("Republic of Examplia (fictional)", language="en"),
    NamedNode(f"{BASE}graph/demo/stack"),
)
RENAMED = Quad(STACK.subject, STACK.predicate, Literal("Examplia (fictional)", language="en"), STACK.graph_name)


@pytest.fixture
def client(writable: Deployment, tmp_path: Path) -> TestClient:
    """A client of a service whose data and queries may be changed."""
    for folder in ("ontology", "shapes"):
        (tmp_path / "home" / folder).parent.mkdir(exist_ok=True)
        (tmp_path / "home" / folder).symlink_to(writable.settings.home / folder)
    shutil.copytree(writable.settings.home / "queries", tmp_path / "home" / "queries")
    writable.settings = replace(writable.settings, home=tmp_path / "home", reload_seconds=0)
    app = create_app(writable.settings)
    app.state.deployment = writable
    return TestClient(app)


def permalink(client: TestClient, address: str) -> str:
    [found] = re.findall(r'<([^>]*)>; rel="bookmark"', client.get(address).headers["link"])
    return str(found)


@pytest.mark.parametrize("address", ["/queries/stacks.csv", "/queries/stacks.csv?lang=fr&limit=1", "/queries/stacks"])
def test_the_answer_stays_when_data_and_query_change(client: TestClient, writable: Deployment, address: str) -> None:
    """Byte by byte, by the patches that changes left and the text that the query had."""
    link, before = permalink(client, address), client.get(address).text
    apply(writable, Change({}, "Another title", added=[RENAMED], removed=[STACK]))
    query = writable.settings.home / "queries" / "stacks.rq"
    query.write_text(query.read_text(encoding="utf-8").replace("ORDER BY ?stack", "ORDER BY DESC(?stack)"))
    assert client.get(address).text != before
    assert client.get(link).text == before
    assert permalink(client, link) == link


def test_an_answer_whose_query_is_not_kept_is_gone(client: TestClient) -> None:
    """410 rather than another answer."""
    for digest in ("0" * 64, "..%2f..%2fetc", "x"):
        answer = client.get(f"/queries/stacks?generation=1&digest={digest}")
        assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (410, "answer-gone")


def test_data_of_the_future_are_refused(client: TestClient) -> None:
    """And what is no number."""
    for generation in ("99", "-1", "1.5", "one"):
        answer = client.get(f"/queries/stacks?generation={generation}")
        assert answer.status_code == 422
        assert answer.json()["problems"][0]["parameter"] == "generation"


def test_before_the_first_load_there_was_nothing(client: TestClient, writable: Deployment) -> None:
    """A load leaves a patch too."""
    assert writable.store.generation() == 1
    assert client.get("/queries/stacks?generation=0").json()["rows"] == []


def test_data_whose_patch_is_not_kept_are_gone(
    client: TestClient, writable: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a large change took away can't be shown any more."""
    monkeypatch.setattr(change_record, "UNDOABLE", 1)
    apply(writable, Change({}, "Another title", added=[RENAMED], removed=[STACK]))
    answer = client.get("/queries/stacks?generation=1")
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (410, "answer-gone")
