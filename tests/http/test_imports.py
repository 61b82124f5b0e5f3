"""Imports over HTTP: who may, what comes back, and what is refused."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from fastapi.testclient import TestClient

from graph_service.http.app import create_app
from graph_service.model.change import Change
from graph_service.services.deployment import Deployment
from graph_service.settings import Settings

ROOT = Path(__file__).parent.parent.parent
TEMPLATE = (ROOT / "tests" / "services" / "rfi2" / "template.xlsx").read_bytes()
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(scope="module")
def deployment(seeded: Deployment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """A deployment of its own with the seed data and nobody's keys yet."""
    folder = tmp_path_factory.mktemp("imports")
    settings = Settings(store=f"oxigraph:{folder / 'store'}", home=ROOT, keys=folder / "keys.json", import_mb=1)
    opened = Deployment(settings)
    records = ("/system/changes", "/system/patches")
    graphs = {g: list(seeded.store.triples(g)) for g in seeded.store.graphs() if not g.endswith(records)}
    opened.__dict__["gate"] = seeded.gate
    opened.store.commit(Change(graphs, "A copy"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def editor(deployment: Deployment) -> TestClient:
    """A client with the key of an editor."""
    app = create_app(deployment.settings)
    app.state.deployment = deployment
    key = deployment.keys.create("Ada", "editor", stack="demo")
    return TestClient(app, headers={"Authorization": f"Bearer {key}"})


def edited(**cells: str | None) -> bytes:
    workbook = openpyxl.load_workbook(io.BytesIO(TEMPLATE))
    for place, value in cells.items():
        workbook.worksheets[0][place] = value
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def test_importers_are_listed(client: TestClient) -> None:
    """For anybody."""
    names = {one["name"] for one in client.get("/import").json()["importers"]}
    assert {"rfi2", "linked-data", "japan", "publiccode"} <= names


def test_nobody_imports_without_a_key(client: TestClient, editor: TestClient) -> None:
    """Nor where there are keys, without one, with too little a role, or into another stack."""
    assert client.post("/import/rfi2?stack=demo", content=TEMPLATE).status_code in {401, 403}
    nobody = {"Authorization": ""}
    assert editor.post("/import/rfi2?stack=demo", content=TEMPLATE, headers=nobody).status_code == 401
    assert editor.post("/import/rfi2?stack=reference", content=TEMPLATE).status_code == 403


def test_a_dry_run_tells_what_would_be(editor: TestClient, deployment: Deployment) -> None:
    """And where the workbook comes back marked."""
    generation = deployment.store.generation()
    answer = editor.post("/import/rfi2?stack=demo&dry-run=true", content=TEMPLATE)
    assert answer.status_code == 200
    told = answer.json()
    assert (told["conforms"], told["generation"], told["rows"]) == (True, None, 1)
    assert {"severity", "place", "part", "at", "heading", "message", "value"} <= set(told["findings"][0])
    marked = editor.post(told["marked"], content=TEMPLATE)
    assert (marked.status_code, marked.headers["content-type"]) == (200, XLSX)
    assert openpyxl.load_workbook(io.BytesIO(marked.content)).sheetnames[0] == "Findings"
    assert deployment.store.generation() == generation


def test_what_breaks_a_shape_is_refused_with_its_cells(editor: TestClient, deployment: Deployment) -> None:
    """As a problem document, or as the workbook with marks."""
    generation, content = deployment.store.generation(), edited(J11=None)
    answer = editor.post("/import/rfi2?stack=demo", content=content)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    problem = answer.json()
    assert problem["type"].endswith("/data-invalid")
    assert [f["at"] for f in problem["findings"] if f["severity"] == "violation"] == ["J11"]
    assert deployment.store.generation() == generation


def test_two_imports_at_once_both_arrive(editor: TestClient, deployment: Deployment) -> None:
    """One after the other, neither undoing the other."""
    contents = [edited(B11="Boat 1", C11="Boat permit"), edited(B11="Boat 2", C11="Berth permit")]
    answers = []
    threads = [
        threading.Thread(target=lambda c=content: answers.append(editor.post("/import/rfi2?stack=demo", content=c)))
        for content in contents
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [200, 200]
    for title in ("Boat permit", "Berth permit"):
        assert bool(deployment.store.query(f'ASK {{ ?service <http://purl.org/dc/terms/title> "{title}"@en }}'))


@pytest.mark.parametrize(
    ("path", "content", "headers", "status"),
    [
        ("/import/nothing?stack=demo", TEMPLATE, {}, 404),
        ("/import/rfi2", TEMPLATE, {}, 422),
        ("/import/rfi2?stack=demo&language=%3F", TEMPLATE, {}, 422),
        ("/import/rfi2?stack=demo&format=pdf", TEMPLATE, {}, 406),
        ("/import/rfi2?stack=demo", b"", {}, 400),
        ("/import/rfi2?stack=demo", b"no workbook", {}, 422),
        ("/import/rfi2?stack=demo", bytes(1024 * 1024 + 1), {}, 413),
        ("/import/rfi2?stack=demo", TEMPLATE, {"Content-Encoding": "gzip"}, 415),
        ("/import/rfi2?stack=demo", TEMPLATE, {"Content-Type": "multipart/form-data; boundary=x"}, 415),
    ],
)
def test_wrong_requests_are_told(
    editor: TestClient, path: str, content: bytes, headers: dict[str, str], status: int
) -> None:
    """As problem documents."""
    answer = editor.post(path, content=content, headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
