"""Rebuilds the graphs of the stack of Japan from source/, by the mapping in mappings/japan.

Usage: python seed-data/japan/convert.py [--output DIR] [--source DIR]
"""

import argparse
import sys
from pathlib import Path

from graph_service.errors import GraphServiceError
from graph_service.formats.ttl import write_graph
from graph_service.model.context import Context
from graph_service.services.importing.tables.mapping import read_mapping
from graph_service.services.importing.tables.transforming import map_table
from graph_service.services.vocabulary import Vocabulary
from graph_service.settings import Settings

HERE = Path(__file__).resolve().parent
TABLE = "procedures.csv"


def convert(source: Path, output: Path) -> None:
    """Map the table first and write the graphs only when all could be made."""
    settings = Settings.from_environment()
    mapping = read_mapping(settings.home, "japan")
    context = Context(Vocabulary(settings.home, settings.base).prefixes)
    imported = map_table(mapping, TABLE, (source / TABLE).read_bytes(), settings)
    output.mkdir(parents=True, exist_ok=True)
    head = (
        f"# {mapping.about['attribution']}\n# Made by convert.py; English names are translations of this project.\n\n"
    )
    for graph, content in imported.graphs.items():
        path = output / f"{graph.rpartition('/')[2]}.ttl"
        with path.open("wb") as file:
            file.write(head.encode())
            write_graph(content, context, file)


def main() -> int:
    """Read the command line and convert."""
    parser = argparse.ArgumentParser(description="Rebuild the graphs of the stack of Japan.")
    parser.add_argument("--output", type=Path, default=HERE, help="folder for the Turtle files")
    parser.add_argument("--source", type=Path, default=HERE / "source", help="folder to read")
    arguments = parser.parse_args()
    try:
        convert(arguments.source, arguments.output)
    except GraphServiceError as error:
        print(f"convert.py: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
