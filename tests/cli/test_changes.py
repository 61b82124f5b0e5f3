"""Validation for machines, undo and proposals at the command line."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import Literal, NamedNode, Quad

from graph_service.cli import main, verb
from graph_service.model.change import Change
from graph_service.services.changing import apply
from graph_service.services.deployment import Deployment
from graph_service.services.proposals import propose

BASE = "https://w3id.org/public-service-graph/"
ROOT = Path(__file__).parents[2]
KEYWORD = Quad(
    NamedNode(f"{BASE}id/service/demo-birth-registration"),
    NamedNode("http://www.w3.org/ns/dcat#keyword"),
    Literal("birth", language="en"),
    NamedNode(f"{BASE}graph/demo/services"),
)
CHANGE = Change({}, "A keyword", added=[KEYWORD], agent="Registry office")


@pytest.fixture
def run(writable: Deployment, monkeypatch: pytest.MonkeyPatch) -> object:
    """Runs verbs on a store that may be changed."""
    monkeypatch.setattr(verb, "Deployment", lambda *_, **__: writable)
    monkeypatch.setattr(writable, "close", lambda: None)
    return lambda *words: CliRunner().invoke(main, words)


def ended(result: Result, code: int) -> str:
    assert result.exit_code == code, result.output
    return result.output


def test_undo(writable: Deployment, run: object) -> None:
    """It says what came and went; a second time there is nothing to do."""
    assert callable(run)
    number = apply(writable, CHANGE).generation
    assert "0 statements added, 1 removed" in ended(run("undo", str(number)), 0)
    assert KEYWORD.triple not in set(writable.store.triples(KEYWORD.graph_name.value))  # type: ignore[union-attr]
    assert "left to take back" in ended(run("undo", str(number)), 1)
    assert "no change '999'" in ended(run("undo", "999"), 2)


def test_proposals(writable: Deployment, run: object) -> None:
    """Listed, shown in words, accepted and refused."""
    assert callable(run)
    propose(writable, CHANGE)
    propose(writable, CHANGE)
    assert ended(run("proposal", "list"), 0).splitlines()[0].startswith("2  waiting")
    shown = ended(run("proposal", "show", "1"), 0)
    assert "birth (en)" in shown
    assert "0 violations" in shown
    assert "generation" in ended(run("proposal", "accept", "1", "--reason", "Useful."), 0)
    assert "Useful." in ended(run("proposal", "show", "1"), 0)
    assert "Refused proposal 2" in ended(run("proposal", "refuse", "2", "--reason", "Done already."), 0)
    assert "already" in ended(run("proposal", "accept", "2"), 1)
    ended(run("proposal", "refuse", "2"), 2)


def test_reports_for_machines_and_people(tmp_path: Path) -> None:
    """A file that continuous integration reads, with the place of each finding; and a page."""
    folder = tmp_path / "land"
    folder.mkdir()
    stack = (ROOT / "tests" / "shapes" / "Stack" / "valid" / "minimal.ttl").read_text(encoding="utf-8")
    (folder / "stack.ttl").write_text(stack, encoding="utf-8")
    (folder / "services.ttl").write_text(
        f"@prefix cpsv: <http://purl.org/vocab/cpsv#> .\n<{BASE}id/service/bare> a cpsv:PublicService .\n",
        encoding="utf-8",
    )
    environment = {"GRAPH_HOME": str(ROOT)}
    output = tmp_path / "report.xml"
    words = ("validate", str(folder), "--format", "junit", "--output", str(output))
    ended(CliRunner().invoke(main, words, env=environment), 1)
    case = next(
        found
        for found in ElementTree.parse(output).iter("testcase")  # noqa: S314 - our own
        if "bare" in found.attrib["name"]
    )
    assert (case.attrib["line"], Path(case.attrib["file"]).name) == ("2", "services.ttl")
    assert case.find("failure") is not None
    page = ended(CliRunner().invoke(main, ("validate", str(folder), "--format", "html"), env=environment), 1)
    assert "<h1>Validation report</h1>" in page
