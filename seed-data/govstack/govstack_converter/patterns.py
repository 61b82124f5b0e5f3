"""Service patterns and the Building Blocks that they rest on."""

import json
from pathlib import Path
from typing import Any

from rdflib import RDF, Graph, URIRef

from govstack_converter.names import BuildingBlockNames
from govstack_converter.rdf import PSG, add, concept, main_thing, new_graph, slug, text, thing


def patterns_graph(source: Path) -> Graph:
    """Return the graph of the functional patterns and the step patterns."""
    graph = new_graph()
    names = BuildingBlockNames(source)
    for kind in ("functional", "step"):
        for path in sorted((source / "patterns" / kind).glob("*.json")):
            pattern = json.loads(path.read_text(encoding="utf-8"))
            _add_pattern(graph, kind, pattern, names, f"patterns/{kind}/{path.name}")
    return graph


def _add_pattern(graph: Graph, kind: str, pattern: dict[str, Any], names: BuildingBlockNames, where: str) -> None:
    key = slug(pattern["id"].partition(".")[2])
    node = thing("pattern", key)
    main_thing(graph, node, [PSG.ServicePattern], pattern["id"], pattern["label"], "patterns")
    add(
        graph,
        node,
        dct_description=text(pattern["description"]),
        dct_source=URIRef(pattern["source_url"]),
        psg_patternKind=concept("pattern-kind", kind),
    )
    for reference in pattern.get("building_blocks", []):
        block_key = names.key(reference["id"], where)
        block = thing("building-block", block_key)
        demand = thing("demand", f"{key}-{block_key}")
        graph.add((demand, RDF.type, PSG.BuildingBlockDemand))
        add(
            graph,
            demand,
            psg_requiresBuildingBlock=block,
            psg_buildingBlockRole=concept("building-block-role", reference["role"]),
        )
        if reference.get("notes"):
            add(graph, demand, dct_description=text(reference["notes"]))
        add(graph, node, psg_qualifiedDemand=demand, psg_requiresBuildingBlock=block)
