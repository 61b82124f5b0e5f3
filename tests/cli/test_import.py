"""``graph-service import`` and the workbooks of ``graph-service export``."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from graph_service.cli import main
from graph_service.model.change import Change
from graph_service.services.deployment import Deployment
from graph_service.settings import Settings

ROOT = Path(__file__).parent.parent.parent
TEMPLATE = ROOT / "tests" / "services" / "rfi2" / "template.xlsx"


@pytest.fixture(scope="module")
def store(seeded: Deployment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of its own with the seed data."""
    place = tmp_path_factory.mktemp("import") / "store"
    deployment = Deployment(Settings(store=f"oxigraph:{place}", home=ROOT))
    records = ("/system/changes", "/system/patches")
    graphs = {g: list(seeded.store.triples(g)) for g in seeded.store.graphs() if not g.endswith(records)}
    deployment.store.commit(Change(graphs, "A copy"))
    deployment.close()
    return place


def run(store: Path, *words: str) -> Result:
    return CliRunner().invoke(main, words, env={"GRAPH_STORE": f"oxigraph:{store}", "GRAPH_HOME": str(ROOT)})


def test_importers_are_listed(store: Path) -> None:
    """Each is a subcommand."""
    result = run(store, "import", "--help")
    assert result.exit_code == 0
    assert re.search(r"rfi2 +GovStack's RFI-2 workbook", result.output)
    assert run(store, "import", "nothing", "x").exit_code == 2


def test_the_template_is_imported(store: Path) -> None:
    """With what was found, by cell."""
    words = ["import", "rfi2", str(TEMPLATE), "--stack", "demo"]
    result = run(store, *words)
    assert result.exit_code == 0, result.output
    assert "1 rows, 1 things, 0 rows or cells left out.\n0 violations, 5 warnings, 2 notes." in result.output
    assert "Service Cataloge!O11 (Approximate number of requests per week or per month)" in result.output
    assert "Imported as generation 2." in result.output
    again = run(store, *words, "--dry-run")
    assert "Nothing was changed: this was a dry run." in again.output


def test_what_is_wrong_ends_with_1_and_a_marked_workbook(store: Path, tmp_path: Path) -> None:
    """Findings are JSON for programs."""
    workbook = openpyxl.load_workbook(TEMPLATE)
    workbook.worksheets[0]["J11"] = None
    workbook.save(tmp_path / "sent.xlsx")
    words = ["import", "rfi2", str(tmp_path / "sent.xlsx"), "--stack", "demo", "--format", "json"]
    result = run(store, *words, "--marked", str(tmp_path / "marked.xlsx"))
    assert result.exit_code == 1
    told = json.loads(result.output)
    violations = [finding for finding in told["findings"] if finding["severity"] == "violation"]
    assert [(v["part"], v["at"], v["heading"]) for v in violations] == [
        ("Service Cataloge ", "J11", "Service description")
    ]
    assert told["generation"] is None
    marked = openpyxl.load_workbook(tmp_path / "marked.xlsx")
    comment = marked["Service Cataloge "]["J11"].comment
    assert comment is not None
    assert "Describe in at least one language" in comment.text


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["import", "rfi2", "nowhere.xlsx", "--stack", "demo"], 1, "nowhere.xlsx: Can't be read"),
        (["import", "rfi2", str(ROOT / "Makefile"), "--stack", "demo"], 1, "Makefile: Is damaged or no .xlsx workbook"),
        (["import", "rfi2", str(TEMPLATE), "--stack", "nowhere"], 2, "There is no stack 'nowhere'"),
        (["import", "rfi2", str(TEMPLATE), "--stack", "demo", "--language", "?"], 2, "language tag"),
        (["import", "rfi2", str(TEMPLATE)], 2, "Missing option '--stack'"),
        (["export", "--format", "rfi2"], 2, "--format rfi2 needs --stack"),
        (["export", "--format", "rfi2", "--stack", "nowhere"], 2, "There is no stack 'nowhere'"),
    ],
)
def test_wrong_calls_and_files_are_told(store: Path, words: list[str], code: int, message: str) -> None:
    """With the exit code of their kind."""
    result = run(store, *words)
    assert (result.exit_code, message in result.output) == (code, True), result.output


def test_workbooks_are_exported(store: Path, tmp_path: Path) -> None:
    """Filled, and to fill."""
    for words in (["rfi2", "--stack", "demo"], ["rfi2-template", "--stack", "demo"], ["rfi2-template"]):
        file = tmp_path / "out.xlsx"
        result = run(store, "export", "--format", *words, "--output", str(file))
        assert result.exit_code == 0, result.output
        assert openpyxl.load_workbook(io.BytesIO(file.read_bytes())).sheetnames[0] == "Service Cataloge"
