"""Each mapping under ``mappings/`` as an importer."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from graph_service.errors import SourceError
from graph_service.model.terms import graph_iri
from graph_service.services.importing.importers import Importer, Wanted
from graph_service.services.importing.outcome import Imported
from graph_service.services.importing.tables.mapping import mapping_names, read_about, read_mapping
from graph_service.services.importing.tables.transforming import map_table

if TYPE_CHECKING:
    from graph_service.services.deployment import Deployment


def importers(home: Path) -> Iterable[Importer]:
    """One importer for each mapping, with its name and title."""
    for name in mapping_names(home):
        about = read_about(home / "mappings" / name)
        yield Importer(name, str(about["title"]), partial(_read, name), stack=str(about["stack"]))


def _read(name: str, deployment: Deployment, content: bytes, file: str, wanted: Wanted) -> Imported:
    """Map a table; the stack is the mapping's own where none is wanted.

    :raises SourceError: where the table is wrong, or things that it refers to have not been imported.
    """
    mapping = read_mapping(deployment.settings.home, name)
    stack = wanted.stack or mapping.stack
    there = deployment.store.graphs()
    for needed in mapping.needs:
        if graph_iri(deployment.settings.base, stack, needed) not in there:
            raise SourceError(file, f"Refers to the catalogue {needed!r} of the stack {stack!r}; import that first.")
    return map_table(mapping, file, content, deployment.settings, stack)
