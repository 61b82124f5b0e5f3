"""The process that parses untrusted RDF: ``python -m graph_service.sandbox.parse_process MEDIA-TYPE BASE SECONDS MB``.

Standard input is the document. A line of JSON goes out, and after it the statements as N-Quads, with names in the place
of blank nodes. What crashes or stalls the parser or the naming ends this process and no other.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys

from pyoxigraph import RdfFormat, Triple, parse, serialize

from graph_service.model.blank_nodes import named_quads
from graph_service.sandbox.confinement import limit_files, limit_memory
from graph_service.sandbox.network import leave_network

#: The parser of JSON-LD calls itself for each level, and so for as many as are sent.
MAX_DEPTH = 100
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_DOCTYPE = re.compile(r"<!DOCTYPE", re.IGNORECASE)


def main(media_type: str, base: str, seconds: float, megabytes: int) -> None:
    """Parse standard input."""
    leave_network()
    document, outgoing = sys.stdin.buffer.read(), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no part of an answer
    limit_memory(megabytes)
    limit_files()
    signal.setitimer(signal.ITIMER_REAL, seconds)  # nobody handles it: it ends the process
    content = b""
    try:
        content = _parsed(document, media_type, base)
        head = {}
    except SyntaxError as error:
        place = {"line": error.lineno or 0, "column": error.offset or 0}
        head = {"detail": (error.msg or "It can't be parsed")[:1000], **place}
    except UnicodeDecodeError as error:
        head = {"detail": f"It is not in UTF-8: {error.reason} at byte {error.start}"}
    except (ValueError, OSError, MemoryError) as error:
        head = {"detail": str(error)[:1000] or "It needs too much memory"}
    outgoing.write(json.dumps(head).encode() + b"\n")
    outgoing.write(content)
    outgoing.flush()


def _parsed(document: bytes, media_type: str, base: str) -> bytes:
    text = document.decode("utf-8")
    rdf_format = RdfFormat.from_media_type(media_type)
    if rdf_format == RdfFormat.RDF_XML and _DOCTYPE.search(text):
        raise ValueError("RDF/XML with a document type declaration is not taken; write it without entities")
    if rdf_format == RdfFormat.JSON_LD and _depth(text) > MAX_DEPTH:
        raise ValueError(f"JSON-LD that nests deeper than {MAX_DEPTH} levels is not taken")
    quads = list(parse(document, format=rdf_format, base_iri=base))
    if any(isinstance(quad.object, Triple) for quad in quads):
        raise ValueError("Statements about statements (RDF 1.2 triple terms) are not taken")
    return serialize(named_quads(quads), format=RdfFormat.N_QUADS) or b""


def _depth(text: str) -> int:
    """How deep brackets nest outside of strings."""
    depth = deepest = 0
    for character in _STRING.sub("", text):
        if character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    return deepest


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]), int(sys.argv[4]))
