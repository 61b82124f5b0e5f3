"""What a request handler needs of the deployment, as annotated parameters."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from graph_service.services.deployment import Deployment


def deployment(request: Request) -> Deployment:
    """The deployment that the application was made for."""
    found: Deployment = request.app.state.deployment
    return found


Served = Annotated[Deployment, Depends(deployment)]
