"""A change in words: which things come, go or change, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from graph_service.model.change import Delta
from graph_service.model.terms import LABEL_PROPERTIES, RDF_TYPE
from graph_service.services.deployment import Deployment
from graph_service.services.proposals import things_changed
from graph_service.store.base import Term


def in_words(deployment: Deployment, delta: Delta) -> list[str]:
    """A line for each thing, then one for each statement that comes (``+``) or goes (``-``)."""
    lines = []
    for iri, part in things_changed(delta).items():
        lines.append(f"{_what_happens(part)} {_name(deployment, NamedNode(iri), part)} <{iri}>")
        lines += [f"  - {line}" for line in sorted(_said(deployment, part.removed, delta))]
        lines += [f"  + {line}" for line in sorted(_said(deployment, part.added, delta))]
    return lines


def _what_happens(part: Delta) -> str:
    """Whether a thing is new, gone or changed: one that gets or loses all its types comes or goes."""
    came, went = (any(quad.predicate.value == RDF_TYPE for quad in quads) for quads in (part.added, part.removed))
    return "New" if came and not part.removed else "Gone" if went and not part.added else "Changed"


def _said(deployment: Deployment, quads: frozenset[Quad], delta: Delta) -> Iterator[str]:
    labels = deployment.vocabulary.labels
    for quad in quads:
        property_ = (
            "type" if quad.predicate.value == RDF_TYPE else labels.get(quad.predicate.value, quad.predicate.value)
        )
        yield f"{property_}: {_value(deployment, quad.object, delta)}"


def _value(deployment: Deployment, term: Term, delta: Delta) -> str:
    if isinstance(term, Literal):
        return f"{term.value} ({term.language})" if term.language else term.value
    return _name(deployment, term, delta) if isinstance(term, NamedNode) else str(term)


def _name(deployment: Deployment, thing: NamedNode, delta: Delta) -> str:
    """What ``thing`` is called, in English where it can be, now or after ``delta``."""
    if thing.value in deployment.vocabulary.labels:
        return deployment.vocabulary.labels[thing.value]
    for property_ in LABEL_PROPERTIES:
        held = [triple.object for triple in deployment.store.match(thing, NamedNode(property_), None)]
        new = [quad.object for quad in delta.added if quad.subject == thing and quad.predicate.value == property_]
        names = sorted(
            (name for name in held + new if isinstance(name, Literal)), key=lambda name: name.language != "en"
        )
        if names:
            return names[0].value
    return thing.value.rsplit("/", 1)[-1]
