"""Dependencies with their licences, from what is installed, and which licences are taken."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

ROOT = Path(__file__).parent.parent
_PERMISSIVE = "asks for the notice to be kept, and no more"
_FILES = "asks for changes of its own files to be published; we change none"
#: The licences that are taken, as metadata write them, and why.
ALLOWED = {
    "0BSD": _PERMISSIVE,
    "3-Clause BSD License": _PERMISSIVE,
    "Apache Software License": _PERMISSIVE,
    "Apache-2.0": _PERMISSIVE,
    "BSD License": _PERMISSIVE,
    "BSD-2-Clause": _PERMISSIVE,
    "BSD-3-Clause": _PERMISSIVE,
    "CC0-1.0": "asks for nothing",
    "ISC License (ISCL)": _PERMISSIVE,
    "LGPL-3.0-only": "asks that the library can be replaced, as every Python package can; we change nothing of it",
    "MIT": _PERMISSIVE,
    "MIT License": _PERMISSIVE,
    "MIT-0": "asks for nothing",
    "MPL-2.0": _FILES,
    "Mozilla Public License 2.0 (MPL 2.0)": _FILES,
    "PSF-2.0": _PERMISSIVE,
    "W3C License": _PERMISSIVE,
    "W3C-20150513": _PERMISSIVE,
    "Zlib": _PERMISSIVE,
}
#: Where metadata name none: what the repository of the package says.
_TOLD_ELSEWHERE = {"axe-playwright-python": "MIT"}
#: Only for other operating systems than the one that this is made on.
ELSEWHERE = {"colorama": "Windows", "httpx2-jsfetch": "browsers", "pywin32": "Windows"}
_PACKAGES = re.compile(r"^([\w.-]+)(?:\[[^]]*\])?==(\S+)", re.MULTILINE)


@dataclass(frozen=True)
class Dependency:
    """A package of a lock; ``licence`` is empty where it is not known."""

    name: str
    versions: list[str]
    licence: str

    @property
    def licences(self) -> list[str]:
        """The single licences that it names."""
        return [part.strip() for part in re.split(r" AND | OR |; ", self.licence)]


def locked(lock: str) -> dict[str, list[str]]:
    """The packages of a lock with their versions; some have one for each version of Python."""
    versions: dict[str, list[str]] = {}
    for name, version in _PACKAGES.findall((ROOT / lock).read_text(encoding="utf-8")):
        versions.setdefault(name, []).append(version)
    return versions


def dependencies(lock: str, environment: Path | None = None) -> Iterator[Dependency]:
    """The packages of ``lock``, as they are installed in ``environment``, by default this one."""
    sites = [str(path) for path in environment.glob("lib/python*/site-packages")] if environment else sys.path
    found: Mapping[str, Distribution] = {
        re.sub(r"[-_.]+", "-", distribution.metadata["Name"]).lower(): distribution
        for distribution in distributions(path=sites)
    }
    for name, versions in sorted(locked(lock).items()):
        if name not in ELSEWHERE:
            yield Dependency(name, versions, _licence(found[name]) if name in found else "")


def _licence(distribution: Distribution) -> str:
    metadata = distribution.metadata
    classified = [c for c in metadata.get_all("Classifier") or [] if c.startswith("License :: OSI Approved :: ")]
    return (
        metadata.get("License-Expression")
        or "; ".join(sorted(c.rpartition(" :: ")[2] for c in classified))
        or metadata.get("License", "").split("\n")[0]
        or _TOLD_ELSEWHERE.get(metadata["Name"], "")
    )


def page(note: str) -> str:
    """The page of the reference."""
    deployed = locked("deploy/requirements.lock")
    everything = list(dependencies("requirements.lock"))
    text = "# Dependencies\n\n" + note
    text += "Every package is pinned with its hashes. Licences are those that the packages' metadata name.\n\n"
    for title, wanted in (
        ("What runs", [d for d in everything if d.name in deployed]),
        ("What maps tables, in an environment of its own", _mapping()),
        ("What builds and tests", [d for d in everything if d.name not in deployed]),
    ):
        text += f"## {title}\n\n| package | version | licence |\n|---|---|---|\n"
        text += "".join(f"| {d.name} | {' or '.join(d.versions)} | {d.licence} |\n" for d in wanted) + "\n"
    text += "## Licences that are taken\n\n| licence | why |\n|---|---|\n"
    used = {licence for d in (*everything, *_mapping()) for licence in d.licences}
    text += "".join(f"| {name} | {why} |\n" for name, why in ALLOWED.items() if name in used)
    places = [f"{name} ({where})" for name, where in ELSEWHERE.items()]
    return f"{text}\nFor other systems than Linux, the lock also names {', '.join(places)}.\n"


def _mapping() -> list[Dependency]:
    return list(dependencies("requirements-mapping.lock", Path(sys.prefix) / "mapping"))
