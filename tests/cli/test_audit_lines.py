"""What the command line leaves in the audit log, and how that is checked there."""

from __future__ import annotations

import getpass
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from graph_service.cli import main
from graph_service.services.deployment import Deployment

STACK = Path(__file__).parents[2] / "seed-data" / "demo" / "stack.ttl"


@pytest.fixture
def place(writable: Deployment, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The store, closed, for verbs that open it themselves."""
    writable.close()
    monkeypatch.setenv("GRAPH_STORE", writable.settings.store)
    monkeypatch.setenv("GRAPH_KEYS", str(writable.settings.keys))
    monkeypatch.setenv("GRAPH_HOME", str(writable.settings.home))
    return writable.settings.audit_file


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_commands_have_lines(place: Path) -> None:
    """With who the operating system says gave them; also what was refused, but not what only reads."""
    key = run("keys", "create", "Ada", "--role", "editor", "--stack", "demo").output.strip()
    assert run("keys", "list").exit_code == 0
    assert run("keys", "revoke", key.split("_")[1]).exit_code == 0
    assert run("keys", "revoke", "nothing").exit_code == 2
    assert run("undo", "999").exit_code == 2
    told = [(x["event"], x.get("outcome", ""), x.get("route", ""), x["what"]) for x in lines(place)]
    assert told == [
        ("keys", "accepted", "main keys create", "Key made for Ada: editor of demo"),
        ("keys", "accepted", "main keys revoke", f"Key {key.split('_')[1]} revoked"),
        ("keys", "accepted", "main keys revoke", "Key nothing revoked"),
        ("correction", "", "", told[3][3]),
        ("refusal", "refused", "main keys revoke", "unknown-name"),
        ("refusal", "refused", "main undo", "unknown-name"),
    ]
    assert {x["id"] for x in lines(place) if "id" in x} == {f"user:{getpass.getuser()}"}
    assert key not in place.read_text(encoding="utf-8")


def test_a_load_has_its_line_and_the_check_says_so(place: Path, tmp_path: Path) -> None:
    """And says what is wrong by file and line, with exit code 1."""
    changed = tmp_path / "stack.ttl"
    text = STACK.read_text(encoding="utf-8")
    changed.write_text(
        f"{text}\n<https://w3id.org/public-service-graph/id/stack/demo> "
        '<http://purl.org/dc/terms/alternative> "x"@en .\n',
        encoding="utf-8",
    )
    done = run("load", str(changed))
    assert done.exit_code == 0, done.output
    assert [line["event"] for line in lines(place)] == ["change"]
    good = run("check", "audit")
    assert (good.exit_code, good.output.endswith("0 wrong.\n")) == (0, True), good.output
    place.write_text(place.read_text(encoding="utf-8").replace("Command line", "Somebody"), encoding="utf-8")
    wrong = run("check", "audit", str(place))
    assert wrong.exit_code == 1
    assert wrong.output.startswith("WRONG  Change 2 of the store has no line in the log")
