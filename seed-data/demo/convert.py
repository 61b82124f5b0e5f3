"""Rebuilds all Turtle files of the fictional Republic of Examplia from the tables in source/.

Run it from anywhere: python seed-data/demo/convert.py [--output FOLDER]
"""

import argparse
import sys
from pathlib import Path

from demo_converter import (
    demands,
    governance,
    journeys,
    measuring,
    roadmap,
    services,
    stack,
    systems,
)
from demo_converter.source import open_source
from demo_converter.tables import SourceError
from demo_converter.turtle import turtle
from rdflib import Graph

HERE = Path(__file__).resolve().parent
CODE_LISTS = HERE.parent.parent / "ontology" / "codelists"
BUILDERS = (stack, services, systems, journeys, roadmap, governance, measuring)


def build(source_folder: Path) -> dict[str, Graph]:
    """Return all graphs by their path below the stack, such as services/1.0."""
    source = open_source(source_folder, CODE_LISTS)
    graphs: dict[str, Graph] = {}
    for builder in BUILDERS:
        graphs |= builder.build(source)
    demands.add_demands(graphs["services"], source, "service")
    demands.add_mappings(graphs["services"], source)
    return graphs


def write(graphs: dict[str, Graph], folder: Path) -> None:
    """Write each graph to a file of its name."""
    for path, graph in graphs.items():
        file = folder / f"{path}.ttl"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(turtle(graph), encoding="utf-8", newline="\n")


def main() -> int:
    """Read the command line, rebuild, and report a wrong value of a table in one line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--source", type=Path, default=HERE / "source", help="folder of the tables")
    parser.add_argument("--output", type=Path, default=HERE, help="folder to write to")
    arguments = parser.parse_args()
    try:
        graphs = build(arguments.source)
    except SourceError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    write(graphs, arguments.output)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
