"""Bearer tokens of OpenID Connect: who has one that the configured issuer signed is who it says.

Sources: RFC 7519 (JWT), RFC 8725 (best current practice: algorithms are pinned, issuer, audience and times are checked,
and nothing in the token says where its key is to be found).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import jwt

from graph_service.errors import NotAuthenticated
from graph_service.model.agent import ROLES, Agent, Role
from graph_service.services.signing_keys import SigningKeys
from graph_service.settings import Settings

MAX_LENGTH = 8 * 1024
#: By how many seconds clocks may differ.
LEEWAY = 30
_LONGEST = 200
_REQUIRED = ["iss", "aud", "exp", "sub"]


class Tokens:
    """Tells whose token it is, by ``settings``."""

    def __init__(self, settings: Settings, keys: SigningKeys) -> None:
        self._settings = settings
        self._keys = keys
        self._algorithms = settings.oidc_algorithms.split()

    def identify(self, text: str) -> Agent:
        """Whose token ``text`` is.

        :raises NotAuthenticated: where it is not valid now, or names no role.
        :raises Unaccountable: where the keys of the issuer can't be had.
        """
        claims = self._claims(text)
        role = self._role(claims)
        stack = self._stack(claims)
        name = claims.get("name") or claims.get("preferred_username") or claims["sub"]
        return Agent(_text(name), role, stack, id=f"subject:{_text(claims['sub'])}")

    def _claims(self, text: str) -> Mapping[str, Any]:
        if len(text) > MAX_LENGTH:
            raise NotAuthenticated(f"A token has at most {MAX_LENGTH} characters.")
        try:
            header = jwt.get_unverified_header(text)
            if header.get("alg") not in self._algorithms:
                raise NotAuthenticated("The token is signed by an algorithm that is not taken here.")
            key = self._keys.get(header["kid"]) if isinstance(header.get("kid"), str) else None
            if key is None:
                raise NotAuthenticated("The token names no key that its issuer signs with.")
            claims: Mapping[str, Any] = jwt.decode(
                text,
                key,
                algorithms=self._algorithms,
                audience=self._settings.oidc_audience,
                issuer=self._settings.oidc_issuer,
                leeway=LEEWAY,
                options={"require": _REQUIRED},
            )
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
            raise NotAuthenticated(f"The token is not valid: {type(error).__name__.removesuffix('Error')}.") from error
        return claims

    def _role(self, claims: Mapping[str, Any]) -> Role:
        """The highest of the roles that the claims stand for."""
        value: Any = claims
        for part in self._settings.oidc_role_claim.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        told = value.split() if isinstance(value, str) else value if isinstance(value, list) else []
        known = self._settings.roles_of_tokens
        roles = [cast("Role", known[one]) for one in told if isinstance(one, str) and one in known]
        if not roles:
            claim = self._settings.oidc_role_claim
            raise NotAuthenticated(f"The claim {claim} of the token names no role of this service.")
        return max(roles, key=ROLES.index)

    def _stack(self, claims: Mapping[str, Any]) -> str:
        """The one stack that may be changed. Where a claim is to tell it, a token without it is for none."""
        claim = self._settings.oidc_stack_claim
        if not claim:
            return ""
        value = claims.get(claim)
        if not isinstance(value, str) or not value:
            raise NotAuthenticated(f"The token has no claim {claim}, which names its stack; * stands for all.")
        return "" if value == "*" else value


def tokens_of(settings: Settings) -> Tokens | None:
    """What checks tokens, where ``settings`` name an issuer."""
    return Tokens(settings, SigningKeys(settings.oidc_keys)) if settings.oidc_issuer else None


def _text(value: object) -> str:
    """A claim as a name that fits into a line."""
    return "".join(character for character in str(value) if character.isprintable())[:_LONGEST]
