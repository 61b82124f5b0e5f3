"""The verdict on a change, in time that depends on the change and not on all that is held.

The shapes say which focus nodes a change can concern; pySHACL validates these alone, on the state that the change
would lead to. What it finds that is so already, before the change, is no fault of the change.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, partial
from typing import Any

import pyshacl
import rdflib
from pyshacl.graph_abstraction import DataGraph
from pyshacl.shape import Shape
from rdflib import RDF, RDFS, SH
from rdflib.term import Node

from graph_service.model.change import Effect
from graph_service.model.report import ValidationReport
from graph_service.services.gate import read_report
from graph_service.services.gating import joining
from graph_service.services.gating.concerned import concerned
from graph_service.services.gating.shape_reading import Dependencies, read_dependencies, target_classes
from graph_service.services.gating.shapes_graph import ShapesGraph
from graph_service.services.gating.states import StateGraph, after, before, either
from graph_service.services.gating.states import to_rdflib as term_to_rdflib
from graph_service.services.importing.rdf_files import triples
from graph_service.services.vocabulary import Vocabulary
from graph_service.store.base import GraphStore

_KEY = {SH.focusNode, SH.resultPath, SH.value, SH.sourceShape, SH.sourceConstraintComponent, SH.sourceConstraint}
_FocusNodes = Mapping[Node, Iterable[Node]]


_Given = tuple[str, Node, list[tuple[Any, Any, Any]]]


class Gate:
    """The shapes of ``vocabulary``, made ready to judge changes."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        joining.install()

    def prepare(self) -> None:
        """Read the shapes now, so that the first change need not wait for it."""
        assert self._dependencies.triggers  # noqa: S101 - read for it
        assert self._targets  # noqa: S101 - read for it

    def check(self, store: GraphStore, effect: Effect, locate: Callable[[str], str] = lambda _: "") -> ValidationReport:
        """What ``effect`` would newly break, or newly leave to be desired.

        ``locate`` gives ``file:line`` of a resource, for the report.
        """
        result = StateGraph(after(store, effect))
        focus_nodes = self._focus_nodes(store, effect, result)
        found = self._validate(result, focus_nodes)
        if found:
            again = {shape: focus_nodes[shape] for shape, _ in found}
            standing = Counter(_key(*each) for each in self._validate(StateGraph(before(store)), again))
            found = [each for each in found if not _taken(standing, _key(*each))]
        shapes = self._validator.shacl_graph
        report, _ = self._validator.create_validation_report(shapes, not found, [given for _, given in found])
        return read_report(report, result, self._vocabulary, locate)

    @cached_property
    def _shapes(self) -> rdflib.Graph:
        return ShapesGraph(triples(self._vocabulary.shapes + self._vocabulary.ontology))

    @cached_property
    def _dependencies(self) -> Dependencies:
        return read_dependencies(self._shapes)

    @cached_property
    def _validator(self) -> pyshacl.Validator:
        data = DataGraph.from_rdflib(rdflib.Graph())
        return pyshacl.Validator(data, shacl_graph=self._shapes, options={"allow_warnings": True})

    @cached_property
    def _targets(self) -> dict[Node, _Target]:
        return {shape.node: _Target.of(shape, self._shapes) for shape in self._validator.shacl_graph.shapes}

    def _focus_nodes(self, store: GraphStore, effect: Effect, result: StateGraph) -> dict[Node, Iterable[Node]]:
        if not effect.added and not effect.removed:
            return {}
        found: dict[Node, Iterable[Node]] = {
            shape: [term_to_rdflib(term) for term in terms]
            for shape, terms in concerned(effect, self._dependencies, either(store, effect)).items()
        }
        data = DataGraph.from_rdflib(result)
        for shape in self._dependencies.whole:
            found[shape] = self._targets[shape].shape.focus_nodes(data)  # type: ignore[no-untyped-call]
        return found

    def _validate(self, graph: StateGraph, focus_nodes: _FocusNodes) -> list[tuple[Node, _Given]]:
        """The results of each shape on those of its nodes that are targets of it."""
        executor, data = self._validator.make_executor(), DataGraph.from_rdflib(graph)
        classes = cache(partial(_classes, graph))
        results: list[tuple[Node, _Given]] = []
        for node in sorted(focus_nodes, key=str):
            target = self._targets[node]
            if focus := sorted((each for each in focus_nodes[node] if target.takes(each, graph, classes)), key=str):
                _, given = target.shape.validate(executor, data, focus=focus)  # type: ignore[arg-type]
                results += [(node, result) for result in given]
        return results


@dataclass(frozen=True)
class _Target:
    """A shape and what it is targeted at."""

    shape: Shape
    nodes: frozenset[Node]
    classes: frozenset[Node]
    subjects_of: tuple[Node, ...]
    objects_of: tuple[Node, ...]
    unknown: bool

    @classmethod
    def of(cls, shape: Shape, shapes: rdflib.Graph) -> _Target:
        return cls(
            shape,
            frozenset(shapes.objects(shape.node, SH.targetNode)),
            frozenset(map(rdflib.URIRef, target_classes(shapes, shape.node))),
            tuple(shapes.objects(shape.node, SH.targetSubjectsOf)),
            tuple(shapes.objects(shape.node, SH.targetObjectsOf)),
            (shape.node, SH.target, None) in shapes,
        )

    def takes(self, node: Node, graph: rdflib.Graph, classes: Callable[[Node], frozenset[Node]]) -> bool:
        """Whether ``node`` is a target in ``graph``; ``classes`` says of which classes a node is an instance there."""
        if self.unknown or node in self.nodes:
            return True
        if any((None, predicate, node) in graph for predicate in self.objects_of):
            return True
        if isinstance(node, rdflib.Literal):
            return False
        if any((node, predicate, None) in graph for predicate in self.subjects_of):
            return True
        return bool(self.classes) and not self.classes.isdisjoint(classes(node))


def _classes(graph: rdflib.Graph, node: Node) -> frozenset[Node]:
    types = graph.objects(node, RDF.type)
    return frozenset(c for type_ in types for c in graph.transitive_objects(type_, RDFS.subClassOf) if c is not None)


def _key(shape: Node, given: _Given) -> tuple[Node, frozenset[tuple[Node, str]]]:
    """The same for the same finding before and after a change."""
    _, result, statements = given
    said = ((p, str(o[1] if isinstance(o, tuple) else o)) for s, p, o in statements if s == result and p in _KEY)
    return shape, frozenset(said)


def _taken(standing: Counter[Any], key: Any) -> bool:
    """Whether ``key`` was still among ``standing``; it is now one less."""
    standing[key] -= 1
    return standing[key] >= 0
