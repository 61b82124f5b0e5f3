"""The systems catalogue, and the national software and workflows behind it."""

from rdflib import Graph

from demo_converter.columns import DESCRIPTION, TITLES, coded, link, plain, text
from demo_converter.names import CV, DCAT, DCT, DOAP, PSG, thing
from demo_converter.source import Source
from demo_converter.tables import Row


def build(source: Source) -> dict[str, Graph]:
    """Return the graphs of systems, products and generic workflows."""
    return {
        "systems": _systems(source),
        "products": _products(source),
        "workflows": _workflows(source),
    }


def _systems(source: Source) -> Graph:
    graph = Graph()
    source.add_main_things(
        graph,
        "system",
        PSG.System,
        source.tables["systems.csv"],
        "systems",
        *TITLES,
        DESCRIPTION,
        coded("status", PSG.systemStatus, "system-status"),
        link("owner", CV.ownedBy, "organisation"),
        link("operator", PSG.operatedBy, "organisation"),
        coded("hosting", PSG.hosting, "hosting"),
        plain("database", PSG.database, "string"),
        link("depends_on", PSG.dependsOn, "system"),
        link("building_blocks", PSG.realisesBuildingBlock, "building-block"),
        link("specifications", PSG.realisesSpecification, "specification"),
        link("products", PSG.runsProduct, "product"),
        link("holds_evidence", PSG.holdsEvidence, "evidence-type"),
    )
    monitoring = plain("monitoring", PSG.monitoringTool, "string")
    for row in source.tables["systems.csv"]:
        for tool in row.parts("monitoring"):
            one = Row(row.file, row.line, {"monitoring": tool})
            source.describe(graph, one, thing("system", row.needed("key")), monitoring)
    for row in source.tables["apis.csv"]:
        api = thing("api", row.needed("key"))
        owner = source.index.reference(row, "system", row.needed("system"), "system")
        graph.add((owner, PSG.exposesService, api))
        source.add_node(
            graph,
            api,
            DCAT.DataService,
            row,
            text("title_en", DCT.title),
            plain("endpoint", DCAT.endpointURL, "iri"),
            plain("description_page", DCAT.endpointDescription, "iri"),
        )
    add_dependencies(graph, source, "system-dependencies.csv", "system", "system")
    return graph


def add_dependencies(graph: Graph, source: Source, file: str, column: str, kind: str) -> None:
    """Add the reasons why one thing depends on another of its kind."""
    for row in source.tables[file]:
        owner = source.index.reference(row, column, row.needed(column), kind)
        dependency = thing("dependency", f"{row.needed(column)}-on-{row.needed('on')}")
        graph.add((owner, DCAT.qualifiedRelation, dependency))
        source.describe(graph, row, owner, link("on", PSG.dependsOn, kind))
        source.add_node(
            graph,
            dependency,
            PSG.Dependency,
            row,
            link("on", PSG.target, kind),
            text("reason_en", DCT.description),
        )


def _products(source: Source) -> Graph:
    graph = Graph()
    source.add_main_things(
        graph,
        "product",
        PSG.SoftwareProduct,
        source.tables["products.csv"],
        "products",
        *TITLES,
        DESCRIPTION,
        coded("origin", PSG.productOrigin, "product-origin"),
        plain("homepage", DOAP.homepage, "iri"),
        plain("licence", DCT.license, "iri"),
    )
    for row in source.tables["product-mappings.csv"]:
        product = source.index.reference(row, "product", row.needed("product"), "product")
        source.describe(graph, row, product, link("building_block", PSG.realisesBuildingBlock, "building-block"))
        source.add_node(
            graph,
            thing("product-mapping", f"{row.needed('product')}-{row.needed('building_block')}"),
            PSG.ProductMapping,
            row,
            link("product", PSG.mappedProduct, "product"),
            link("building_block", PSG.mapsToBuildingBlock, "building-block"),
            link("specification", PSG.mapsToSpecification, "specification"),
            coded("maturity", PSG.mappingMaturity, "mapping-maturity"),
            plain("date", DCT.date, "date"),
            plain("source", DCT.source, "iri"),
        )
    return graph


def _workflows(source: Source) -> Graph:
    graph = Graph()
    source.add_main_things(
        graph,
        "workflow",
        PSG.GenericWorkflow,
        source.tables["workflows.csv"],
        "workflows",
        *TITLES,
        DESCRIPTION,
        link("building_blocks", PSG.requiresBuildingBlock, "building-block"),
    )
    return graph
