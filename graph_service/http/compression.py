"""Compression of what is sent, for clients that take gzip.

A compressed answer is another sequence of bytes, so its strong entity tag is another too (RFC 9110, section 8.8.3.3).
"""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_service.http.file_sending import FILE

#: Shorter answers cost more to compress than to send.
LEAST_BYTES = 1024
_LEVEL = 6
_MARK = '-gzip"'
_CONDITIONS = ("if-match", "if-none-match")
#: Workbooks are compressed already.
_COMPRESSED = (*DEFAULT_EXCLUDED_CONTENT_TYPES, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


class Compression:
    """Compresses answers, and keeps their entity tags apart from those of the plain ones."""

    def __init__(self, app: ASGIApp) -> None:
        self.plain = app
        self.app = GZipMiddleware(app, LEAST_BYTES, _LEVEL, exclude_content_types=_COMPRESSED)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with the tags of plain answers, and the response back with that of what is sent."""
        if scope["type"] != "http" or FILE.search(scope["path"]):
            await self.plain(scope, receive, send)
            return
        given = Headers(scope=scope)
        known = given.get("if-none-match", "")

        async def send_tagged(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                tag = headers.get("etag", "")
                marked = tag.removesuffix('"') + _MARK
                if tag and (headers.get("content-encoding") == "gzip" or marked in known):
                    headers["etag"] = marked
            await send(message)

        if any(_MARK in given.get(name, "") for name in _CONDITIONS):
            plain = MutableHeaders(scope={**scope, "headers": list(scope["headers"])})
            for name in set(_CONDITIONS) & set(given):
                plain[name] = given[name].replace(_MARK, '"')
            scope = {**scope, "headers": plain.raw}
        await self.app(scope, receive, send_tagged)
