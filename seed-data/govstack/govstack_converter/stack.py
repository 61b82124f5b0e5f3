"""The stack, its catalogues with their releases, and the publishers."""

from pathlib import Path

from rdflib import DCAT, FOAF, RDF, XSD, Graph, Literal, URIRef

from govstack_converter.rdf import (
    PSG,
    STACK,
    add,
    boolean,
    catalogue,
    concept,
    graph_iri,
    main_thing,
    new_graph,
    text,
    thing,
)
from govstack_converter.source import read_json, read_table

VERSION = "1.0"
ISSUED = "2026-11-23"

LICENCES = {
    "apache": URIRef("https://www.apache.org/licenses/LICENSE-2.0"),
    "cc-by": URIRef("https://creativecommons.org/licenses/by/4.0/"),
    "cc0": URIRef("https://creativecommons.org/publicdomain/zero/1.0/"),
}
PATTERNS_REPOSITORY = "https://github.com/dimbi23/govstack-ux-patterns/tree/06ea3c3452c3c5ebe4b1077d31a881e6cf00e95b"
PLAYBOOK = (
    "https://github.com/GovStackWorkingGroup/implementation-playbook/blob/"
    "a67155f643204f6a3d405a9b61b145f147b19297/govstack-implementation-playbook/"
)


def stack_graph(source: Path) -> Graph:
    """Return the graph of the stack, its catalogues and their current releases."""
    graph = new_graph()
    stack = thing("stack", STACK)
    graph.add((stack, RDF.type, PSG.Stack))
    add(
        graph,
        stack,
        dct_identifier=Literal(STACK),
        dct_title=text("Shared reference stack"),
        dct_description=text(
            "What all stacks can refer to: the Building Blocks, reference use cases, workflows, "
            "patterns, roles, products and indicators of published sources."
        ),
        psg_fictional=boolean(False),
    )
    origins = _sources(source)
    for row in read_table(source, "catalogues.csv"):
        _add_catalogue(graph, row, origins.get(row["sources"], []))
    return graph


def organisations_graph(source: Path) -> Graph:
    """Return the graph of the publishers of the material."""
    graph = new_graph()
    for row in read_table(source, "publishers.csv"):
        agent = thing("agent", row["key"])
        main_thing(graph, agent, [FOAF.Agent], row["key"], row["title"], "organisations")
        graph.add((agent, FOAF.homepage, URIRef(row["homepage"])))
    return graph


def _add_catalogue(graph: Graph, row: dict[str, str], origins: list[str]) -> None:
    name = row["key"]
    node = catalogue(name)
    release = thing("release", f"{STACK}-{name}-{VERSION.replace('.', '-')}")
    for each in (PSG.Catalogue, DCAT.Catalog, DCAT.Dataset):
        graph.add((node, RDF.type, each))
    add(
        graph,
        node,
        dct_identifier=Literal(f"{STACK}-{name}"),
        dct_title=text(row["title"]),
        dct_description=text(row["description"]),
        psg_ofStack=thing("stack", STACK),
        psg_catalogueKind=concept("catalogue-kind", row["kind"]),
        psg_graph=graph_iri(name),
        dct_publisher=thing("agent", row["publisher"]),
        dct_license=LICENCES[row["licence"]],
        dct_source=[URIRef(origin) for origin in origins],
        dcat_hasCurrentVersion=release,
    )
    graph.add((release, RDF.type, PSG.Release))
    add(
        graph,
        release,
        dct_title=text(f"{row['title']}, release {VERSION}"),
        dcat_version=Literal(VERSION),
        dcat_isVersionOf=node,
        dct_issued=Literal(ISSUED, datatype=XSD.date),
        psg_releaseStatus=concept("release-status", "current"),
        psg_graph=graph_iri(name),
        adms_versionNotes=text(row["notes"]),
    )


def _sources(source: Path) -> dict[str, list[str]]:
    """Return the addresses of the material behind each catalogue."""
    cases = read_json(source, "use-case-steps.json")
    atlas = read_json(source, "atlas-projects.json")
    blocks = read_json(source, "building-blocks.json")["building_blocks"]
    publishers = read_table(source, "publishers.csv")
    return {
        "stack": ["https://specs.govstack.global/"],
        "organisations": [row["homepage"] for row in publishers],
        "building-blocks": [f"{block['repo']}/tree/{block['commit']}" for block in blocks],
        "use-cases": [f"{cases['source']}/tree/{cases['commit']}"],
        "patterns": [PATTERNS_REPOSITORY],
        "roles": [
            f"{PLAYBOOK}digital-team-composition/user-profiles-taxonomy.md",
            f"{PLAYBOOK}scaling-strategy.md",
        ],
        "products": [f"{atlas['source']}/blob/{atlas['commit']}/{atlas['path']}"],
        "indicators": ["https://www.gov.uk/service-manual/measuring-success"],
    }
