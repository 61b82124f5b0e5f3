"""Releases at the command line, and reviews of two states of a catalogue repository."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graph_service.cli import main, verb
from graph_service.services.deployment import Deployment

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "seed-data" / "demo"
LEVEL = "psg:digitisationLevel <https://w3id.org/public-service-graph/codelist/digitisation-level/{}> ;"


@pytest.fixture
def run(writable: Deployment, monkeypatch: pytest.MonkeyPatch) -> object:
    """Runs verbs on a store that may be changed."""
    monkeypatch.setattr(verb, "Deployment", lambda *_, **__: writable)
    monkeypatch.setattr(writable, "close", lambda: None)
    return lambda *words: CliRunner().invoke(main, words)


def ended(result: Result, code: int) -> str:
    assert result.exit_code == code, result.output
    return result.output


def test_releases(run: object) -> None:
    """Listed, compared, refused and withdrawn."""
    assert callable(run)
    assert "demo-services  1.0  superseded  2025-03-31" in ended(run("release", "list", "demo"), 0)
    text = ended(run("release", "diff", "demo", "services", "1.0"), 0)
    assert "Gone Trade licence by fax (public service)" in text
    assert "services-by-digitisation-level (stack=demo): rows 5 changed" in text
    words = ("release", "diff", "demo", "services", "1.0", "2.0", "--format")
    assert json.loads(ended(run(*words, "json"), 0))["answers"]["changed"]
    assert ended(run(*words, "patch"), 0).startswith("TX .\nD <")
    ended(run(*words, "xml"), 2)
    assert "nothing to publish" in ended(run("release", "publish", "demo", "services", "3.0", "--notes", "New."), 1)
    ended(run("release", "publish", "demo", "nothing", "3.0", "--notes", "New."), 2)
    assert "Withdrew 1.0" in ended(run("release", "withdraw", "demo", "services", "1.0", "--reason", "Guessed."), 0)
    assert "demo-services  1.0  withdrawn" in ended(run("release", "list", "demo"), 0)


def git(repository: Path, *words: str) -> None:
    who = ("-c", "user.name=Agency", "-c", "user.email=agency@examplia.example", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(repository), *who, *words], check=True, capture_output=True)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue repository: Examplia, then a branch with a level that is not in the list, then one that mends it."""
    place = tmp_path_factory.mktemp("catalogues")
    shutil.copytree(DEMO, place / "data" / "demo", ignore=shutil.ignore_patterns("*.py", "source", "demo_converter"))
    git(place, "init", "--quiet", "--initial-branch=main")
    services = place / "data" / "demo" / "services.ttl"
    good = services.read_text(encoding="utf-8")
    assert LEVEL.format(1) in good
    for branch, text in (
        ("main", good),
        ("wrong", good.replace(LEVEL.format(1), LEVEL.format(9), 1)),
        ("better", good.replace(LEVEL.format(1), LEVEL.format(2), 1)),
    ):
        if branch != "main":
            git(place, "checkout", "--quiet", "-b", branch, "main")
        services.write_text(text, encoding="utf-8")
        (place / ".gitattributes").write_text("*.ttl filter=evil export-ignore\n", encoding="utf-8")
        git(place, "add", ".")
        git(place, "commit", "--quiet", "-m", branch)
    git(place, "config", "filter.evil.smudge", "touch evil")
    git(place, "config", "core.fsmonitor", "touch evil")
    return place


def review(repository: Path, base: str, head: str) -> Result:
    words = ("review", base, head, "--repository", str(repository), "--folder", "data", "--with", "govstack")
    return CliRunner().invoke(main, words, env={"GRAPH_HOME": str(ROOT)})


def test_a_review_names_new_violations(repository: Path) -> None:
    """With the place in the repository, what to do, and exit code 1; nothing of the repository is run."""
    text = ended(review(repository, "main", "wrong"), 1)
    assert "**New violations: 1.**" in text
    assert "(data/" not in text
    assert "demo/services.ttl:" in text
    assert "digitisation-level/9" in text
    assert "| https://w3id.org/public-service-graph/graph/demo/services | 1 | 1 |" in text
    assert not list(repository.rglob("evil"))


def test_a_review_names_what_is_mended_and_which_answers_differ(repository: Path) -> None:
    """From wrong to better there is one finding less, and the counts by level differ."""
    text = ended(review(repository, "wrong", "better"), 0)
    assert "New violations: 0." in text
    assert "Mended: 1." in text
    assert "### `services-by-digitisation-level`" in text
    assert "services 14 → 15" in text


def test_a_review_of_folders(repository: Path, tmp_path: Path) -> None:
    """As of revisions; a file that is no Turtle is named with its line."""
    shutil.copytree(repository / "data", tmp_path / "data")
    services = tmp_path / "data" / "demo" / "services.ttl"
    same = CliRunner().invoke(
        main,
        ("review", str(repository / "data"), str(tmp_path / "data"), "--with", "govstack"),
        env={"GRAPH_HOME": str(ROOT)},
    )
    assert "Nothing is different." in ended(same, 0)
    services.write_text(f"{services.read_text(encoding='utf-8')}\n<a> <b>\n", encoding="utf-8")
    assert "services.ttl:" in ended(review(repository, "main", str(tmp_path / "data")), 1)


@pytest.mark.parametrize("revision", ["nowhere", "--output=evil", "main:data", "main^9", ""])
def test_a_revision_that_is_not_there(repository: Path, revision: str) -> None:
    """The call is wrong, and nothing else happens."""
    words = ("review", "--repository", str(repository), "--", "main", revision)
    result = CliRunner().invoke(main, words, env={"GRAPH_HOME": str(ROOT)})
    assert "There is no folder or git revision" in ended(result, 2)


def test_a_folder_without_data(repository: Path) -> None:
    """Is named with the revision."""
    words = ("review", "main", "wrong", "--repository", str(repository), "--folder", "docs")
    assert "main:docs" in ended(CliRunner().invoke(main, words, env={"GRAPH_HOME": str(ROOT)}), 2)
