"""The examples of each shape, and what validation finds about them.

A valid example is a Turtle file. An invalid example is a change (SPARQL Update) to the
`valid/minimal.ttl` beside it; its head names the shape and the constraint component that must
object. Both are read together with the ontology, the code lists and `context.ttl`.
"""

from functools import cache
from pathlib import Path

import pyshacl
from pyshacl.graph_abstraction import DataGraph
from rdflib import RDF, RDFS, SH, Graph, Namespace, Node, URIRef

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
BASE = "https://w3id.org/public-service-graph/"
PSGSH = Namespace(f"{BASE}shapes/")
VALID = sorted(HERE.glob("*/valid/*.ttl"))
INVALID = sorted(HERE.glob("*/invalid/*.ru"))

Findings = set[tuple[Node | None, Node | None]]  # shape and constraint component of each result


def read(*paths: Path) -> Graph:
    """Return the union of Turtle files."""
    graph = Graph()
    for path in paths:
        graph.parse(path)
    return graph


PREFIXES = read(ROOT / "ontology" / "prefixes.ttl")
PROLOGUE = f"BASE <{BASE}>\n" + "".join(
    f"PREFIX {PREFIXES.value(entry, SH.prefix)}: <{PREFIXES.value(entry, SH.namespace)}>\n"
    for entry in PREFIXES.objects(predicate=SH.declare)
)
SHAPES = read(*sorted((ROOT / "shapes").glob("*.ttl"))) + PREFIXES
WORLD = read(*sorted((ROOT / "ontology").rglob("*.ttl")), HERE / "context.ttl")
VALIDATOR = pyshacl.Validator(DataGraph.from_rdflib(WORLD), shacl_graph=SHAPES)
TARGETED = {s for s, p in SHAPES.subject_predicates() if p in {SH.targetClass, SH.targetSubjectsOf}}


def example_of(path: Path) -> Graph:
    """Return a valid example as it stands, or the minimal one beside an invalid one, changed."""
    if path.suffix == ".ttl":
        return read(path)
    example = read(path.parent.parent / "valid" / "minimal.ttl")
    example.update(PROLOGUE + path.read_text())
    return example


def expected(path: Path) -> Findings:
    """Return the findings that the head of an invalid example promises."""
    words = [line.split() for line in path.read_text().splitlines() if line.startswith("# expect:")]
    return {(PSGSH[w[2].removeprefix("psgsh:")], SH[w[3].removeprefix("sh:")]) for w in words}


def findings(report: Graph) -> Findings:
    """Return shape and constraint component of every result of a report."""
    shape, component = SH.sourceShape, SH.sourceConstraintComponent
    results = set(report.objects(predicate=SH.result))
    return {(report.value(r, shape), report.value(r, component)) for r in results}


@cache
def verdict(path: Path) -> tuple[Findings, set[Node]]:
    """Return what is found about the example's own subjects, and the shapes that looked at them.

    Each shape is handed its focus nodes. The option `focus_nodes` would be shorter, but it also
    hides from `sh:node` and `sh:or` the values that they must look at.
    """
    example = example_of(path)
    added = [triple for triple in example if triple not in WORLD]
    executor, shapes, looked = VALIDATOR.make_executor(), VALIDATOR.shacl_graph, set()
    results = []
    try:
        for triple in added:
            WORLD.add(triple)
        for shape in shapes.shapes:
            if shape.node not in TARGETED:
                continue
            if focus := shape.focus_nodes(VALIDATOR.data_graph) & set(example.subjects()):
                looked.add(shape.node)
                results += shape.validate(executor, VALIDATOR.data_graph, focus=focus)[1]
    finally:
        for triple in added:
            WORLD.remove(triple)
    report, _ = VALIDATOR.create_validation_report(shapes, not results, results)
    return findings(report), looked


def constraints() -> Findings:
    """Return each constraint of the shapes that have a target, and of their property shapes."""
    other = {SH.path, SH.name, SH.description, SH.severity, SH.message, SH.property, RDF.type}
    other |= {SH.targetClass, SH.targetSubjectsOf, RDFS.label, RDFS.comment}
    shapes = TARGETED | {p for shape in TARGETED for p in SHAPES.objects(shape, SH.property)}
    pairs = {(s, p) for s in shapes for p in SHAPES.predicates(s, unique=True) if p not in other}
    return {(shape, component(parameter)) for shape, parameter in pairs}


def component(parameter: Node) -> URIRef:
    """Return the constraint component that a parameter, such as `sh:minCount`, belongs to."""
    name = str(parameter).removeprefix(str(SH))
    name = "SPARQL" if name == "sparql" else name[0].upper() + name[1:]
    return SH[f"{name}ConstraintComponent"]
