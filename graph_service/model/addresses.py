"""Where the document about an IRI is served here: each family of IRIs has one family of paths."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, urlencode

from graph_service.model.terms import CODE_LISTS, GENID, PSG, SHAPES

#: What may stand in a path as it is (RFC 3986, section 3.3).
_PATH = "/:@!$&'()*+,;=~-._"
#: The namespaces of the vocabulary, which are the same wherever it is served, and where they are served.
_VOCABULARY = {PSG: "/def", CODE_LISTS: "/codelist", SHAPES: "/shapes", GENID: "/.well-known/genid"}


def document_path(iri: str, base: str, spaces: Iterable[str] = ()) -> str:
    """The path of the document about ``iri``; empty where it is none of ours.

    ``spaces`` are what IRIs start with that are served here though they lie under another host.
    """
    if iri in {base, base.rstrip("/")}:
        return "/"
    if iri.startswith(f"{base}id/"):
        return f"/doc/{quote(iri.removeprefix(f'{base}id/'), safe=_PATH)}"
    if iri.startswith(f"{base}graph/"):
        return f"/graph/{quote(iri.removeprefix(f'{base}graph/'), safe=_PATH)}"
    for namespace, path in _VOCABULARY.items():
        if iri in {namespace, namespace.rstrip("/")}:
            return path
        if iri.startswith(namespace):
            return f"{path}/{quote(iri.removeprefix(namespace), safe=_PATH)}"
    return foreign_path(iri) if iri.startswith(tuple(spaces)) else ""


def foreign_path(iri: str) -> str:
    """The path of the document about an IRI that lies elsewhere."""
    return f"/doc?{urlencode({'iri': iri})}"
