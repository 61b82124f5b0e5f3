"""The terms of our JSON-LD context, made from the shapes and the ontology: a new property has its term at once.

Source of the form: https://www.w3.org/TR/json-ld11/, section 4.1 and 4.2.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pyoxigraph import NamedNode, Triple

from graph_service.model.terms import PSG, RDF, RDF_TYPE, SH, XSD

_OWL_CLASS = "http://www.w3.org/2002/07/owl#Class"
_LOCAL_NAME = re.compile(r".*[/#]([A-Za-z][\w-]*)")
_IRI = "@id"
#: Datatypes that values in JSON have by themselves.
_PLAIN = {f"{XSD}{name}" for name in ("string", "integer", "boolean")}


def json_ld_terms(
    shapes: Sequence[Triple], ontology: Sequence[Triple], prefixes: Mapping[str, str]
) -> dict[str, dict[str, str]]:
    """A term for each property that the shapes use and each class, with what kind of value it has.

    Where two namespaces have the same name, ours has the term, else the first by prefix; the other keeps its CURIE.
    """
    kinds = _kinds_of_properties(shapes)
    classes = {t.subject.value for t in ontology if _is(t, RDF_TYPE, _OWL_CLASS) and isinstance(t.subject, NamedNode)}
    classes |= {t.object.value for t in shapes if t.predicate.value == f"{SH}targetClass"} - set(kinds)  # type: ignore[union-attr]
    terms: dict[str, dict[str, str]] = {}
    for iri in sorted({*kinds, *classes} - {RDF_TYPE}, key=lambda iri: (not iri.startswith(PSG), iri)):
        name, curie = _LOCAL_NAME.fullmatch(iri), _curie(iri, prefixes)
        if name and curie and name[1] not in terms:
            terms[name[1]] = {"@id": curie, **_coercion(kinds.get(iri, set()))}
    return dict(sorted(terms.items()))


def _kinds_of_properties(shapes: Sequence[Triple]) -> dict[str, set[str]]:
    """The datatypes of each property's values; ``@id`` where they are IRIs."""
    paths: dict[str, str] = {}
    kinds: dict[str, set[str]] = {}
    for triple in shapes:
        shape, value = str(triple.subject), triple.object
        if not isinstance(value, NamedNode):
            continue
        match triple.predicate.value.removeprefix(SH):
            case "path":
                paths[shape] = value.value
            case "datatype":
                kinds.setdefault(shape, set()).add(value.value)
            case "class" | "node":
                kinds.setdefault(shape, set()).add(_IRI)
            case "nodeKind" if value.value == f"{SH}IRI":
                kinds.setdefault(shape, set()).add(_IRI)
    found: dict[str, set[str]] = {}
    for shape, path in paths.items():
        found.setdefault(path, set()).update(kinds.get(shape, set()))
    return found


def _coercion(kinds: set[str]) -> dict[str, str]:
    match sorted(kinds):
        case ["@id"]:
            return {"@type": "@id"}
        case [datatype] if datatype == f"{RDF}langString":
            return {"@container": "@language"}
        case [datatype] if datatype not in _PLAIN:
            return {"@type": datatype}
        case _:
            return {}


def _curie(iri: str, prefixes: Mapping[str, str]) -> str:
    fitting = [
        (len(start), f"{name}:{iri.removeprefix(start)}") for name, start in prefixes.items() if iri.startswith(start)
    ]
    return max(fitting, default=(0, ""))[1]


def _is(triple: Triple, predicate: str, value: str) -> bool:
    return triple.predicate.value == predicate and isinstance(triple.object, NamedNode) and triple.object.value == value
