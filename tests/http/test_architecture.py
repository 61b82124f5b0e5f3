"""Stacks for architecture tools, over HTTP and at the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from graph_service.cli import main, verb
from graph_service.services.deployment import Deployment
from graph_service.services.publishing.architecture import exchange_formats, export_architecture

FORMATS = exchange_formats().values()


@pytest.mark.parametrize("chosen", FORMATS, ids=lambda chosen: chosen.name)
def test_a_stack_is_sent_as_a_file(chosen: object, client: TestClient, seeded: Deployment) -> None:
    """Under its name, with an entity tag that holds until the data change."""
    name, file, media_type = (getattr(chosen, key) for key in ("name", "file", "media_type"))
    answer = client.get(f"/stacks/demo/{file}")
    assert answer.status_code == 200
    assert answer.content == export_architecture(seeded, "demo", name)
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert answer.headers["content-disposition"] == f'attachment; filename="{file}"'
    again = client.get(f"/stacks/demo/{file}", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("chosen", FORMATS, ids=lambda chosen: chosen.name)
def test_a_stack_that_is_not_there_is_not_found(chosen: object, client: TestClient) -> None:
    """Nor is one whose name is none."""
    for stack in ("nowhere", "a b", "%3Cscript%3E", "demo%2F.."):
        answer = client.get(f"/stacks/{stack}/{chosen.file}")  # type: ignore[attr-defined]
        assert answer.status_code == 404, stack


def test_the_description_of_the_api_names_each_file(client: TestClient) -> None:
    """With its media type."""
    paths = client.get("/openapi.json").json()["paths"]
    for chosen in FORMATS:
        content = paths[f"/stacks/{{stack}}/{chosen.file}"]["get"]["responses"]["200"]["content"]
        assert chosen.media_type in content


@pytest.mark.parametrize("chosen", FORMATS, ids=lambda chosen: chosen.name)
def test_the_command_line_writes_the_same(
    chosen: object, seeded: Deployment, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """To a file; without a stack the call is wrong."""
    monkeypatch.setattr(verb, "Deployment", lambda *_, **__: seeded)
    monkeypatch.setattr(seeded, "close", lambda: None)
    name, output = chosen.name, tmp_path / "file"  # type: ignore[attr-defined]
    done = CliRunner().invoke(main, ["export", "--stack", "demo", "--format", name, "--output", str(output)])
    assert done.exit_code == 0, done.output
    assert output.read_bytes() == export_architecture(seeded, "demo", name)
    wrong = CliRunner().invoke(main, ["export", "--format", name])
    assert (wrong.exit_code, "needs --stack" in wrong.output) == (2, True)
    unknown = CliRunner().invoke(main, ["export", "--stack", "nowhere", "--format", name])
    assert (unknown.exit_code, "There is no stack 'nowhere'" in unknown.output) == (2, True)
