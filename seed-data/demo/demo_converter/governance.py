"""The regulatory framework, capacity building and digital inclusion."""

from rdflib import Graph

from demo_converter.columns import DESCRIPTION, TITLES, coded, link, plain
from demo_converter.names import CV, DCT, ELI, FOAF, ORG, PSG
from demo_converter.source import Source
from demo_converter.strategies import add_strategies


def build(source: Source) -> dict[str, Graph]:
    """Return the graphs of regulations, capacity and inclusion."""
    graphs = {
        "regulations": _regulations(source),
        "capacity": _capacity(source),
        "inclusion": _inclusion(source),
    }
    for name, graph in graphs.items():
        add_strategies(graph, source, name)
    return graphs


def _regulations(source: Source) -> Graph:
    graph = Graph()
    source.add_main_things(
        graph,
        "regulation",
        ELI.LegalResource,
        source.tables["regulations.csv"],
        "regulations",
        *TITLES,
        DESCRIPTION,
        coded("kind", PSG.instrumentKind, "regulatory-instrument-kind"),
        coded("status", PSG.instrumentStatus, "regulatory-instrument-status"),
        plain("issued", DCT.issued, "date"),
        plain("page", FOAF.page, "iri"),
    )
    return graph


def _capacity(source: Source) -> Graph:
    graph = Graph()
    source.add_main_things(
        graph,
        "team",
        PSG.DigitalServiceTeam,
        source.tables["teams.csv"],
        "capacity",
        *TITLES,
        DESCRIPTION,
        link("unit_of", ORG.unitOf, "organisation"),
        link("roles", PSG.fillsRole, "role"),
        coded("skills", PSG.hasSkill, "skill"),
        link("releases", PSG.usesRelease, "release"),
    )
    source.add_main_things(
        graph,
        "programme",
        PSG.CapacityBuildingProgramme,
        source.tables["programmes.csv"],
        "capacity",
        *TITLES,
        DESCRIPTION,
        coded("skills", PSG.teachesSkill, "skill"),
        link("roles", PSG.addressesRole, "role"),
        link("owner", CV.ownedBy, "organisation"),
        plain("start_year", PSG.startYear, "integer"),
        plain("end_year", PSG.endYear, "integer"),
    )
    return graph


def _inclusion(source: Source) -> Graph:
    graph = Graph()
    source.add_main_things(
        graph,
        "measure",
        PSG.InclusionMeasure,
        source.tables["measures.csv"],
        "inclusion",
        *TITLES,
        DESCRIPTION,
        link("strategy", PSG.measureOf, "strategy"),
        coded("barriers", PSG.addressesBarrier, "inclusion-barrier"),
        link("services", PSG.benefitsService, "service"),
        link("owner", CV.ownedBy, "organisation"),
        plain("start_year", PSG.startYear, "integer"),
    )
    return graph
