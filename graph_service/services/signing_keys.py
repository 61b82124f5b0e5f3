"""The public keys that an identity provider signs tokens with: a JSON Web Key Set, from a file or an address.

Source: RFC 7517. The address is one that the operator set; it is asked with a limit of time and size, without following
redirections, and for an unknown key no more than once a minute, so that nobody can make the service call it at will.
"""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jwt

from graph_service.errors import Unaccountable

SECONDS = 5.0
MAX_BYTES = 256 * 1024
#: For how long the keys of an address are used without asking again.
KEPT_SECONDS = 3600.0
#: How long to wait before asking again, for a key that is not known or after a failure.
PAUSE_SECONDS = 60.0


class SigningKeys:
    """The keys at ``location``, by the name that tokens call them by."""

    def __init__(self, location: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._location = location
        self._clock = clock
        self._lock = threading.Lock()
        self._keys: Mapping[str, jwt.PyJWK] = {}
        self._asked = float("-inf")
        self._trouble = ""

    def get(self, name: str) -> jwt.PyJWK | None:
        """The key called ``name``; none where the provider has no such key.

        :raises Unaccountable: where no keys could be had at all.
        """
        with self._lock:
            age = self._clock() - self._asked
            if age >= KEPT_SECONDS or (name not in self._keys and age >= PAUSE_SECONDS):
                self._ask()
            if not self._keys:
                raise Unaccountable(f"Tokens can't be checked now: {self._trouble}. Keys of this service still work.")
            return self._keys.get(name)

    def _ask(self) -> None:
        """Read the keys; those that are known stay in use where that fails."""
        self._asked = self._clock()
        try:
            self._keys = _read(self._content())
            self._trouble = ""
        except (OSError, ValueError) as error:
            self._trouble = f"the signing keys of the identity provider can't be read ({type(error).__name__})"

    def _content(self) -> bytes:
        if not self._location.startswith(("https://", "http://")):
            return Path(self._location).read_bytes()
        request = urllib.request.Request(self._location, headers={"Accept": "application/json"})  # noqa: S310 - see above
        started = time.monotonic()
        with _OPENER.open(request, timeout=SECONDS) as answer:
            content = b""
            while part := answer.read1(MAX_BYTES + 1 - len(content)):
                content += part
                if len(content) > MAX_BYTES or time.monotonic() - started > SECONDS:
                    raise ValueError("too long")
        return content


class _Unredirected(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Nobody but who is named is asked; the answer is then an error."""


_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Unredirected)


def _read(content: bytes) -> Mapping[str, jwt.PyJWK]:
    """The keys of a JWKS that have a name and are made for signatures; others, and secret ones, are left out.

    :raises ValueError: where it is no JWKS, or holds no such key.
    """
    try:
        listed = json.loads(content)["keys"]
        described = [key for key in listed if key.get("kty") in {"RSA", "EC", "OKP"} and key.get("use", "sig") == "sig"]
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError("no JWKS") from error
    found = {}
    for key in described:
        if isinstance(key.get("kid"), str) and "d" not in key:
            try:
                found[key["kid"]] = jwt.PyJWK(key)
            except jwt.PyJWTError:
                continue  # a kind of key that is not known here
    if not found:
        raise ValueError("no keys for signatures")
    return found
