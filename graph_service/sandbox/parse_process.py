"""The process that parses untrusted RDF: ``python -m graph_service.sandbox.parse_process``.

It gives up files and network, and then parses one document after another: a line of JSON and the document come in; a
line of JSON goes out, and after it the statements as N-Quads, with names in the place of blank nodes, which follow from
the document alone. What crashes or stalls the parser or the naming ends this process and no other; a process that grew
says that it is spent.
"""

from __future__ import annotations

import json
import re
import signal
from typing import Any

from pyoxigraph import RdfFormat, Triple, parse, serialize

from graph_service.model.blank_nodes import named_quads
from graph_service.sandbox.confinement import Memory, limit_files
from graph_service.sandbox.messages import send, streams
from graph_service.sandbox.network import leave_network

#: The parser of JSON-LD calls itself for each level, and so for as many as are sent.
MAX_DEPTH = 100
#: A process that uses so many bytes more than at first has kept too much of what it parsed.
MAX_GROWTH = 64 * 1024 * 1024
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_DOCTYPE = re.compile(r"<!DOCTYPE", re.IGNORECASE)


def main() -> None:
    """Parse documents from standard input until it ends."""
    leave_network()
    incoming, outgoing = streams()
    memory = Memory()
    limit_files()
    at_first = memory.in_use()
    for line in incoming:
        given: dict[str, Any] = json.loads(line)
        document = incoming.read(given["length"])
        signal.setitimer(signal.ITIMER_REAL, given["seconds"])  # nobody handles it: it ends the process
        with memory.limited(given["megabytes"]):
            told, content = _answer(document, given["media_type"], given["base"])
        signal.setitimer(signal.ITIMER_REAL, 0)
        spent = memory.in_use() - at_first > MAX_GROWTH
        send(outgoing, {"spent": spent, "length": len(content), **told}, content)
        del document, content  # who waits holds nothing


def _answer(document: bytes, media_type: str, base: str) -> tuple[dict[str, Any], bytes]:
    try:
        return {}, _parsed(document, media_type, base)
    except SyntaxError as error:
        place = {"line": error.lineno or 0, "column": error.offset or 0}
        return {"detail": (error.msg or "It can't be parsed")[:1000], **place}, b""
    except UnicodeDecodeError as error:
        return {"detail": f"It is not in UTF-8: {error.reason} at byte {error.start}"}, b""
    except MemoryError:
        return {"detail": "It needs too much memory", "spent": True}, b""
    except (ValueError, OSError) as error:
        return {"detail": str(error)[:1000] or "It can't be parsed"}, b""


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
    main()
