"""The body of a request: no more of it, and for no longer, than it may take."""

from __future__ import annotations

import asyncio

from fastapi import HTTPException, Request

from graph_service.errors import TooLarge, UnsupportedMedia


async def received(request: Request, limit: int, seconds: float, advice: str) -> bytes:
    """The body of ``request``; ``advice`` is what to do where it has more bytes than ``limit``.

    :raises UnsupportedMedia: where it is compressed, since it could be of any size.
    :raises TooLarge: where it is longer; what follows isn't read.
    """
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise UnsupportedMedia("Send it without Content-Encoding.")
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for part in request.stream():
                body += part
                if len(body) > limit:
                    raise TooLarge(f"What is sent may have {limit} bytes. {advice}")
    except TimeoutError:
        raise HTTPException(408, headers={"Connection": "close"}) from None
    return bytes(body)
