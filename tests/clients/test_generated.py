"""A client that is generated from the description of the API asks each named query."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from served import Service

from graph_service.services.query_catalogue import read_query_catalogue

QUERIES = read_query_catalogue(Path(__file__).parent.parent.parent / "queries").queries


@pytest.fixture(scope="module")
def generated(live: Service, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The package that a generator writes."""
    folder = tmp_path_factory.mktemp("generated")
    (folder / "openapi.json").write_bytes(live.send("GET", "/openapi.json").content)
    (folder / "config.yaml").write_text("literal_enums: true\n", encoding="utf-8")
    command = [str(Path(sys.executable).parent / "openapi-python-client"), "generate", "--meta", "none"]
    done = subprocess.run(
        [*command, "--config", "config.yaml", "--path", "openapi.json", "--output-path", "generated_client"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Unable to" not in done.stdout + done.stderr
    sys.path.insert(0, str(folder))
    yield importlib.import_module("generated_client")
    sys.path.remove(str(folder))


@pytest.mark.parametrize("name", QUERIES)
def test_each_named_query_is_a_function(live: Service, generated: ModuleType, name: str) -> None:
    """With its parameters, and an answer that has attributes."""
    function = importlib.import_module(f"generated_client.api.queries.{name.replace('-', '_')}")
    given = {p.name: p.example.strip('<>"') for p in QUERIES[name].parameters.values() if p.example != "UNDEF"}
    client: Any
    accept = {"Accept": "application/json" if QUERIES[name].form == "rows" else "application/ld+json"}
    with generated.Client(base_url=live.address, headers=accept) as client:
        answer = function.sync_detailed(client=client, **given)
    assert answer.status_code == 200, answer.content
    if QUERIES[name].form == "rows":
        assert answer.parsed.query == name
        assert answer.parsed.columns == list(QUERIES[name].columns)
    else:
        assert answer.parsed["@context"]
