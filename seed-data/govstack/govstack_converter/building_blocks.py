"""Building Blocks and the versions of their specifications."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

from rdflib import RDF, SKOS, Graph, Literal, URIRef

from govstack_converter.names import BuildingBlockNames
from govstack_converter.rdf import (
    PSG,
    ConversionError,
    add,
    boolean,
    concept,
    integer,
    main_thing,
    new_graph,
    slug,
    text,
    thing,
)
from govstack_converter.source import clean, read_json, read_table

PART_OF = "building-blocks"
CURRENT_NAMESPACE = "govstack:spec:bb:"
REQUIREMENT_PROPERTIES = {
    "REQUIRED": PSG.requiredRequirements,
    "RECOMMENDED": PSG.recommendedRequirements,
    "OPTIONAL": PSG.optionalRequirements,
}


class Corrections:
    """The table of what was corrected in the specifications; every entry must be used."""

    def __init__(self, source: Path) -> None:
        """Read the table from the source folder."""
        self._rows = read_table(source, "specification-corrections.csv")
        self._used: set[int] = set()

    def values(self, key: str, field: str, action: str) -> list[str]:
        """Return the values that one Building Block has to drop, add or set in a field."""
        found = []
        for number, row in enumerate(self._rows):
            if (row["building_block"], row["field"], row["action"]) == (key, field, action):
                found.append(row["value"])
                self._used.add(number)
        return found

    def keep(self, key: str, field: str, published: list[str]) -> list[str]:
        """Return the published values without those to drop."""
        dropped = self.values(key, field, "drop")
        for value in dropped:
            if value not in published:
                raise ConversionError(f"specification-corrections.csv: {key} publishes no {field} '{value}'")
        return [value for value in published if value not in dropped]

    def check_all_used(self) -> None:
        """Raise when an entry of the table was never looked up."""
        for number, row in enumerate(self._rows):
            if number not in self._used:
                raise ConversionError(f"specification-corrections.csv: unused entry {row}")


def building_blocks_graph(source: Path) -> Graph:
    """Return the graph of the Building Blocks, their specifications and functionalities."""
    graph = new_graph()
    names = BuildingBlockNames(source)
    corrections = Corrections(source)
    rows = {row["source_name"]: row for row in read_table(source, "building-blocks.csv")}
    versions = read_table(source, "versions.csv")
    for block in read_json(source, "building-blocks.json")["building_blocks"]:
        if block["name"] not in rows:
            raise ConversionError(f"building-blocks.json: unknown '{block['name']}'")
        row = rows[block["name"]]
        _add_building_block(graph, row, block, names, corrections)
        _add_specifications(graph, row, block, [v for v in versions if v["building_block"] == row["key"]])
        _add_reading(graph, row["key"], block, versions, corrections)
    corrections.check_all_used()
    return graph


def _add_building_block(
    graph: Graph,
    row: dict[str, str],
    block: dict[str, Any],
    names: BuildingBlockNames,
    corrections: Corrections,
) -> None:
    key = row["key"]
    node = thing("building-block", key)
    main_thing(graph, node, [PSG.BuildingBlock], key, row["title"], PART_OF)
    urn = block["urn_current"]
    if not urn.startswith(CURRENT_NAMESPACE):
        raise ConversionError(f"building-blocks.json: '{urn}' of {key} is a retired name")
    address = block["spec_url"] or f"{block['repo']}/tree/{block['commit']}/spec"
    add(
        graph,
        node,
        dct_description=text(row["description"]),
        dct_source=URIRef(address),
        psg_foundational=boolean(row["foundational"] == "true"),
    )
    graph.add((node, SKOS.notation, Literal(urn)))
    for label in names.labels(key):
        if label != row["title"]:
            graph.add((node, SKOS.altLabel, text(label)))
    mentioned = list(block["mentions_of_other_bbs_in_sections_2_to_9"])
    partners = corrections.keep(key, "may-use", mentioned)
    partners += corrections.values(key, "may-use", "add")
    for partner in partners:
        partner_key = names.key(partner, f"building-blocks.json, {block['name']}")
        if partner_key != key:
            graph.add((node, PSG.mayUse, thing("building-block", partner_key)))


def specification(key: str, version: str) -> URIRef:
    """Return the IRI of a version of a Building Block's specification."""
    return thing("specification", f"{key}-{slug(version)}")


def _add_specifications(
    graph: Graph, row: dict[str, str], block: dict[str, Any], versions: list[dict[str, str]]
) -> None:
    key = row["key"]
    if [version["listed"] for version in versions] != block["versions_listed"]:
        raise ConversionError(f"versions.csv: {key} isn't as building-blocks.json lists it")
    for version in versions:
        number = version["version"]
        node = specification(key, number)
        title = f"{row['title']} specification {number}"
        main_thing(graph, node, [PSG.BuildingBlockSpecification], f"{key}-{slug(number)}", title, PART_OF)
        add(
            graph,
            node,
            psg_specifies=thing("building-block", key),
            dcat_version=Literal(number),
            adms_status=concept("specification-status", version["status"]),
        )
        if version["listed"] != number:
            listed = f"Listed in the version history as “{version['listed']}”."
            add(graph, node, dct_description=text(listed))
        if version["status"] == "released" and block["spec_url"]:
            add(graph, node, dcat_landingPage=URIRef(block["spec_url"]))


def _add_reading(
    graph: Graph,
    key: str,
    block: dict[str, Any],
    versions: list[dict[str, str]],
    corrections: Corrections,
) -> None:
    """Add what was read from the text of one version: functions, requirements and APIs."""
    read = [v for v in versions if v["building_block"] == key and v["read_from"] == "yes"]
    if len(read) != 1:
        raise ConversionError(f"versions.csv: {key} needs exactly one version that was read")
    node = specification(key, read[0]["version"])
    tree = f"{block['repo']}/tree/{block['commit']}/spec"
    add(graph, node, dct_source=URIRef(tree))
    for heading in corrections.keep(key, "heading", block["key_digital_functionality_headings"]):
        _add_functionality(graph, node, f"{key}-{slug(read[0]['version'])}", clean(heading))
    for level, count in _requirements(key, block["requirement_tags"], corrections).items():
        graph.add((node, REQUIREMENT_PROPERTIES[level], integer(count)))
    for path in corrections.keep(key, "api", block["openapi_files"]):
        address = f"{block['repo']}/blob/{block['commit']}/{quote(path)}"
        add(graph, node, psg_apiDocument=URIRef(address))


def _add_functionality(graph: Graph, node: URIRef, parent_key: str, heading: str) -> None:
    match = re.fullmatch(r"(?:(\d+(?:\.\d+)*)\.?\s+)?(.+)", heading)
    if match is None:
        raise ConversionError(f"building-blocks.json: empty heading in {parent_key}")
    section, title = match.groups()
    functionality = thing("functionality", f"{parent_key}-{slug(title)}")
    if (functionality, RDF.type, None) in graph:
        raise ConversionError(f"building-blocks.json: '{title}' stands twice in {parent_key}")
    graph.add((functionality, RDF.type, PSG.KeyDigitalFunctionality))
    add(graph, functionality, dct_title=text(title))
    if section:
        add(graph, functionality, psg_section=Literal(section))
    graph.add((node, PSG.definesFunctionality, functionality))


def _requirements(key: str, counted: dict[str, int], corrections: Corrections) -> dict[str, int]:
    if corrections.values(key, "requirements", "drop"):
        return {}
    for value in corrections.values(key, "requirements", "set"):
        pairs = (pair.split("=") for pair in value.split(";"))
        return {level: int(count) for level, count in pairs}
    return counted
