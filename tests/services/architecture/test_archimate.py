"""The ArchiMate file keeps to its schema and to the table of relationships, and says what the graph says.

It is read here by means of XML alone, and what it should hold is asked of the graph by other queries than those that
made it.
"""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from countries import HOSTILE
from lxml import etree
from pyoxigraph import QuerySolutions

from graph_service.services.architecture import architecture_of
from graph_service.services.ask import ask
from graph_service.services.deployment import Deployment
from graph_service.services.publishing.architecture import exchange_formats

HERE = Path(__file__).parent
STACKS = ("demo", "japan", "reference", "void", "hostile")
NS = {"a": "http://www.opengroup.org/xsd/archimate/3.0/"}
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
ID = "https://w3id.org/public-service-graph/id/"
PREFIXES = """
PREFIX cpsv: <http://purl.org/vocab/cpsv#>
PREFIX cv: <http://data.europa.eu/m8g/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX eli: <http://data.europa.eu/eli/ontology#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX item: <https://w3id.org/public-service-graph/codelist/roadmap-item-status/>
PREFIX p-plan: <http://purl.org/net/p-plan#>
PREFIX psg: <https://w3id.org/public-service-graph/def/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
#: What the named graphs of a stack say are things of a class, for the element types that are made of one class.
CLASSES = {
    "BusinessService": "cpsv:PublicService",
    "ApplicationComponent": "psg:System",
    "WorkPackage": "psg:RoadmapItem",
    "BusinessActor": "cv:PublicOrganisation",
    "Constraint": "eli:LegalResource",
}
#: Statements of the graph that are relations of the file: the property, whether the file turns it, and the types.
STATEMENTS = [
    ("psg:supportedBySystem", True, ("ApplicationComponent", "Serving", "BusinessService")),
    ("psg:supportedBySystem", True, ("ApplicationComponent", "Serving", "BusinessProcess")),
    ("psg:requiresBuildingBlock", True, ("ApplicationService", "Serving", "BusinessService")),
    ("psg:requiresBuildingBlock", True, ("ApplicationService", "Serving", "BusinessProcess")),
    ("psg:realisesBuildingBlock", False, ("ApplicationComponent", "Realization", "ApplicationService")),
    ("psg:realisesBuildingBlock", False, ("Artifact", "Realization", "ApplicationService")),
    ("psg:realisesSpecification", False, ("ApplicationComponent", "Realization", "Requirement")),
    ("psg:specifies", True, ("ApplicationService", "Realization", "Requirement")),
    ("psg:runsProduct", True, ("Artifact", "Realization", "ApplicationComponent")),
    ("psg:exposesService", False, ("ApplicationComponent", "Composition", "ApplicationInterface")),
    ("psg:holdsEvidence", False, ("ApplicationComponent", "Access", "BusinessObject")),
    ("psg:dependsOn", True, ("ApplicationComponent", "Serving", "ApplicationComponent")),
    ("cv:ownedBy|psg:operatedBy", True, ("BusinessActor", "Association", "ApplicationComponent")),
    ("org:subOrganizationOf", True, ("BusinessActor", "Composition", "BusinessActor")),
    ("cv:hasCompetentAuthority", True, ("BusinessActor", "Assignment", "BusinessService")),
    ("cv:isGroupedBy", True, ("BusinessEvent", "Triggering", "BusinessService")),
    ("psg:triggersJourney", False, ("BusinessEvent", "Triggering", "BusinessProcess")),
    ("psg:subEventOf", True, ("BusinessEvent", "Composition", "BusinessEvent")),
    ("psg:journeyOf", False, ("BusinessProcess", "Realization", "BusinessService")),
    ("p-plan:isStepOfPlan", True, ("BusinessProcess", "Composition", "BusinessProcess")),
    ("psg:followsWorkflow", True, ("BusinessProcess", "Serving", "BusinessProcess")),
    ("psg:asksForEvidence", False, ("BusinessProcess", "Access", "BusinessObject")),
    ("cv:hasInputType", False, ("BusinessService", "Access", "BusinessObject")),
    ("cv:hasLegalResource", False, ("BusinessService", "Association", "Constraint")),
    ("dct:requires", True, ("BusinessService", "Serving", "BusinessService")),
    ("psg:delivers", False, ("WorkPackage", "Realization", "BusinessService")),
    ("psg:delivers", False, ("WorkPackage", "Realization", "ApplicationService")),
    ("psg:delivers", False, ("WorkPackage", "Realization", "ApplicationComponent")),
    ("psg:delivers", False, ("WorkPackage", "Realization", "Constraint")),
    ("psg:delivers", False, ("WorkPackage", "Realization", "CourseOfAction")),
    ("psg:dependsOn", True, ("WorkPackage", "Triggering", "WorkPackage")),
    ("psg:restsOnInstrument", False, ("WorkPackage", "Association", "Constraint")),
    ("cv:ownedBy", True, ("BusinessActor", "Assignment", "WorkPackage")),
    ("psg:requiresRole", True, ("BusinessRole", "Assignment", "WorkPackage")),
]
#: Relations that no statement is: what they should be is worked out by tests of their own.
DERIVED = {
    ("BusinessProcess", "Triggering", "BusinessProcess"),
    ("WorkPackage", "Realization", "Plateau"),
    ("Plateau", "Triggering", "Plateau"),
    ("Gap", "Association", "ApplicationService"),
    ("WorkPackage", "Association", "Gap"),
}


@dataclass(frozen=True)
class Model:
    """The file as XML, and its elements by identifier."""

    root: ET.Element
    types: dict[str, str]
    iris: dict[str, str]

    def relations(self) -> Iterator[tuple[str, str, str]]:
        """Source, type and target of each."""
        for relation in self.root.iterfind("a:relationships/a:relationship", NS):
            yield relation.attrib["source"], relation.attrib[TYPE], relation.attrib["target"]


@pytest.fixture(scope="session")
def model(exported: Callable[[str, str], bytes]) -> Callable[[str], Model]:
    read: dict[str, Model] = {}

    def model_of(stack: str) -> Model:
        if stack not in read:
            root = ET.fromstring(exported("archimate", stack))  # noqa: S314 - written here
            elements = root.findall("a:elements/a:element", NS)
            types = {element.attrib["identifier"]: element.attrib[TYPE] for element in elements}
            place = "a:properties/a:property[@propertyDefinitionRef='property-IRI']/a:value"
            iris = {element.attrib["identifier"]: element.findtext(place, "", NS) for element in elements}
            read[stack] = Model(root, types, iris)
        return read[stack]

    return model_of


def asked(deployment: Deployment, text: str) -> list[tuple[str, ...]]:
    result = deployment.store.query(PREFIXES + text)
    assert isinstance(result, QuerySolutions)
    return [tuple(getattr(term, "value", "") for term in row) for row in result]


@pytest.mark.parametrize("stack", STACKS)
def test_the_file_keeps_to_the_exchange_format(stack: str, exported: Callable[[str, str], bytes]) -> None:
    """Elements, their order, attributes and their types, by the schema beside this file."""
    schema = etree.RelaxNG(etree.parse(HERE / "archimate.rng"))
    document = etree.fromstring(exported("archimate", stack), etree.XMLParser(huge_tree=True))
    assert schema.validate(document), list(schema.error_log)[:3]


def test_the_schema_refuses_what_the_format_has_not(exported: Callable[[str, str], bytes]) -> None:
    """So that a file that passes means something."""
    schema = etree.RelaxNG(etree.parse(HERE / "archimate.rng"))
    text = exported("archimate", "demo").decode()
    wrong = [
        text.replace('xsi:type="BusinessService"', 'xsi:type="PublicService"', 1),
        text.replace('xsi:type="Serving"', 'xsi:type="Serving" accessType="Read"', 1),
        text.replace('type="number"', 'type="integer"', 1),
        text.replace(' x="20"', ' x="-20"', 1),
        text.replace('viewpoint="Layered"', 'viewpoint="Everything"', 1),
        text.replace('identifier="id-', 'identifier="0-', 1),
    ]
    for document in wrong:
        assert document != text
        assert not schema.validate(etree.fromstring(document.encode()))


if "ARCHIMATE_SCHEMA" in os.environ:

    @pytest.mark.parametrize("stack", STACKS)
    def test_the_file_keeps_to_the_published_schema(
        stack: str, exported: Callable[[str, str], bytes], tmp_path: Path
    ) -> None:
        """By the files of The Open Group, which are not ours to ship; xml.xsd, which they name, stands beside them."""
        for path in Path(os.environ["ARCHIMATE_SCHEMA"]).glob("*.xsd"):
            text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2001/xml.xsd", "xml.xsd")
            (tmp_path / path.name).write_text(text, encoding="utf-8")
        schema = etree.XMLSchema(etree.parse(tmp_path / "archimate3_Diagram.xsd"))
        document = etree.fromstring(exported("archimate", stack), etree.XMLParser(huge_tree=True))
        assert schema.validate(document), list(schema.error_log)[:3]


@pytest.mark.parametrize("stack", STACKS)
def test_identifiers_are_unique_and_references_resolve(stack: str, model: Callable[[str], Model]) -> None:
    """Those of nodes within their own view."""
    root = model(stack).root
    identifiers = [node.attrib["identifier"] for node in root.iter() if "identifier" in node.attrib]
    assert len(identifiers) == len(set(identifiers))
    elements, known = set(model(stack).types), set(identifiers)
    relations = {node.attrib["identifier"]: node for node in root.iterfind(".//a:relationship", NS)}
    definitions = {node.attrib["identifier"] for node in root.iterfind(".//a:propertyDefinition", NS)}
    assert all(node.attrib["propertyDefinitionRef"] in definitions for node in root.iterfind(".//a:property", NS))
    assert {n.attrib["identifierRef"] for n in root.iterfind(".//a:item[@identifierRef]", NS)} <= known
    assert all({node.attrib["source"], node.attrib["target"]} <= elements for node in relations.values())
    for view in root.iterfind(".//a:view", NS):
        nodes = {node.attrib["identifier"]: node.attrib["elementRef"] for node in view.iter(f"{{{NS['a']}}}node")}
        assert set(nodes.values()) <= elements
        for line in view.iterfind("a:connection", NS):
            relation = relations[line.attrib["relationshipRef"]]
            assert nodes[line.attrib["source"]] == relation.attrib["source"]
            assert nodes[line.attrib["target"]] == relation.attrib["target"]


@pytest.mark.parametrize("stack", STACKS)
def test_every_relation_is_permitted(stack: str, model: Callable[[str], Model]) -> None:
    """By the cells of the table of relationships (ArchiMate 3.2 Specification, appendix B) that are needed here."""
    with (HERE / "archimate-relationships.csv").open(encoding="utf-8", newline="") as file:
        permitted = {(row["source"], row["target"]): row["permitted"].split() for row in csv.DictReader(file)}
    types = model(stack).types
    used = {(types[source], kind, types[target]) for source, kind, target in model(stack).relations()}
    assert [entry for entry in used if entry[1] not in permitted.get((entry[0], entry[2]), ())] == []


@pytest.mark.parametrize("stack", ["demo", "japan"])
@pytest.mark.parametrize("kind", CLASSES)
def test_elements_are_the_things_of_the_graph(
    stack: str, kind: str, countries: Deployment, model: Callable[[str], Model]
) -> None:
    """The same things with the same names in the same languages."""
    found = model(stack)
    start = f"{countries.settings.base}graph/{stack}/"
    rows = asked(
        countries,
        f"""SELECT ?thing ?name (LANG(?name) AS ?language) {{
          GRAPH ?graph {{ ?thing a {CLASSES[kind]} ; dct:title|skos:prefLabel ?name }}
          FILTER(STRSTARTS(STR(?graph), "{start}") && !CONTAINS(SUBSTR(STR(?graph), {len(start) + 1}), "/"))
        }}""",
    )
    names = {
        (found.iris[element.attrib["identifier"]], name.text, name.get(LANGUAGE, ""))
        for element in found.root.iterfind("a:elements/a:element", NS)
        if element.attrib[TYPE] == kind
        for name in element.findall("a:name", NS)
    }
    assert names == set(rows)
    assert names


@pytest.mark.parametrize("stack", ["demo", "japan"])
@pytest.mark.parametrize(("term", "turned", "types"), STATEMENTS, ids=lambda value: str(value)[:60])
def test_relations_are_the_statements_of_the_graph(
    stack: str,
    term: str,
    turned: bool,
    types: tuple[str, str, str],
    countries: Deployment,
    model: Callable[[str], Model],
) -> None:
    """Those between things of these types, each once."""
    found = model(stack)
    in_file = Counter(
        (found.iris[source], found.iris[target])
        for source, kind, target in found.relations()
        if (found.types[source], kind, found.types[target]) == types
    )
    rows = asked(countries, f"SELECT DISTINCT ?s ?o {{ ?s {term} ?o }}")
    type_of = {iri: found.types[identifier] for identifier, iri in found.iris.items()}
    pairs = [(o, s) if turned else (s, o) for s, o in rows]
    ends = (types[0], types[2])
    assert in_file == Counter((s, t) for s, t in pairs if (type_of.get(s), type_of.get(t)) == ends)
    assert in_file or stack == "japan"


@pytest.mark.parametrize("stack", STACKS)
def test_no_other_relations_are_in_the_file(stack: str, model: Callable[[str], Model]) -> None:
    """So that the tests here are about all of them."""
    found = model(stack)
    used = {(found.types[source], kind, found.types[target]) for source, kind, target in found.relations()}
    assert used <= DERIVED | {types for _, _, types in STATEMENTS}


def test_steps_follow_each_other(countries: Deployment, model: Callable[[str], Model]) -> None:
    """In each journey, in the order of their numbers."""
    found = model("demo")
    rows = asked(
        countries, "SELECT ?journey ?step ?order { ?step p-plan:isStepOfPlan ?journey ; psg:stepOrder ?order }"
    )
    journeys: dict[str, list[tuple[int, str]]] = {}
    for journey, step, order in rows:
        if f"{ID}journey/demo-" in journey:
            journeys.setdefault(journey, []).append((int(order), step))
    wanted = {pair for steps in journeys.values() for pair in pairwise(step for _, step in sorted(steps))}
    assert wanted == {
        (found.iris[source], found.iris[target])
        for source, kind, target in found.relations()
        if (found.types[source], kind, found.types[target]) == ("BusinessProcess", "Triggering", "BusinessProcess")
    }


def test_gaps_are_closed_by_what_delivers_them(countries: Deployment, model: Callable[[str], Model]) -> None:
    """An item that isn't cancelled, and that delivers the Building Block or a system that realises it."""
    found = model("demo")
    rows = asked(
        countries,
        """SELECT DISTINCT ?item ?block {
          { ?item psg:delivers ?block } UNION { ?item psg:delivers ?system . ?system psg:realisesBuildingBlock ?block }
          ?block a psg:BuildingBlock . FILTER NOT EXISTS { ?item psg:itemStatus item:cancelled } }""",
    )
    gaps = {found.iris[s]: found.iris[t] for s, _, t in found.relations() if found.types[s] == "Gap"}
    closed = {(found.iris[s], gaps[found.iris[t]]) for s, _, t in found.relations() if found.types[t] == "Gap"}
    assert closed == {
        (item, block) for item, block in rows if block in gaps.values() and f"{ID}roadmap-item/demo-" in item
    }
    assert closed


def test_gaps_are_the_missing_building_blocks(countries: Deployment, model: Callable[[str], Model]) -> None:
    """As the named query has them, for both countries."""
    for stack in ("demo", "japan"):
        answer = ask(countries, countries.queries.get("missing-building-blocks"), {"stack": [stack]})
        missing = {row["buildingBlock"].value for row in answer.solutions}
        found = model(stack)
        lines = [(found.types[s], found.iris[t]) for s, _, t in found.relations()]
        assert {iri for kind, iri in lines if kind == "Gap"} == missing
        assert missing


def test_plateaus_are_the_years_of_the_roadmap(countries: Deployment, model: Callable[[str], Model]) -> None:
    """Each realised by the items of its year, and followed by the next."""
    found = model("demo")
    rows = asked(
        countries,
        f"""SELECT ?item ?year {{
          ?item a psg:RoadmapItem ; psg:plannedYear ?planned . FILTER(STRSTARTS(STR(?item), "{ID}roadmap-item/demo-"))
          FILTER NOT EXISTS {{ ?item psg:itemStatus item:cancelled }}
          OPTIONAL {{ ?item psg:completedYear ?done }} BIND(COALESCE(?done, ?planned) AS ?year) }}""",
    )
    realised = {
        (found.iris[source], found.iris[target].rpartition("-")[2])
        for source, kind, target in found.relations()
        if found.types[target] == "Plateau" and kind == "Realization"
    }
    assert realised == set(rows)
    years = sorted({year for _, year in rows})
    follows = {
        (found.iris[source][-4:], found.iris[target][-4:])
        for source, kind, target in found.relations()
        if found.types[source] == found.types[target] == "Plateau"
    }
    assert follows == set(pairwise(years))


@pytest.mark.parametrize("stack", ["demo", "japan"])
def test_views_are_laid_out(stack: str, model: Callable[[str], Model]) -> None:
    """Three of them, legible: no two boxes overlap but where one stands inside the other, and lines join boxes."""
    found = model(stack)
    views = {view.findtext("a:name", "", NS): view for view in found.root.iterfind(".//a:view", NS)}
    assert set(views) == {"One life event", "Reuse map", "Roadmap"}
    for view in views.values():
        nodes = list(view.iter(f"{{{NS['a']}}}node"))
        assert 5 <= len(nodes) <= 150
        assert view.findall("a:connection", NS)
        for outer in (view, *nodes):
            for one, other in combinations(outer.findall("a:node", NS), 2):
                assert not overlap(box(one), box(other))
            for inner in outer.findall("a:node", NS) if outer is not view else ():
                assert within(box(inner), box(outer))
    kinds = {
        name: {found.types[node.attrib["elementRef"]] for node in view.iter(f"{{{NS['a']}}}node")}
        for name, view in views.items()
    }
    assert kinds["Reuse map"] == {"BusinessService", "ApplicationComponent", "ApplicationService"}
    assert {"Plateau", "WorkPackage", "Gap"} == kinds["Roadmap"]
    assert "BusinessEvent" in kinds["One life event"]


def box(node: ET.Element) -> tuple[int, int, int, int]:
    x, y, width, height = (int(node.attrib[name]) for name in "xywh")
    return x, y, x + width, y + height


def overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def within(inner: tuple[int, int, int, int], outer: tuple[int, int, int, int]) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def test_a_hostile_name_stays_a_name(model: Callable[[str], Model]) -> None:
    """It comes back as it was, but for the control character that XML can't hold."""
    found = model("hostile")
    elements = found.root.iterfind("a:elements/a:element", NS)
    names = [entry.findtext("a:name", "", NS) for entry in elements if entry.attrib[TYPE] == "BusinessService"]
    assert names == [HOSTILE.replace("\u0007", "\ufffd")]
    assert sorted(found.types.values()) == [
        *("ApplicationComponent", "ApplicationComponent", "ApplicationService", "BusinessActor", "BusinessService"),
        "Gap",
    ]
    assert not found.root.findall(".//script")


def test_a_stack_without_things_is_a_model_without_elements(model: Callable[[str], Model]) -> None:
    """With its name, and nothing that the schema would refuse when empty."""
    found = model("void")
    assert found.root.findtext("a:name", "", NS) == "void"
    assert found.types == {}


def test_the_same_data_give_the_same_bytes(countries: Deployment, exported: Callable[[str, str], bytes]) -> None:
    """So that a model under version control changes only where the graph did."""
    again = exchange_formats()["archimate"].write(architecture_of(countries, "demo", "archimate"))
    assert again == exported("archimate", "demo")


def test_fictional_data_say_so(model: Callable[[str], Model]) -> None:
    """In the model's own properties."""
    flags = {
        stack: model(stack).root.findtext(
            "a:properties/a:property[@propertyDefinitionRef='property-fictional']/a:value", None, NS
        )
        for stack in ("demo", "japan")
    }
    assert flags == {"demo": "true", "japan": None}
