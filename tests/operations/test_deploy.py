"""What is deployed: the unit and the Containerfile name what there is, and are as closed as they say."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path

import click
import pytest

from graph_service.cli import main
from graph_service.settings import Settings

ROOT = Path(__file__).parent.parent.parent
DEPLOY = ROOT / "deploy"
UNIT = DEPLOY / "graph-service.service"
CONTAINERFILE = re.sub(r"\\\n\s*", " ", (DEPLOY / "Containerfile").read_text(encoding="utf-8"))
LOCKS = [ROOT / "requirements.lock", ROOT / "requirements-mapping.lock", *DEPLOY.glob("*.lock")]


def instructions(name: str) -> list[str]:
    """What follows that instruction, wherever the Containerfile has it."""
    return re.findall(rf"^{name} (.*)$", CONTAINERFILE, re.MULTILINE)


def check_call(words: list[str]) -> None:
    """A call names a verb and options that there are."""
    command: click.Command = main
    for word in words:
        if word.startswith("--"):
            assert word in {
                option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)
            }
        elif isinstance(command, click.Group):
            found = command.get_command(click.Context(command), word)
            assert found, f"there is no {word}"
            command = found
    assert not isinstance(command, click.Group)


def unit() -> dict[str, list[str]]:
    """The settings of the unit's service, each with its values."""
    parser = configparser.RawConfigParser(strict=False, dict_type=_Repeated)
    parser.optionxform = str  # type: ignore[assignment,method-assign] # names have capitals
    parser.read_string(UNIT.read_text(encoding="utf-8"))
    return {name: value.split("\n") for name, value in parser["Service"].items()}


class _Repeated(dict):  # type: ignore[type-arg]
    """Keeps all values that a file gives for a name."""

    def __setitem__(self, key: object, value: object) -> None:
        known = self.get(key)
        super().__setitem__(key, known + value if isinstance(known, list) and isinstance(value, list) else value)


def test_the_unit_calls_verbs_that_there_are() -> None:
    """And settings that there are, from the file that is shipped with it."""
    given = unit()
    for name in ("ExecStartPre", "ExecStart"):
        program, *words = shlex.split(given[name][0])
        assert program == "/opt/graph-service/bin/graph-service"
        check_call(words)
    [environment] = given["Environment"]
    assert "GRAPH_SETTINGS=/etc/graph-service.toml" in environment.split()
    settings = Settings.from_environment({"GRAPH_SETTINGS": str(DEPLOY / "graph-service.toml")})
    state = f"/var/lib/{given['StateDirectory'][0]}"
    for place in (settings.store.removeprefix("oxigraph:"), settings.keys, settings.archive):
        assert Path(place).is_relative_to(state)


def test_the_unit_leaves_the_sandbox_what_it_needs() -> None:
    """Namespaces of users and networks; and nothing else of what a unit can take away."""
    given = unit()
    assert given["RestrictNamespaces"] == ["user net"]
    assert given["NoNewPrivileges"] == given["PrivateTmp"] == given["MemoryDenyWriteExecute"] == ["yes"]
    assert given["ProtectSystem"] == ["strict"]
    assert given["CapabilityBoundingSet"] == [""]
    assert given["SystemCallFilter"] == ["@system-service", "~@privileged"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="There is no systemd; 'apt-get install systemd'.")
def test_systemd_understands_the_unit() -> None:
    """It has no complaint but that nothing is installed here; and rates what is exposed below 2 of 10."""
    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", UNIT], capture_output=True, text=True, check=False
    )
    complaints = [line for line in verified.stderr.splitlines() if "graph-service" in line]
    assert not [line for line in complaints if "is not executable" not in line]
    rated = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=20", UNIT],
        capture_output=True,
        text=True,
        check=False,
    )
    assert rated.returncode == 0, rated.stdout


def test_the_container_calls_a_verb_that_there_is() -> None:
    """And variables that are settings; its user is not root, and what asks after its health is in it."""
    assert instructions("ENTRYPOINT") == ['["graph-service"]']
    [words] = map(tomllib.loads, (f"words = {line}" for line in instructions("CMD")[-1:]))
    check_call(words["words"])
    named = dict(re.findall(r"(GRAPH_\w+)=(\S+)", instructions("ENV")[-1]))
    assert Settings.from_environment(named).keys == Path("/var/lib/graph-service/keys.json")
    assert instructions("USER") == ["10001"]
    assert instructions("VOLUME") == ["/var/lib/graph-service"]
    [health] = re.findall(r"HEALTHCHECK.*CMD (\[.*\])", CONTAINERFILE)
    program, option, text = tomllib.loads(f"words = {health}")["words"]
    assert (program, option) == ("python3", "-c")
    compile(text, "health", "exec")
    assert "/healthz" in text


def test_the_container_is_built_from_what_there_is() -> None:
    """Every file that is copied is there, and every folder that the wheel takes is copied."""
    copied = {word.rstrip("/") for line in instructions("COPY") if "--from" not in line for word in line.split()[:-1]}
    assert all((ROOT / name).exists() for name in copied)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"])
    assert wanted | {"graph_service", "pyproject.toml", "README.md"} <= copied
    assert set(project["project"]["license-files"]) <= copied
    assert len(instructions("FROM")) == 2


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_dependency_has_hashes(lock: Path) -> None:
    """Nothing is installed that was not looked at when the lock was made."""
    text = lock.read_text(encoding="utf-8")
    pinned = re.findall(r"^[\w.\[\]-]+==\S+", text, re.MULTILINE)
    hashed = re.findall(r"^[\w.\[\]-]+==\S+.*\\\n    --hash=sha256:", text, re.MULTILINE)
    assert len(pinned) == len(hashed) > 3
    assert not re.findall(r"^[\w.\[\]-]+(?!==)[<>~@ ]", text, re.MULTILINE)


def test_what_is_deployed_is_what_is_tested() -> None:
    """The lock of what runs has the versions of the lock that tests run with."""

    def versions(path: Path) -> dict[str, str]:
        return dict(re.findall(r"^([\w.\[\]-]+)==(\S+)", path.read_text(encoding="utf-8"), re.MULTILINE))

    tested = versions(ROOT / "requirements.lock")
    for name in ("requirements.lock", "build.lock"):
        deployed = versions(DEPLOY / name)
        assert {key: tested.get(key) for key in deployed} == deployed
    assert "playwright" not in versions(DEPLOY / "requirements.lock")
