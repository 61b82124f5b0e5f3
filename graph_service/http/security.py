"""Headers that keep a browser from doing on our pages what nobody asked for."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ASKED = "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'"
_COMMON = f"{_ASKED}; frame-ancestors 'none'"
POLICY = f"default-src 'none'; style-src 'self'; script-src 'self'; {_COMMON}"
#: Sections that are made for pages of others to hold are all that may be framed.
EMBED_POLICY = f"default-src 'none'; style-src 'self'; {_ASKED}; frame-ancestors *"
#: The page of the API documentation alone has a script and styles within.
DOCS_POLICY = f"default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; {_COMMON}"


class SecurityHeaders:
    """Adds the headers to every response; a policy that a response has of its own stays."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the response back with the headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", DOCS_POLICY if scope["path"] == "/docs" else POLICY)
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)
