"""``graph-service check config`` tells what can't work, before the service is started so."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graph_service.cli import main
from graph_service.services.access import Keys

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an empty store and a key."""
    (tmp_path / "store").mkdir()
    Keys(tmp_path / "keys.json").create("Somebody", "editor")
    return tmp_path


def check(folder: Path, *words: str, **more: str) -> Result:
    given = {"STORE": f"oxigraph:{folder / 'store'}", "HOME": str(ROOT), "KEYS": str(folder / "keys.json")}
    given |= {"ARCHIVE": str(folder / "archive"), "ADDRESS": "https://graph.example", **more}
    environment = {f"GRAPH_{name}": value for name, value in given.items()}
    port = [] if "--port" in words else ["--port", "0"]
    return CliRunner().invoke(main, ["check", "config", *port, *words], env=environment)


def test_what_is_set_and_works(folder: Path) -> None:
    """Each setting with what set it, and all parts; nothing was made or changed."""
    file = folder / "graph-service.toml"
    file.write_text("sparql_rows = 500\n", encoding="utf-8")
    result = check(folder, SETTINGS=str(file))
    assert result.exit_code == 0, result.output
    assert f"sparql_rows = 500  ({file})" in result.output
    assert "address = https://graph.example  (GRAPH_ADDRESS)" in result.output
    assert "sparql_queue = 16  (default)" in result.output
    for part in ("home", "store", "disk", "archive", "keys", "address", "port"):
        assert f"OK      {part}: " in result.output
    for means in ("no sockets", "limit of memory", "limit of files"):
        assert f"OK      sandbox: {means}: works." in result.output
    assert "1 keys, 0 of them past their time" in result.output
    assert result.output.endswith("All that is needed works.\n")
    assert {path.name for path in folder.iterdir()} == {"store", "keys.json", "graph-service.toml"}


def test_no_store(folder: Path) -> None:
    """It is said how to make one."""
    (folder / "store").rmdir()
    result = check(folder)
    assert result.exit_code == 1
    assert "FAILED  store: There is none at" in result.output
    assert "graph-service load" in result.output
    assert result.output.endswith("1 things can't work.\n")


def test_a_folder_that_is_a_file(folder: Path) -> None:
    """Nothing can be kept in it."""
    result = check(folder, ARCHIVE=str(folder / "keys.json" / "archive"))
    assert result.exit_code == 1
    assert f"FAILED  archive: {folder / 'keys.json'} is no folder." in result.output


def test_keys_that_others_can_read(folder: Path) -> None:
    """They are no secret any more."""
    (folder / "keys.json").chmod(0o640)
    result = check(folder)
    assert result.exit_code == 1
    assert f"FAILED  keys: Others may read or change {folder / 'keys.json'}" in result.output


def test_keys_that_are_none(folder: Path) -> None:
    """What is not this service's file is none of keys."""
    (folder / "keys.json").write_text("{}", encoding="utf-8")
    assert "FAILED  keys: The file of keys" in check(folder).output


def test_a_port_that_is_taken(folder: Path) -> None:
    """By whatever else listens there; so with the port of metrics."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        place = f"127.0.0.1:{taken.getsockname()[1]}"
        result = check(folder, "--port", place.partition(":")[2], METRICS=place)
    assert result.exit_code == 1
    assert f"FAILED  port: {place}: Address already in use" in result.output
    assert f"FAILED  port of metrics: {place}: Address already in use" in result.output


def test_a_home_without_shapes(folder: Path) -> None:
    """What the service reads must be there; what is broken is named."""
    assert "FAILED  home: " in check(folder, HOME=str(folder)).output
    home = folder / "home"
    for name in ("ontology", "shapes", "profiles"):
        (home / name).parent.mkdir(exist_ok=True)
        (home / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "queries", home / "queries")
    (home / "queries" / "broken.rq").write_text("SELECT", encoding="utf-8")
    result = check(folder, HOME=str(home))
    assert result.exit_code == 0
    assert "WARNING home: The named query broken can't be asked: " in result.output


def test_a_python_without_the_engine_of_mappings(folder: Path) -> None:
    """Then all but tables can be imported."""
    result = check(folder, MAPPING_PYTHON=str(folder / "nothing"))
    assert result.exit_code == 0
    assert "WARNING mapping: " in result.output


def test_a_wrong_setting(folder: Path) -> None:
    """It is a wrong call, before anything is looked at."""
    result = check(folder, SPARQL_ROW="5")
    assert result.exit_code == 2
    assert "Did you mean GRAPH_SPARQL_ROWS?" in result.output
