"""What an operator can set of tokens: those of which provider of OpenID Connect are taken, and what they allow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

_ROLES = ("reader", "editor", "curator", "administrator")
#: Algorithms whose keys the provider alone has; with shared keys, whoever checks tokens could make them.
_SIGNING = frozenset(f"{family}{bits}" for family in ("RS", "PS", "ES") for bits in (256, 384, 512)) | {"EdDSA"}


@dataclass(frozen=True)
class TokenSettings:
    """The settings that start with ``oidc_``."""

    oidc_issuer: str = field(
        default="",
        metadata={"help": "The issuer of OpenID Connect whose tokens are taken; none by default."},
    )
    oidc_audience: str = field(
        default="",
        metadata={"help": "The audience that tokens must be for."},
    )
    oidc_keys: str = field(
        default="",
        metadata={"help": "A file, or an address (https://…), with the keys that tokens are signed with, as a JWKS."},
    )
    oidc_algorithms: str = field(
        default="RS256 ES256",
        metadata={"help": "The algorithms by which tokens may be signed, separated by spaces; none with shared keys."},
    )
    oidc_role_claim: str = field(
        default="roles",
        metadata={"help": "The claim that tells roles; dots lead into it, as in realm_access.roles."},
    )
    oidc_roles: str = field(
        default="",
        metadata={
            "help": "Which values of that claim are which role, such as graph-team=editor, separated by spaces; "
            "by default those that are named like roles."
        },
    )
    oidc_stack_claim: str = field(
        default="",
        metadata={"help": "The claim that tells the one stack that may be changed; by default tokens are for all."},
    )

    @property
    def roles_of_tokens(self) -> Mapping[str, str]:
        """Which value of a token's claim stands for which role."""
        pairs = (pair.rpartition("=") for pair in self.oidc_roles.split())
        return {value: role for value, _, role in pairs} or dict(zip(_ROLES, _ROLES, strict=True))

    def check_tokens(self) -> None:
        """Refuse a provider that is described by half, algorithms that are not safe, and roles that there aren't.

        :raises ValueError: saying which setting to mend.
        """
        given = [bool(value) for value in (self.oidc_issuer, self.oidc_audience, self.oidc_keys)]
        if any(given) and not all(given):
            raise ValueError("GRAPH_OIDC_ISSUER, GRAPH_OIDC_AUDIENCE and GRAPH_OIDC_KEYS are given together or not")
        if wrong := set(self.oidc_algorithms.split()) - _SIGNING:
            safe = ", ".join(sorted(_SIGNING))
            raise ValueError(f"GRAPH_OIDC_ALGORITHMS has {', '.join(sorted(wrong))}; safe are {safe}")
        if wrong := set(self.roles_of_tokens.values()) - set(_ROLES):
            raise ValueError(f"GRAPH_OIDC_ROLES names no role by {', '.join(sorted(wrong))}; write value=role")
