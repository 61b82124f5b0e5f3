"""The gate for changes finds what full validation finds: on random changes, valid and invalid.

A world is made of valid examples of shapes; a change adds, removes, swaps, copies or retypes in it, or does what an
invalid example does. Each is judged twice: by the gate, and by pySHACL on everything.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyshacl
import pytest
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple
from pyshacl.graph_abstraction import DataGraph

from graph_service.model.blank_nodes import without_blank_nodes
from graph_service.model.change import Change, Effect
from graph_service.model.report import ValidationReport
from graph_service.model.terms import RDF_TYPE, RDFS, XSD
from graph_service.services.gate import read_report, to_rdflib
from graph_service.services.gating.gate import Gate
from graph_service.services.gating.shapes_graph import ShapesGraph
from graph_service.services.gating.states import from_rdflib
from graph_service.services.gating.states import to_rdflib as term_to_rdflib
from graph_service.services.importing.rdf_files import triples
from graph_service.services.vocabulary import Vocabulary
from graph_service.store.base import open_store

ROOT = Path(__file__).parents[2]
SHAPES = ROOT / "tests" / "shapes"
sys.path.append(str(SHAPES))
from shape_examples import INVALID, example_of, read  # noqa: E402 - how examples are read is written once

BASE = "https://w3id.org/public-service-graph/"
GRAPH = f"{BASE}graph/demo/services"
VOCABULARY = Vocabulary(ROOT, BASE)
EXAMPLES = sorted(SHAPES.glob("*/valid/minimal.ttl"))
WORLDS, CHANGES = 5, 105
TYPE, SUBCLASS = NamedNode(RDF_TYPE), NamedNode(f"{RDFS}subClassOf")
Finding = tuple[str, ...]


@cache
def gate() -> Gate:
    return Gate(VOCABULARY)


@cache
def shapes() -> rdflib.Graph:
    return ShapesGraph(triples(VOCABULARY.shapes + VOCABULARY.ontology))


def plain(graph: rdflib.Graph) -> list[Triple]:
    return without_blank_nodes(Triple(*map(from_rdflib, triple)) for triple in graph)


class World:
    """Some of the valid examples together, in a store and as a graph of rdflib, with the vocabulary."""

    def __init__(self, folder: Path, number: int) -> None:
        self.examples = EXAMPLES[number::WORLDS]
        self.store = open_store(f"oxigraph:{folder / 'store'}", BASE)
        data = plain(read(*self.examples, SHAPES / "context.ttl"))
        graphs = {name: without_blank_nodes(triples(files)) for name, files in VOCABULARY.graphs().items()}
        self.store.commit(Change({**graphs, GRAPH: data}, "The world"))
        self.data = sorted(self.store.triples(GRAPH), key=str)
        self.all = to_rdflib([*triples(VOCABULARY.ontology + VOCABULARY.code_lists), *self.data])
        options = {"inplace": True, "allow_warnings": True}
        self._full = pyshacl.Validator(DataGraph.from_rdflib(self.all), shacl_graph=shapes(), options=options)
        self.standing = self._validated()

    def _validated(self) -> Counter[Finding]:
        _, report, _ = self._full.run()  # type: ignore[no-untyped-call]
        return findings(read_report(report, self.all, VOCABULARY, lambda _: ""))

    def judged_in_full(self, effect: Effect) -> Counter[Finding]:
        """What full validation finds after ``effect`` that it didn't find before."""
        added, removed = ([tuple(map(term_to_rdflib, t)) for t in part] for part in (effect.added, effect.removed))
        for triple in removed:
            self.all.remove(triple)  # type: ignore[arg-type]
        for triple in added:
            self.all.add(triple)  # type: ignore[arg-type]
        try:
            return self._validated() - self.standing
        finally:
            for triple in added:
                self.all.remove(triple)  # type: ignore[arg-type]
            for triple in removed:
                self.all.add(triple)  # type: ignore[arg-type]

    def judged_by_gate(self, effect: Effect) -> Counter[Finding]:
        return findings(gate().check(self.store, effect))


def findings(report: ValidationReport) -> Counter[Finding]:
    """Everything about each finding but its words."""
    return Counter((f.severity, f.focus, f.shape, f.constraint, f.path, f.value) for f in report.findings)


class Author:
    """Makes up changes of a world."""

    def __init__(self, world: World, seed: str) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - the same changes each time
        self._data, self._store = world.data, world.store
        self._subjects = sorted({t.subject for t in world.data}, key=str)
        self._predicates = sorted({t.predicate for t in world.data}, key=str)
        self._classes = sorted({t.object for t in world.data if t.predicate == TYPE}, key=str)
        self._invalid = [path for path in INVALID if path.parents[1] / "valid" / "minimal.ttl" in world.examples]
        self._kinds = [
            *(self.remove, self.remove, self.forget, self.retype, self.add, self.add, self.link, self.link),
            *(
                self.swap,
                self.copy,
                self.copy,
                self.rename,
                self.misuse,
                self.misuse,
                self.misuse,
                self.mend,
                self.subclass,
            ),
        ]

    def change(self) -> Effect:
        """One to three things done at once."""
        added: set[Triple] = set()
        removed: set[Triple] = set()
        for _ in range(self._chance.choice([1, 1, 2, 3])):
            more, less = self._chance.choice(self._kinds)()
            added |= more
            removed |= less
        here = NamedNode(GRAPH)
        come, go = ([Quad(t.subject, t.predicate, t.object, here) for t in part] for part in (added, removed))
        return self._store.effect(self._store.delta(Change({}, "", added=come, removed=go)))

    def remove(self) -> tuple[set[Triple], set[Triple]]:
        return set(), set(self._chance.sample(self._data, self._chance.randint(1, 4)))

    def forget(self) -> tuple[set[Triple], set[Triple]]:
        """Everything that is said of a thing, or all that leads to it as well."""
        gone, both = self._chance.choice(self._subjects), self._chance.random() < 0.5
        return set(), {t for t in self._data if t.subject == gone or (both and t.object == gone)}

    def retype(self) -> tuple[set[Triple], set[Triple]]:
        thing = self._chance.choice(self._subjects)
        old = {t for t in self._data if t.subject == thing and t.predicate == TYPE}
        return {Triple(thing, TYPE, self._chance.choice(self._classes))}, old if self._chance.random() < 0.6 else set()

    def add(self) -> tuple[set[Triple], set[Triple]]:
        """A property gets another value: a thing, a word or a number."""
        given = self._chance.choice(self._data)
        values = [
            *(self._chance.choice(self._subjects), self._chance.choice(self._data).object, Literal("x")),
            *(Literal("x", language="en"), Literal(3), Literal("0", datatype=NamedNode(f"{XSD}decimal"))),
        ]
        return {Triple(given.subject, given.predicate, self._chance.choice(values))}, set()

    def link(self) -> tuple[set[Triple], set[Triple]]:
        """Any property between any two things: also circles."""
        subject, object_ = self._chance.choice(self._subjects), self._chance.choice(self._subjects)
        predicate = self._chance.choice(self._predicates)
        found = {Triple(subject, predicate, object_)}
        return found | ({Triple(object_, predicate, subject)} if self._chance.random() < 0.5 else set()), set()

    def swap(self) -> tuple[set[Triple], set[Triple]]:
        given, other = self._chance.sample(self._data, 2)
        return {Triple(given.subject, given.predicate, other.object)}, {given}

    def copy(self) -> tuple[set[Triple], set[Triple]]:
        """A second thing of which the same is said: valid, but where something may be said once only."""
        given = self._chance.choice(self._subjects)
        return self._renamed(given), set()

    def rename(self) -> tuple[set[Triple], set[Triple]]:
        given = self._chance.choice(self._subjects)
        return self._renamed(given), {t for t in self._data if t.subject == given}

    def misuse(self) -> tuple[set[Triple], set[Triple]]:
        """What an invalid example does to the minimal one."""
        path = self._chance.choice(self._invalid)
        minimal, changed = (set(plain(g)) for g in (read(path.parents[1] / "valid" / "minimal.ttl"), example_of(path)))
        return changed - minimal, minimal - changed

    def mend(self) -> tuple[set[Triple], set[Triple]]:
        """All values of a property but one go."""
        given = self._chance.choice(self._data)
        others = {t for t in self._data if t.subject == given.subject and t.predicate == given.predicate}
        return set(), others - {given}

    def subclass(self) -> tuple[set[Triple], set[Triple]]:
        narrow, wide = self._chance.sample(self._classes, 2)
        return {Triple(narrow, SUBCLASS, wide)}, set()  # type: ignore[arg-type]

    def _renamed(self, given: NamedNode | BlankNode | Triple) -> set[Triple]:
        new = NamedNode(f"{BASE}id/service/{self._chance.randrange(10**6)}")
        return {Triple(new, t.predicate, t.object) for t in self._data if t.subject == given}


@pytest.fixture(scope="module", params=range(WORLDS))
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(tmp_path_factory.mktemp("world"), request.param)
    yield made
    made.store.close()


@pytest.mark.slow
def test_the_gate_finds_what_full_validation_finds(world: World, request: pytest.FixtureRequest) -> None:
    """The same results, one by one, on valid and invalid changes."""
    author, found = Author(world, request.node.name), Counter[str]()
    for number in range(CHANGES):
        effect = author.change()
        wanted = world.judged_in_full(effect)
        assert world.judged_by_gate(effect) == wanted, f"change {number}: {effect}"
        found["invalid" if any(severity == "violation" for severity, *_ in wanted) else "valid"] += 1
    assert min(found["valid"], found["invalid"]) > CHANGES // 8, found


def test_there_are_enough_changes() -> None:
    """The promise is at least 500."""
    assert WORLDS * CHANGES >= 500
