"""Who sends a request: by the API key or the token in ``Authorization: Bearer …``."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request
from fastapi.params import Depends as DependsType

from graph_service.errors import AccessRefused, NotAuthenticated
from graph_service.http.auditing import route_of
from graph_service.http.budget import Budget, client_of
from graph_service.model.agent import Agent, Role
from graph_service.services.access import PREFIX
from graph_service.services.audit.occasion import current
from graph_service.services.deployment import Deployment

#: What a client is told that tried too many.
WRONG_KEYS = "Too many wrong keys came from your address."


def sender(request: Request) -> Agent | None:
    """Who sent ``request``; nobody in particular where it carries no key.

    :raises NotAuthenticated: where its key is not valid.
    :raises OverBudget: where it is one wrong key too many.
    """
    given = request.headers.getlist("authorization")
    if not given:
        return None
    scheme, _, text = given[0].partition(" ")
    if len(given) > 1 or scheme.lower() != "bearer":
        raise NotAuthenticated("Send one header Authorization: Bearer KEY.")
    return _identified(request, text.strip())


def authorise(request: Request, role: Role) -> Agent:
    """Who sent ``request``, where they may do what needs ``role``.

    :raises NotAuthenticated: where there is no valid key.
    :raises AccessRefused: where the key's role is not enough, or where no key was ever made.
    :raises OverBudget: where it is one wrong key too many.
    """
    _note(request, role)
    return _permitted(request, sender(request), role, "Authorization: Bearer KEY.")


def authorise_key(request: Request, key: str, role: Role) -> Agent:
    """Who has ``key``, which a form sent, where they may do what needs ``role``.

    :raises NotAuthenticated: where it is no valid key.
    :raises AccessRefused: where the key's role is not enough, or where no key was ever made.
    :raises OverBudget: where it is one wrong key too many.
    """
    _note(request, role)
    agent = _identified(request, key.strip()) if key.strip() else None
    return _permitted(request, agent, role, "go back and type it under “Your key”.")


def _note(request: Request, role: Role) -> None:
    """What is wanted by which route, for the audit log."""
    current().wanted, current().route = role, route_of(request.scope)


def _identified(request: Request, text: str) -> Agent:
    """Whose key or token ``text`` is. Wrong ones are counted for the client; right ones work all the same."""
    served: Deployment = request.app.state.deployment
    try:
        tokens = served.tokens
        agent = tokens.identify(text) if tokens and not text.startswith(PREFIX) else served.keys.identify(text)
    except NotAuthenticated:
        wrong: Budget = request.app.state.wrong_keys
        wrong.check(client_of(request))
        wrong.spend(client_of(request), 1)
        raise
    current().agent = agent
    return agent


def _permitted(request: Request, agent: Agent | None, role: Role, how: str) -> Agent:
    if agent is None:
        served: Deployment = request.app.state.deployment
        if not served.keys.list() and not served.tokens:
            raise AccessRefused("This service is read-only; its operator can make keys: graph-service keys create")
        raise NotAuthenticated(f"This needs a key with the role {role}: {how}")
    if not agent.may(role):
        raise AccessRefused(f"This needs the role {role}; the key of {agent.name} has the role {agent.role}.")
    return agent


def require(role: Role) -> DependsType:
    """A dependency that gives the agent, and lets nobody in without ``role``."""

    def authorised(request: Request) -> Agent:  # the role is no parameter, which a request could set
        return authorise(request, role)

    return Depends(authorised)  # type: ignore[no-any-return]


Editor = Annotated[Agent, require("editor")]
Curator = Annotated[Agent, require("curator")]
Administrator = Annotated[Agent, require("administrator")]
