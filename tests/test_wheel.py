"""The wheel, installed in an empty environment outside the checkout, gives the same answers."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NEEDED = "Installing needs a package index: set up pip's, then run the tests again."


def run(*words: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    built = run(
        *(sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, ROOT),
        cwd=folder,
    )
    assert built.returncode == 0, built.stderr
    return next(folder.glob("*.whl"))


def test_wheel_holds_the_data_folders(wheel: Path) -> None:
    """What the service reads at run time, with the sources and licences of the seed data."""
    names = zipfile.ZipFile(wheel).namelist()
    for expected in (
        "mappings/linked-data/terms.csv",
        "ontology/systems.ttl",
        "shapes/systems.ttl",
        "queries/stacks.rq",
        "profiles/cpsv-ap/services.rq",
        "scenarios/retire-system.ru",
        "seed-data/demo/services/1.0.ttl",
        "seed-data/govstack/source/patterns/LICENSE",
    ):
        assert f"graph_service/data/{expected}" in names
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]
    assert {name.split("/")[0] for name in names} == {"graph_service", "graph_service-0.1.0.dist-info"}


@pytest.mark.slow
def test_installed_wheel_answers_as_the_checkout_does(wheel: Path, tmp_path: Path) -> None:
    """With what is deployed and nothing else: load the packaged seed data, ask, and compare with the expected rows."""
    venv.create(tmp_path / "venv")
    service, lock = tmp_path / "venv" / "bin" / "graph-service", ROOT / "deploy" / "requirements.lock"
    install = [sys.executable, "-m", "pip", "--python", str(tmp_path / "venv"), "install", "--quiet", "--no-compile"]
    installed = run(*install, "--require-hashes", "--requirement", lock, cwd=tmp_path)
    if installed.returncode and not os.environ.get("CI"):
        pytest.skip(NEEDED)
    assert installed.returncode == 0, installed.stderr
    installed = run(*install, "--no-deps", wheel, cwd=tmp_path)
    assert installed.returncode == 0, installed.stderr
    environment = {"GRAPH_STORE": f"oxigraph:{tmp_path / 'store'}"}
    loaded = run(service, "load", "govstack", "demo", cwd=tmp_path, **environment)
    assert loaded.returncode == 0, loaded.stderr
    for name in ("services-using-building-block", "building-block-reuse", "missing-building-blocks"):
        expected = ROOT / "tests" / "queries" / name / "expected.csv"
        words = {"building-block-reuse": "--stack reference", "missing-building-blocks": "--stack demo"}.get(
            name, "--building_block payments"
        )
        answer = run(service, "ask", name, *words.split(), "--format", "csv", cwd=tmp_path, **environment)
        assert answer.stdout.splitlines() == expected.read_text(encoding="utf-8").splitlines()
