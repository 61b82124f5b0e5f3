"""Reference use cases with their steps, and the generic workflows that they name."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

from rdflib import RDF, Graph, Literal, URIRef

from govstack_converter.names import BuildingBlockNames, WorkflowNames
from govstack_converter.rdf import (
    P_PLAN,
    PSG,
    ConversionError,
    add,
    concept,
    integer,
    main_thing,
    new_graph,
    text,
    thing,
)
from govstack_converter.source import clean, read_json, read_table

FILE = "use-case-steps.json"
STATUSES = {
    "Draft": URIRef("http://purl.org/adms/status/UnderDevelopment"),
    "Published": URIRef("http://purl.org/adms/status/Completed"),
}


class Corrections:
    """The table of errors in the use cases; each entry must meet what is published."""

    def __init__(self, source: Path) -> None:
        """Read the table from the source folder."""
        self._rows = {
            (row["use_case"], row["step"], row["field"]): row for row in read_table(source, "use-case-corrections.csv")
        }

    def corrected(self, use_case: str, field: str, published: str, step: str = "") -> str:
        """Return the right value of a field of a use case or, with `step`, of one of its steps."""
        row = self._rows.pop((use_case, step, field), None)
        if row is None:
            return published
        if row["published"] != published:
            raise ConversionError(
                f"use-case-corrections.csv: {use_case} {field} is '{published}', not '{row['published']}'"
            )
        return row["corrected"]

    def check_all_used(self) -> None:
        """Raise when an entry of the table met nothing."""
        if self._rows:
            raise ConversionError(f"use-case-corrections.csv: unused {sorted(self._rows)}")


def use_cases_graph(source: Path) -> Graph:
    """Return the graph of the use cases that have steps."""
    graph = new_graph()
    published = read_json(source, FILE)
    repository = f"{published['source']}/blob/{published['commit']}"
    identifiers = {r["file"]: r["identifier"] for r in read_table(source, "use-cases.csv")}
    summaries = {
        case["file"]: case["summary_first_paragraph"]
        for case in read_json(source, "use-case-summaries.json")["use_cases"]
    }
    blocks, workflows = BuildingBlockNames(source), WorkflowNames(source)
    corrections = Corrections(source)
    for case in published["use_cases"]:
        if not case["steps"]:
            continue
        file = case["file"]
        if file not in identifiers:
            raise ConversionError(f"use-cases.csv: {file} is missing")
        identifier = identifiers[file]
        if corrections.corrected(identifier, "id", case["id"]) != identifier:
            raise ConversionError(f"{file}: the header has '{case['id']}', not '{identifier}'")
        journey = thing("journey", identifier.lower())
        main_thing(graph, journey, [PSG.UserJourney], identifier, clean(case["name"]), "use-cases")
        status = corrections.corrected(identifier, "status", case["status"])
        add(
            graph,
            journey,
            dct_description=text(clean(summaries[file])),
            dcat_landingPage=URIRef(f"{repository}/{quote(file)}"),
            dcat_version=Literal(case["version"].removeprefix("v")),
            dcat_keyword=[
                text(sector.strip())
                for sector in corrections.corrected(identifier, "sector", case["sector"]).split(",")
            ],
            dct_subject=list(_goals(case["sdgs"], identifier, corrections)),
            adms_status=STATUSES[status],
            psg_journeyKind=concept("journey-kind", "reference"),
        )
        for position, step in enumerate(case["steps"], start=1):
            node = thing("step", f"{identifier.lower()}-{position}")
            title = _step_title(step["title"])
            title = corrections.corrected(identifier, "title", title, str(position))
            graph.add((node, RDF.type, PSG.JourneyStep))
            graph.add((node, P_PLAN.isStepOfPlan, journey))
            add(graph, node, dct_title=text(title), psg_stepOrder=integer(position))
            where = f"{FILE}, {file}, step {position} '{title}'"
            _link_step(graph, node, step, blocks, workflows, where)
    corrections.check_all_used()
    return graph


def workflows_graph(source: Path) -> Graph:
    """Return the graph of the generic workflows."""
    graph = new_graph()
    for row in read_table(source, "workflows.csv"):
        node = thing("workflow", row["key"])
        main_thing(graph, node, [PSG.GenericWorkflow], row["key"], row["title"], "workflows")
        add(graph, node, dct_description=text(row["description"]))
    return graph


def _link_step(
    graph: Graph,
    node: URIRef,
    step: dict[str, Any],
    blocks: BuildingBlockNames,
    workflows: WorkflowNames,
    where: str,
) -> None:
    for block in step["building_blocks"]:
        key = blocks.key(block["name"], where)
        graph.add((node, PSG.requiresBuildingBlock, thing("building-block", key)))
    for workflow in step["workflows"]:
        for key in workflows.keys(workflow["name"], where):
            graph.add((node, PSG.followsWorkflow, thing("workflow", key)))


def _step_title(published: str) -> str:
    """Return the title of a step without the number before it."""
    return re.sub(r"^(Step )?\d+ - ", "", clean(published))


def _goals(published: list[str], identifier: str, corrections: Corrections) -> list[URIRef]:
    """Return the goals that a use case states; a target such as 8.3 counts for its goal."""
    numbers: list[str] = []
    for goal in published:
        match = re.match(r"(?:SDG |Goal )?(\d+)", clean(goal))
        if match is None:
            raise ConversionError(f"{FILE}, {identifier}: '{goal}' names no goal")
        if match.group(1) not in numbers:
            numbers.append(match.group(1))
    stated = ";".join(f"SDG {number}" for number in numbers)
    corrected = corrections.corrected(identifier, "sdgs", stated)
    return [URIRef(f"http://metadata.un.org/sdg/{goal.removeprefix('SDG ')}") for goal in corrected.split(";") if goal]
