"""Rebuilds the graphs of the reference stack from source/.

Usage: python seed-data/govstack/convert.py [--output DIR] [--source DIR]
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from govstack_converter.building_blocks import building_blocks_graph
from govstack_converter.patterns import patterns_graph
from govstack_converter.products import products_graph
from govstack_converter.rdf import ConversionError, write
from govstack_converter.roles import indicators_graph, roles_graph
from govstack_converter.stack import organisations_graph, stack_graph
from govstack_converter.use_cases import use_cases_graph, workflows_graph
from rdflib import Graph

HERE = Path(__file__).resolve().parent

GRAPHS: dict[str, Callable[[Path], Graph]] = {
    "stack": stack_graph,
    "building-blocks": building_blocks_graph,
    "use-cases": use_cases_graph,
    "workflows": workflows_graph,
    "patterns": patterns_graph,
    "roles": roles_graph,
    "products": products_graph,
    "indicators": indicators_graph,
    "organisations": organisations_graph,
}


def convert(source: Path, output: Path) -> None:
    """Build every graph first and write them only when all could be built."""
    graphs = {name: build(source) for name, build in GRAPHS.items()}
    output.mkdir(parents=True, exist_ok=True)
    for name, graph in graphs.items():
        write(graph, output / f"{name}.ttl")


def main() -> int:
    """Read the command line and convert."""
    parser = argparse.ArgumentParser(description="Rebuild the graphs of the reference stack.")
    parser.add_argument("--output", type=Path, default=HERE, help="folder for the Turtle files")
    parser.add_argument("--source", type=Path, default=HERE / "source", help="folder to read")
    arguments = parser.parse_args()
    try:
        convert(arguments.source, arguments.output)
    except ConversionError as error:
        print(f"convert.py: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
