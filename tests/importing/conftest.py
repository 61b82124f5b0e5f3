"""What tests of importers share: a store with the seed data and a stack that others' data can go to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph_service.services.deployment import Deployment
from graph_service.services.importing.importers import Wanted, importer_named
from graph_service.services.importing.loading import load
from graph_service.services.importing.outcome import Imported
from graph_service.settings import Settings

ROOT = Path(__file__).parent.parent.parent
HERE = Path(__file__).parent

Reading = Callable[..., Imported]


@pytest.fixture(scope="package")
def abroad(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """A deployment with the seed data and the stack ``abroad``, whose catalogues are empty."""
    deployment = Deployment(Settings(store=f"oxigraph:{tmp_path_factory.mktemp('abroad') / 'store'}", home=ROOT))
    paths = [ROOT / "seed-data" / "govstack", ROOT / "seed-data" / "demo", HERE / "linked_data" / "stack.ttl"]
    load(deployment.store, paths, deployment.vocabulary)
    yield deployment
    deployment.close()


@pytest.fixture(scope="package")
def reading(abroad: Deployment) -> Reading:
    """Reads content by an importer, as what would go to the stack ``abroad``."""

    def read(importer: str, content: bytes, name: str, **wanted: object) -> Imported:
        chosen = importer_named(abroad.settings.home, importer)
        return chosen.read(abroad, content, name, Wanted(**{"stack": "abroad", **wanted}))  # type: ignore[arg-type]

    return read
