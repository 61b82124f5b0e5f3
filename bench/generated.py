"""A generated country: the fictional one with any number of services more, the same for the same number.

Proportions are those of the inventory of Japan (3,108 services) where that knows them, else those of the fictional
country: a system for 14 services, a roadmap item for every third, an observation for every second, three in four with
a Building Block of their own, two participations; half have a journey of five steps, a fifth are assessed. How often a
system, an organisation or an event is used falls with its rank as in Japan, where one system of 222 supports a
quarter of the services. Systems depend on up to two that are used more, so that paths between them are short and many
end in the same hubs.

It is loaded past the gate, whose own bench is ``gate.py``.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, serialize

from graph_service.services.deployment import Deployment
from graph_service.services.importing.loading import load
from graph_service.services.importing.unchecked import load_unchecked
from graph_service.settings import Settings

ROOT = Path(__file__).parent.parent
SEED_DATA = [ROOT / "seed-data" / "govstack", ROOT / "seed-data" / "demo"]
BASE = "https://w3id.org/public-service-graph/"
XSD = "http://www.w3.org/2001/XMLSchema#"
NAMESPACES = {
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dct": "http://purl.org/dc/terms/",
    "plan": "http://purl.org/net/p-plan#",
    "psg": f"{BASE}def/",
}
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
#: What the generated services share with those of the fictional country.
SHARED = {
    "block": "psg:BuildingBlock",
    "channel": "cv:Channel",
    "document": "cv:EvidenceType",
    "event": "cv:LifeEvent",
    "indicator": "psg:PerformanceIndicator",
    "regulation": "<http://data.europa.eu/eli/ontology#LegalResource>",
    "roadmap": "psg:Roadmap",
    "workflow": "psg:GenericWorkflow",
}
ENGLISH = NamedNode("http://publications.europa.eu/resource/authority/language/ENG")
CRITERIA = ("users-demand", "business-impact", "technical-capacity", "political-acceptability")
#: How often a yes-or-no property is yes.
FLAGGED = 0.2
#: The step of a journey that a system supports.
SUPPORTED_STEP = 2
Value = NamedNode | Literal


def name(text: str) -> NamedNode:
    """The IRI of a name with a prefix such as ``dct:title``."""
    prefix, _, local = text.partition(":")
    return NamedNode(NAMESPACES[prefix] + local)


def code(path: str) -> NamedNode:
    """The IRI of a code."""
    return NamedNode(f"{BASE}codelist/{path}")


def thing(kind: str, key: object) -> NamedNode:
    """The IRI of a generated thing."""
    return NamedNode(f"{BASE}id/{kind}/generated-{key}")


def demo(kind: str, key: str) -> NamedNode:
    """The IRI of a thing of the fictional country."""
    return NamedNode(f"{BASE}id/{kind}/demo-{key}")


def english(text: str) -> Literal:
    """A text in English."""
    return Literal(text, language="en")


def decimal(text: str) -> Literal:
    """A decimal number."""
    return Literal(text, datatype=NamedNode(f"{XSD}decimal"))


def say(subject: NamedNode, kind: str, values: Mapping[str, Value | Iterable[Value]]) -> Iterator[Triple]:
    """The statements of a thing of that class."""
    yield Triple(subject, TYPE, name(kind))
    for predicate, value in values.items():
        for each in [value] if isinstance(value, NamedNode | Literal) else value:
            yield Triple(subject, name(predicate), each)


@dataclass(frozen=True)
class Country:
    """What services are made from; ``chance`` gives the same numbers each time."""

    services: int
    shared: Mapping[str, list[NamedNode]]
    chance: random.Random

    @property
    def systems(self) -> int:
        """How many systems there are."""
        return max(1, self.services // 14)

    @property
    def organisations(self) -> int:
        """How many organisations there are: those of a country are few, and grow slowly."""
        return max(25, self.services // 200)

    def rank(self, count: int) -> int:
        """A number below ``count``, the lower the likelier: the chance falls as the reciprocal of the rank."""
        return min(int((count + 1) ** self.chance.random()) - 1, count - 1)

    def some(self, kind: str, least: int, most: int) -> set[NamedNode]:
        """So many of what is shared, the first the likeliest."""
        of = self.shared[kind]
        return {of[self.rank(len(of))] for _ in range(self.chance.randint(least, most))}

    def triples(self) -> Iterator[Triple]:
        """All of the country."""
        for number in range(self.organisations):
            yield from self.organisation(number)
        for number in range(self.systems):
            yield from self.system(number)
        for number in range(self.services):
            yield from self.service(number)
            if number % 2:
                yield from self.journey(number)
                yield from self.observation(number)
            if not number % 3:
                yield from self.item(number)
            if not number % 5:
                yield from self.assessments(number)

    def organisation(self, number: int) -> Iterator[Triple]:
        """A public organisation."""
        title = f"Organisation {number}"
        return say(thing("organisation", number), "cv:PublicOrganisation", {"dct:title": english(title)})

    def system(self, number: int) -> Iterator[Triple]:
        """A system that runs on up to two others, which are used more."""
        used = {self.rank(number) for _ in range(self.chance.randint(0, 2))} if number else set()
        state = self.chance.choices(("in-operation", "planned", "retired"), (8, 1, 1))[0]
        values: dict[str, Value | Iterable[Value]] = {
            "dct:identifier": Literal(f"generated-{number}"),
            "dct:title": english(f"System {number}"),
            "dct:isPartOf": demo("catalogue", "systems"),
            "cv:ownedBy": thing("organisation", self.rank(self.organisations)),
            "psg:systemStatus": code(f"system-status/{state}"),
            "psg:dependsOn": [thing("system", each) for each in used],
            "psg:realisesBuildingBlock": self.some("block", 0, 1),
        }
        return say(thing("system", number), "psg:System", values)

    def service(self, number: int) -> Iterator[Triple]:
        """A service with what it is supported by and needs, and who takes part in it."""
        chance = self.chance
        transactions = int(10 ** (2 + 4 * chance.random()))
        parts = [thing("participation", f"{number}-{place}") for place in range(chance.randint(0, 4))]
        values: dict[str, Value | Iterable[Value]] = {
            "dct:identifier": Literal(f"generated-{number}"),
            "dct:title": english(f"Service {number}"),
            "dct:description": english("A generated service."),
            "dct:isPartOf": demo("catalogue", "services"),
            "dct:language": ENGLISH,
            "dct:audience": code(f"recipient-type/{chance.choice(('individual', 'business'))}"),
            "cv:hasCompetentAuthority": thing("organisation", self.rank(self.organisations)),
            "cv:hasChannel": self.some("channel", 0, 2),
            "cv:hasInputType": self.some("document", 0, 2),
            "cv:hasLegalResource": self.some("regulation", 1, 1),
            "cv:hasParticipation": parts,
            "cv:isGroupedBy": self.some("event", 0, 2),
            "cv:processingTime": Literal(f"P{chance.randint(1, 90)}D", datatype=NamedNode(f"{XSD}duration")),
            "psg:transactionsPerYear": Literal(transactions),
            "psg:customersPerYear": Literal(transactions // chance.randint(1, 5)),
            "psg:iterationsToComplete": Literal(chance.randint(1, 5)),
            "psg:crossBorder": Literal(value=chance.random() < FLAGGED),
            "psg:regionalHarmonisationPotential": Literal(value=chance.random() < FLAGGED),
            "psg:digitisationLevel": [code(f"digitisation-level/{chance.randint(1, 4)}")] if number % 20 else [],
            "psg:supportedBySystem": {thing("system", self.rank(self.systems)) for _ in range(chance.randint(0, 2))},
            "psg:requiresBuildingBlock": self.some("block", 0, 2),
            "dct:requires": [thing("service", self.rank(number))] if number % 3 == 1 else [],
        }
        yield from say(thing("service", number), "cpsv:PublicService", values)
        for part in parts:
            who = thing("organisation", self.rank(self.organisations))
            yield from say(part, "cv:Participation", {"cv:hasParticipant": who, "cv:role": code("role/participant")})

    def journey(self, number: int) -> Iterator[Triple]:
        """How a service goes today, in five steps."""
        this = thing("journey", number)
        values: dict[str, Value | Iterable[Value]] = {
            "dct:identifier": Literal(f"generated-{number}"),
            "dct:title": english(f"Journey {number}"),
            "dct:isPartOf": demo("catalogue", "services"),
            "psg:journeyKind": code("journey-kind/as-is"),
            "psg:journeyOf": thing("service", number),
        }
        yield from say(this, "psg:UserJourney", values)
        for place in range(1, 6):
            step: dict[str, Value | Iterable[Value]] = {
                "dct:title": english(f"Step {place}"),
                "plan:isStepOfPlan": this,
                "psg:stepOrder": Literal(place),
                "psg:phase": code("journey-phase/contact"),
                "psg:requiresBuildingBlock": self.some("block", 0, 1),
                "psg:followsWorkflow": self.some("workflow", 0, 1) if place == 1 else [],
                "psg:supportedBySystem": [thing("system", self.rank(self.systems))] if place == SUPPORTED_STEP else [],
            }
            yield from say(thing("step", f"{number}-{place}"), "psg:JourneyStep", step)

    def observation(self, number: int) -> Iterator[Triple]:
        """One figure of a service in one of three years."""
        values: dict[str, Value | Iterable[Value]] = {
            "psg:indicator": self.some("indicator", 1, 1),
            "psg:observedFor": thing("service", number),
            "psg:year": Literal(2023 + number % 3),
            "psg:numerator": decimal(f"{self.chance.randint(1, 99)}.5"),
            "psg:denominator": decimal("100"),
        }
        return say(thing("observation", number), "psg:IndicatorObservation", values)

    def item(self, number: int) -> Iterator[Triple]:
        """A roadmap item that brings a service to a level; every second one waits for an earlier one."""
        values: dict[str, Value | Iterable[Value]] = {
            "dct:identifier": Literal(f"generated-{number}"),
            "dct:title": english(f"Item {number}"),
            "dct:isPartOf": demo("catalogue", "roadmap"),
            "cv:ownedBy": thing("organisation", self.rank(self.organisations)),
            "psg:delivers": thing("service", number),
            "psg:deliversLevel": code(f"digitisation-level/{self.chance.randint(2, 4)}"),
            "psg:dependsOn": [thing("roadmap-item", 3 * self.rank(number // 3))] if number and number % 2 else [],
            "psg:itemStatus": code("roadmap-item-status/planned"),
            "psg:ofRoadmap": self.shared["roadmap"],
            "psg:plannedYear": Literal(2025 + self.chance.randrange(6)),
            "psg:roadmapTheme": code("roadmap-theme/e-services"),
        }
        return say(thing("roadmap-item", number), "psg:RoadmapItem", values)

    def assessments(self, number: int) -> Iterator[Triple]:
        """What people say of a service on four criteria."""
        for criterion in CRITERIA:
            values: dict[str, Value | Iterable[Value]] = {
                "dct:date": Literal("2026-03-01", datatype=NamedNode(f"{XSD}date")),
                "psg:assessedService": thing("service", number),
                "psg:criterion": code(f"prioritisation-criterion/{criterion}"),
                "psg:score": decimal(str(self.chance.randint(1, 5))),
            }
            yield from say(thing("assessment", f"{number}-{criterion}"), "psg:PriorityAssessment", values)


def write_dump(file: Path, services: int) -> None:
    """Write the seed data, validated, and a country of so many services more as N-Quads, as a dump has them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "seed"
        deployment = Deployment(Settings(store=f"oxigraph:{folder}", home=ROOT))
        load(deployment.store, SEED_DATA, deployment.vocabulary)
        deployment.close()
        store = Store.read_only(str(folder))
        prefixes = "".join(f"PREFIX {prefix}: <{namespace}> " for prefix, namespace in NAMESPACES.items())
        shared = {
            kind: [row["each"] for row in store.query(f"{prefixes} SELECT ?each {{ ?each a {class_} }} ORDER BY ?each")]  # type: ignore[union-attr, index]
            for kind, class_ in SHARED.items()
        }
        graph = NamedNode(f"{BASE}graph/demo/services")
        triples = Country(services, shared, random.Random(20_261_124)).triples()  # type: ignore[arg-type]  # noqa: S311
        with file.open("wb") as output:
            for held in store.named_graphs():
                serialize(store.quads_for_pattern(None, None, None, held), output, RdfFormat.N_QUADS)
            serialize((Quad(t.subject, t.predicate, t.object, graph) for t in triples), output, RdfFormat.N_QUADS)


def seed(folder: Path, services: int) -> int:
    """Make a store of the seed data and a country of so many services more; how many statements it was given."""
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "country.nq"
        write_dump(file, services)
        deployment = Deployment(Settings(store=f"oxigraph:{folder}", home=ROOT))
        statements = load_unchecked(deployment, [file], "bench")
        deployment.close()
        return statements
