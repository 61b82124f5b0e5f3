"""The address of the service, where the operator sets it: what a request says of its host is then no part of links."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send


class FixedAddress:
    """Gives each request the scheme and the host of ``address``, whatever it says itself."""

    def __init__(self, app: ASGIApp, address: str) -> None:
        self.app = app
        parts = urlsplit(address)
        self.scheme, self.host = parts.scheme, parts.netloc.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on as if it had been sent to the address."""
        if scope["type"] == "http":
            headers = [(b"host", self.host), *(header for header in scope["headers"] if header[0] != b"host")]
            scope = {**scope, "scheme": self.scheme, "headers": headers}
        await self.app(scope, receive, send)
