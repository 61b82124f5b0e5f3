"""Strategy documents, which stand in the graph of what they are about."""

from rdflib import Graph

from demo_converter.columns import DESCRIPTION, TITLES, coded, link, plain
from demo_converter.names import DCT, FOAF, PSG
from demo_converter.source import Source


def add_strategies(graph: Graph, source: Source, name: str) -> None:
    """Add the strategy documents that the table places in the named graph."""
    rows = [row for row in source.tables["strategies.csv"] if row.needed("graph") == name]
    source.add_main_things(
        graph,
        "strategy",
        PSG.StrategyDocument,
        rows,
        name,
        *TITLES,
        DESCRIPTION,
        coded("kind", PSG.strategyKind, "strategy-kind"),
        plain("issued", DCT.issued, "date"),
        link("publisher", DCT.publisher, "organisation"),
        plain("page", FOAF.page, "iri"),
    )
