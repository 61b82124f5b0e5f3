"""Scenarios over HTTP: asked by anybody, kept and deleted by editors."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from graph_service.http.app import create_app
from graph_service.services.deployment import Deployment

RETIRE = "retire-system:system=demo-identity-provider"
QUERY = "queries/missing-building-blocks"
NEW = {"name": "no-identity", "title": "Without Identity", "actions": [RETIRE]}


@pytest.fixture
def served(seeded: Deployment, tmp_path: Path) -> Iterator[tuple[TestClient, dict[str, str]]]:
    """A client of the seeded data with a folder for scenarios and keys of its own, and the headers of an editor."""
    settings = replace(seeded.settings, scenarios=str(tmp_path / "scenarios"), keys=tmp_path / "keys.json")
    deployment = Deployment(settings)
    deployment.__dict__["store"] = seeded.store
    app = create_app(settings)
    app.state.deployment = deployment
    yield TestClient(app, follow_redirects=False), {"Authorization": f"Bearer {deployment.keys.create('e', 'editor')}"}
    if "branches" in deployment.__dict__:
        deployment.branches.close()


def test_anybody_may_ask_without_saving(client: TestClient) -> None:
    """An address with actions is the whole scenario, to be shared."""
    answer = client.get(f"/scenarios/ad-hoc/{QUERY}", params={"action": RETIRE, "stack": "demo"})
    assert answer.status_code == 200
    document = answer.json()
    assert document["counts"] == {"removed": 0, "changed": 0, "added": 1, "same": 5}
    assert document["rows"][0]["after"]["buildingBlockTitle"] == "Identity"
    assert document["scenario"] == ["Retire a system: Examplia ID"]
    tag = answer.headers["etag"]
    again = client.get(
        f"/scenarios/ad-hoc/{QUERY}", params={"action": RETIRE, "stack": "demo"}, headers={"If-None-Match": tag}
    )
    assert again.status_code == 304


def test_differences_come_in_the_formats_of_rows(client: TestClient) -> None:
    """CSV has the kind of difference first; a page has a table."""
    answer = client.get(f"/scenarios/ad-hoc/{QUERY}.csv", params={"action": RETIRE, "stack": "demo"})
    [row] = csv.DictReader(io.StringIO(answer.text))
    assert (row["difference"], row["buildingBlockTitle"], row["was"]) == ("added", "Identity", "")
    page = client.get(f"/scenarios/ad-hoc/{QUERY}.html", params={"action": RETIRE, "stack": "demo"})
    assert page.headers["content-type"].startswith("text/html")
    assert "Fictional data" in page.text
    assert "Retire a system: Examplia ID" in page.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/scenarios/ad-hoc/{QUERY}?stack=demo", 422),
        (f"/scenarios/ad-hoc/{QUERY}?stack=demo&action=retire", 404),
        (f"/scenarios/ad-hoc/{QUERY}?stack=demo&action=retire-system:system=demo-identity-prvider", 422),
        (f"/scenarios/ad-hoc/{QUERY}?stack=dmeo&action={RETIRE}", 422),
        (f"/scenarios/ad-hoc/{QUERY}?stack=demo&action={RETIRE}%22%20DROP%20ALL", 422),
        (f"/scenarios/ad-hoc/queries/none?action={RETIRE}", 404),
        (f"/scenarios/none/{QUERY}?stack=demo", 404),
        ("/scenarios/none", 404),
        ("/scenarios/..%2f..%2fetc", 404),
        (f"/scenarios/ad-hoc/{QUERY}?stack=demo&" + "&".join([f"action={RETIRE}"] * 21), 422),
    ],
)
def test_mistakes_are_problems(path: str, status: int, client: TestClient) -> None:
    """Never a 500."""
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_keeping_needs_an_editor(served: tuple[TestClient, dict[str, str]]) -> None:
    """Then a scenario is listed, shown, asked, compared and deleted."""
    client, editor = served
    assert client.post("/scenarios", json=NEW).status_code == 401
    made = client.post("/scenarios", json=NEW, headers=editor)
    assert (made.status_code, made.headers["location"]) == (201, "/scenarios/no-identity")
    assert [found["name"] for found in client.get("/scenarios").json()["scenarios"]] == ["no-identity"]
    shown = client.get("/scenarios/no-identity").json()
    assert (len(shown["added"]), len(shown["removed"]), shown["actions"]) == (1, 1, [RETIRE])
    assert client.get(f"/scenarios/no-identity/{QUERY}?stack=demo").json()["counts"]["added"] == 1
    wallet = "operate-building-block:building_block=wallet,stack=demo"
    compared = client.get(
        f"/scenarios/ad-hoc/{QUERY}", params={"action": wallet, "against": "no-identity", "stack": "demo"}
    )
    assert compared.json()["counts"]["removed"] == 2
    for path in ("/scenarios", "/scenarios/no-identity", f"/scenarios/no-identity/{QUERY}?stack=demo"):
        assert client.get(path, headers={"Accept": "text/html"}).text.count("Without Identity") >= 1
    assert client.post("/scenarios", json=NEW, headers=editor).status_code == 422
    assert client.delete("/scenarios/no-identity").status_code == 401
    assert client.delete("/scenarios/no-identity", headers=editor).status_code == 204
    assert client.get("/scenarios/no-identity").status_code == 404


@pytest.mark.parametrize(
    "content",
    [
        {**NEW, "actions": RETIRE},
        {**NEW, "actions": []},
        {**NEW, "actions": [1]},
        {**NEW, "name": 5},
        {**NEW, "titel": "x"},
        {"name": "x"},
        {**NEW, "actions": ["retire-system:system=demo-appointment-book"]},
        [],
    ],
)
def test_wrong_documents_are_refused(content: object, served: tuple[TestClient, dict[str, str]]) -> None:
    """With all that is wrong, and nothing kept."""
    client, editor = served
    answer = client.post("/scenarios", json=content, headers=editor)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert client.get("/scenarios").json()["scenarios"] == []


def test_a_service_without_keys_keeps_nothing(client: TestClient) -> None:
    """It is read-only."""
    assert client.post("/scenarios", json=NEW).status_code == 403
