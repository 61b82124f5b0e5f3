"""Each request as the occasion of what it changes, and a line in the audit log where that was refused."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from anyio import to_thread
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_service.errors import OverBudget, StoreFull, Unaccountable
from graph_service.http.budget import Budget
from graph_service.services.audit.occasion import Occasion, occasion
from graph_service.services.audit.recording import refused
from graph_service.services.deployment import Deployment

_log = logging.getLogger("graph_service.audit")
_REFUSED = 400
#: How many lines a minute are written about clients that nobody knows: of one, and of all.
LINES, ALL_LINES = 30, 300


class Audited:
    """Makes the :class:`~graph_service.services.audit.occasion.Occasion` of a request, and tells of refusals.

    Who has a key is told of each time. Of strangers so many lines are written that they can't fill the disk; the next
    line says how many were left out.
    """

    def __init__(self, app: ASGIApp, deployment: Callable[[], Deployment]) -> None:
        self.app = app
        self.deployment = deployment
        self._strangers = Budget(LINES)
        self._all = Budget(ALL_LINES)
        self._left_out = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its occasion."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state: dict[str, Any] = scope.setdefault("state", {})
        client = scope["client"][0] if scope.get("client") else ""
        own = Occasion(request=state.setdefault("request_id", uuid.uuid4().hex), method=scope["method"], client=client)

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] >= _REFUSED and own.wanted:
                await to_thread.run_sync(self._tell, own, message["status"])
            await send(message)

        with occasion(own):
            await self.app(scope, receive, told)

    def _tell(self, own: Occasion, status: int) -> None:
        if own.agent is None and not self._may_be_written(own.client):
            self._left_out += 1
            return
        more = {"left-out": self._left_out} if self._left_out else {}
        try:
            refused(self.deployment(), own, status, **more)
            self._left_out = 0
        except (StoreFull, Unaccountable) as error:
            _log.error("%s A refusal (%s) is not recorded.", error, status)

    def _may_be_written(self, client: str) -> bool:
        with suppress(OverBudget):
            self._strangers.check(client)
            self._all.check("")
            self._strangers.spend(client, 1)
            self._all.spend("", 1)
            return True
        return False


def route_of(scope: Scope) -> str:
    """The template of the path that ``scope`` was found under, such as ``/changes/{number}``; empty for none."""
    return str(getattr(scope.get("route"), "path", ""))
