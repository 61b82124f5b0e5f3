"""Who may change data: routes that write name the role that they need.

Without an authority nobody may: the service is then read-only. An authority is set as ``app.state.authority``; it
looks at the request, raises where the caller has not the role, and answers with the caller's name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request

from graph_service.errors import UpdateRefused

Authority = Callable[[Request, str], str]


def require(role: str) -> Callable[[Request], str]:
    """A dependency that gives the name of a caller with ``role``.

    :raises UpdateRefused: where no authority is set.
    """

    def caller(request: Request) -> str:
        authority: Authority | None = getattr(request.app.state, "authority", None)
        if authority is None:
            raise UpdateRefused("This service is read-only: no key is configured.")
        return authority(request, role)

    return caller


Editor = Annotated[str, Depends(require("editor"))]
Curator = Annotated[str, Depends(require("curator"))]
