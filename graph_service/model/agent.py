"""Who does something, and what they may do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

Role = Literal["reader", "editor", "curator", "administrator"]
#: The roles, each of which may do all that those before it may.
ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True)
class Agent:
    """Somebody with a key or a token; ``id`` tells that from others of the same name, and is no secret.

    ``stack`` is the key of the one stack that they may change; empty for all.
    """

    name: str
    role: Role
    stack: str = ""
    id: str = field(default="", compare=False)

    def may(self, role: Role) -> bool:
        """Whether this agent's role includes ``role``."""
        return ROLES.index(self.role) >= ROLES.index(role)


#: Whoever works at the command line, where the operating system says who may.
OPERATOR = Agent("", "administrator")
