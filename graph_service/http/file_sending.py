"""Files that are sent as they are, whole or in part, so that a download can be resumed.

Source: RFC 9110, sections 13.1.5 and 14; of parts, one at a time is sent.
"""

from __future__ import annotations

import re

from fastapi import Request, Response
from fastapi.responses import FileResponse
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Receive, Scope, Send

from graph_service.errors import RangeUnsatisfiable
from graph_service.http.entity_tags import matches
from graph_service.http.head import HEADERS_ONLY
from graph_service.services.publishing.dumps.dumping import Dump

#: The paths of files: no content coding, so that parts are parts of the very file.
FILE = re.compile(r"/dump\.[^/]*$")
_ONE_RANGE = re.compile(r"bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})", re.IGNORECASE)


def sent_file(request: Request, dump: Dump, headers: dict[str, str]) -> Response:
    """The response with the file of ``dump``, or the part of it that the client asks for.

    :raises RangeUnsatisfiable: where that part begins behind the end.
    """
    etag = f'"{dump.sha256}"'
    headers = {**headers, "ETag": etag}
    if matches(request, etag):
        return Response(status_code=304, headers=headers)
    headers["Repr-Digest"] = f"sha-256=:{dump.base64_digest}:"
    wanted, size = _wanted(request, etag, dump.size), dump.size
    response = _WithRange(dump.path, headers=headers, media_type=dump.media_type, filename=dump.name, wanted=wanted)
    if wanted or size > response.chunk_size or request.scope.get(HEADERS_ONLY):
        return response
    return Response(dump.path.read_bytes(), headers=dict(response.headers))


def _wanted(request: Request, etag: str, size: int) -> str:
    """The range to send; empty where all is to be sent.

    :raises RangeUnsatisfiable: where it begins behind the end.
    """
    found = _ONE_RANGE.fullmatch(request.headers.get("range", "").strip())
    if not found or request.scope.get(HEADERS_ONLY) or request.headers.get("if-range", etag) != etag:
        return ""
    first, last = found.groups()
    if not (first or last) or (first and last and int(first) > int(last)):
        return ""
    if (first and int(first) >= size) or (not first and not int(last)) or not size:
        raise RangeUnsatisfiable(size)
    return f"bytes={first}-{last}"


class _WithRange(FileResponse):
    """Sends the range ``wanted``, whatever else the request says; each piece takes a turn of a thread."""

    chunk_size = 1024 * 1024

    def __init__(self, path: object, *, wanted: str, **options: object) -> None:
        super().__init__(path, **options)  # type: ignore[arg-type]
        self._wanted = wanted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the file, or for HEAD its headers alone."""
        headers = MutableHeaders(raw=list(Headers(scope=scope).raw))
        for name in ("range", "if-range"):
            del headers[name]
        if self._wanted:
            headers["range"] = self._wanted
        method = "HEAD" if scope.get(HEADERS_ONLY) else scope["method"]
        await super().__call__({**scope, "headers": headers.raw, "method": method}, receive, send)
