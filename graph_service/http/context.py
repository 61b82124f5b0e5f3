"""What a request handler needs of the deployment, as annotated parameters."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from graph_service.services.deployment import Deployment


async def deployment(request: Request) -> Deployment:
    """The deployment that the application was made for; it is at hand, and no thread needs to be waited for."""
    found: Deployment = request.app.state.deployment
    return found


Served = Annotated[Deployment, Depends(deployment)]
