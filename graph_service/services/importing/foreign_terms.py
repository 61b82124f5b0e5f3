"""Classes and properties of others: which of them nobody here knows, and which are near misses of known ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from graph_service.model.terms import RDF_TYPE
from graph_service.services.importing.rdf_files import RdfFile

_NAMESPACE = re.compile(r"(.*[/#])[^/#]*")


@dataclass(frozen=True)
class ForeignTerm:
    """A class or property that is not known here, how often it occurs, one thing that has it, and what it may mean."""

    kind: str
    iri: str
    count: int
    example: str
    meant: str = ""


def foreign_terms(
    statements: Iterable[Triple], known: Iterable[str], namespaces: Mapping[str, str]
) -> Iterator[ForeignTerm]:
    """The terms in ``statements`` that are not ``known``, those that occur most often first.

    ``namespaces`` are the right ones by prefix; a term of almost the same namespace is a near miss of one of theirs.
    """
    familiar = set(known)
    uses: dict[tuple[str, str], list[str]] = {}
    for triple in statements:
        if triple.predicate.value == RDF_TYPE:
            if isinstance(triple.object, NamedNode):
                uses.setdefault(("class", triple.object.value), []).append(str(triple.subject).strip("<>"))
        else:
            uses.setdefault(("property", triple.predicate.value), []).append(str(triple.subject).strip("<>"))
    right = {_skeleton(namespace): namespace for namespace in namespaces.values()}
    for (kind, iri), subjects in sorted(uses.items(), key=lambda use: (-len(use[1]), use[0])):
        if iri not in familiar:
            yield ForeignTerm(kind, iri, len(subjects), min(subjects), _meant(iri, right))


def _meant(iri: str, right: Mapping[str, str]) -> str:
    """The same term in the right namespace, where its own differs only by scheme, case or last sign."""
    for namespace, local in _splits(iri):
        found = right.get(_skeleton(namespace))
        if found and found != namespace:
            return f"{found}{local}"
    return ""


def _splits(iri: str) -> Iterator[tuple[str, str]]:
    match = _NAMESPACE.fullmatch(iri)
    if match:
        yield match[1], iri.removeprefix(match[1])
    for local in re.finditer(r"(?<=[A-Za-z0-9])(?=[A-Z][a-z])", iri):  # …/ns/dcatDataset: the last sign is missing
        yield iri[: local.start()], iri[local.start() :]


def _skeleton(namespace: str) -> str:
    return re.sub(r"^[a-z]*:?//(?:www\.)?", "", namespace.strip(), flags=re.IGNORECASE).rstrip("/#").lower()


def relative_iris(file: RdfFile, folder: str) -> list[tuple[str, int]]:
    """The IRIs that ``file`` does not write in full, as written, and the line of each.

    It was read from ``folder`` (a ``file:`` IRI), which is what a relative IRI then begins with.
    """
    terms = {term for quad in file.quads for term in (quad.subject, quad.predicate, quad.object)}
    iris = {term.value for term in terms if isinstance(term, NamedNode) and term.value.startswith("file:")}
    lines = file.text.splitlines()
    found = []
    for iri in iris:
        written = iri.removeprefix(f"{folder}/").removeprefix(file.path.name) if iri.startswith(folder) else iri
        line = next((number for number, text in enumerate(lines, start=1) if _names(text, written)), 0)
        found.append((written, line))
    return sorted(found, key=lambda pair: (pair[1], pair[0]))


def _names(line: str, iri: str) -> bool:
    return any(f"{left}{iri}{right}" in line for left, right in (("<", ">"), ('"', '"')))
