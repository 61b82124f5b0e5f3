"""Entity tags: whether a client has what it asks for already."""

from __future__ import annotations

import hashlib

from fastapi import Request


def tag(*parts: object) -> str:
    """A strong entity tag for the bytes that ``parts`` determine."""
    return f'"{hashlib.sha256(chr(0).join(map(str, parts)).encode()).hexdigest()[:32]}"'


def matches(request: Request, etag: str) -> bool:
    """Whether the client says that it has the answer with that tag (RFC 9110, section 13.1.2)."""
    tags = {given.strip().removeprefix("W/") for given in request.headers.get("if-none-match", "").split(",")}
    return bool(tags & {etag, "*"})
