"""The ontology, code lists and shapes that the service runs on, read from their folders."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from graph_service.model.context import Context
from graph_service.model.terms import LABEL_PROPERTIES, RDFS, SH, SKOS, SYSTEM_STACK, graph_iri
from graph_service.services.importing.rdf_files import RdfFile, read_rdf_file
from graph_service.services.json_ld_terms import json_ld_terms


@dataclass(frozen=True)
class Vocabulary:
    """Everything under ``ontology/`` and ``shapes/`` of the folder ``home``; each file found is part of it."""

    home: Path
    base: str

    @cached_property
    def ontology(self) -> list[RdfFile]:
        """The themes of the ontology, its header and prefixes."""
        return self._read("ontology", "*.ttl")

    @cached_property
    def code_lists(self) -> list[RdfFile]:
        """One SKOS concept scheme a file."""
        return self._read("ontology/codelists", "*.ttl")

    @cached_property
    def shapes(self) -> list[RdfFile]:
        """The SHACL shapes, one file a theme."""
        return self._read("shapes", "*.ttl")

    def graphs(self) -> dict[str, list[RdfFile]]:
        """The named graphs in which the vocabulary is published, and the files that each is made of."""
        parts = {"ontology": self.ontology, "codelists": self.code_lists, "shapes": self.shapes}
        return {graph_iri(self.base, SYSTEM_STACK, name): files for name, files in parts.items()}

    @cached_property
    def digest(self) -> str:
        """What tells this state of the vocabulary from others."""
        sums = (file.source.sha256 for file in (*self.ontology, *self.code_lists, *self.shapes))
        return hashlib.sha256("".join(sums).encode()).hexdigest()

    @cached_property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes of ``ontology/prefixes.ttl`` and their namespaces, sorted."""
        declared: dict[str, dict[str, str]] = {}
        for triple in self._triples(self.ontology):
            if isinstance(triple.object, Literal):
                declared.setdefault(str(triple.subject), {})[triple.predicate.value] = triple.object.value
        pairs = ((node[f"{SH}prefix"], node[f"{SH}namespace"]) for node in declared.values() if f"{SH}prefix" in node)
        return dict(sorted(pairs))

    @cached_property
    def context(self) -> Context:
        """How statements are worded: the prefixes, and a JSON-LD term for each class and property."""
        shapes, ontology = list(self._triples(self.shapes)), list(self._triples(self.ontology))
        return Context(self.prefixes, json_ld_terms(shapes, ontology, self.prefixes))

    @cached_property
    def code_list_labels(self) -> Mapping[str, Mapping[str, str]]:
        """The labels of the code lists by language, and in each by what the same is called in English."""
        named: dict[str, dict[str, str]] = {}
        for triple in self._triples(self.code_lists):
            if triple.predicate.value == f"{SKOS}prefLabel" and isinstance(triple.object, Literal):
                named.setdefault(str(triple.subject), {})[triple.object.language or ""] = triple.object.value
        found: dict[str, dict[str, str]] = {}
        for labels in named.values():
            for language, label in labels.items():
                found.setdefault(language, {})[labels.get("en", label)] = label
        return found

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """English names of properties and classes: own terms by their label, reused ones by that of a shape."""
        names: dict[str, str] = {}
        paths: dict[str, str] = {}
        targets: dict[str, list[str]] = {}
        for triple in self._triples(self.shapes):
            subject = str(triple.subject)
            if triple.predicate.value == f"{SH}path" and isinstance(triple.object, NamedNode):
                paths[subject] = triple.object.value
            elif triple.predicate.value == f"{SH}name" and isinstance(triple.object, Literal):
                names[subject] = triple.object.value
            elif triple.predicate.value == f"{RDFS}label" and isinstance(triple.object, Literal):
                names.setdefault(subject, triple.object.value)
            elif triple.predicate.value == f"{SH}targetClass" and isinstance(triple.object, NamedNode):
                targets.setdefault(subject, []).append(triple.object.value)
        paths |= {shape: classes[0] for shape, classes in targets.items() if len(classes) == 1}
        labels = {path: names[shape] for shape, path in sorted(paths.items()) if shape in names}
        for triple in self._triples(self.ontology + self.code_lists):
            if triple.predicate.value in LABEL_PROPERTIES and isinstance(triple.object, Literal):
                labels[str(triple.subject).strip("<>")] = triple.object.value
        return labels

    @property
    def own_terms(self) -> set[str]:
        """The IRIs of the classes and properties that the ontology defines."""
        defined = (t for t in self._triples(self.ontology) if t.predicate.value == f"{RDFS}isDefinedBy")
        return {triple.subject.value for triple in defined if isinstance(triple.subject, NamedNode)}

    def _read(self, folder: str, pattern: str) -> list[RdfFile]:
        return [read_rdf_file(path) for path in sorted((self.home / folder).glob(pattern))]

    @staticmethod
    def _triples(files: list[RdfFile]) -> Iterator[Triple]:
        for file in files:
            for quad in file.quads:
                yield quad.triple
