"""JSON-LD to embed in a page: a public service in the terms of schema.org, any other thing in ours."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, QueryTriples, Triple

from graph_service.formats import formats, write_graph, written
from graph_service.model.binding import bind
from graph_service.model.terms import RDF_TYPE
from graph_service.services.deployment import Deployment
from graph_service.services.describe import Description

SCHEMA = "https://schema.org/"
_SERVICE = NamedNode("http://purl.org/vocab/cpsv#PublicService")
_MAPPING = Path(__file__).with_name("government_service.rq")
#: What could end the element that holds the text, or begin a comment in it, as JSON writes it otherwise.
_HARMLESS = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def embedded(deployment: Deployment, found: Description) -> str:
    """The thing that was ``found`` as a JSON-LD document that can stand in HTML as it is."""
    if any(t.predicate.value == RDF_TYPE and t.object == _SERVICE for t in found.facts):
        text = json.dumps(_government_service(deployment, found.iri), ensure_ascii=False, indent=1)
    else:
        writer, context = formats()["jsonld"], deployment.vocabulary.context
        text = written(lambda output: write_graph(writer, found.facts, context, output)).decode()
    return text.translate(_HARMLESS)


def _government_service(deployment: Deployment, iri: str) -> dict[str, Any]:
    """The service ``iri`` as one object with its provider and audience inside."""
    text = bind(_MAPPING.read_text(encoding="utf-8"), {"service": (NamedNode(iri),)})
    made = deployment.store.query(text)
    assert isinstance(made, QueryTriples)  # noqa: S101 - a CONSTRUCT gives statements
    return {"@context": SCHEMA, **_object(NamedNode(iri), sorted(made, key=str))}


def _object(subject: NamedNode, triples: Iterable[Triple]) -> dict[str, Any]:
    """What ``triples`` say of ``subject``, with the things that it names as objects inside."""
    held = list(triples)
    said: dict[str, list[Any]] = {}
    for triple in (t for t in held if t.subject == subject):
        name = triple.predicate.value.removeprefix(SCHEMA)
        if triple.predicate.value == RDF_TYPE and isinstance(triple.object, NamedNode):
            said.setdefault("@type", []).append(triple.object.value.removeprefix(SCHEMA))
        elif isinstance(triple.object, Literal):
            language = triple.object.language
            value = {"@language": language, "@value": triple.object.value} if language else triple.object.value
            said.setdefault(name, []).append(value)
        elif isinstance(triple.object, NamedNode):
            others = [t for t in held if t.subject != subject]
            said.setdefault(name, []).append(_object(triple.object, others))
    return {"@id": subject.value, **{name: values[0] if len(values) == 1 else values for name, values in said.items()}}
