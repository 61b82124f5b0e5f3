"""Software products and the claims that they realise Building Blocks."""

from pathlib import Path
from typing import Any

from rdflib import RDF, XSD, Graph, Literal, URIRef

from govstack_converter.names import BuildingBlockNames
from govstack_converter.rdf import (
    DOAP,
    PSG,
    ConversionError,
    add,
    concept,
    main_thing,
    new_graph,
    text,
    thing,
)
from govstack_converter.source import read_json, read_table

FILE = "atlas-projects.json"


def products_graph(source: Path) -> Graph:
    """Return the graph of the products and their mappings to Building Blocks."""
    graph = new_graph()
    names = BuildingBlockNames(source)
    atlas = read_json(source, FILE)
    origins: dict[str, list[str]] = {}
    for row in read_table(source, "product-origins.csv"):
        origins.setdefault(row["project"], []).append(row["origin"])
    address = URIRef(f"{atlas['source']}/blob/{atlas['commit']}/{atlas['path']}")
    for project in atlas["projects"]:
        if project["id"] not in origins:
            raise ConversionError(f"product-origins.csv: {project['id']} is missing")
        _add_product(graph, project, origins[project["id"]])
        _add_mappings(graph, project, address, names)
    return graph


def _add_product(graph: Graph, project: dict[str, Any], origins: list[str]) -> None:
    node = thing("product", project["id"])
    main_thing(graph, node, [PSG.SoftwareProduct], project["id"], project["name"], "products")
    add(
        graph,
        node,
        dct_description=text(project["description"]),
        dct_license=[URIRef(f"https://spdx.org/licenses/{name}") for name in project["licenses"]],
        psg_productOrigin=[concept("product-origin", origin) for origin in origins],
    )
    graph.add((node, DOAP.homepage, URIRef(project["website"])))


def _add_mappings(graph: Graph, project: dict[str, Any], address: URIRef, names: BuildingBlockNames) -> None:
    product = thing("product", project["id"])
    maturity = "beta" if project["govstack_listed"] else "self-reported"
    for name in project["govstack_building_blocks"]:
        key = names.key(name, f"{FILE}, {project['id']}")
        block = thing("building-block", key)
        mapping = thing("product-mapping", f"{project['id']}-{key}")
        graph.add((mapping, RDF.type, PSG.ProductMapping))
        add(
            graph,
            mapping,
            psg_mappedProduct=product,
            psg_mapsToBuildingBlock=block,
            psg_mappingMaturity=concept("mapping-maturity", maturity),
            dct_date=Literal(project["last_updated"][:10], datatype=XSD.date),
            dct_source=address,
        )
        add(graph, product, psg_realisesBuildingBlock=block)
