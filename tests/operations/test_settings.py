"""Settings come from a file and from the environment, which wins; what names none is refused with the nearest."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_service.settings import Settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of settings."""
    path = tmp_path / "graph-service.toml"
    path.write_text('store = "oxigraph:/srv/graph"\nsparql_seconds = 5\nkeys = "/etc/keys.json"\n', encoding="utf-8")
    return path


def test_the_environment_wins_over_the_file(file: Path) -> None:
    """And what neither sets has its default; where each value comes from is known."""
    environment = {"GRAPH_SETTINGS": str(file), "GRAPH_SPARQL_SECONDS": "7.5", "HOME": "/root"}
    settings = Settings.from_environment(environment)
    assert (settings.store, settings.sparql_seconds, settings.keys) == (
        "oxigraph:/srv/graph",
        7.5,
        Path("/etc/keys.json"),
    )
    assert settings.gate == "violations"
    assert {name: given.source for name, given in Settings.given(environment).items()} == {
        "store": str(file),
        "keys": str(file),
        "sparql_seconds": "GRAPH_SPARQL_SECONDS",
    }


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("sparql_second = 5", "graph-service.toml: sparql_second is no setting. Did you mean sparql_seconds?"),
        ("wholly_other = 5", "graph-service.toml: wholly_other is no setting. docs/reference/settings.md"),
        ('sparql_rows = "many"', "graph-service.toml: sparql_rows is 'many', which is no int"),
        ("sparql_seconds = -1", "graph-service.toml: sparql_seconds is '-1', which is no limit"),
        ("sparql_seconds = nan", "graph-service.toml: sparql_seconds is 'nan', which is no limit"),
        ('gate = "errors"', "graph-service.toml: gate is 'errors'; it can be violations or warnings"),
        ("sparql_rows = true", "graph-service.toml: sparql_rows is neither a text nor a number"),
        ("[sparql]\nrows = 1", "graph-service.toml: sparql is no setting"),
        ("store = ", "graph-service.toml can't be read: Invalid value"),
    ],
)
def test_a_wrong_file_is_refused(file: Path, line: str, message: str) -> None:
    """It is said in which file and on which setting."""
    file.write_text(line, encoding="utf-8")
    with pytest.raises(ValueError, match=r"\S") as refused:
        Settings.from_environment({"GRAPH_SETTINGS": str(file)})
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        ("GRAPH_STOR", "x", "GRAPH_STOR is no setting. Did you mean GRAPH_STORE?"),
        ("GRAPH_SPARQL_ROWS", "inf", "GRAPH_SPARQL_ROWS is 'inf', which is no int"),
        ("GRAPH_SPARQL_SECONDS", "inf", "GRAPH_SPARQL_SECONDS is 'inf', which is no limit"),
        ("GRAPH_LOG", "xml", "GRAPH_LOG is 'xml'; it can be json or text"),
        ("GRAPH_METRICS", "9464", "it should look like 127.0.0.1:9464"),
        ("GRAPH_SETTINGS", "/nowhere.toml", "GRAPH_SETTINGS names /nowhere.toml, which can't be read: No such file"),
    ],
)
def test_a_wrong_variable_is_refused(variable: str, value: str, message: str) -> None:
    """It is said what it could have been."""
    with pytest.raises(ValueError, match=r"\S") as refused:
        Settings.from_environment({variable: value})
    assert message in str(refused.value)
