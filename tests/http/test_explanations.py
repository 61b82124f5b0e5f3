"""Answers explained: the facts they rest on, and the catalogue, release, change and file that each comes from."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from pyoxigraph import NamedNode, Quad

from graph_service import cli
from graph_service.cli import verb
from graph_service.http.app import create_app
from graph_service.model.change import Change, Source
from graph_service.pages.explanation import MOST_FACTS
from graph_service.services.changing import apply
from graph_service.services.deployment import Deployment

ROOT = Path(__file__).parent.parent.parent
BASE = "https://w3id.org/public-service-graph/"
ID = f"{BASE}id/"
FILING = "demo-annual-accounts-filing"
JOURNEYS = ROOT / "seed-data" / "demo" / "journeys.ttl"
Facts = dict[tuple[str, str, str], list[dict[str, Any]]]


def explained(client: TestClient, query: str, **given: str) -> tuple[Facts, dict[str, Any]]:
    answer = client.get(f"/queries/{query}/sources", params={key.replace("__", "."): v for key, v in given.items()})
    assert answer.status_code == 200, answer.text
    document = answer.json()
    facts = {(f["subject"], f["property"].rsplit("/", 1)[-1], f["value"]): f["statedIn"] for f in document["facts"]}
    return {(s.removeprefix(ID), p, v.removeprefix(ID)): stated for (s, p, v), stated in facts.items()}, document


def test_a_row_rests_on_the_statements_of_its_path(client: TestClient) -> None:
    """A step needs the Building Block, and is of a journey of the service; each said by the file of the catalogue."""
    step = f"{FILING}-as-is-3"
    facts, document = explained(
        client, "services-using-building-block", building_block="payments", row__service=FILING, row__from=step
    )
    assert (document["rows"], document["total"]) == (1, 128)
    wanted = {
        (f"step/{step}", "requiresBuildingBlock", "building-block/payments"),
        (f"step/{step}", "p-plan#isStepOfPlan", f"journey/{FILING}-as-is"),
        (f"journey/{FILING}-as-is", "journeyOf", f"service/{FILING}"),
    }
    assert wanted <= facts.keys()
    for fact in wanted:
        [origin] = facts[fact]
        assert origin["graph"] == f"{BASE}graph/demo/journeys"
        assert (origin["catalogue"], origin["version"]) == (f"{ID}catalogue/demo-journeys", "1.0")
        assert origin["change"] == 1
        digest = hashlib.sha256(JOURNEYS.read_bytes()).hexdigest()
        assert origin["sources"] == [{"name": "journeys.ttl", "sha256": digest}]
    assert not any("payment-gateway" in subject for subject, _, _ in facts)
    assert document["computed"] == ["serviceTitle", "path", "fromTitle", "toTitle"]


def test_a_path_of_any_length_is_told_step_by_step(client: TestClient) -> None:
    """The service runs on a system, which depends on the one that realises the Building Block."""
    facts, _ = explained(
        client,
        "services-using-building-block",
        building_block="payments",
        row__service=FILING,
        row__from="demo-business-register",
    )
    assert ("system/demo-business-register", "dependsOn", "system/demo-payment-gateway") in facts
    assert ("system/demo-payment-gateway", "realisesBuildingBlock", "building-block/payments") in facts
    assert (f"service/{FILING}", "supportedBySystem", "system/demo-business-register") in facts


def test_counts_rest_on_what_was_counted(client: TestClient) -> None:
    """Each of the things that need what is missing is named; the numbers are said to be worked out."""
    answer = client.get("/queries/missing-building-blocks.json?stack=demo").json()
    [row] = [row for row in answer["rows"] if row["buildingBlock"].endswith("/wallet")]
    facts, document = explained(client, "missing-building-blocks", stack="demo", row__buildingBlock="wallet")
    needing = {subject for subject, property_, _ in facts if property_ == "requiresBuildingBlock"}
    assert len({thing for thing in needing if thing.startswith("step/")}) == row["steps"] == 5
    services = {value for _, property_, value in facts if property_ == "journeyOf"}
    services |= {thing for thing in needing if thing.startswith("service/")}
    assert len(services) == row["services"] == 6
    assert {"services", "steps", "candidates"} <= set(document["computed"])


def test_a_year_of_the_roadmap_rests_on_its_items(client: TestClient) -> None:
    """Those planned for the year, and no others."""
    facts, document = explained(client, "roadmap-by-year", stack="demo", row__year="2026", row__level="4")
    assert {value for _, property_, value in facts if property_ == "plannedYear"} == {"2026"}
    assert ("roadmap-item/demo-birth-registration-l4", "delivers", "service/demo-birth-registration") in facts
    assert all(origin["sources"] for origins in facts.values() for origin in origins)
    assert "services" in document["computed"]


def test_what_was_edited_rests_on_the_edit(writable: Deployment) -> None:
    """The last change that stated it, with its file; what went meanwhile is no fact any more."""
    services, system = NamedNode(f"{BASE}graph/demo/services"), NamedNode(f"{ID}system/demo-payment-gateway")
    added = Quad(NamedNode(f"{ID}service/{FILING}"), NamedNode(f"{BASE}def/supportedBySystem"), system, services)
    gone = Change({}, "Away", removed=[added])
    apply(writable, gone)
    number = apply(writable, Change({}, "Again", [Source("mail.ttl", "ab" * 32)], added=[added])).generation
    app = create_app(writable.settings)
    app.state.deployment = writable
    facts, _ = explained(
        TestClient(app), "services-using-building-block", building_block="payments", row__service=FILING
    )
    [origin] = facts[f"service/{FILING}", "supportedBySystem", "system/demo-payment-gateway"]
    assert (origin["change"], origin["title"]) == (number, "Again")
    assert origin["sources"] == [{"name": "mail.ttl", "sha256": "ab" * 32}]


@pytest.mark.slow
def test_every_named_query_can_be_explained(client: TestClient, seeded: Deployment) -> None:
    """With its own example; nothing is named that no current graph states."""
    for name, query in seeded.queries.queries.items():
        if query.form != "rows":
            continue
        given = {p.name: p.example.strip("<>\"'") for p in query.parameters.values() if p.example != "UNDEF"}
        answer = client.get(f"/queries/{name}/sources", params=given)
        assert answer.status_code == 200, (name, answer.text)
        assert all(fact["statedIn"] for fact in answer.json()["facts"])


def test_formats(client: TestClient) -> None:
    """A page with words and links, and CSV with a line for each fact and file; unchanged data are not sent again."""
    path = f"/queries/services-using-building-block/sources?building_block=payments&row.service={FILING}"
    page = client.get(path, headers={"Accept": "text/html"})
    assert "demo-journeys 1.0, journeys.ttl" in page.text
    assert "Fictional data." in page.text
    table = list(csv.DictReader(io.StringIO(client.get(f"{path}&format=csv").text)))
    assert {row["file"] for row in table} >= {"journeys.ttl", "systems.ttl"}
    assert client.get(path, headers={"If-None-Match": client.get(path).headers["ETag"]}).status_code == 304
    asked = client.get("/queries/services-using-building-block.html?building_block=payments").text
    assert "/queries/services-using-building-block/sources?building_block=payments&amp;format=html" in asked


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/queries/nothing/sources", 404),
        ("/queries/missing-building-blocks/sources?stack=nowhere", 422),
        ("/queries/missing-building-blocks/sources?stack=demo&row.nothing=1", 422),
        ("/queries/missing-building-blocks/sources?stack=demo&row.buildingBlock=payments", 422),
        ("/queries/missing-building-blocks/sources?stack=demo&format=pdf", 406),
    ],
)
def test_what_cant_be_explained(client: TestClient, path: str, status: int) -> None:
    """Is said to be so."""
    assert client.get(path).status_code == status


def test_the_command_line_explains(seeded: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line for each fact, with catalogue, release and file."""
    monkeypatch.setattr(verb, "Deployment", lambda *_, **__: seeded)
    monkeypatch.setattr(seeded, "close", lambda: None)
    words = ["ask", "services-using-building-block", "--building-block", "payments", "--explain"]
    result = CliRunner().invoke(cli.main, [*words, "--row.service", FILING])
    assert result.exit_code == 0, result.output
    step = f"step/{FILING}-as-is-3"
    assert (
        f"{step}  requires Building Block  building-block/payments  [demo-journeys 1.0, journeys.ttl]" in result.output
    )
    assert "Worked out from these, not stated: serviceTitle, path, fromTitle, toTitle." in result.output


def test_page_of_many_facts(client: TestClient) -> None:
    """A page lists no more facts than one can read, and counts of all of them where they come from."""
    path = "/queries/building-block-reuse/sources?stack=demo"
    facts = client.get(path, headers={"Accept": "application/json"}).json()["facts"]
    assert len(facts) > MOST_FACTS
    page = client.get(path, headers={"Accept": "text/html"}).text
    assert f"rest on {len(facts):,} facts" in page
    assert f"{MOST_FACTS} of these {len(facts):,} facts are shown" in page
    [sources, listed] = re.findall(r"<tbody>(.*?)</tbody>", page, re.DOTALL)
    assert listed.count("<tr>") == MOST_FACTS
    counts = [int(count.replace(",", "")) for count in re.findall(r'<td class="number">([\d,]+)</td>', sources)]
    assert sum(counts) == sum(len(fact["statedIn"]) for fact in facts)
    assert f'href="{path}&amp;format=csv"' in page
