"""Who may do what: every route by everybody who may ask, as ``roles.yaml`` has it, against the application."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient
from pyoxigraph import Literal, NamedNode, Quad

from graph_service.http.app import create_app
from graph_service.model.agent import ROLES
from graph_service.model.change import Change
from graph_service.model.scenario import Scenario, read_steps
from graph_service.services.changing import apply
from graph_service.services.deployment import Deployment
from graph_service.services.proposals import propose
from graph_service.services.scenarios.saved import save
from graph_service.settings import Settings

ROWS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "roles.yaml").read_text(encoding="utf-8"))
ASKING = ("nobody", "wrong", "reader", "editor-elsewhere", "curator-elsewhere", "editor", "curator", "administrator")
FIELDS = {"route", "what", "path", "headers", "type", "body", "json", "form", "file", "key", "expected"}
#: What the framework adds itself.
OTHERS = {"/openapi.json", "/docs", "/static"}
OTHERS |= {f"/swagger/{name}" for name in ("favicon-32x32.png", "swagger-ui.css", "swagger-ui-bundle.js")}
KEYWORD = NamedNode("http://www.w3.org/ns/dcat#keyword")
BASE = "https://w3id.org/public-service-graph/"
REFUSED = (401, 403)


def word(text: str) -> Change:
    subject, graph = NamedNode(f"{BASE}id/service/demo-birth-registration"), NamedNode(f"{BASE}graph/demo/services")
    return Change({}, text, added=[Quad(subject, KEYWORD, Literal(text, language="en"), graph)])


class Application:
    """The application with something to decide and to take back, and the keys of those who ask."""

    def __init__(self, deployment: Deployment) -> None:
        self.keys = {"nobody": "", "wrong": f"psg_{'a' * 8}_{'b' * 32}"}
        self.keys |= {role: deployment.keys.create(role, role) for role in ROLES}
        for role in ("editor", "curator"):
            self.keys[f"{role}-elsewhere"] = deployment.keys.create("Elsewhere", role, stack="reference")
        self.names = {"$change": str(apply(deployment, word("undone")).generation)}
        for name in ("$proposal", "$other", "$third"):
            self.names[name] = str(propose(deployment, word(name))[0].number)
        save(deployment, Scenario(read_steps(["retire-system:system=demo-identity-provider"]), "prepared", "t"))
        app = create_app(deployment.settings)
        app.state.deployment = deployment
        self.client = TestClient(app, follow_redirects=False)

    def status(self, row: dict[str, Any], who: str) -> int:
        """How the request of ``row`` is answered to ``who``."""
        path, key = row["path"], self.keys[who]
        for name, value in self.names.items():
            path = path.replace(name, value)
        headers = {**row.get("headers", {}), **({"Content-Type": row["type"]} if "type" in row else {})}
        sent: dict[str, Any] = {"content": row.get("body"), "json": row.get("json")}
        if row.get("key") == "form":
            sent = {"data": {**row["form"], "key": key}}
            sent |= {"files": {"file": ("x", row["file"].encode())}} if "file" in row else {}
        elif key:
            headers["Authorization"] = f"Bearer {key}"
        return self.client.request(row["route"].split()[0], path, headers=headers, **sent).status_code


@pytest.fixture(scope="module")
def application(seeded: Deployment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    folder = tmp_path_factory.mktemp("roles")
    own = {"keys": folder / "keys.json", "archive": folder / "archive", "audit": str(folder / "audit.jsonl")}
    place = f"oxigraph:{seeded.store.snapshot()}"
    settings = replace(seeded.settings, store=place, scenarios=str(folder / "scenarios"), wrong_keys=0, **own)  # type: ignore[arg-type] # fields by name
    opened = Deployment(settings)
    opened.__dict__["gate"] = seeded.gate  # the same shapes, read once
    yield Application(opened)
    opened.close()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['route']} {row.get('what', '')}".strip())
def test_who_may(application: Application, row: dict[str, Any]) -> None:
    """Each of those who ask is answered as the table has it."""
    found: dict[str, int | str] = {}
    for who in ASKING:
        status = application.status(row, who)
        assert status < 500, (who, status)
        found[who] = "in" if row["expected"][who] == "in" and status not in REFUSED else status
    assert found == row["expected"]


def test_every_route_has_a_row() -> None:
    """And every row a route; nothing stands in a row that means nothing."""
    app = create_app(Settings())
    routes = {f"{method} {route.path}" for route in app.state.routes for method in route.methods}
    assert {row["route"] for row in ROWS} == routes
    assert {route.path for route in app.routes if hasattr(route, "path")} <= OTHERS
    for row in ROWS:
        assert set(row) <= FIELDS
        assert tuple(row["expected"]) == ASKING
