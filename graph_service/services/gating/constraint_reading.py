"""Read from a SPARQL constraint which focus nodes a changed statement can concern.

A solution that comes or goes with a statement holds that statement in one of its patterns, and around it the
patterns that every such solution needs. Along these, any way from the statement to ``$this`` finds all focus
nodes concerned.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rdflib import SH, Graph, URIRef, Variable
from rdflib.paths import Path
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node

from graph_service.services.gating.prepared_queries import prepare
from graph_service.services.gating.triggers import Route, Trigger, along
from graph_service.services.gating.walks import ANY, Edge, Step, Unreadable, Walk, crossing, turned, walks

_THIS = Variable("this")
#: No pattern has more ways to ``$this`` that are worth trying.
_MAX_ROUTES = 24
_BLOCKS = {"BGP", "TriplesBlock"}
#: Where variables may be other ones of the same name, or statements those of another graph.
_OTHER_SCOPES = {"ToMultiSet", "SubSelect", "Graph", "GraphGraphPattern", "ServiceGraphPattern"}
#: The parts of an expression of SPARQL's algebra that hold in all its solutions.
_HELD_PARTS = {
    "Join": ("p1", "p2"),
    "LeftJoin": ("p1",),
    "Minus": ("p1",),
    "GroupGraphPatternSub": ("part",),
    **dict.fromkeys(
        (
            *("SelectQuery", "Filter", "Extend", "AggregateJoin", "Group"),
            *("OrderBy", "Distinct", "Reduced", "Project", "Slice"),
        ),
        ("p",),
    ),
}


@dataclass(frozen=True)
class _Pattern:
    """A triple pattern; ``path`` is None where a variable stands for the predicate."""

    subject: Node
    path: Path | URIRef | None
    object: Node

    @property
    def walks(self) -> list[Walk]:
        return walks(self.path) if self.path is not None else [(Step(frozenset({Edge(ANY)})),)]

    @property
    def crossing(self) -> Walk:
        return crossing(self.path) if self.path is not None else self.walks[0]


_Patterns = frozenset[_Pattern]


def constraint_triggers(shapes: Graph, constraint: Node, shape: Node, to_focus: Walk) -> Iterator[Trigger]:
    """What the SPARQL ``constraint`` depends on; ``to_focus`` leads from its ``$this`` to focus nodes of ``shape``.

    :raises Unreadable: where its query uses what is not understood here.
    """
    select = shapes.value(constraint, SH.select)
    if select is None:
        raise Unreadable("a constraint without sh:select")
    for pattern, context in _visit(prepare(_prologue(shapes, constraint) + str(select)).algebra, frozenset()):
        for walk in pattern.walks:
            for predicate, to_subject, to_object in along(walk):
                ends = ((to_subject, pattern.subject), (to_object, pattern.object))
                routes = [
                    Route(start.from_object, start.walk + way + to_focus)
                    for start, term in ends
                    for way in _ways(term, context - {pattern})
                ]
                if not routes:
                    raise Unreadable("a pattern that is not connected to $this")
                yield Trigger(predicate, shape, tuple(sorted(routes, key=lambda route: len(route.walk))[:_MAX_ROUTES]))


def _prologue(shapes: Graph, constraint: Node) -> str:
    declared = [
        entry for source in shapes.objects(constraint, SH.prefixes) for entry in shapes.objects(source, SH.declare)
    ]
    return "".join(
        f"PREFIX {shapes.value(entry, SH.prefix)}: <{shapes.value(entry, SH.namespace)}>\n" for entry in declared
    )


def _ways(term: Node, context: _Patterns) -> Iterator[Walk]:
    """All ways from ``term`` to ``$this`` that use each pattern at most once."""
    if term == _THIS:
        yield ()
    elif isinstance(term, Variable):
        for pattern in context:
            rest = context - {pattern}
            if pattern.subject == term:
                yield from (pattern.crossing + way for way in _ways(pattern.object, rest))
            if pattern.object == term:
                yield from (turned(pattern.crossing) + way for way in _ways(pattern.subject, rest))


def _visit(node: Any, context: _Patterns) -> Iterator[tuple[_Pattern, _Patterns]]:
    """Each pattern of a query, with the patterns that hold in every solution that it is part of."""
    if isinstance(node, list):
        for part in node:
            yield from _visit(part, context)
    elif isinstance(node, CompValue):
        if node.name in _OTHER_SCOPES:
            raise Unreadable(node.name)
        held = context | _held(node)
        if node.name in _BLOCKS:
            yield from ((pattern, held) for pattern in _patterns(node))
        for name, part in node.items():
            optional = node.p2 if node.name == "LeftJoin" and name == "expr" else None
            yield from _visit(part, held | _held(optional))


def _held(node: Any) -> _Patterns:
    """The patterns that hold in every solution of ``node``."""
    if isinstance(node, list):
        return frozenset(pattern for part in node for pattern in _held(part))
    if not isinstance(node, CompValue):
        return frozenset()
    if node.name in _BLOCKS:
        return frozenset(_patterns(node))
    return frozenset(pattern for part in _HELD_PARTS.get(node.name, ()) for pattern in _held(node[part]))


def _patterns(block: CompValue) -> Iterator[_Pattern]:
    for given in block.triples:
        for place in range(0, len(given), 3):  # what stands in an expression is kept as one flat list
            subject, predicate, object_ = given[place : place + 3]
            yield _Pattern(subject, None if isinstance(predicate, Variable) else predicate, object_)
