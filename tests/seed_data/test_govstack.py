"""The reference stack: rebuilt byte for byte, complete, and free of the errors of its sources."""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from rdflib import DCTERMS, RDF, BNode, Graph, Literal, Namespace, URIRef

FOLDER = Path(__file__).resolve().parents[2] / "seed-data" / "govstack"
PSG = Namespace("https://w3id.org/public-service-graph/def/")
ID = "https://w3id.org/public-service-graph/id/"
CODE = "https://w3id.org/public-service-graph/codelist/"
P_PLAN = Namespace("http://purl.org/net/p-plan#")
ADMS = Namespace("http://www.w3.org/ns/adms#")
NAMES = [
    "building-blocks",
    "indicators",
    "organisations",
    "patterns",
    "products",
    "roles",
    "stack",
    "use-cases",
    "workflows",
]
STEPS_PER_BUILDING_BLOCK = {
    "identity": 84,
    "information-mediator": 79,
    "consent": 72,
    "messaging": 65,
    "scheduler": 65,
    "workflow": 62,
    "digital-registries": 39,
    "payments": 24,
    "registration": 17,
    "geographic-information-system": 13,
    "e-signature": 8,
    "e-marketplace": 5,
}


def run(output: Path, source: Path | None = None, seed: str = "0") -> subprocess.CompletedProcess[str]:
    """Run the converter in a process of its own."""
    command = [sys.executable, str(FOLDER / "convert.py"), "--output", str(output)]
    if source:
        command += ["--source", str(source)]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


@pytest.fixture(scope="module")
def graphs() -> dict[str, Graph]:
    """Return the committed graphs by name."""
    return {path.stem: Graph().parse(path) for path in sorted(FOLDER.glob("*.ttl"))}


def instances(graph: Graph, kind: str) -> set[URIRef]:
    """Return the things of a class of the model."""
    return {node for node in graph.subjects(RDF.type, PSG[kind]) if isinstance(node, URIRef)}


def keys(nodes: object) -> list[str]:
    """Return the last segments of IRIs, sorted."""
    return sorted(str(node).rsplit("/", 1)[1] for node in nodes)  # type: ignore[attr-defined]


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_rebuild_gives_the_committed_bytes(tmp_path: Path, seed: str) -> None:
    result = run(tmp_path, seed=seed)
    assert result.returncode == 0, result.stderr
    assert sorted(path.stem for path in tmp_path.iterdir()) == NAMES
    for name in NAMES:
        assert (tmp_path / f"{name}.ttl").read_bytes() == (FOLDER / f"{name}.ttl").read_bytes()


def changed_source(tmp_path: Path) -> tuple[Path, dict[str, object]]:
    """Return a copy of the source folder and the content of its use cases."""
    source = tmp_path / "source"
    shutil.copytree(FOLDER / "source", source)
    return source, json.loads((source / "use-case-steps.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("field", ["building_blocks", "workflows"])
def test_unknown_name_stops_the_conversion_and_is_located(tmp_path: Path, field: str) -> None:
    source, cases = changed_source(tmp_path)
    case = next(c for c in cases["use_cases"] if c["id"] == "AGR-2")  # type: ignore[attr-defined]
    case["steps"][1][field].append({"name": "Crystal Ball", "url": None, "text": ""})
    (source / "use-case-steps.json").write_text(json.dumps(cases), encoding="utf-8")
    result = run(tmp_path / "out", source)
    assert result.returncode == 1
    assert "Crystal Ball" in result.stderr
    assert "agr-2-rural-advisory-service-for-farmers.md" in result.stderr
    assert "step 2 'Advisory Content Management'" in result.stderr
    assert not (tmp_path / "out").exists()


def test_correction_that_meets_another_value_stops_the_conversion(tmp_path: Path) -> None:
    source, cases = changed_source(tmp_path)
    case = next(c for c in cases["use_cases"] if c["id"] == "URB-1")  # type: ignore[attr-defined]
    case["id"] = "INF-1"
    (source / "use-case-steps.json").write_text(json.dumps(cases), encoding="utf-8")
    result = run(tmp_path / "out", source)
    assert result.returncode == 1
    assert "use-case-corrections.csv: INF-1 id is 'INF-1', not 'URB-1'" in result.stderr


def test_no_blank_nodes_and_no_triple_in_two_graphs(graphs: dict[str, Graph]) -> None:
    seen: Counter[object] = Counter()
    for graph in graphs.values():
        for triple in graph:
            assert not any(isinstance(term, BNode) for term in triple)
            seen[triple] += 1
    assert [triple for triple, count in seen.items() if count > 1] == []


def test_every_graph_has_a_catalogue_with_one_current_release(graphs: dict[str, Graph]) -> None:
    stack = graphs["stack"]
    graph_of = {c: stack.value(c, PSG.graph) for c in instances(stack, "Catalogue")}
    base = "https://w3id.org/public-service-graph/graph/reference/"
    assert sorted(str(g).removeprefix(base) for g in graph_of.values()) == NAMES
    releases = instances(stack, "Release")
    assert len(releases) == len(NAMES)
    current = URIRef(f"{CODE}release-status/current")
    assert {stack.value(r, PSG.releaseStatus) for r in releases} == {current}
    for name, graph in graphs.items():
        owners = set(graph.objects(None, DCTERMS.isPartOf))
        assert owners <= {URIRef(f"{ID}catalogue/reference-{name}")}


def test_every_link_between_graphs_leads_to_a_thing(graphs: dict[str, Graph]) -> None:
    described = {s for graph in graphs.values() for s in graph.subjects(RDF.type, None)}
    for graph in graphs.values():
        used = {o for o in graph.objects() if isinstance(o, URIRef) and str(o).startswith(ID)}
        assert used <= described


def test_building_blocks(graphs: dict[str, Graph]) -> None:
    graph = graphs["building-blocks"]
    assert len(instances(graph, "BuildingBlock")) == 16
    foundational = graph.subjects(PSG.foundational, Literal(True))
    assert keys(foundational) == [
        "digital-registries",
        "identity",
        "information-mediator",
        "workflow",
    ]
    assert all(a != b for a, b in graph.subject_objects(PSG.mayUse))
    assert "govstack:bb:" not in (FOLDER / "building-blocks.ttl").read_text(encoding="utf-8")


def test_specifications(graphs: dict[str, Graph]) -> None:
    graph = graphs["building-blocks"]
    assert len(instances(graph, "BuildingBlockSpecification")) == 62
    status = {
        key: keys([node])[0]
        for spec in instances(graph, "BuildingBlockSpecification")
        for key in keys([spec])
        for node in graph.objects(spec, ADMS.status)
    }
    assert status["consent-1-0-0"] == "released"
    assert status["consent-1-1-0"] == "draft"
    assert status["consent-2-0-0"] == "planned"
    assert status["digital-registries-2-0"] == "released"
    assert status["digital-registries-3-0-0-alpha"] == "draft"
    released = [key for key, value in status.items() if value == "released"]
    assert len(released) == 15  # File Management has drafts only
    assert not any(key.startswith("file-management") for key in released)


def test_functionalities(graphs: dict[str, Graph]) -> None:
    graph = graphs["building-blocks"]
    functionalities = instances(graph, "KeyDigitalFunctionality")
    assert len(functionalities) == 133
    assert set(graph.objects(None, PSG.definesFunctionality)) == functionalities
    titles = {str(graph.value(node, DCTERMS.title)) for node in functionalities}
    assert not titles & {"Terms used for functionalities", "Future Scope", "Cloud Infrastructure"}
    assert not any(title[0].isdigit() for title in titles)
    identity = graph.objects(URIRef(f"{ID}specification/identity-1-0-2"), PSG.definesFunctionality)
    sections = Counter(str(graph.value(node, PSG.section)) for node in identity)
    assert sections["4.2"] == 2


def test_use_cases_and_their_links(graphs: dict[str, Graph]) -> None:
    graph = graphs["use-cases"]
    journeys = instances(graph, "UserJourney")
    assert len(journeys) == 16
    assert len(instances(graph, "JourneyStep")) == 137
    links = Counter(keys([o])[0] for o in graph.objects(None, PSG.requiresBuildingBlock))
    assert links == STEPS_PER_BUILDING_BLOCK
    assert links.total() == 533
    assert len(list(graph.subject_objects(PSG.followsWorkflow))) == 341
    for journey in journeys:
        steps = list(graph.subjects(P_PLAN.isStepOfPlan, journey))
        orders = sorted(int(str(graph.value(step, PSG.stepOrder))) for step in steps)
        assert orders == list(range(1, len(steps) + 1))


def test_errors_of_the_use_cases_are_corrected(graphs: dict[str, Graph]) -> None:
    graph = graphs["use-cases"]
    identifiers = Counter(str(o) for o in graph.objects(None, DCTERMS.identifier))
    assert {"INST-1", "INST-2", "INF-1", "EGOV-1"} <= set(identifiers)
    assert set(identifiers.values()) == {1}
    goals = {
        key: keys(graph.objects(URIRef(f"{ID}journey/{key}"), DCTERMS.subject))
        for key in ("inst-3", "egov-1", "finc-2")
    }
    assert goals == {"inst-3": ["16"], "egov-1": ["16", "17", "9"], "finc-2": ["8"]}
    drafts = graph.subjects(ADMS.status, URIRef("http://purl.org/adms/status/UnderDevelopment"))
    assert keys(drafts) == ["inst-3"]
    last = URIRef(f"{ID}step/edu-1-8")
    assert graph.value(last, DCTERMS.title) == Literal("Archiving/Sunsetting", lang="en")
    words = " ".join(str(o) for o in graph.objects() if isinstance(o, Literal))
    assert not any(mark in words for mark in ("&#", "**", "\\", "](", "Physcial"))


def test_workflows(graphs: dict[str, Graph]) -> None:
    graph = graphs["workflows"]
    workflows = instances(graph, "GenericWorkflow")
    assert len(workflows) == 15
    assert set(graphs["use-cases"].objects(None, PSG.followsWorkflow)) == workflows
    assert not list(graph.subject_objects(PSG.requiresBuildingBlock))


def test_patterns(graphs: dict[str, Graph]) -> None:
    graph = graphs["patterns"]
    kinds = Counter(keys([o])[0] for o in graph.objects(None, PSG.patternKind))
    assert kinds == {"functional": 12, "step": 11}
    demands = list(graph.subject_objects(PSG.qualifiedDemand))
    assert len(demands) == 26
    for pattern, demand in demands:
        block = graph.value(demand, PSG.requiresBuildingBlock)
        assert (pattern, PSG.requiresBuildingBlock, block) in graph


def test_roles(graphs: dict[str, Graph]) -> None:
    graph = graphs["roles"]
    assert len(instances(graph, "ProfessionalRole")) == 69
    double = keys(graph.objects(URIRef(f"{ID}role/ict-operations-manager"), PSG.roleCategory))
    assert double == ["middle-and-entry-level-management", "top-management"]
    named = list(graph.subjects(PSG.roleCategory, URIRef(f"{CODE}role-category/named-on-pages")))
    assert len(named) == 6
    esco = [o for o in graph.objects(None, PSG.occupation) if "data.europa.eu/esco/occupation/" in str(o)]
    assert len(esco) == 49  # 50 entries; the role of two categories has one occupation


def test_products(graphs: dict[str, Graph]) -> None:
    graph = graphs["products"]
    assert len(instances(graph, "SoftwareProduct")) == 17
    mappings = instances(graph, "ProductMapping")
    assert len(mappings) == 25
    for mapping in mappings:
        product = graph.value(mapping, PSG.mappedProduct)
        block = graph.value(mapping, PSG.mapsToBuildingBlock)
        assert (product, PSG.realisesBuildingBlock, block) in graph
    digit = keys(graph.objects(URIRef(f"{ID}product/digit"), PSG.realisesBuildingBlock))
    assert digit == ["digital-registries", "registration", "workflow"]


def test_indicators(graphs: dict[str, Graph]) -> None:
    indicators = instances(graphs["indicators"], "PerformanceIndicator")
    assert keys(indicators) == [
        "completion-rate",
        "cost-per-transaction",
        "digital-take-up",
        "user-satisfaction",
    ]
