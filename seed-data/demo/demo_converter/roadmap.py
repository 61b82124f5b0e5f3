"""The roadmap with its phases and items, and the decisions that they rest on."""

from rdflib import Graph, Literal, URIRef

from demo_converter.columns import DESCRIPTION, TITLES, coded, link, plain
from demo_converter.names import CV, DCT, PROV, PSG, national, thing
from demo_converter.source import Source
from demo_converter.strategies import add_strategies
from demo_converter.systems import add_dependencies


def build(source: Source) -> dict[str, Graph]:
    """Return the graph of the roadmap."""
    graph = Graph()
    rows = source.tables["roadmaps.csv"]
    source.add_main_things(graph, "roadmap", PSG.Roadmap, rows, "roadmap", *TITLES, DESCRIPTION)
    roadmap = thing("roadmap", rows[0].needed("key"))
    for row in source.tables["roadmap-phases.csv"]:
        phase = thing("phase", row.needed("key"))
        graph.add((phase, DCT.identifier, Literal(national(row.needed("key")))))
        graph.add((phase, PSG.ofRoadmap, roadmap))
        source.add_node(
            graph,
            phase,
            PSG.RoadmapPhase,
            row,
            *TITLES,
            plain("start_year", PSG.startYear, "integer"),
            plain("end_year", PSG.endYear, "integer"),
        )
    for row in source.tables["yearly-capacities.csv"]:
        capacity = thing("yearly-capacity", row.needed("year"))
        graph.add((capacity, PSG.ofRoadmap, roadmap))
        source.add_node(
            graph,
            capacity,
            PSG.YearlyCapacity,
            row,
            plain("year", PSG.year, "integer"),
            plain("budget", PSG.budget, "decimal"),
            plain("items", PSG.itemCapacity, "integer"),
        )
    _add_items(graph, source, roadmap)
    _add_decisions(graph, source)
    _add_estimates(graph, source)
    add_strategies(graph, source, "roadmap")
    return {"roadmap": graph}


def _add_items(graph: Graph, source: Source, roadmap: URIRef) -> None:
    rows = source.tables["roadmap-items.csv"]
    source.add_main_things(
        graph,
        "roadmap-item",
        PSG.RoadmapItem,
        rows,
        "roadmap",
        *TITLES,
        link("phase", PSG.inPhase, "phase"),
        coded("theme", PSG.roadmapTheme, "roadmap-theme"),
        plain("year", PSG.plannedYear, "integer"),
        plain("quarter", PSG.plannedQuarter, "integer"),
        plain("duration", PSG.durationInQuarters, "integer"),
        coded("status", PSG.itemStatus, "roadmap-item-status"),
        plain("progress", PSG.progress, "integer"),
        plain("completed", PSG.completedYear, "integer"),
        link("owner", CV.ownedBy, "organisation", "team"),
        plain("cost", PSG.estimatedCost, "decimal"),
        coded("confidence", PSG.deliveryConfidence, "delivery-confidence"),
        link(
            "delivers",
            PSG.delivers,
            "service",
            "building-block",
            "system",
            "regulation",
            "programme",
        ),
        coded("level", PSG.deliversLevel, "digitisation-level"),
        link("depends_on", PSG.dependsOn, "roadmap-item"),
        link("decision", PSG.restsOnDecision, "decision"),
        link("instruments", PSG.restsOnInstrument, "regulation"),
        link("roles", PSG.requiresRole, "role"),
        coded("skills", PSG.requiresSkill, "skill"),
    )
    for row in rows:
        graph.add((thing("roadmap-item", row.needed("key")), PSG.ofRoadmap, roadmap))
    add_dependencies(graph, source, "item-dependencies.csv", "item", "roadmap-item")


def _add_decisions(graph: Graph, source: Source) -> None:
    source.add_main_things(
        graph,
        "decision",
        PSG.ProcurementDecision,
        source.tables["decisions.csv"],
        "roadmap",
        *TITLES,
        DESCRIPTION,
        link("building_block", PSG.forBuildingBlock, "building-block"),
        coded("approach", PSG.procurementApproach, "procurement-approach"),
        plain("date", DCT.date, "date"),
        link("by", PROV.wasAttributedTo, "organisation"),
        link("candidates", PSG.candidateProduct, "product"),
        link("selected", PSG.selectedProduct, "product"),
        plain("notice", PSG.procurementNotice, "iri"),
    )


def _add_estimates(graph: Graph, source: Source) -> None:
    source.add_main_things(
        graph,
        "estimate",
        PSG.ProcurementEstimate,
        source.tables["estimates.csv"],
        "roadmap",
        *TITLES,
        DESCRIPTION,
        link("building_block", PSG.estimateFor, "building-block"),
        coded("approach", PSG.procurementApproach, "procurement-approach"),
        plain("cost", PSG.estimatedCost, "decimal"),
        plain("years", PSG.estimatedYears, "integer"),
        plain("teams", PSG.requiredTeams, "integer"),
    )
