"""Which focus nodes of which shapes a change can concern."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Triple
from rdflib.term import Node

from graph_service.model.change import Effect
from graph_service.model.terms import RDF_TYPE, RDFS
from graph_service.services.gating.shape_reading import Dependencies
from graph_service.services.gating.states import State
from graph_service.services.gating.triggers import Trigger
from graph_service.services.gating.walks import ANY, Edge, Step
from graph_service.store.base import Term

_TYPE = NamedNode(RDF_TYPE)
_SUBCLASS = NamedNode(f"{RDFS}subClassOf")
#: A way that finished first lets the others go on for this many more steps, to narrow down what it found.
_FURTHER = 64

_Search = Generator[None, None, set[Term]]


def concerned(effect: Effect, dependencies: Dependencies, state: State) -> dict[Node, set[Term]]:
    """Resources by shape; ``state`` holds what is there before or after. They need not be targets of the shape."""
    found: dict[Node, set[Term]] = defaultdict(set)
    searched: set[tuple[Trigger, Term, Term]] = set()
    hierarchy = _Hierarchy(state)
    for triple in _with_members(effect.added | effect.removed, hierarchy, state):
        for trigger in dependencies.of(triple.predicate.value):
            if trigger.classes is not None and not trigger.classes & hierarchy.above(triple.object):
                continue
            ends = (trigger, *_ends_used(trigger, triple))
            if ends not in searched:
                searched.add(ends)
                found[trigger.shape] |= _reached(state, trigger, triple)
    return found


def _ends_used(trigger: Trigger, triple: Triple) -> tuple[Term, Term]:
    """The ends of the statement that the routes of ``trigger`` start from; the same ends lead to the same nodes."""
    used = {route.from_object for route in trigger.routes}
    return (triple.subject if False in used else _TYPE), (triple.object if True in used else _TYPE)


class _Hierarchy:
    """The classes above and below a class, with itself."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._above: dict[Term, frozenset[str]] = {}

    def above(self, class_: Term) -> frozenset[str]:
        """The IRIs of all wider classes."""
        if class_ not in self._above:
            way = [Step(frozenset({Edge(_SUBCLASS.value)}), many=True)]
            found = _finish(_expand(self._state, {class_}, way))
            self._above[class_] = frozenset(term.value for term in found if isinstance(term, NamedNode))
        return self._above[class_]

    def below(self, class_: Term) -> set[Term]:
        """All narrower classes."""
        return _finish(_expand(self._state, {class_}, [Step(frozenset({Edge(_SUBCLASS.value, back=True)}), many=True)]))


def _with_members(changed: Iterable[Triple], hierarchy: _Hierarchy, state: State) -> Iterator[Triple]:
    """``changed``; where the hierarchy of classes changes, the types of all instances count as changed too."""
    for triple in changed:
        yield triple
        if triple.predicate == _SUBCLASS:
            for class_ in hierarchy.below(triple.subject):
                yield from state.match(None, _TYPE, class_)


def _reached(state: State, trigger: Trigger, triple: Triple) -> set[Term]:
    """The focus nodes that ``triple`` can concern by ``trigger``."""
    starts = [(triple.object if route.from_object else triple.subject, route.walk) for route in trigger.routes]
    for start, walk in starts:
        if not walk:
            return {start}
    return _first([_expand(state, {start}, list(walk)) for start, walk in starts])


def _first(searches: list[_Search]) -> set[Term]:
    """What all of ``searches`` find that end early; they run side by side until the first has ended."""
    found: set[Term] | None = None
    rest = _FURTHER
    while searches and rest:
        if found is not None:
            rest -= 1
            if not found:
                break
        for search in list(searches):
            try:
                next(search)
            except StopIteration as ended:
                searches.remove(search)
                found = ended.value if found is None else found & ended.value
    return found or set()


def _finish(search: _Search) -> set[Term]:
    return _first([search])


def _expand(state: State, start: set[Term], walk: list[Step]) -> _Search:
    """All that lies at the end of ``walk``; stops after each statement on the way, to let others go on."""
    reached = start
    for step in walk:
        following: set[Term] = set(reached) if step.many else set()
        waiting = list(reached)
        while waiting:
            here = waiting.pop()
            for edge in step.edges:
                for neighbour in _neighbours(state, here, edge):
                    yield
                    if neighbour not in following:
                        following.add(neighbour)
                        if step.many:
                            waiting.append(neighbour)
        reached = following
    return reached


def _neighbours(state: State, here: Term, edge: Edge) -> Iterator[Term]:
    predicate = None if edge.predicate == ANY else NamedNode(edge.predicate)
    if edge.back:
        yield from (triple.subject for triple in state.match(None, predicate, here))
    elif not isinstance(here, Literal):
        yield from (triple.object for triple in state.match(here, predicate, None))
