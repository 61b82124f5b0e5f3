"""Loads the seed data in an order of its own, and prints the digest of each dump: ``dump_digests.py FOLDER SEED``."""

from __future__ import annotations

import hashlib
import random
import sys
from pathlib import Path

from graph_service.model.blank_nodes import without_blank_nodes
from graph_service.model.change import Change
from graph_service.services.deployment import Deployment
from graph_service.services.importing.datasets import read_datasets
from graph_service.services.importing.rdf_files import triples
from graph_service.services.publishing.dumps.dumping import dump, suffixes
from graph_service.services.publishing.dumps.parts import Part
from graph_service.settings import Settings

ROOT = Path(__file__).parents[2]
PARTS = (Part("demo"), Part("reference"), Part("demo", "services"), Part("demo", "services", "2.0"))


def main(folder: Path, seed: int) -> None:
    """Commit the graphs one by one, their statements in any order, then make all dumps."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    deployment = Deployment(Settings(store=f"oxigraph:{folder / 'store'}", home=ROOT))
    files = read_datasets([ROOT / "seed-data" / "govstack", ROOT / "seed-data" / "demo"], deployment.settings.base)
    graphs = [(file.graph, without_blank_nodes(triples([file.file]))) for file in files]
    chance.shuffle(graphs)
    for graph, held in graphs:
        chance.shuffle(held)
        deployment.store.commit(Change({graph: held}, "A graph"))
    for part in PARTS:
        for suffix in suffixes():
            made = dump(deployment, part, suffix)
            assert made.sha256 == hashlib.sha256(made.path.read_bytes()).hexdigest()
            print(made.name, made.sha256)  # noqa: T201 - what it is for
    deployment.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
