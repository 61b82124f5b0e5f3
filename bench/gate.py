"""What it takes to gate and commit a change of one service, in a small catalogue and in a large one.

    python bench/gate.py [--services 1000 100000] [--changes 60]

The generated services stand beside the seed data and share its organisations, events, systems and Building Blocks,
so that these are hubs: at 100,000 services an event groups thousands of them. Each change goes the whole way: turn,
delta, gate, one transaction with its record, flush to disk.
"""

from __future__ import annotations

import argparse
import itertools
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from graph_service.errors import DataInvalid
from graph_service.model.change import Change
from graph_service.services.changing import apply
from graph_service.services.deployment import Deployment
from graph_service.services.importing.loading import load
from graph_service.settings import Settings

ROOT = Path(__file__).parent.parent
SEED_DATA = [ROOT / "seed-data" / "govstack", ROOT / "seed-data" / "demo"]
BASE = "https://w3id.org/public-service-graph/"
CV, CPSV, DCT = "http://data.europa.eu/m8g/", "http://purl.org/vocab/cpsv#", "http://purl.org/dc/terms/"
PSG, PLAN = f"{BASE}def/", "http://purl.org/net/p-plan#"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
SERVICES = NamedNode(f"{BASE}graph/demo/services")
ENGLISH = NamedNode("http://publications.europa.eu/resource/authority/language/ENG")
TITLE = NamedNode(f"{DCT}title")
SHARED = {
    "organisation": f"{CV}PublicOrganisation",
    "event": f"{CV}LifeEvent",
    "system": f"{PSG}System",
    "block": f"{PSG}BuildingBlock",
    "indicator": f"{PSG}PerformanceIndicator",
    "channel": f"{CV}Channel",
}
Shared = dict[str, list[NamedNode]]


def thing(kind: str, key: str) -> NamedNode:
    """The IRI of a thing of this benchmark."""
    return NamedNode(f"{BASE}id/{kind}/bench-{key}")


def code(path: str) -> NamedNode:
    """The IRI of a code."""
    return NamedNode(f"{BASE}codelist/{path}")


def service(number: int, shared: Shared) -> Iterator[Triple]:
    """All about one service: its journey of three steps and an observation belong to it."""
    chance = random.Random(number)  # noqa: S311 - the same data each time
    this, journey, observation = (thing(kind, str(number)) for kind in ("service", "journey", "observation"))
    catalogue = NamedNode(f"{BASE}id/catalogue/demo-services")

    def say(subject: NamedNode, **values: object) -> Iterator[Triple]:
        for name, value in values.items():
            prefix, _, local = name.partition("_")
            predicate = (
                TYPE if name == "a" else NamedNode({"dct": DCT, "cv": CV, "psg": PSG, "plan": PLAN}[prefix] + local)
            )
            yield Triple(subject, predicate, value)  # type: ignore[arg-type]

    def title(text: str) -> Literal:
        return Literal(text, language="en")

    yield from say(
        this,
        a=NamedNode(f"{CPSV}PublicService"),
        dct_identifier=Literal(f"bench-{number}"),
        dct_title=title(f"Service {number}"),
        dct_description=title("A generated service."),
        dct_isPartOf=catalogue,
        cv_hasCompetentAuthority=chance.choice(shared["organisation"]),
        psg_digitisationLevel=code(f"digitisation-level/{chance.randint(1, 4)}"),
        dct_audience=code("recipient-type/business"),
        cv_hasChannel=chance.choice(shared["channel"]),
        dct_language=ENGLISH,
        cv_isGroupedBy=chance.choice(shared["event"]),
        psg_supportedBySystem=chance.choice(shared["system"]),
        psg_requiresBuildingBlock=chance.choice(shared["block"]),
    )
    if number:
        yield from say(this, dct_requires=thing("service", str(chance.randrange(min(number, 300)))))
    yield from say(
        journey,
        a=NamedNode(f"{PSG}UserJourney"),
        dct_identifier=Literal(f"bench-{number}"),
        dct_title=title(f"Journey {number}"),
        dct_description=title("A generated journey."),
        dct_isPartOf=catalogue,
        psg_journeyKind=code("journey-kind/as-is"),
        psg_journeyOf=this,
    )
    for place in (1, 2, 3):
        yield from say(
            thing("step", f"{number}-{place}"),
            a=NamedNode(f"{PSG}JourneyStep"),
            dct_title=title(f"Step {place}"),
            plan_isStepOfPlan=journey,
            psg_stepOrder=Literal(place),
            psg_phase=code("journey-phase/contact"),
            psg_requiresBuildingBlock=chance.choice(shared["block"]),
        )
    yield from say(
        observation,
        a=NamedNode(f"{PSG}IndicatorObservation"),
        psg_indicator=shared["indicator"][0],
        psg_observedFor=this,
        psg_year=Literal(2026),
        psg_numerator=Literal("80.5", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal")),
        psg_denominator=Literal("100.5", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal")),
    )


def seed(folder: Path, services: int) -> Shared:
    """A store of the seed data and so many generated services; what they share."""
    deployment = Deployment(Settings(store=f"oxigraph:{folder}", home=ROOT))
    load(deployment.store, SEED_DATA, deployment.vocabulary)
    shared: Shared = {
        name: [
            t.subject for t in deployment.store.match(None, TYPE, NamedNode(class_)) if isinstance(t.subject, NamedNode)
        ]
        for name, class_ in SHARED.items()
    }
    deployment.close()
    store = Store(str(folder))
    triples = itertools.chain.from_iterable(service(number, shared) for number in range(services))
    while some := list(itertools.islice(triples, 200_000)):
        store.bulk_extend(Quad(t.subject, t.predicate, t.object, SERVICES) for t in some)
        store.bulk_extend(Quad(t.subject, t.predicate, t.object) for t in some)
    store.optimize()
    store.flush()
    return shared


@dataclass
class Catalogue:
    """A deployment that holds so many generated services, and makes changes of it."""

    deployment: Deployment
    services: int
    shared: Shared
    made: int = 0

    def add(self, chance: random.Random) -> Change:  # noqa: ARG002 - all kinds of change are called alike
        """A new service with its journey and an observation."""
        self.made += 1
        new = list(service(self.services + self.made, self.shared))
        return Change({}, "Added", added=[Quad(t.subject, t.predicate, t.object, SERVICES) for t in new])

    def edit(self, chance: random.Random) -> Change:
        """Another title and level."""
        this = thing("service", str(chance.randrange(self.services)))
        level = NamedNode(f"{PSG}digitisationLevel")
        old = [t for p in (TITLE, level) for t in self.deployment.store.match(this, p, None)]
        new = [
            Quad(this, TITLE, Literal(f"New title {chance.random()}", language="en"), SERVICES),
            Quad(this, level, code(f"digitisation-level/{chance.randint(1, 4)}"), SERVICES),
        ]
        return Change({}, "Edited", added=new, removed=[Quad(t.subject, t.predicate, t.object, SERVICES) for t in old])

    def relink(self, chance: random.Random) -> Change:
        """To another event, system and prerequisite."""
        this = thing("service", str(chance.randrange(1, self.services)))
        event, system, before = (
            NamedNode(f"{CV}isGroupedBy"),
            NamedNode(f"{PSG}supportedBySystem"),
            NamedNode(f"{DCT}requires"),
        )
        old = [t for p in (event, system, before) for t in self.deployment.store.match(this, p, None)]
        new = [
            Quad(this, event, chance.choice(self.shared["event"]), SERVICES),
            Quad(this, system, chance.choice(self.shared["system"]), SERVICES),
            Quad(this, before, thing("service", "0"), SERVICES),
        ]
        return Change({}, "Linked", added=new, removed=[Quad(t.subject, t.predicate, t.object, SERVICES) for t in old])

    def spoil(self, chance: random.Random) -> Change:
        """Without its title: refused."""
        this = thing("service", str(chance.randrange(self.services)))
        old = self.deployment.store.match(this, TITLE, None)
        return Change({}, "Spoiled", removed=[Quad(t.subject, t.predicate, t.object, SERVICES) for t in old])


def milliseconds(
    catalogue: Catalogue, make: Callable[[random.Random], Change], changes: int, first: int = 0
) -> list[tuple[float, float]]:
    """How long each of so many changes took, from the wish to the acknowledgement, and how much of it was computing."""
    chance, taken = random.Random(first), []  # noqa: S311 - the same changes each time
    for _ in range(changes):
        change = make(chance)
        started, computed = time.perf_counter(), time.process_time()
        try:
            outcome = apply(catalogue.deployment, change)
            assert outcome.delta.size  # noqa: S101 - a benchmark of nothing would be fast
        except DataInvalid:
            assert change.title == "Spoiled"  # noqa: S101 - the others are valid
        taken.append(((time.perf_counter() - started) * 1000, (time.process_time() - computed) * 1000))
    return taken


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--services", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--changes", type=int, default=60)
    options = parser.parse_args()
    print("| change | services | p50, ms | p95, ms | p50 of computing, ms |")
    print("|---|---|---|---|---|")
    for services in options.services:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "store"
            shared = seed(folder, services)
            catalogue = Catalogue(Deployment(Settings(store=f"oxigraph:{folder}", home=ROOT)), services, shared)
            catalogue.deployment.gate.prepare()
            milliseconds(catalogue, catalogue.edit, 5, first=1)
            for kind in (catalogue.add, catalogue.edit, catalogue.relink, catalogue.spoil):
                taken = milliseconds(catalogue, kind, options.changes)
                whole, computing = (sorted(part) for part in zip(*taken, strict=True))
                p50, p95 = statistics.median(whole), whole[int(len(whole) * 0.95)]
                print(
                    f"| {kind.__name__} | {services:,} | {p50:.1f} | {p95:.1f} | {statistics.median(computing):.1f} |",
                    flush=True,
                )
            catalogue.deployment.close()


if __name__ == "__main__":
    main()
