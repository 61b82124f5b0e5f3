"""Files of dumps as distributions by DCAT: where they are, what they are, and of those that were made, size and digest.

Source: https://www.w3.org/TR/vocab-dcat-3/#Class:Distribution
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from graph_service.formats import dump_formats
from graph_service.model.terms import DCT, RDF_TYPE, XSD
from graph_service.services.deployment import Deployment
from graph_service.services.publishing.dumps.dumping import GZIP, made_dump
from graph_service.services.publishing.dumps.parts import Part
from graph_service.services.releases import DCAT

_SPDX = "http://spdx.org/rdf/terms#"
_SHA256 = f"{_SPDX}checksumAlgorithm_sha256"
_FILE_TYPES = "http://publications.europa.eu/resource/authority/file-type/"
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
#: The EU's names of formats.
_NAMED = {
    "nq": "RDF_N_QUADS",
    "nt": "RDF_N_TRIPLES",
    "ttl": "RDF_TURTLE",
    "trig": "RDF_TRIG",
    "rdf": "RDF_XML",
    "jsonld": "JSON_LD",
    "zip": "CSV",
}
#: What is a package, and the media type of what it holds.
_PACKAGES = {"zip": "text/csv"}


def describe_files(deployment: Deployment, part: Part, address: str) -> Iterator[tuple[str, list[Triple]]]:
    """The files of ``part``, one in each format, compressed where the format isn't; and what is said of each."""
    for name, found in dump_formats().items():
        suffix = name if name in _PACKAGES else f"{name}.{GZIP}"
        url = f"{address}{part.path}/dump.{suffix}"
        yield url, list(_described(url, name, found.media_types[0])) + list(_made(deployment, part, suffix, url))


def _described(url: str, name: str, media_type: str) -> Iterator[Triple]:
    file = NamedNode(url)
    yield Triple(file, NamedNode(RDF_TYPE), NamedNode(f"{DCAT}Distribution"))
    yield Triple(file, NamedNode(f"{DCT}title"), Literal(f"As {name}", language="en"))
    yield Triple(file, NamedNode(f"{DCAT}accessURL"), file)
    yield Triple(file, NamedNode(f"{DCAT}downloadURL"), file)
    if name in _NAMED:
        format_ = NamedNode(f"{_FILE_TYPES}{_NAMED[name]}")
        yield Triple(file, NamedNode(f"{DCT}format"), format_)
        yield Triple(format_, NamedNode(RDF_TYPE), NamedNode(f"{DCT}MediaTypeOrExtent"))
    packed = ("packageFormat", media_type) if name in _PACKAGES else ("compressFormat", "application/gzip")
    for predicate, value in (("mediaType", _PACKAGES.get(name, media_type)), packed):
        type_ = NamedNode(f"{_MEDIA_TYPES}{value}")
        yield Triple(file, NamedNode(f"{DCAT}{predicate}"), type_)
        yield Triple(type_, NamedNode(RDF_TYPE), NamedNode(f"{DCT}MediaType"))


def _made(deployment: Deployment, part: Part, suffix: str, url: str) -> Iterator[Triple]:
    """Size and digest, where the file was made."""
    if not (dump := made_dump(deployment, part, suffix)):
        return
    file, checksum, algorithm = NamedNode(url), NamedNode(f"{url}#checksum"), NamedNode(_SHA256)
    size = Literal(str(dump.size), datatype=NamedNode(f"{XSD}nonNegativeInteger"))
    yield Triple(file, NamedNode(f"{DCAT}byteSize"), size)
    yield Triple(file, NamedNode(f"{_SPDX}checksum"), checksum)
    yield Triple(checksum, NamedNode(RDF_TYPE), NamedNode(f"{_SPDX}Checksum"))
    yield Triple(checksum, NamedNode(f"{_SPDX}algorithm"), algorithm)
    yield Triple(algorithm, NamedNode(RDF_TYPE), NamedNode(f"{_SPDX}ChecksumAlgorithm"))
    value = Literal(dump.sha256, datatype=NamedNode(f"{XSD}hexBinary"))
    yield Triple(checksum, NamedNode(f"{_SPDX}checksumValue"), value)
