"""The statements of a change as an RDF Patch, by which it can be followed, copied and undone.

Source: https://afs.github.io/rdf-patch/
"""

from __future__ import annotations

import base64
import gzip

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from graph_service.model.change import Delta
from graph_service.model.terms import XSD

MEDIA_TYPE = "application/rdf-patch"
_BINARY = NamedNode(f"{XSD}base64Binary")
_FORMAT = RdfFormat.N_QUADS


def write_patch(delta: Delta, identity: str = "", previous: str = "") -> str:
    """``delta`` in the text format of RDF Patch, one statement a line, sorted.

    ``identity`` and ``previous`` are IRIs for its header, by which patches of a log follow each other.
    """
    header = [f"H {name} <{iri}> ." for name, iri in (("id", identity), ("prev", previous)) if iri]
    lines = [f"D {quad} ." for quad in sorted(delta.removed, key=str)]
    lines += [f"A {quad} ." for quad in sorted(delta.added, key=str)]
    return "\n".join([*header, "TX .", *lines, "TC .", ""])


def read_patch(text: str) -> Delta:
    """The statements of a patch that :func:`write_patch` wrote."""
    rows = {"A": [], "D": []}  # type: dict[str, list[str]]
    for line in text.split("\n"):
        kind, _, statement = line.partition(" ")
        rows.get(kind, []).append(statement)
    added, removed = (frozenset[Quad](parse("\n".join(rows[kind]), format=_FORMAT)) for kind in ("A", "D"))
    return Delta(added, removed)


def pack(delta: Delta) -> Literal:
    """The patch of ``delta`` as one value, compressed."""
    packed = gzip.compress(write_patch(delta).encode(), mtime=0)
    return Literal(base64.b64encode(packed).decode("ascii"), datatype=_BINARY)


def unpack(value: Literal) -> Delta:
    """The statements that :func:`pack` put into ``value``."""
    return read_patch(gzip.decompress(base64.b64decode(value.value)).decode())
