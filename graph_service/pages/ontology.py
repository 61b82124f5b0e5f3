"""The pages of the vocabulary: the ontology by theme with diagrams, the shapes, and the code lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Triple

from graph_service.model.languages import best
from graph_service.model.terms import DCT, PSG, RDF_TYPE, SH, SHAPES, SKOS
from graph_service.pages.diagram import Diagram, Edge, Node, draw
from graph_service.pages.layout import Frame, render
from graph_service.pages.names import Naming
from graph_service.pages.rows import Cell
from graph_service.pages.thing import downloads
from graph_service.pages.uses import UseRow, use_row
from graph_service.services.deployment import Deployment
from graph_service.services.describe import Description, labels_of
from graph_service.services.ontology_terms import (
    OntologyTerm,
    Theme,
    Use,
    instances,
    read_themes,
    read_uses,
    read_versions,
)

#: Shapes that hold for more classes than this say what all things have in common, which no diagram shows.
_COMMON = 8


@dataclass(frozen=True)
class ThemePart:
    """A theme as it is shown: its terms with how often and how they are used, and its diagram."""

    theme: Theme
    classes: Sequence[tuple[OntologyTerm, int]]
    properties: Sequence[tuple[OntologyTerm, int, Sequence[UseRow]]]
    diagram: Diagram


@dataclass(frozen=True)
class ListPart:
    """A code list as it is shown among others."""

    scheme: Cell
    definition: str
    concepts: int


def ontology(deployment: Deployment, frame: Frame, languages: Sequence[str]) -> str:
    """The documentation of the ontology, made from its files and the shapes."""
    uses, themes, counts = read_uses(deployment), read_themes(deployment), instances(deployment)
    named = {iri for use in uses for iri in (*use.classes, *use.values)} | {PSG}
    naming = Naming(deployment, labels_of(deployment.store, named), languages, frame.words)
    parts = [
        ThemePart(
            theme,
            [(term, counts.get(term.iri, 0)) for term in theme.of("class")],
            [
                (term, counts.get(term.iri, 0), [use_row(naming, use) for use in uses if use.property == term.iri])
                for term in theme.of("property")
            ],
            _diagram(theme, uses, naming),
        )
        for theme in themes
    ]
    versions = read_versions(deployment)
    return render(
        "ontology.html",
        frame,
        parts=parts,
        versions=versions,
        deprecated=[term for theme in themes for term in theme.terms if term.deprecated],
        naming=naming,
        downloads=downloads("/def"),
        namespace=PSG,
        prefixes=deployment.vocabulary.prefixes,
    )


def shapes(deployment: Deployment, frame: Frame, languages: Sequence[str]) -> str:
    """The shapes by theme: what each is about and on what it looks."""
    naming = Naming(deployment, {}, languages, frame.words)
    themes = []
    for file in deployment.vocabulary.shapes:
        rows = []
        said = _by_subject(quad.triple for quad in file.quads)
        for iri, triples in sorted(said.items()):
            targets = [t.object for t in triples if t.predicate.value in _TARGETS]
            if iri.startswith(SHAPES) and targets:
                comment = _literal(triples, "http://www.w3.org/2000/01/rdf-schema#comment", languages)
                parts = sum(1 for t in triples if t.predicate.value == f"{SH}property")
                rows.append((naming.of(iri), comment, [naming.cell(target) for target in targets], parts))
        if rows:  # a file may hold rules for shapes alone
            themes.append((file.path.stem.replace("-", " ").capitalize(), rows))
    return render("shapes.html", frame, themes=themes, downloads=downloads("/shapes"), namespace=SHAPES)


def code_lists(deployment: Deployment, frame: Frame, languages: Sequence[str]) -> str:
    """All code lists with what they list."""
    parts = []
    for file in deployment.vocabulary.code_lists:
        said = _by_subject(quad.triple for quad in file.quads)
        schemes = [iri for iri, triples in said.items() if _is(triples, f"{SKOS}ConceptScheme")]
        naming = Naming(deployment, labels_of(deployment.store, schemes), languages, frame.words)
        concepts = sum(1 for triples in said.values() if _is(triples, f"{SKOS}Concept"))
        for scheme in schemes:
            definition = _literal(said[scheme], f"{SKOS}definition", languages)
            parts.append(ListPart(naming.of(scheme), definition, concepts))
    return render(
        "code_lists.html", frame, parts=sorted(parts, key=lambda p: p.scheme.text), downloads=downloads("/codelist")
    )


def code_list(
    deployment: Deployment,
    found: Description,
    concepts: Sequence[Triple],
    path: str,
    frame: Frame,
    languages: Sequence[str],
) -> str:
    """One code list with its concepts."""
    said = _by_subject(concepts)
    naming = Naming(deployment, labels_of(deployment.store, [*said, found.iri]), languages, frame.words)
    used = instances_of_concepts(deployment, said)
    rows = [
        (
            _literal(triples, f"{SKOS}notation", ()) or iri.rsplit("/", 1)[-1],
            naming.of(iri),
            _literal(triples, f"{SKOS}definition", languages),
            used.get(iri, 0),
        )
        for iri, triples in said.items()
    ]
    return render(
        "code_list.html",
        frame,
        title=naming.of(found.iri),
        found=found,
        definition=_literal(found.facts, f"{SKOS}definition", languages),
        sources=[naming.cell(t.object) for t in found.facts if t.predicate.value == f"{DCT}source"],
        rows=sorted(rows, key=lambda row: (len(row[0]) if row[0].isdigit() else 0, row[0])),
        downloads=downloads(path),
        path=path,
    )


def instances_of_concepts(deployment: Deployment, concepts: Iterable[str]) -> dict[str, int]:
    """How many statements of things name each of ``concepts``."""
    ours = {f"{SKOS}inScheme", f"{SKOS}topConceptOf", f"{SKOS}broader", f"{SKOS}narrower"}
    return {
        iri: sum(
            1
            for triple in deployment.store.match(None, None, NamedNode(iri))
            if triple.predicate.value not in ours and not triple.predicate.value.startswith("http://www.w3.org/1999/")
        )
        for iri in concepts
    }


def _diagram(theme: Theme, uses: Sequence[Use], naming: Naming) -> Diagram:
    """The classes of ``theme`` and those that its properties lead to."""
    own = {term.iri for term in theme.of("class")}
    properties = {term.iri for term in theme.of("property")}
    links: dict[tuple[str, str], list[str]] = {}
    for use in uses:
        if use.property in properties and len(use.classes) <= _COMMON:
            for start in use.classes:
                for end in (v for v in use.values if _is_class(v)):
                    links.setdefault((start, end), []).append(naming.text(use.property).text)
    parents = {(term.iri, parent) for term in theme.of("class") for parent in term.parents}
    keys = sorted(own | {key for pair in links for key in pair} | {key for pair in parents for key in pair})
    nodes = [Node(key, naming.text(key).text, naming.link(key), key not in own) for key in keys]
    edges = [Edge(start, end, tuple(sorted(set(texts)))) for (start, end), texts in sorted(links.items())]
    edges += [Edge(start, end, (), parent=True) for start, end in sorted(parents)]
    return draw(nodes, edges)


_TARGETS = {f"{SH}targetClass", f"{SH}targetSubjectsOf", f"{SH}targetObjectsOf", f"{SH}targetNode"}
_NO_CLASSES = ("http://www.w3.org/2001/XMLSchema#", SH, "http://www.w3.org/1999/02/22-rdf-syntax-ns#")


def _is_class(value: str) -> bool:
    return not value.startswith(_NO_CLASSES) and value != f"{SKOS}Concept"


def _is(triples: Iterable[Triple], class_: str) -> bool:
    return any(t.predicate.value == RDF_TYPE and t.object == NamedNode(class_) for t in triples)


def _literal(triples: Iterable[Triple], predicate: str, languages: Sequence[str]) -> str:
    names = {
        t.object.language or "": t.object.value
        for t in triples
        if t.predicate.value == predicate and isinstance(t.object, Literal)
    }
    found = best(names, languages)
    return found.text if found else ""


def _by_subject(triples: Iterable[Triple]) -> dict[str, list[Triple]]:
    said: dict[str, list[Triple]] = {}
    for triple in triples:
        if isinstance(triple.subject, NamedNode):
            said.setdefault(triple.subject.value, []).append(triple)
    return said
