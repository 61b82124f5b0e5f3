"""A change in words: which things come, go or change, and what is said of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal as OneOf

from pyoxigraph import Literal, NamedNode, Quad

from graph_service.model.change import Delta
from graph_service.model.terms import LABEL_PROPERTIES, RDF_TYPE
from graph_service.services.deployment import Deployment
from graph_service.services.proposals import things_changed
from graph_service.store.base import GraphStore, Term

_TYPE = NamedNode(RDF_TYPE)


@dataclass(frozen=True)
class ThingChange:
    """A thing that is new, gone or changed: what it is called, what kind it is, and each statement in words."""

    iri: str
    what: OneOf["New", "Gone", "Changed"]
    title: str
    kind: str
    lines: Sequence[str]


def in_words(deployment: Deployment, delta: Delta) -> list[str]:
    """A line for each thing, then one for each statement that comes (``+``) or goes (``-``)."""
    return [
        line
        for thing in describe_things(deployment, delta)
        for line in (f"{thing.what} {thing.title} <{thing.iri}>", *thing.lines)
    ]


def describe_things(deployment: Deployment, delta: Delta, store: GraphStore | None = None) -> list[ThingChange]:
    """What ``delta`` does to each thing; ``store`` is a state that knows what else is called how."""
    wording = _Wording(deployment, delta, store or deployment.store)
    return [wording.thing(iri, part) for iri, part in things_changed(delta).items()]


def count_things(things: Iterable[ThingChange]) -> list[str]:
    """How many things of each kind are new, gone and changed, a line for each kind."""
    counts = Counter((thing.kind or "other", thing.what) for thing in things)
    lines = []
    for kind in sorted({kind for kind, _ in counts}):
        told = [f"{counts[kind, what]} {what.lower()}" for what in ("New", "Gone", "Changed") if counts[kind, what]]
        lines.append(f"{kind}: {', '.join(told)}")
    return lines


@dataclass(frozen=True)
class _Wording:
    deployment: Deployment
    delta: Delta
    store: GraphStore

    def thing(self, iri: str, part: Delta) -> ThingChange:
        node = NamedNode(iri)
        lines = [f"  - {line}" for line in sorted(self._said(part.removed))]
        lines += [f"  + {line}" for line in sorted(self._said(part.added))]
        return ThingChange(iri, _what_happens(part), self._name(node), self._kind(node, part), lines)

    def _kind(self, thing: NamedNode, part: Delta) -> str:
        """The name of its class, of several preferably one that the ontology names; else the end of the class's IRI."""
        said = [quad.object for quad in part.added | part.removed if quad.predicate == _TYPE]
        said += [triple.object for triple in self.store.match(thing, _TYPE, None)]
        labels = self.deployment.vocabulary.labels
        classes = sorted({term.value for term in said if isinstance(term, NamedNode)})
        named = [labels[iri] for iri in classes if iri in labels]
        return next(iter(named or [_words(re.split("[/#]", iri)[-1]) for iri in classes]), "")

    def _said(self, quads: frozenset[Quad]) -> Iterator[str]:
        labels = self.deployment.vocabulary.labels
        for quad in quads:
            property_ = "type" if quad.predicate == _TYPE else labels.get(quad.predicate.value, quad.predicate.value)
            yield f"{property_}: {self._value(quad.object)}"

    def _value(self, term: Term) -> str:
        if isinstance(term, Literal):
            return f"{term.value} ({term.language})" if term.language else term.value
        return self._name(term) if isinstance(term, NamedNode) else str(term)

    def _name(self, thing: NamedNode) -> str:
        """What ``thing`` is called, in English where it can be, now, after the change or before it."""
        if thing.value in self.deployment.vocabulary.labels:
            return self.deployment.vocabulary.labels[thing.value]
        for property_ in LABEL_PROPERTIES:
            held = [triple.object for triple in self.store.match(thing, NamedNode(property_), None)]
            names = [name for name in held if isinstance(name, Literal)] + self._names.get((thing, property_), [])
            if names:
                return min(names, key=lambda name: name.language != "en").value
        return thing.value.rsplit("/", 1)[-1]

    @cached_property
    def _names(self) -> dict[tuple[object, str], list[Literal]]:
        """The titles in the delta itself, those that come before those that go."""
        found: dict[tuple[object, str], list[Literal]] = {}
        for quad in (*self.delta.added, *self.delta.removed):
            if quad.predicate.value in LABEL_PROPERTIES and isinstance(quad.object, Literal):
                found.setdefault((quad.subject, quad.predicate.value), []).append(quad.object)
        return found


def _words(name: str) -> str:
    """``PublicService`` as "public service"."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).lower()


def _what_happens(part: Delta) -> OneOf["New", "Gone", "Changed"]:
    """Whether a thing is new, gone or changed: one that gets or loses all its types comes or goes."""
    came, went = (any(quad.predicate == _TYPE for quad in quads) for quads in (part.added, part.removed))
    return "New" if came and not part.removed else "Gone" if went and not part.added else "Changed"
