"""Public catalogues of products and specifications: each folder of ``mappings/`` with CONSTRUCT files is an importer.

The file ``<folder>.rq`` says what the importer is for; it and the others beside it construct from the documents as
:mod:`lifting` gives them. A new catalogue is a folder, and no code.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from graph_service.errors import SourceError, TooLarge
from graph_service.model.terms import DCT, PROV, PSG, RDF_TYPE
from graph_service.services.importing.catalogues import catalogue_named, described_elsewhere, merged
from graph_service.services.importing.construct_mappings import construct, read_construct_mappings, read_tables
from graph_service.services.importing.importers import Importer, Wanted
from graph_service.services.importing.lifting import lift, read_json, read_yaml
from graph_service.services.importing.outcome import Imported, ImportFinding, LeftOut, Place
from graph_service.services.importing.plain_text import plain_text

if TYPE_CHECKING:
    from graph_service.services.deployment import Deployment

SOURCE = "urn:x-source:"
_DERIVED_FROM = f"{PROV}wasDerivedFrom"
#: What several catalogues say of the same thing side by side.
_SEVERAL = tuple(f"{PSG}{name}" for name in ("productOrigin", "realisesBuildingBlock", "definesFunctionality"))
_SUFFIXES = {".json": read_json, ".yml": read_yaml, ".yaml": read_yaml}
_RUNS_CODE = re.compile(r"\s*(?:javascript|vbscript|data)\s*:", re.IGNORECASE)
_MEMBERS, _BYTES = 20_000, 200_000_000


def importers(home: Path) -> Iterable[Importer]:
    """One importer for each folder of mappings that has a file of its own name."""
    for main in sorted((home / "mappings").glob("*/*.rq")):
        if main.stem == main.parent.name:
            summary = next(m.summary for m in read_construct_mappings(main.parent) if m.path == main)
            yield Importer(main.stem, summary, partial(_read, main.parent))


@dataclass(frozen=True)
class _Documents:
    """The documents of a source as RDF, and those that can't be read."""

    store: Store
    names: Sequence[str]
    left_out: Sequence[LeftOut]


def _read(folder: Path, deployment: Deployment, content: bytes, name: str, wanted: Wanted) -> Imported:
    """Read a JSON or YAML document, or a ZIP archive of them.

    :raises SourceError: where it is neither, or nothing in it is what the mappings look for.
    :raises TooLarge: where an archive unpacks to more than is read.
    :raises UnknownName: where there is no such catalogue.
    """
    mappings = read_construct_mappings(folder)
    main = next(mapping for mapping in mappings if mapping.name == folder.name)
    base = deployment.settings.base
    catalogue = catalogue_named(deployment.store, base, wanted.stack, wanted.catalogue or main.catalogue)
    documents = _documents(content, name)
    documents.store.extend(read_tables(folder))
    about = NamedNode(f"{base}graph/import")
    documents.store.add(Quad(catalogue.iri, NamedNode(RDF_TYPE), NamedNode(f"{PSG}Catalogue"), about))
    made = {quad.triple for mapping in mappings for quad in construct(documents.store, mapping, mapping.text, base)}
    repeated = list(_repeated(made))
    if repeated:
        for left in repeated:
            _drop(documents.store, left.entry)
        made = {quad.triple for mapping in mappings for quad in construct(documents.store, mapping, mapping.text, base)}
    places = {t.subject.value: t.object.value for t in made if _is_derivation(t)}  # type: ignore[union-attr]
    if not places:
        raise SourceError(name, f"Holds nothing that is looked for: {main.summary}.")
    entries = _entries(documents, {*places.values(), *(left.entry for left in repeated)})
    left_out = [
        *documents.left_out,
        *(LeftOut(_place(left.entry), f"The same as {_place(left.first)}.") for left in repeated),
        *(
            LeftOut(_place(entry), "Lacks what makes it an entry of this kind.")
            for entry in sorted(entries - set(places.values()) - {left.entry for left in repeated})
        ),
    ]
    statements = [_plain(t) for t in made if not _is_derivation(t)]
    elsewhere = described_elsewhere(deployment.store, base, catalogue.graph, {t.subject for t in statements})
    new = [t for t in statements if t.subject not in elsewhere or t.predicate.value in _SEVERAL]
    return Imported(
        {catalogue.graph: merged(deployment.store, catalogue.graph, new, replace=wanted.replace, several=_SEVERAL)},
        list(_unsafe(documents.store)),
        len(entries) + len(documents.left_out),
        sorted(places),
        left_out,
        trace=lambda subject, _: _place(places[subject]) if subject in places else None,
    )


def _documents(content: bytes, name: str) -> _Documents:
    store, names, left_out = Store(), [], []
    archive = content.startswith(b"PK\x03\x04")
    for member, part in _members(content, name) if archive else [(name, content)]:
        reader = _SUFFIXES.get(Path(member).suffix.lower(), read_json)
        iri = f"{SOURCE}{quote(member)}"
        try:
            triples = list(lift(reader(part, member), iri))
        except SourceError as error:
            if not archive:
                raise
            left_out.append(LeftOut(Place(member, f"line {error.line}" if error.line else ""), error.reason))
            continue
        names.append(iri)
        store.extend(Quad(t.subject, t.predicate, t.object) for t in triples)
        store.add(Quad(NamedNode(f"{iri}#"), NamedNode(f"{DCT}identifier"), Literal(Path(member).stem)))
    return _Documents(store, names, left_out)


def _members(content: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """The JSON and YAML files of an archive.

    :raises SourceError: where it is damaged or needs a password.
    :raises TooLarge: where it unpacks to more than is read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            wanted = [i for i in archive.infolist() if Path(i.filename).suffix.lower() in _SUFFIXES and not i.is_dir()]
            if len(wanted) > _MEMBERS or sum(info.file_size for info in wanted) > _BYTES:
                raise TooLarge(f"{name} unpacks to more than {_MEMBERS:,} files or {_BYTES:,} bytes.")
            for info in sorted(wanted, key=lambda info: info.filename):
                with archive.open(info) as file:
                    yield info.filename, file.read(info.file_size)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise SourceError(name, f"Not a ZIP archive that can be read: {error}.") from error


@dataclass(frozen=True)
class _Repeated:
    entry: str
    first: str


def _repeated(made: Iterable[Triple]) -> Iterator[_Repeated]:
    """The entries that describe what an earlier one described."""
    sources: dict[str, list[str]] = {}
    for triple in made:
        if _is_derivation(triple):
            sources.setdefault(str(triple.subject), []).append(triple.object.value)  # type: ignore[union-attr]
    for entries in sources.values():
        first, *others = sorted(entries, key=_in_order)
        yield from (_Repeated(other, first) for other in others)


def _in_order(entry: str) -> list[tuple[int, str]]:
    """Sorts pointers as the document does: ``/9`` before ``/10``."""
    return [(int(part) if part.isdigit() else 0, part) for part in entry.split("/")]


def _drop(store: Store, entry: str) -> None:
    """Take an entry out of the documents, with all that it holds."""
    for quad in list(store.quads_for_pattern(None, None, None, None)):
        if any(str(term).strip("<>") == entry for term in (quad.subject, quad.object)):
            store.remove(quad)


def _is_derivation(triple: Triple) -> bool:
    return triple.predicate.value == _DERIVED_FROM and str(triple.object).startswith(f"<{SOURCE}")


def _plain(triple: Triple) -> Triple:
    """The statement with the markup of its text taken out."""
    text = triple.object
    if not isinstance(text, Literal) or not text.language:
        return triple
    return Triple(triple.subject, triple.predicate, Literal(plain_text(text.value), language=text.language))


def _entries(documents: _Documents, found: set[str]) -> set[str]:
    """What stands where entries were found: the other parts of the same lists, and whole documents."""
    entries = set(found)
    for parent in {entry.rpartition("/")[0] for entry in found if not entry.endswith("#")}:
        parts = documents.store.quads_for_pattern(NamedNode(parent), None, None, None)
        entries |= {q.object.value for q in parts if isinstance(q.object, NamedNode) and q.predicate.value != RDF_TYPE}
    touched = {entry.partition("#")[0] for entry in entries}
    return entries | {f"{name}#" for name in documents.names if name not in touched}


def _place(entry: str) -> Place:
    member, _, pointer = entry.removeprefix(SOURCE).partition("#")
    return Place(unquote(member), unquote(pointer))


def _unsafe(store: Store) -> Iterator[ImportFinding]:
    """Values that would run code in a browser if they became links; no mapping makes links of them."""
    for quad in sorted(store.quads_for_pattern(None, None, None, None), key=str):
        if isinstance(quad.object, Literal) and _RUNS_CODE.match(quad.object.value):
            message = "Left out: a link that would run code. Give a web address that begins with https://."
            yield ImportFinding("warning", _place(quad.subject.value), message, quad.object.value[:80])  # type: ignore[union-attr]
