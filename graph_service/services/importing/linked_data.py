"""Linked data of other publishers: understood by mappings, and what nobody understands is kept and reported.

The statements of the file stand in a store in memory, beside shapes, code lists and look-up tables, and the mappings
of ``mappings/linked-data`` rewrite them. Things keep the IRIs that their publisher gave them; blank nodes get IRIs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, Triple

from graph_service.errors import DataUnreadable, SourceError
from graph_service.model.report import Severity
from graph_service.model.terms import DCT, PSG, RDF_TYPE, SH
from graph_service.sandbox.parsing import parse_untrusted
from graph_service.services.importing.catalogues import CatalogueEntry, catalogue_named, merged
from graph_service.services.importing.construct_mappings import (
    TABLE,
    ConstructMapping,
    Use,
    read_construct_mappings,
    read_tables,
    rewrite,
)
from graph_service.services.importing.foreign_terms import foreign_terms, relative_iris
from graph_service.services.importing.importers import Importer, Wanted
from graph_service.services.importing.outcome import Imported, ImportFinding, Place
from graph_service.services.importing.rdf_files import RdfFile, triples
from graph_service.settings import Settings

if TYPE_CHECKING:
    from graph_service.services.deployment import Deployment

FOLDER = "mappings/linked-data"
_CATALOGUE = "services"
#: Where relative IRIs of a file would begin.
_FOLDER_IRI = "file:///import"
_TYPE = NamedNode(RDF_TYPE)
_BATCH = 1_000


def importers(home: Path) -> Iterable[Importer]:
    """The importer of this module, where its mappings are."""
    if (home / FOLDER).is_dir():
        yield Importer("linked-data", "RDF in any format, in any version or national profile of CPSV-AP", read)


def read(deployment: Deployment, content: bytes, name: str, wanted: Wanted) -> Imported:
    """Read RDF and say it in the words of this graph.

    :raises SourceError: naming the line, where it is no RDF, has relative IRIs, or has nothing that is understood.
    :raises UnknownName: where there is no such catalogue.
    """
    home, base = deployment.settings.home, deployment.settings.base
    catalogue = catalogue_named(deployment.store, base, wanted.stack, wanted.catalogue or _CATALOGUE)
    file = _parse(content, name, deployment.settings)
    store = _workbench(deployment, triples([file]), catalogue, wanted.language)
    rows = len({quad.subject for quad in _statements(store)})
    mappings = read_construct_mappings(home / FOLDER)
    uses = rewrite(store, mappings, base)
    result = [quad.triple for quad in _statements(store)]
    findings = [*_mapped(mappings, uses, name), *_unknown(deployment, result, uses, name)]
    things = sorted({t.subject.value for t in result if t.object == catalogue.iri and isinstance(t.subject, NamedNode)})
    if not things:
        hints = " ".join(f.message for f in findings if f.severity == "warning")
        raise SourceError(name, f"Describes nothing that a catalogue lists. {hints}".strip())
    described = {str(triple.subject).strip("<>") for triple in result}

    def trace(subject: str, _: str) -> Place | None:
        line = file.line_of(subject)
        return Place(name, f"line {line}" if line else "") if subject in described else None

    content_after = merged(deployment.store, catalogue.graph, result, replace=wanted.replace)
    return Imported({catalogue.graph: content_after}, findings, rows, things, trace=trace)


def _parse(content: bytes, name: str, settings: Settings) -> RdfFile:
    """The statements of the file, which was sent by a stranger and must not depend on where it lies.

    :raises SourceError: naming the line.
    """
    path = Path(Path(name).name)
    rdf_format = RdfFormat.from_extension(path.suffix.removeprefix("."))
    if rdf_format is None:
        raise SourceError(name, "Unknown kind of file; RDF files end in .ttl, .trig, .nt, .nq, .rdf or .jsonld.")
    try:
        quads = parse_untrusted(
            content,
            rdf_format.media_type,
            f"{_FOLDER_IRI}/{quote(path.name)}",
            seconds=settings.import_seconds,
            megabytes=settings.import_memory_mb,
        )
    except DataUnreadable as error:
        raise SourceError(name, error.reason, error.line) from error
    file = RdfFile(path, content.decode(), tuple(quads))
    relative = relative_iris(file, _FOLDER_IRI)
    if relative:
        iri, line = relative[0]
        reason = f"{len(relative)} relative IRIs, the first is <{iri}>; write them in full, or name the base (@base)."
        raise SourceError(name, reason, line)
    return file


def _statements(store: Store) -> Iterator[Quad]:
    return store.quads_for_pattern(None, None, None, DefaultGraph())


def _workbench(deployment: Deployment, content: Sequence[Triple], catalogue: CatalogueEntry, language: str) -> Store:
    """A store in memory: the statements, and in graphs beside them what mappings look up."""
    base = deployment.settings.base
    store = Store()
    store.extend(Quad(triple.subject, triple.predicate, triple.object) for triple in content)
    for graph, files in deployment.vocabulary.graphs().items():
        store.extend(Quad(t.subject, t.predicate, t.object, NamedNode(graph)) for t in triples(files))
    store.extend(read_tables(deployment.settings.home / FOLDER))
    about = NamedNode(f"{base}graph/import")
    store.add(Quad(catalogue.iri, _TYPE, NamedNode(f"{PSG}Catalogue"), about))
    store.add(Quad(catalogue.iri, NamedNode(f"{DCT}language"), Literal(language), about))
    store.extend(Quad(catalogue.iri, NamedNode(f"{DCT}spatial"), area, about) for area in catalogue.areas)
    store.extend(_known(deployment, {t.object for t in content if isinstance(t.object, NamedNode)}))
    return store


def _known(deployment: Deployment, named: Iterable[NamedNode]) -> Iterator[Quad]:
    """The classes of the things among ``named`` that are described here already."""
    graph = NamedNode(f"{deployment.settings.base}graph/known")
    listed = sorted(named, key=str)
    for some in (listed[start : start + _BATCH] for start in range(0, len(listed), _BATCH)):
        rows = deployment.store.query(
            f"SELECT ?thing ?class {{ VALUES ?thing {{ {' '.join(map(str, some))} }} ?thing a ?class }}"
        )
        assert isinstance(rows, QuerySolutions)  # noqa: S101 - a SELECT
        for thing, kind in rows:
            yield Quad(thing, _TYPE, kind, graph)


def _mapped(mappings: Sequence[ConstructMapping], uses: Mapping[str, Use], name: str) -> Iterator[ImportFinding]:
    """What each mapping did, so that its owner can see how the file was understood."""
    for mapping in mappings:
        if use := uses.get(mapping.name):
            message = f"{mapping.summary}: {max(use.put, use.taken)} statements ({mapping.name}). {mapping.advice}"
            severity: Severity = "warning" if mapping.advice else "info"
            yield ImportFinding(severity, Place(name), message.strip(), use.example)


def _unknown(
    deployment: Deployment, result: Sequence[Triple], uses: Mapping[str, Use], name: str
) -> Iterator[ImportFinding]:
    """The classes and properties that no mapping consumed and no shape knows; they are kept as they are."""
    standard = NamedNode(f"{TABLE}standard-terms")
    known = {
        quad.object.value
        for quad in read_tables(deployment.settings.home / FOLDER)
        if quad.graph_name == standard and isinstance(quad.object, Literal)
    }
    known |= {p for use in uses.values() for p in use.predicates} | deployment.vocabulary.own_terms
    for triple in triples(deployment.vocabulary.shapes):
        if triple.predicate.value in {f"{SH}path", f"{SH}targetClass", f"{SH}class"} and isinstance(
            triple.object, NamedNode
        ):
            known.add(triple.object.value)
    for term in foreign_terms(result, known, deployment.vocabulary.prefixes):
        kept = f"Kept, not understood: the {term.kind} <{term.iri}>, {term.count} times."
        meant = f" Perhaps <{term.meant}> is meant; write the namespace as the standard does." if term.meant else ""
        yield ImportFinding("warning" if meant else "info", Place(name), f"{kept}{meant}", term.example)
