"""Keys: shown once, kept as a hash, valid until they end or are revoked."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from graph_service.errors import AccessRefused, NotAuthenticated, UnknownName
from graph_service.model.agent import ROLES, Agent
from graph_service.services.access import Keys


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "keys.json"


def test_a_key_tells_whose_it_is(file: Path) -> None:
    """By another reader of the file too."""
    text = Keys(file).create("Ada", "editor", stack="demo")
    assert Keys(file).identify(text) == Agent("Ada", "editor", "demo")


def test_a_key_is_kept_as_a_hash_in_a_file_for_its_owner(file: Path) -> None:
    """Who reads the file can't use what stands there."""
    text = Keys(file).create("Ada", "editor")
    assert text.rsplit("_", 1)[1] not in file.read_text(encoding="utf-8")
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("wrong", ["", "psg", "psg_aaaaaaaa_" + "a" * 32, "Bearer x", "psg_\u00e9"])
def test_what_is_no_key_is_refused(file: Path, wrong: str) -> None:
    """However near it comes."""
    Keys(file).create("Ada", "editor")
    with pytest.raises(NotAuthenticated):
        Keys(file).identify(wrong)


def test_a_key_ends(file: Path) -> None:
    """At its time, or when it is revoked."""
    keys = Keys(file)
    text, other = keys.create("Ada", "editor", days=1), keys.create("Ben", "curator")
    content = json.loads(file.read_text(encoding="utf-8"))
    past = datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=1)
    content["keys"][0]["expires"] = past.isoformat()
    file.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(NotAuthenticated):
        keys.identify(text)
    assert keys.identify(other).name == "Ben"
    keys.revoke(keys.list()[1].id)
    with pytest.raises(NotAuthenticated):
        keys.identify(other)
    with pytest.raises(UnknownName):
        keys.revoke("nothing")


def test_a_file_that_is_none_of_ours_lets_nobody_in(file: Path) -> None:
    """Rather than everybody."""
    file.parent.mkdir()
    file.write_text("[]", encoding="utf-8")
    with pytest.raises(AccessRefused):
        Keys(file).identify("psg_aaaaaaaa_" + "a" * 32)


def test_a_role_that_there_is_none_of_is_named(file: Path) -> None:
    """Where somebody wrote it into the file by hand."""
    text = Keys(file).create("Ada", "administrator")
    file.write_text(file.read_text(encoding="utf-8").replace('"administrator"', '"admin"'), encoding="utf-8")
    with pytest.raises(AccessRefused, match="there is no role admin, only reader, editor"):
        Keys(file).identify(text)


def test_a_role_includes_those_before_it() -> None:
    """From readers to administrators."""
    may = [[Agent("a", role).may(wanted) for wanted in ROLES] for role in ROLES]
    assert may == [[place >= wanted for wanted in range(4)] for place in range(4)]
