"""Demands for Building Blocks that say more than that there is a need."""

from rdflib import Graph, URIRef

from demo_converter.columns import DESCRIPTION, coded, link, text
from demo_converter.names import DCT, PROV, PSG, thing
from demo_converter.source import Source
from demo_converter.tables import Row, SourceError

_MAPPING = (text("title_en", DCT.title), DESCRIPTION)


def add_demands(graph: Graph, source: Source, on: str) -> None:
    """Add the demands of services, or those of journey steps, to their graph."""
    for row in source.tables["demands.csv"]:
        if row.needed("on") == on:
            _add_demand(graph, source, row, _owner(source, row))


def add_mappings(graph: Graph, source: Source) -> None:
    """Add the mappings by which demands were inferred."""
    for row in source.tables["mappings.csv"]:
        mapping = thing("mapping", row.needed("key"))
        source.add_node(graph, mapping, PROV.Entity, row, *_MAPPING)


def _owner(source: Source, row: Row) -> URIRef:
    if row.needed("on") == "service":
        return source.index.reference(row, "of", row.needed("of"), "service")
    journey, _, step = row.needed("of").rpartition("/")
    source.index.reference(row, "of", journey, "journey")
    steps = {one.needed("key"): len(one.children) for one in source.tables["journeys.yaml"]}
    if not step.isdigit() or not 1 <= int(step) <= steps[journey]:
        raise SourceError(row, "of", f'the journey "{journey}" has no step "{step}"')
    return thing("step", f"{journey}-{step}")


def _add_demand(graph: Graph, source: Source, row: Row, owner: URIRef) -> None:
    block = row.needed("building_block")
    demand = thing("demand", f"{row.needed('of').replace('/', '-')}-{block}")
    graph.add((owner, PSG.qualifiedDemand, demand))
    required = link("building_block", PSG.requiresBuildingBlock, "building-block")
    source.describe(graph, row, owner, required)
    source.add_node(
        graph,
        demand,
        PSG.BuildingBlockDemand,
        row,
        required,
        DESCRIPTION,
        coded("role", PSG.buildingBlockRole, "building-block-role"),
        link("derived_by", PSG.derivedBy, "mapping"),
    )
