"""A small mapping that is no product's: libraries of a fictional town, with what a table can do wrong."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from graph_service.services.importing.outcome import Imported
from graph_service.services.importing.tables.mapping import read_mapping
from graph_service.services.importing.tables.transforming import map_table
from graph_service.settings import Settings

HERE = Path(__file__).parent
Map = Callable[..., Imported]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with that mapping, which a test may change."""
    shutil.copytree(HERE / "mappings", tmp_path / "mappings")
    return tmp_path


@pytest.fixture
def libraries(home: Path) -> Map:
    """Map a table by it."""

    def mapped(content: str | bytes, name: str = "libraries.csv", stack: str = "") -> Imported:
        settings = Settings(home=home)
        octets = content.encode() if isinstance(content, str) else content
        return map_table(read_mapping(home, "libraries"), name, octets, settings, stack)

    return mapped
