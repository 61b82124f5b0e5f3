"""The fictional Republic of Examplia: rebuilt byte for byte, as large as promised, with each gap that it promises."""

import csv
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import DCTERMS, RDF, XSD, BNode, Graph, Literal, Namespace, URIRef

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "seed-data" / "demo"
REFERENCE = ROOT / "seed-data" / "govstack"
HOME = "https://w3id.org/public-service-graph/"
ID = HOME + "id/"
CODE = HOME + "codelist/"
PSG = Namespace(HOME + "def/")
CPSV = Namespace("http://purl.org/vocab/cpsv#")
CV = Namespace("http://data.europa.eu/m8g/")
DCAT = Namespace("http://www.w3.org/ns/dcat#")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
P_PLAN = Namespace("http://purl.org/net/p-plan#")
OLD_RELEASE = "services/1.0"

# Gaps that many more things have than gaps.csv names; of every other kind it names all.
EXAMPLES_ONLY = {"service-without-journey", "service-without-indicator"}

AT_LEAST = {
    CPSV.PublicService: 60,
    CV.LifeEvent: 9,
    CV.BusinessEvent: 5,
    CV.PublicOrganisation: 12,
    PSG.System: 25,
    PSG.ServiceEncounter: 60,
    PSG.UserJourney: 28,
    PSG.JourneyStep: 100,
    PSG.RoadmapItem: 80,
    PSG.RoadmapPhase: 3,
    PSG.ProcurementDecision: 4,
    PSG.DigitalServiceTeam: 5,
    PSG.CapacityBuildingProgramme: 4,
    PSG.InclusionMeasure: 4,
    PSG.StrategyDocument: 4,
    PSG.GenericWorkflow: 4,
    ELI.LegalResource: 10,
    PSG.PriorityAssessment: 200,
    PSG.IndicatorObservation: 200,
    PSG.IndicatorTarget: 10,
    DCAT.DataService: 5,
}


def run(output: Path, source: Path | None = None, seed: str = "0") -> subprocess.CompletedProcess[str]:
    """Run the converter in a process of its own."""
    command = [sys.executable, str(FOLDER / "convert.py"), "--output", str(output)]
    if source:
        command += ["--source", str(source)]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def names_in(folder: Path) -> set[str]:
    """Return the names of the graphs whose files stand in a folder."""
    return {str(file.relative_to(folder).with_suffix("")) for file in folder.rglob("*.ttl")}


@pytest.fixture(scope="module")
def graphs() -> dict[str, Graph]:
    """Return the graphs of the demo by name, with the superseded release."""
    return {name: Graph().parse(FOLDER / f"{name}.ttl") for name in names_in(FOLDER)}


@pytest.fixture(scope="module")
def current(graphs: dict[str, Graph]) -> Graph:
    """Return all current graphs of the demo in one."""
    merged = Graph()
    for name, graph in graphs.items():
        if name != OLD_RELEASE:
            merged += graph
    return merged


@pytest.fixture(scope="module")
def reference() -> Graph:
    """Return the shared reference stack in one graph."""
    merged = Graph()
    for file in REFERENCE.glob("*.ttl"):
        merged.parse(file)
    return merged


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """Return a store that holds the reference stack and the current graphs of the demo."""
    everything = ox.Store()
    for file in [*REFERENCE.glob("*.ttl"), *FOLDER.glob("*.ttl")]:
        everything.load(path=str(file), format=ox.RdfFormat.TURTLE, to_graph=ox.DefaultGraph())
    return everything


def instances(graph: Graph, cls: URIRef) -> set[URIRef]:
    """Return the things of a class."""
    return {subject for subject in graph.subjects(RDF.type, cls) if isinstance(subject, URIRef)}


def gaps() -> dict[str, set[str]]:
    """Return the promised gaps: kind to things."""
    promised: dict[str, set[str]] = {}
    with (FOLDER / "gaps.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            assert row["why"], row
            promised.setdefault(row["kind"], set()).add(row["thing"])
    return promised


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_rebuild_is_byte_identical(tmp_path: Path, seed: str) -> None:
    """The committed files are what the converter makes, whatever the hash seed."""
    done = run(tmp_path, seed=seed)
    assert done.returncode == 0, done.stderr
    assert names_in(tmp_path) == names_in(FOLDER)
    for name in names_in(FOLDER):
        assert (tmp_path / f"{name}.ttl").read_bytes() == (FOLDER / f"{name}.ttl").read_bytes(), name


@pytest.mark.parametrize(
    ("file", "right", "wrong", "message"),
    [
        ("services.csv", "civil-registry", "civil-registy", "services.csv, line 2, column authority: unknown"),
        ("systems.csv", "on-premise", "on-premises", 'column hosting: "on-premises" is not in the code list'),
        ("journeys.yaml", "systems: [identity-provider]", "systems: [x]", "journeys.yaml, line 15, column systems"),
        ("journeys.yaml", "blocks: [identity]", "block: [identity]", "line 15, column block: there is no such column"),
        ("services.csv", "audience,", "audiences,", "column audience: there is no such column"),
        ("releases.csv", "2025-03-31", "2025-03-32", 'column issued: "2025-03-32" is not a date'),
        ("apis.csv", "population-query,", "population-query,,", "apis.csv, line 2, column last"),
        ("demands.csv", "first-driving-licence-to-be/3", "first-driving-licence-to-be/9", 'has no step "9"'),
    ],
)
def test_wrong_value_is_refused_with_its_place(tmp_path: Path, file: str, right: str, wrong: str, message: str) -> None:
    """An error names file, line and column, and nothing is written."""
    source = tmp_path / "source"
    shutil.copytree(FOLDER / "source", source)
    text = (source / file).read_text(encoding="utf-8")
    assert right in text
    (source / file).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    done = run(tmp_path / "output", source)
    assert done.returncode == 1
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize("cls", AT_LEAST, ids=lambda cls: str(cls).rpartition("/")[2])
def test_there_are_as_many_things_as_promised(current: Graph, cls: URIRef) -> None:
    """The dataset is large enough to look like a country."""
    assert len(instances(current, cls)) >= AT_LEAST[cls]


def test_services_stand_at_every_level(current: Graph) -> None:
    """Most services are somewhere on the way, and two have not been assessed."""
    services = instances(current, CPSV.PublicService)
    levels = Counter(current.value(service, PSG.digitisationLevel) for service in services)
    counts = {str(level).rpartition("/")[2]: count for level, count in levels.items()}
    assert counts == {"1": 16, "2": 14, "3": 17, "4": 13, "None": 2}


def test_roadmap_has_every_theme_and_status(current: Graph) -> None:
    """Filters on a roadmap have something to show."""
    for scheme, meaning in (("roadmap-theme", PSG.roadmapTheme), ("roadmap-item-status", PSG.itemStatus)):
        codes = Graph().parse(ROOT / "ontology" / "codelists" / f"{scheme}.ttl")
        concepts = {str(s) for s in codes.subjects() if str(s).startswith(f"{CODE}{scheme}/")}
        concepts -= {f"{CODE}{scheme}/in-order"}
        assert {str(code) for code in current.objects(None, meaning)} == concepts


def test_every_procurement_approach_was_decided_once(current: Graph) -> None:
    """Decisions show each of the four approaches."""
    approaches = {str(code).rpartition("/")[2] for code in current.objects(None, PSG.procurementApproach)}
    assert approaches == {"tender", "develop", "reuse-from-catalogue", "reuse-from-sandbox"}


def test_every_class_and_property_of_the_ontology_is_in_use(current: Graph, reference: Graph) -> None:
    """What the ontology defines, the seed data shows; those of code lists apart."""
    ontology = Graph()
    for file in (ROOT / "ontology").glob("*.ttl"):
        ontology.parse(file)
    own = {term for term in ontology.subjects(RDF.type) if str(term).startswith(str(PSG))}
    used = {term for graph in (current, reference) for _, p, o in graph for term in (p, o)}
    elsewhere = {PSG.axis, PSG.highImportance, PSG.highFeasibility}  # in code lists
    elsewhere |= {
        PSG[name] for name in ("generation", "patch", "undoes", "mapping", "addedStatements", "removedStatements")
    }
    elsewhere |= {PSG[name] for name in ("proposal", "accepted", "reason", "warnings")}  # what the store records
    elsewhere |= {PSG.Mapping, PSG.waivesEvidence}  # in the inventory of Japan
    assert own - used - elsewhere - {URIRef(str(PSG))} == set()


def test_dependency_chain_is_deep(current: Graph) -> None:
    """A path of system dependencies has at least five hops."""

    def depth(system: URIRef) -> int:
        below = [on for on in current.objects(system, PSG.dependsOn) if isinstance(on, URIRef)]
        return 1 + max(map(depth, below)) if below else 0

    assert max(depth(system) for system in instances(current, PSG.System)) >= 5


def test_payments_is_reached_over_two_hops(store: ox.Store) -> None:
    """Some service runs on a system that pays through a system behind another."""
    rows = store.query(f"""
        PREFIX psg: <{PSG}>
        ASK {{
          ?service psg:requiresBuildingBlock ?payments ; psg:supportedBySystem ?system .
          ?system psg:dependsOn/psg:dependsOn ?gateway .
          ?gateway psg:realisesBuildingBlock ?payments .
          FILTER(?payments = <{ID}building-block/payments>)
          FILTER NOT EXISTS {{ ?system psg:dependsOn/psg:realisesBuildingBlock ?payments . }}
        }}""")
    assert bool(rows)


def test_inferred_demands_say_so(current: Graph) -> None:
    """Several demands name the mapping that inferred them, and the mapping is described."""
    mappings = list(current.objects(None, PSG.derivedBy))
    assert len(mappings) >= 2
    assert all(current.value(mapping, DCTERMS.description) for mapping in mappings)


def test_there_are_no_blank_nodes(graphs: dict[str, Graph]) -> None:
    """Every node has an address."""
    for graph in graphs.values():
        assert not any(isinstance(node, BNode) for triple in graph for node in triple)


def test_own_things_have_keys_of_the_stack(graphs: dict[str, Graph]) -> None:
    """Keys of this stack begin with its slug, so that they never meet those of another."""
    for graph in graphs.values():
        keys = {str(subject).rpartition("/")[2] for subject in graph.subjects()}
        assert {key for key in keys if key != "demo" and not key.startswith("demo-")} == set()


def test_no_statement_stands_in_two_current_graphs(graphs: dict[str, Graph], reference: Graph) -> None:
    """A statement has one home."""
    homes = Counter(t for name, graph in graphs.items() if name != OLD_RELEASE for t in graph)
    homes.update(reference)
    assert [triple for triple, count in homes.items() if count > 1] == []


def test_every_reference_is_met(current: Graph, reference: Graph) -> None:
    """No link to a thing leads nowhere."""
    described = set(current.subjects()) | set(reference.subjects())
    named = {o for o in current.objects() if isinstance(o, URIRef) and o.startswith(ID)}
    assert named - described == set()


def test_old_release_shows_an_earlier_state(graphs: dict[str, Graph]) -> None:
    """Release 1.0 has other services, lower levels and old titles; nothing moved down since."""
    old, new = graphs[OLD_RELEASE], graphs["services"]
    before, after = instances(old, CPSV.PublicService), instances(new, CPSV.PublicService)
    assert 50 <= len(before) < len(after)
    assert before - after
    both = before & after
    levels = {s: (str(old.value(s, PSG.digitisationLevel)), str(new.value(s, PSG.digitisationLevel))) for s in both}
    assert all(was <= now for was, now in levels.values() if "None" not in {was, now})
    assert sum(was < now for was, now in levels.values()) >= 20
    assert sum(set(old.objects(s, DCTERMS.title)) != set(new.objects(s, DCTERMS.title)) for s in both) >= 5


def test_titles_are_in_english_and_french(current: Graph) -> None:
    """Services and events have both, and a few are also written from right to left."""
    arabic = 0
    for cls in (CPSV.PublicService, CV.LifeEvent, CV.BusinessEvent):
        for thing in instances(current, cls):
            titles = [title for title in current.objects(thing, DCTERMS.title) if isinstance(title, Literal)]
            languages = [title.language for title in titles]
            assert {"en", "fr"} <= set(languages), thing
            assert len(languages) == len(set(languages)), thing
            arabic += "ar" in languages
    assert arabic >= 2


def test_fictional_data_says_so(graphs: dict[str, Graph]) -> None:
    """Wherever the data shows, it says that it is invented."""
    for name in graphs:
        first = (FOLDER / f"{name}.ttl").read_text(encoding="utf-8").splitlines()[0]
        assert first == "# Fictional data: the Republic of Examplia does not exist.", name
    stack = graphs["stack"]
    assert (URIRef(ID + "stack/demo"), PSG.fictional, Literal("true", datatype=XSD.boolean)) in stack
    for catalogue in instances(stack, PSG.Catalogue):
        titles = " ".join(map(str, stack.objects(catalogue, DCTERMS.title)))
        assert "(fictional)" in titles
        assert "(fictif)" in titles
        assert "Fictional data" in str(stack.value(catalogue, DCTERMS.description))


def test_web_addresses_lead_nowhere(current: Graph) -> None:
    """Pages, interfaces and sources of a country that does not exist are under .example."""
    foaf = "http://xmlns.com/foaf/0.1/"
    pages = [URIRef(foaf + "page"), URIRef(foaf + "homepage"), DCAT.endpointURL, DCTERMS.source, DCTERMS.spatial]
    for meaning in [*pages, URIRef("http://usefulinc.com/ns/doap#homepage"), PSG.procurementNotice]:
        for page in current.objects(None, meaning):
            host = str(page).removeprefix("https://").partition("/")[0]
            assert host.endswith(".example"), page


def test_every_kind_of_gap_has_a_check() -> None:
    """What gaps.csv promises, a file in gaps/ can find, and the other way round."""
    assert set(gaps()) == {file.stem for file in (FOLDER / "gaps").glob("*.rq")}


@pytest.mark.parametrize("kind", sorted(gaps()))
def test_deliberate_gap_is_in_the_data(store: ox.Store, kind: str) -> None:
    """The check finds each promised gap, and no other where gaps.csv names them all."""
    answer = store.query((FOLDER / "gaps" / f"{kind}.rq").read_text(encoding="utf-8"))
    assert isinstance(answer, ox.QuerySolutions)
    found = {row["thing"].value.removeprefix(ID) for row in answer}
    promised = gaps()[kind]
    assert promised <= found
    if kind not in EXAMPLES_ONLY:
        assert promised == found


def test_superseded_release_is_whole(graphs: dict[str, Graph], current: Graph) -> None:
    """Steps precede one another within their journey, and the old release names things that exist."""
    for step, before in current.subject_objects(P_PLAN.isPrecededBy):
        assert current.value(step, P_PLAN.isStepOfPlan) == current.value(before, P_PLAN.isStepOfPlan)
    old = graphs[OLD_RELEASE]
    known = set(old.subjects()) | set(current.subjects())
    assert {o for o in old.objects() if isinstance(o, URIRef) and o.startswith(ID)} - known == set()
