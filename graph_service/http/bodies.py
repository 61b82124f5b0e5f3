"""RDF that was sent: the bytes within their limit, and the statements, parsed where it does no harm."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from email.message import Message

from fastapi import Request
from pyoxigraph import NamedNode, Triple

from graph_service.errors import DataUnreadable, RequestError, UnsupportedMedia
from graph_service.http.multipart import MEDIA_TYPE as FORM
from graph_service.http.multipart import parts_of
from graph_service.http.receiving import received
from graph_service.model.change import Source
from graph_service.sandbox.parsing import READ, parse_untrusted

MAX_BYTES = 10 * 1024 * 1024
_BODY_SECONDS = 60.0

#: What the API description says of bodies that hold RDF; an empty one is an empty graph.
RDF_BODY = {"requestBody": {"content": {name: {"schema": {"type": "string"}} for name in READ}}}


@dataclass(frozen=True)
class Sent:
    """A body and its media type, not yet parsed."""

    content: bytes
    content_type: str

    def source(self) -> Source:
        """For the record of changes."""
        return Source("Request body", hashlib.sha256(self.content).hexdigest())

    def statements(self, base: str) -> list[Triple]:
        """The statements that were sent; those of named graphs are refused, as the target is one graph.

        :raises UnsupportedMedia: where the media type isn't read.
        :raises DataUnreadable: where the body is not what it should be.
        """
        header = Message()
        header["content-type"] = self.content_type
        if header.get_content_type() == FORM:
            parts = _parts(self)
            return [triple for part in parts for triple in part.statements(base)]
        if (header.get_content_charset() or "utf-8") not in {"utf-8", "utf8"}:
            raise UnsupportedMedia("Send data in UTF-8.")
        quads = parse_untrusted(self.content, header.get_content_type(), base)
        if any(isinstance(quad.graph_name, NamedNode) for quad in quads):
            raise DataUnreadable("The data name graphs of their own. Send the statements of one graph at a time.")
        return [quad.triple for quad in quads]


async def read_body(request: Request, limit: int = MAX_BYTES) -> Sent:
    """Read the body of ``request``.

    :raises TooLarge: where it is longer than ``limit``.
    :raises UnsupportedMedia: where it is compressed.
    :raises RequestError: where its media type is told twice.
    """
    types = request.headers.getlist("content-type")
    if len(types) > 1:
        raise RequestError("There are two Content-Type headers.")
    body = await received(request, limit, _BODY_SECONDS, "Send it in parts, or load it as a file.")
    return Sent(body, types[0] if types else "none/none")


def _parts(sent: Sent) -> list[Sent]:
    """The files of a form."""
    parts = parts_of(sent.content, sent.content_type)
    if not parts:
        raise DataUnreadable("The form holds no files.")
    return [Sent(bytes(part.content), part.content_type or "none/none") for part in parts]
