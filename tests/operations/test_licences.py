"""Each dependency is installed as the lock says, and has a licence that is taken."""

from __future__ import annotations

import importlib.util
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent
ENVIRONMENTS = {"requirements.lock": None, "requirements-mapping.lock": Path(sys.prefix) / "mapping"}


@pytest.fixture(scope="module")
def licences() -> Any:
    """The module that reads licences, as the documentation is made with it."""
    spec = importlib.util.spec_from_file_location("licences", ROOT / "docs" / "licences.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["licences"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("lock", ENVIRONMENTS)
def test_no_licence_is_missing_or_refused(licences: Any, lock: str) -> None:
    """What a lock names is there with a licence, all parts of which are taken."""
    found = list(licences.dependencies(lock, ENVIRONMENTS[lock]))
    assert len(found) > 10
    assert not [d.name for d in found if not d.licence]
    assert not {(d.name, licence) for d in found for licence in d.licences if licence not in licences.ALLOWED}


def test_versions_are_those_of_the_lock(licences: Any) -> None:
    """So licences are those of what is deployed."""
    for dependency in licences.dependencies("requirements.lock"):
        assert version(dependency.name) in dependency.versions
