"""The ``cpsv-ap`` profile against SEMIC's own shapes and vocabulary, unmodified, and against the graph."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import cast

import pyshacl
import pytest
import rdflib
from pyoxigraph import NamedNode, Triple
from rdflib.namespace import DCTERMS, FOAF, ORG, RDF, SH, SKOS, XSD

from graph_service.model.blank_nodes import without_blank_nodes
from graph_service.model.change import Change
from graph_service.services.deployment import Deployment
from graph_service.services.gate import to_rdflib
from graph_service.services.importing.datasets import read_datasets
from graph_service.services.importing.importers import Wanted, importer_named
from graph_service.services.importing.rdf_files import triples
from graph_service.services.publishing.dumps.parts import Part, graphs_of
from graph_service.services.publishing.profiled import in_profile, thing_in_profile
from graph_service.settings import Settings

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent / "cpsv-ap-3.2.0"
#: The files as SEMIC publishes them.
DIGESTS = {
    "cpsv-ap-SHACL.ttl": "a314fa6bf8e1b613af7ed75fb9f4423d30a16b6fb93b4d3f05168f697bc37b30",
    "cpsv-ap.ttl": "f4cbd307f30449a5ebbf507e91b3aa24cf80f9b18c491a44ff04659484e0bc3f",
}
SHAPES = rdflib.Graph().parse(FOLDER / "cpsv-ap-SHACL.ttl")
VOCABULARY = rdflib.Graph().parse(FOLDER / "cpsv-ap.ttl")
FOREIGN = ROOT / "tests" / "importing" / "linked_data"
STACKS = ("demo", "japan", "reference")
CPSV = rdflib.Namespace("http://purl.org/vocab/cpsv#")
CV = rdflib.Namespace("http://data.europa.eu/m8g/")
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
ELI = rdflib.Namespace("http://data.europa.eu/eli/ontology#")
ID = rdflib.Namespace("https://w3id.org/public-service-graph/id/")
#: What the profile says beyond CPSV-AP: a licence, and what the vocabulary of organisations (CPOV) has.
BEYOND = {DCTERMS.license, FOAF.homepage, ORG.classification, ORG.subOrganizationOf}
Report = list[tuple[str, str, str]]


def holding(folder: Path, *paths: Path) -> Deployment:
    """A deployment that holds datasets and the vocabulary; that they pass the gate is shown elsewhere."""
    deployment = Deployment(Settings(store=f"oxigraph:{folder / 'store'}", home=ROOT))
    files = read_datasets(paths, deployment.settings.base)
    graphs = {file.graph: without_blank_nodes(triples([file.file])) for file in files}
    graphs |= {g: without_blank_nodes(triples(f)) for g, f in deployment.vocabulary.graphs().items()}
    deployment.store.commit(Change(graphs, "Data"))
    return deployment


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """All seed data."""
    paths = [ROOT / "seed-data" / name for name in ("govstack", "demo", "japan")]
    deployment = holding(tmp_path_factory.mktemp("cpsv-ap"), *paths)
    yield deployment
    deployment.close()


@pytest.fixture(scope="module")
def profile_of(held: Deployment) -> Callable[[str], rdflib.Graph]:
    """The profile of a stack, made once."""
    made: dict[str, rdflib.Graph] = {}

    def find(stack: str) -> rdflib.Graph:
        if stack not in made:
            graphs = sorted(graphs_of(held, Part(stack)))
            made[stack] = to_rdflib(in_profile(held, held.profiles.get("cpsv-ap"), graphs))
        return made[stack]

    return find


def graph_of(deployment: Deployment, stack: str) -> rdflib.Graph:
    graphs = sorted(graphs_of(deployment, Part(stack)))
    return to_rdflib(triple for graph in graphs for triple in deployment.store.triples(graph))


def validated(deployment: Deployment, data: Iterable[Triple] | rdflib.Graph, *, axioms: bool = False) -> Report:
    """What SEMIC's shapes find in ``data`` with our code lists merged; with ``axioms``, SEMIC's vocabulary too."""
    graph = rdflib.Graph()
    graph += data if isinstance(data, rdflib.Graph) else to_rdflib(data)
    graph += to_rdflib(triples(deployment.vocabulary.code_lists))
    if axioms:
        graph += VOCABULARY
    _, report, _ = pyshacl.validate(graph, shacl_graph=SHAPES, inplace=True)
    report = cast("rdflib.Graph", report)
    keys = (SH.focusNode, SH.resultPath, SH.sourceConstraintComponent)
    found = [[str(report.value(r, key)) for key in keys] for r in report.subjects(RDF.type, SH.ValidationResult)]
    return sorted((focus, path, component.rpartition("#")[2]) for focus, path, component in found)


@pytest.mark.parametrize("name", DIGESTS)
def test_what_is_validated_with_is_as_semic_publishes_it(name: str) -> None:
    """Whoever mends a shape to pass would be seen."""
    assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == DIGESTS[name]


@pytest.mark.slow
@pytest.mark.parametrize("stack", STACKS)
def test_the_profile_breaks_no_shape(held: Deployment, profile_of: Callable[[str], rdflib.Graph], stack: str) -> None:
    """With the classes as they are stated."""
    assert validated(held, profile_of(stack)) == []


@pytest.mark.slow
@pytest.mark.parametrize("stack", STACKS)
def test_it_breaks_none_for_those_who_reason(
    held: Deployment, profile_of: Callable[[str], rdflib.Graph], stack: str
) -> None:
    """With SEMIC's subclass axioms, by which organisations are agents and life events are events."""
    assert validated(held, profile_of(stack), axioms=True) == []


def test_a_broken_sample_is_found(held: Deployment, profile_of: Callable[[str], rdflib.Graph]) -> None:
    """Each with its focus node, path and constraint: so that no violation means something."""
    broken = rdflib.Graph()
    broken += profile_of("demo")
    service, cost = ID["service/demo-birth-registration"], ID["cost/demo-university-application"]
    organisation = ID["organisation/demo-civil-registry"]
    broken.remove((service, CV.hasCompetentAuthority, None))
    broken.add((service, DCTERMS.identifier, rdflib.Literal("another")))
    broken.set((cost, CV.hasValue, rdflib.Literal("25", datatype=XSD.decimal)))
    broken.remove((organisation, RDF.type, FOAF.Agent))
    found = validated(held, broken)
    assert {f for f in found if f[1] != str(CV.hasParticipant)} == {
        (str(service), str(CV.hasCompetentAuthority), "MinCountConstraintComponent"),
        (str(service), str(DCTERMS.identifier), "MaxCountConstraintComponent"),
        (str(cost), str(CV.hasValue), "DatatypeConstraintComponent"),
    }
    assert {f[2] for f in found if f[1] == str(CV.hasParticipant)} == {"ClassConstraintComponent"}


@pytest.mark.parametrize("stack", STACKS)
def test_nothing_is_lost_that_the_shapes_have_a_place_for(
    held: Deployment, profile_of: Callable[[str], rdflib.Graph], stack: str
) -> None:
    """Each statement of the graph about a thing of a class of CPSV-AP, by a property that its shape has, is there."""
    places: dict[rdflib.term.Node, set[rdflib.term.Node]] = defaultdict(set)
    for shape, target in SHAPES.subject_objects(SH.targetClass):
        places[target] |= {path for p in SHAPES.objects(shape, SH.property) for path in SHAPES.objects(p, SH.path)}
    held_here, made = graph_of(held, stack), profile_of(stack)
    listing = {
        c for s, c in held_here.subject_objects(DCTERMS.isPartOf) if (s, RDF.type, CPSV.PublicService) in held_here
    }
    compared = 0
    for thing, class_ in held_here.subject_objects(RDF.type):
        if class_ == DCAT.Dataset and thing not in listing:  # catalogues of what CPSV-AP has no place for
            continue
        if class_ not in places:
            continue
        assert (thing, RDF.type, class_) in made
        for path in places[class_]:
            for value in held_here.objects(thing, path):
                stated = (
                    made.objects(thing, path)
                    if path == CV.hasValue
                    else [v for v in [value] if (thing, path, v) in made]
                )
                assert [v for v in stated if v == value or float(str(v)) == float(str(value))], (thing, path, value)
                compared += 1
    assert compared > {"demo": 2_000, "japan": 30_000, "reference": 5}[stack]


@pytest.mark.parametrize(
    ("class_", "demo", "japan"),
    [
        (CPSV.PublicService, 62, 3108),
        (CV.PublicOrganisation, 15, 26),
        (CV.Channel, 160, 1),
        (CV.Output, 16, 0),
        (CV.Cost, 32, 0),
        (CV.EvidenceType, 21, 13),
        (CV.Requirement, 41, 0),
        (CV.Participation, 38, 26),
        (CV.LifeEvent, 11, 12),
        (CV.BusinessEvent, 6, 10),
        (ELI.LegalResource, 26, 760),
        (DCAT.Dataset, 1, 1),
    ],
)
def test_as_many_things_as_in_the_graph(
    profile_of: Callable[[str], rdflib.Graph], class_: rdflib.URIRef, demo: int, japan: int
) -> None:
    """Counted in the seed data's files."""
    assert len(set(profile_of("demo").subjects(RDF.type, class_))) == demo
    assert len(set(profile_of("japan").subjects(RDF.type, class_))) == japan


@pytest.mark.parametrize("stack", STACKS)
def test_it_says_what_cpsv_ap_has_terms_for(profile_of: Callable[[str], rdflib.Graph], stack: str) -> None:
    """And nothing beyond, but what is told here."""
    known = (
        set(VOCABULARY.subjects(RDF.type))
        | set(SHAPES.objects(None, SH.path))
        | set(SHAPES.objects(None, SH.targetClass))
    )
    used = set(profile_of(stack).predicates()) | set(profile_of(stack).objects(None, RDF.type))
    assert used - known - {RDF.type} <= BEYOND


@pytest.mark.parametrize("stack", STACKS)
def test_it_is_complete_in_itself(profile_of: Callable[[str], rdflib.Graph], stack: str) -> None:
    """Each thing that it names is described in it, also where another stack describes it."""
    made = profile_of(stack)
    named = {o for o in made.objects() if isinstance(o, rdflib.URIRef) and o.startswith(ID)}
    assert {thing for thing in named if (thing, RDF.type, None) not in made} == set()


def test_digitisation_levels_are_kept_where_profiles_may_extend(profile_of: Callable[[str], rdflib.Graph]) -> None:
    """With what they are called."""
    level = rdflib.URIRef("https://w3id.org/public-service-graph/codelist/digitisation-level/3")
    assert (ID["service/demo-change-of-address"], CV.isClassifiedBy, level) in profile_of("demo")
    assert (level, SKOS.prefLabel, None) in profile_of("demo")


def test_a_release_is_as_it_was_published(held: Deployment) -> None:
    """The services of an earlier release, by the statements of that release."""
    graph = "https://w3id.org/public-service-graph/graph/demo/services/1.0"
    made = to_rdflib(in_profile(held, held.profiles.get("cpsv-ap"), [graph]))
    published = to_rdflib(held.store.triples(graph))
    assert set(made.subjects(RDF.type, CPSV.PublicService)) == set(published.subjects(RDF.type, CPSV.PublicService))
    for service in published.subjects(RDF.type, CPSV.PublicService):
        assert set(made.objects(service, DCTERMS.description)) == set(published.objects(service, DCTERMS.description))
        assert set(made.objects(service, CV.hasChannel)) == set(published.objects(service, CV.hasChannel))
    assert validated(held, made) == []


def test_one_thing_comes_with_what_it_names(held: Deployment, profile_of: Callable[[str], rdflib.Graph]) -> None:
    """The same statements as in the profile of its stack, and no more."""
    service = ID["service/demo-birth-registration"]
    made = to_rdflib(thing_in_profile(held, held.profiles.get("cpsv-ap"), service))
    whole = profile_of("demo")
    assert set(made) <= set(whole)
    named = {o for o in whole.objects(service) if isinstance(o, rdflib.URIRef) and o.startswith(ID)}
    assert len(named) > 10
    for thing in {service, *named}:
        assert set(made.predicate_objects(thing)) == set(whole.predicate_objects(thing))


def test_queries_ask_named_nodes_alone(held: Deployment) -> None:
    """No blank nodes, as everywhere."""
    graphs = sorted(graphs_of(held, Part("demo")))
    for triple in in_profile(held, held.profiles.get("cpsv-ap"), graphs):
        assert isinstance(triple.subject, NamedNode)


@pytest.mark.parametrize("path", sorted(FOREIGN.glob("cpsv-ap*")), ids=lambda path: path.name)
def test_what_was_imported_from_others_breaks_no_shape(tmp_path: Path, path: Path) -> None:
    """Also where they link to what they describe nowhere, which their own publication does."""
    deployment = holding(tmp_path, ROOT / "seed-data" / "govstack", FOREIGN / "stack.ttl")
    read = importer_named(ROOT, "linked-data").read(deployment, path.read_bytes(), path.name, Wanted("abroad"))
    deployment.store.commit(Change({graph: list(held) for graph, held in read.graphs.items()}, "Imported"))
    graphs = sorted(graphs_of(deployment, Part("abroad")))
    made = in_profile(deployment, deployment.profiles.get("cpsv-ap"), graphs)
    assert CPSV.PublicService in set(to_rdflib(made).objects(None, RDF.type))
    assert validated(deployment, made) == []
    deployment.close()
