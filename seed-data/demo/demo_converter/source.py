"""The source of this stack: its tables, and the index of what they may refer to."""

from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph, URIRef

from demo_converter.columns import Column, describe, main_thing
from demo_converter.index import Index
from demo_converter.names import RDF, thing
from demo_converter.tables import Row, Tables


@dataclass(frozen=True)
class Source:
    """Tables with their index."""

    tables: Tables
    index: Index

    def describe(self, graph: Graph, row: Row, subject: URIRef, *columns: Column) -> None:
        """Add what a row says about a thing."""
        describe(graph, row, subject, columns, self.index)

    def add_main_things(
        self, graph: Graph, kind: str, cls: URIRef, rows: list[Row], part_of: str, *columns: Column
    ) -> None:
        """Add one main thing of a class for each row, with its columns."""
        for row in rows:
            subject = thing(kind, row.needed("key"))
            main_thing(graph, subject, cls, row, part_of)
            self.describe(graph, row, subject, *columns)

    def add_node(self, graph: Graph, subject: URIRef, cls: URIRef, row: Row, *columns: Column) -> None:
        """Add a thing that stands in no catalogue by itself, with its columns."""
        graph.add((subject, RDF.type, cls))
        self.describe(graph, row, subject, *columns)


def open_source(folder: Path, codelists: Path) -> Source:
    """Open the folder of tables and the folder of the code lists that they use."""
    tables = Tables(folder)
    return Source(tables, Index(tables, codelists))
