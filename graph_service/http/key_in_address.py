"""Keys don't belong into addresses, which browsers, proxies and logs keep: such a request is refused, and forgotten."""

from __future__ import annotations

import re
from http import HTTPStatus
from urllib.parse import unquote_plus

from starlette.types import ASGIApp, Receive, Scope, Send

from graph_service.http.problems import TITLES, problem

#: A key of ours, a signed token, or a parameter that others send keys by.
_KEY = re.compile(
    r"psg_[a-z2-7]{8}_[a-z2-7]{32}|eyJ[\w-]{8,}\.eyJ[\w-]+\.[\w-]*|(?:^|[?&])(?:api[_-]?key|access_token|authorization)=",
    re.IGNORECASE,
)
#: Parts of which every key has one; looking for them costs next to nothing.
_HINTS = ("psg_", "eyj", "key=", "access_token=", "authorization=")
_LEFT_OUT = "left-out-because-it-held-a-key"


class NoKeyInAddress:
    """Refuses requests with a key in their address, and takes it out before anything is logged of them."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on where its address holds no key."""
        if scope["type"] != "http" or not holds_key(scope):
            await self.app(scope, receive, send)
            return
        # The server logs what stands in this very object once the answer begins.
        scope["query_string"] = _LEFT_OUT.encode()
        if _KEY.search(scope["path"]):
            scope["path"], scope["raw_path"] = f"/{_LEFT_OUT}", f"/{_LEFT_OUT}".encode()
        detail = (
            "Send the key in the header Authorization: Bearer KEY, never in an address. Revoke this one: it was seen."
        )
        answer = problem(HTTPStatus.BAD_REQUEST, "bad-request", TITLES["bad-request"], detail)
        answer.headers["Cache-Control"] = "no-store"
        await answer(scope, receive, send)


def holds_key(scope: Scope) -> bool:
    """Whether path or query of a request hold what looks like a key, written as it is or with escapes."""
    query = scope["query_string"].decode("latin-1")
    texts = {f"{scope['path']}?{query}"}
    if "%" in query:
        once = unquote_plus(query)
        texts |= {once, unquote_plus(once)}
    return any(hint in text.lower() and _KEY.search(text) is not None for text in texts for hint in _HINTS)
