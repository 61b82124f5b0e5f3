"""Backstage ``catalog-info.yaml``: entities that refer to each other, one YAML document each.

Source: https://backstage.io/docs/features/software-catalog/descriptor-format. Element types are kinds, relation types
are fields of ``spec``. Names of entities are told apart without regard to case, as Backstage does.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from graph_service.model.architecture import Architecture, Element
from graph_service.model.xml_text import legal

FILE = "catalog-info.yaml"
MEDIA_TYPE = "application/yaml"
SUMMARY = "Backstage catalogue: components, resources, APIs, groups"

#: Relations of which an entity has a list; of the others it has one, the first.
_LISTS = ("dependsOn", "providesApis", "consumesApis")
#: Fields without which an entity of the kind is refused, and what stands there where the graph doesn't say.
_REQUIRED: Mapping[str, Mapping[str, str]] = {
    "Component": {"type": "other", "lifecycle": "unknown"},
    "Resource": {"type": "other"},
    "API": {"type": "other", "lifecycle": "unknown", "definition": "Not stated."},
    "Group": {"type": "other"},
}
_OWNED = frozenset({"Component", "Resource", "API", "System", "Domain"})
_NOBODY = "not-stated"
_NAME = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_TAG = re.compile(r"[a-z0-9+#]+(?:-[a-z0-9+#]+)*")
_LONGEST, _DIGEST = 63, 8

_Dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_Names = Mapping[str, str]


def write(architecture: Architecture) -> bytes:
    """One document for each element; owners that nobody stated are a group that says so."""
    elements = architecture.elements
    names = _names(elements.values())
    specs: dict[str, dict[str, Any]] = {thing: _spec(element) for thing, element in elements.items()}
    for relation in architecture.relations:
        spec, target = specs[relation.source], _reference(elements[relation.target], names)
        if relation.type in _LISTS:
            spec.setdefault(relation.type, []).append(target)
        else:
            spec.setdefault(relation.type, target)
        if relation.type == "parent":
            specs[relation.target]["children"].append(_reference(elements[relation.source], names))
    documents = [
        _document(element, names[thing], specs[thing], fictional=architecture.fictional)
        for thing, element in elements.items()
    ]
    if any(document["spec"].get("owner") == f"group:default/{_NOBODY}" for document in documents):
        documents.append(_nobody())
    text: str = yaml.dump_all(documents, Dumper=_Dumper, sort_keys=False, allow_unicode=True, explicit_start=True)
    return text.encode()


def _spec(element: Element) -> dict[str, Any]:
    """What a kind demands, and what the element's properties say; ``specType`` is the type, others keep their names."""
    said = {name: legal(element.text(name)) for name in element.properties if name != "tag"}
    spec: dict[str, Any] = {
        **_REQUIRED.get(element.type, {}),
        **{"type" if name == "specType" else name: said[name] for name in said},
    }
    return {**spec, "children": []} if element.type == "Group" else spec


def _document(element: Element, name: str, spec: dict[str, Any], *, fictional: bool) -> dict[str, Any]:
    metadata: dict[str, Any] = {"name": name, "title": legal(element.name)}
    if element.description:
        metadata["description"] = legal(element.description)
    metadata["annotations"] = {"w3id.org/iri": element.thing}
    if fictional:
        metadata["labels"] = {"w3id.org/fictional-stack": "true"}
    tags = [value.value for value in element.properties.get("tag", ()) if _TAG.fullmatch(value.value)]
    if tags:
        metadata["tags"] = sorted(tags)
    if element.thing.startswith(("http://", "https://")):
        metadata["links"] = [{"url": element.thing, "title": "In the graph"}]
    if element.type in _OWNED:
        spec.setdefault("owner", f"group:default/{_NOBODY}")
    return {"apiVersion": "backstage.io/v1alpha1", "kind": element.type, "metadata": metadata, "spec": spec}


def _nobody() -> dict[str, Any]:
    return {
        "apiVersion": "backstage.io/v1alpha1",
        "kind": "Group",
        "metadata": {
            "name": _NOBODY,
            "title": "Not stated",
            "description": "Stands where the graph states no owner, because Backstage demands one.",
        },
        "spec": {"type": "placeholder", "children": []},
    }


def _reference(element: Element, names: _Names) -> str:
    return f"{element.type.lower()}:default/{names[element.thing]}"


def _names(elements: Iterable[Element]) -> dict[str, str]:
    """A name for each thing that is valid, and unique among those of its kind.

    It is the end of the IRI where that is a name and no other's; else a part of the IRI's digest follows it.
    """
    wanted = {element.thing: (element.type, _candidate(element.thing)) for element in elements}
    taken = Counter(wanted.values()) + Counter({("Group", _NOBODY): 1})
    return {thing: _distinct(thing, name, taken[kind, name]) for thing, (kind, name) in wanted.items()}


def _candidate(iri: str) -> str:
    return iri.rstrip("/").rsplit("/", 1)[-1].lower()


def _distinct(iri: str, name: str, count: int) -> str:
    if count == 1 and len(name) <= _LONGEST and _NAME.fullmatch(name):
        return name
    kept = re.sub(r"[^a-z0-9]+", "-", name)[: _LONGEST - _DIGEST - 1].strip("-") or "thing"
    return f"{kept}-{hashlib.sha256(iri.encode()).hexdigest()[:_DIGEST]}"
