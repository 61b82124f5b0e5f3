"""What can go wrong: the service can't be reached, or it says in a problem document (RFC 9457) what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx2

_MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class ArgumentProblem:
    """One thing wrong with one argument; ``nearest`` are right ones that resemble what was given."""

    parameter: str
    given: str | None
    detail: str
    nearest: tuple[str, ...] = ()


class ClientError(Exception):
    """The service refused; its text says what is wrong and what to do.

    ``code`` is the stable name of the kind of error, the last part of the problem's ``type``, and ``status`` the status
    of HTTP, 0 for none. ``problems`` are those of arguments, ``nearest`` existing names that resemble one that doesn't
    exist. ``document`` is the whole problem document.
    """

    def __init__(self, message: str, status: int = 0, document: Mapping[str, Any] | None = None) -> None:
        self.status = status
        self.document = document or {}
        self.code = str(self.document.get("type", "")).rsplit("/", 1)[-1]
        self.nearest = tuple(self.document.get("nearest", ()))
        self.problems = tuple(
            ArgumentProblem(p["parameter"], p.get("given"), p["detail"], tuple(p.get("nearest", ())))
            for p in self.document.get("problems", ())
        )
        super().__init__(message)


class Unreachable(ClientError):
    """There was no answer: no service at that address, or none in time."""


def error_of(response: httpx2.Response) -> ClientError:
    """What the service says is wrong; an answer of something else, such as a proxy, is named by its status."""
    if response.headers.get("content-type", "").partition(";")[0] == _MEDIA_TYPE:
        document = response.json()
        return ClientError(f"{document.get('title')}. {document.get('detail')}", response.status_code, document)
    return ClientError(f"{response.url}: {response.status_code} {response.reason_phrase}", response.status_code)
