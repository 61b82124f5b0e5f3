"""A first load of what was validated before, such as an export of another service: past the gate, and fast."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from graph_service.errors import SourceError
from graph_service.model.blank_nodes import without_blank_nodes
from graph_service.model.change import Change, Source
from graph_service.services.audit.recording import beside, commit
from graph_service.services.deployment import Deployment
from graph_service.services.importing.rdf_files import triples
from graph_service.store.base import load_store


def load_unchecked(
    deployment: Deployment, paths: Sequence[Path], agent: str, said: Callable[[str], None] = lambda _: None
) -> int:
    """Make a new store from files of N-Quads, and put the vocabulary into it; how many statements were loaded.

    Its record tells that nothing was validated.

    :raises SourceError: where a file is missing or is no N-Quads.
    :raises StoreUnavailable: where the store is there already.
    """
    sources = []
    for path in paths:
        if not path.is_file() or path.suffix != ".nq":
            raise SourceError(str(path), "Give files of N-Quads, whose names end in .nq.")
        with path.open("rb") as file:
            sources.append(Source(path.name, hashlib.file_digest(file, "sha256").hexdigest()))
    settings = deployment.settings
    with beside(deployment, "load", f"Load of {len(paths)} files, not validated"):
        statements = load_store(settings.store, settings.base, paths, said)
    said("Putting in the vocabulary …")
    vocabulary = {graph: without_blank_nodes(triples(parts)) for graph, parts in deployment.vocabulary.graphs().items()}
    title = f"Load of {statements} statements, not validated, and of the vocabulary"
    change = Change(vocabulary, title, sources, agent=agent)
    commit(deployment, change, deployment.store.delta(change))
    return statements
