"""Places in which real servers run."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from real_server import Place

from graph_service.services.deployment import Deployment


@pytest.fixture
def place(seeded: Deployment, tmp_path: Path) -> Place:
    """A folder with a copy of the seed data."""
    shutil.move(seeded.store.snapshot(), tmp_path / "store")
    return Place(tmp_path)
