"""API keys: who may change the graph. Only the SHA-256 of a key is kept; a key is shown once, when it is made.

A key holds 160 random bits, so that a plain hash can't be guessed at; slow hashes are for passwords.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import hmac
import json
import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from graph_service.errors import AccessRefused, NotAuthenticated, UnknownName
from graph_service.model.agent import ROLES, Agent, Role

#: What every key begins with.
PREFIX = "psg_"
_KEY = re.compile(r"psg_([a-z2-7]{8})_([a-z2-7]{32})")


@dataclass(frozen=True)
class Key:
    """A key as it is kept; times are ISO 8601 in UTC, ``expires`` may be empty."""

    id: str
    name: str
    role: Role
    stack: str
    created: str
    expires: str
    sha256: str

    @property
    def expired(self) -> bool:
        """Whether its time is over."""
        return bool(self.expires) and _now() >= datetime.datetime.fromisoformat(self.expires)


class Keys:
    """The keys in a file that only its owner can read; each call reads the file as it is then."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def list(self) -> Sequence[Key]:
        """All keys, in the order in which they were made.

        :raises AccessRefused: where the file is not what this service wrote.
        """
        try:
            content = json.loads(self._file.read_text(encoding="utf-8"))
            keys = [Key(**entry) for entry in content["keys"]]
            if wrong := {key.role for key in keys} - set(ROLES):
                raise ValueError(f"there is no role {', '.join(sorted(wrong))}, only {', '.join(ROLES)}")
        except FileNotFoundError:
            return []
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise AccessRefused(f"The file of keys, {self._file}, can't be read: {error}") from error
        return keys

    def create(self, name: str, role: Role, *, days: int | None = None, stack: str = "") -> str:
        """Make a key for ``name`` that ends after ``days``; the text returned is shown nowhere again."""
        id_, secret = _random(5), _random(20)
        text = f"psg_{id_}_{secret}"
        now = _now()
        expires = (now + datetime.timedelta(days=days)).isoformat() if days else ""
        key = Key(id_, name, role, stack, now.isoformat(), expires, _digest(text))
        self._write([*self.list(), key])
        return text

    def revoke(self, id_: str) -> Key:
        """End the key ``id_``.

        :raises UnknownName: where there is no such key.
        """
        keys = self.list()
        found = [key for key in keys if key.id == id_]
        if not found:
            raise UnknownName("key", id_)
        self._write([key for key in keys if key.id != id_])
        return found[0]

    def identify(self, text: str) -> Agent:
        """Whose key ``text`` is.

        :raises NotAuthenticated: where it is no key that is valid now.
        """
        match = _KEY.fullmatch(text)
        digest = _digest(text)
        for key in self.list():
            if match and hmac.compare_digest(key.sha256, digest) and not key.expired:
                return Agent(key.name, key.role, key.stack, id=f"key:{key.id}")
        raise NotAuthenticated("This key is not known, or its time is over.")

    def _write(self, keys: Sequence[Key]) -> None:
        content = json.dumps({"keys": [asdict(key) for key in keys]}, ensure_ascii=False, indent=1)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        new = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:  # noqa: PTH123 - a descriptor with these rights
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._file)


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)


def _random(size: int) -> str:
    return base64.b32encode(secrets.token_bytes(size)).decode().lower()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
