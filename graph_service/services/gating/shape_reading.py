"""Read from the shapes what each depends on, so that a change finds the focus nodes that it concerns.

Whatever can't be read (another constraint language, a construct not known here) makes every target of its shape
concerned by every change: that costs time, never a wrong verdict.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from rdflib import RDF, RDFS, SH, Graph
from rdflib.extras.shacl import SHACLPathError, parse_shacl_path
from rdflib.term import Node

from graph_service.services.gating.constraint_reading import constraint_triggers
from graph_service.services.gating.triggers import Route, Trigger, along
from graph_service.services.gating.walks import ANY, Unreadable, Walk, step, turned, walks

_ABOUT_VALUES = {
    *(SH.minCount, SH.maxCount, SH.datatype, SH.nodeKind, SH.pattern, SH.flags, SH.minLength, SH.maxLength),
    *(SH.minInclusive, SH.maxInclusive, SH.minExclusive, SH.maxExclusive, SH["in"], SH.hasValue, SH.languageIn),
    *(SH.uniqueLang, SH.qualifiedMinCount, SH.qualifiedMaxCount, SH.qualifiedValueShapesDisjoint),
    *(SH.name, SH.description, SH.severity, SH.message, SH.order, SH.group, SH.defaultValue, SH.deactivated),
    *(SH.path, SH.ignoredProperties, SH.prefixes),
}
_TARGETS = {SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode}
_ONE_SHAPE = {SH.node, SH.property, SH["not"], SH.qualifiedValueShape}
_LISTS_OF_SHAPES = {SH["and"], SH["or"], SH.xone}
_BESIDE = {SH.equals, SH.disjoint, SH.lessThan, SH.lessThanOrEquals}


@dataclass(frozen=True)
class Dependencies:
    """What to do when a statement changes: triggers by predicate, and shapes whose targets all count as concerned."""

    triggers: dict[str, list[Trigger]] = field(default_factory=lambda: defaultdict(list))
    whole: set[Node] = field(default_factory=set)

    def of(self, predicate: str) -> list[Trigger]:
        """The triggers that a statement with ``predicate`` pulls."""
        return self.triggers.get(predicate, []) + self.triggers.get(ANY, [])


def read_dependencies(shapes: Graph) -> Dependencies:
    """The dependencies of all shapes of ``shapes`` that have targets."""
    found = Dependencies()
    custom = (None, RDF.type, SH.ConstraintComponent) in shapes
    for shape in targeted(shapes):
        try:
            if custom:
                raise Unreadable("constraint components")
            triggers = [*_targets(shapes, shape), *_Reader(shapes, shape).of_shape(shape, (), frozenset())]
        except (Unreadable, SHACLPathError):
            found.whole.add(shape)
            continue
        for trigger in dict.fromkeys(triggers):
            found.triggers[trigger.predicate].append(trigger)
    return found


def targeted(shapes: Graph) -> list[Node]:
    """The shapes that choose focus nodes by themselves."""
    named = {shape for target in _TARGETS | {SH.target} for shape in shapes.subjects(target)}
    implicit = {shape for shape in shapes.subjects(RDF.type, SH.NodeShape) if _is_class(shapes, shape)}
    return sorted(named | implicit, key=str)


def target_classes(shapes: Graph, shape: Node) -> frozenset[str]:
    """The classes whose instances are targets."""
    implicit = {str(shape)} if _is_class(shapes, shape) else set()
    return frozenset({*map(str, shapes.objects(shape, SH.targetClass)), *implicit})


def _is_class(shapes: Graph, shape: Node) -> bool:
    return (shape, RDF.type, RDFS.Class) in shapes


def _targets(shapes: Graph, shape: Node) -> Iterator[Trigger]:
    """A statement that makes its subject or object a target."""
    if classes := target_classes(shapes, shape):
        yield Trigger(str(RDF.type), shape, (Route(False, ()),), classes)
    for subjects in shapes.objects(shape, SH.targetSubjectsOf):
        yield Trigger(str(subjects), shape, (Route(False, ()),))
    for objects in shapes.objects(shape, SH.targetObjectsOf):
        yield Trigger(str(objects), shape, (Route(True, ()),))


@dataclass(frozen=True)
class _Reader:
    shapes: Graph
    root: Node

    def of_shape(self, shape: Node, way: Walk, seen: frozenset[tuple[Node, Walk]]) -> Iterator[Trigger]:
        """What ``shape`` reads, applied to what lies at the end of ``way`` from the focus nodes."""
        if (shape, way) in seen or any(shape == other for other, _ in seen):
            raise Unreadable("a shape that refers to itself")
        for values in self._values(shape, way):
            yield from self._used(values)
            for parameter, argument in self.shapes.predicate_objects(shape):
                yield from self._of_parameter(parameter, argument, way, values, seen | {(shape, way)}, shape)

    def _of_parameter(
        self, parameter: Node, argument: Node, way: Walk, values: Walk, seen: frozenset[tuple[Node, Walk]], shape: Node
    ) -> Iterator[Trigger]:
        if parameter in _ABOUT_VALUES or parameter in _TARGETS or not str(parameter).startswith(str(SH)):
            return
        if parameter == SH["class"]:
            yield from self._class(values, str(argument))
        elif parameter in _ONE_SHAPE:
            yield from self.of_shape(argument, values, seen)
        elif parameter in _LISTS_OF_SHAPES:
            for member in self.shapes.items(argument):
                yield from self.of_shape(member, values, seen)
        elif parameter in _BESIDE:
            yield from self._used((*way, step(str(argument))))
        elif parameter == SH.closed:
            yield from self._used((*values, step(ANY)))
        elif parameter == SH.sparql and (shape, SH.path, None) not in self.shapes:
            yield from constraint_triggers(self.shapes, argument, self.root, turned(way))
        else:
            raise Unreadable(str(parameter))

    def _values(self, shape: Node, way: Walk) -> list[Walk]:
        """The ways to the value nodes."""
        path = self.shapes.value(shape, SH.path)
        if path is None:
            return [way]
        parsed = parse_shacl_path(self.shapes, path)
        return [way + walk for walk in walks(parsed)]

    def _used(self, walk: Walk) -> Iterator[Trigger]:
        for predicate, to_start, _ in along(walk):
            yield Trigger(predicate, self.root, (to_start,))

    def _class(self, values: Walk, wanted: str) -> Iterator[Trigger]:
        yield Trigger(str(RDF.type), self.root, (Route(False, turned(values)),), frozenset({wanted}))
