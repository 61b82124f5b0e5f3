"""The documentation is true: generated pages are current, and commands print what the tutorial shows."""

from __future__ import annotations

import importlib.util
import re
import shlex
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from graph_service import cli
from graph_service.cli import verb
from graph_service.services.deployment import Deployment

ROOT = Path(__file__).parent.parent
SESSION = re.compile(r"```console\n\$ graph-service (.*)\n((?:.*\n)*?)```")
TUTORIAL = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]


def generator() -> dict[str, object]:
    sys.path.insert(0, str(ROOT / "docs"))
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return dict(module.PAGES)


@pytest.mark.parametrize("page", generator())
def test_generated_page_is_current(page: str) -> None:
    """``make docs`` was run after the last change of what the page is made from."""
    write = generator()[page]
    assert callable(write)
    assert (ROOT / "docs" / "reference" / f"{page}.md").read_text(encoding="utf-8") == write()


@pytest.mark.parametrize(("command", "shown"), SESSION.findall(TUTORIAL), ids=lambda text: text.split("\n")[0])
def test_tutorial_shows_what_is_printed(
    command: str, shown: str, seeded: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command of the tutorial, on the seed data, prints what stands below it."""
    monkeypatch.setattr(verb, "Deployment", lambda *_, **__: seeded)
    monkeypatch.setattr(seeded, "close", lambda: None)
    result = CliRunner().invoke(cli.main, shlex.split(command))
    assert result.exit_code == 0
    assert result.output == shown


def test_the_tutorial_has_commands() -> None:
    """A pattern that finds nothing would pass everything."""
    assert len(SESSION.findall(TUTORIAL)) >= 3


def test_links_between_pages_lead_somewhere() -> None:
    """Every relative link names a file, and its anchor a heading."""
    assert len(PAGES) > 10
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?://|<)([^)#]*)(#[^)]*)?\)", page.read_text(encoding="utf-8")):
            path = (page.parent / target[0]).resolve() if target[0] else page
            assert path.exists(), f"{page.name}: {target[0]}"
            if target[1]:
                headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
                anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
                assert target[1][1:] in anchors, f"{page.name}: {target}"


def test_terms_that_pages_name_exist(seeded: Deployment) -> None:
    """A term of ours in prose is a term of the ontology."""
    own = seeded.vocabulary.own_terms
    for page in PAGES:
        for name in re.findall(r"`psg:(\w+)`", page.read_text(encoding="utf-8")):
            assert f"https://w3id.org/public-service-graph/def/{name}" in own, f"{page.name}: psg:{name}"
