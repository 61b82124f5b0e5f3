"""Requests to a SPARQL engine over connections that are kept: each ends in time, goes nowhere else, and is whole.

Connections are kept by urllib3. SPARQLWrapper opens one for each request, follows redirects with the credentials, and
can neither end an answer that drips nor one that never ends.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from math import inf
from typing import IO
from urllib.parse import urlencode, urlsplit
from urllib.request import (
    AbstractDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    Request,
    parse_http_list,
    parse_keqv_list,
)

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, ReadTimeoutError

from graph_service.errors import StoreUnavailable

_CONNECT_SECONDS = 3.0
_FORM, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-update"
_IN_MEMORY = 4 * 1024 * 1024
_PIECE = 256 * 1024
#: Longer answers are taken for ones that never end.
_LONGEST = 16 * 1024**3
_REDIRECTS = range(300, 400)
_REFUSALS = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
_TOLD = 500


@dataclass(frozen=True)
class Access:
    """By what the engine knows this service, and how long it may take."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    seconds: float = 30.0


@dataclass(frozen=True)
class Reply:
    """A whole answer: its status, headers and content, which is read once."""

    status: int
    headers: Mapping[str, str]
    content: IO[bytes]

    @property
    def media_type(self) -> str:
        """What the content is said to be."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def read(self) -> bytes:
        """The content."""
        with self.content as content:
            return content.read()

    def text(self) -> str:
        """The beginning of the content, to be shown in an error."""
        with self.content as content:
            return " ".join(content.read(_TOLD).decode(errors="replace").split())


class Lost(StoreUnavailable):
    """No whole answer came; whether the request was carried out is not known."""


class Connection:
    """Sends requests; safe to use from many threads.

    Credentials of a user are sent as the engine asks for them, and only once it has.
    """

    def __init__(self, access: Access) -> None:
        self._access = access
        self._pool = urllib3.PoolManager(maxsize=32, retries=False)
        self._passwords = HTTPPasswordMgrWithDefaultRealm()
        self._digest = AbstractDigestAuthHandler(self._passwords)
        self._challenge = ""
        self._lock = threading.Lock()

    def send(self, address: str, content: Sequence[tuple[str, str]] | str, accept: str, most: float = inf) -> Reply:
        """Post ``content``, the fields of a form or an update; where it is empty, get what is at ``address``.

        It may take ``most`` seconds.

        :raises Lost: where no answer came in time, or not all of it.
        :raises StoreUnavailable: where the engine wasn't reached, wants other credentials or sends elsewhere.
        """
        headers = {"Accept": accept}
        if content:
            headers["Content-Type"] = _UPDATE if isinstance(content, str) else _FORM
        body = (content if isinstance(content, str) else urlencode(content)).encode()
        reply = self._send(address, body, headers, most)
        if reply.status == HTTPStatus.UNAUTHORIZED and self._access.user:
            reply.content.close()
            with self._lock:
                self._challenge = reply.headers.get("www-authenticate", "")
            reply = self._send(address, body, headers, most)
        if reply.status in _REDIRECTS or reply.status in _REFUSALS:
            reply.content.close()
        if reply.status in _REFUSALS:
            raise StoreUnavailable(
                f"The engine at {host_of(address)} refuses the credentials ({reply.status}). "
                "Look at GRAPH_ENGINE_USER, GRAPH_ENGINE_PASSWORD and GRAPH_ENGINE_TOKEN."
            )
        if reply.status in _REDIRECTS:
            raise StoreUnavailable(
                f"The engine at {host_of(address)} sends elsewhere ({reply.status}), which isn't followed. "
                "Set GRAPH_STORE to the address itself."
            )
        return reply

    def close(self) -> None:
        """Close the connections."""
        self._pool.clear()

    def _send(self, address: str, body: bytes, headers: dict[str, str], most: float) -> Reply:
        seconds, host = min(self._access.seconds, most), host_of(address)
        until = time.monotonic() + seconds
        method = "POST" if body else "GET"
        headers = headers | self._credentials(method, address)
        timeout = urllib3.Timeout(connect=min(_CONNECT_SECONDS, seconds), read=seconds)
        try:
            response = self._pool.request(
                method,
                address,
                body=body or None,
                headers=headers,
                redirect=False,
                timeout=timeout,
                preload_content=False,
            )
            return Reply(response.status, response.headers, _content(response, until))
        except (NewConnectionError, ConnectTimeoutError) as error:
            raise StoreUnavailable(f"The engine at {host} can't be reached.") from error
        except (ReadTimeoutError, TimeoutError) as error:
            raise Lost(f"The engine at {host} didn't answer within {seconds:g} seconds.") from error
        except (HTTPError, OSError) as error:
            raise Lost(f"The engine at {host} broke off its answer.") from error

    def _credentials(self, method: str, address: str) -> dict[str, str]:
        user, password = self._access.user, self._access.password
        if self._access.token:
            return {"Authorization": f"Bearer {self._access.token}"}
        scheme, _, challenge = self._challenge.partition(" ")
        if scheme.lower() == "digest":
            with self._lock:
                self._passwords.add_password(None, address, user, password)  # of any realm
                pairs = parse_keqv_list([pair for pair in parse_http_list(challenge) if pair])
                asked = Request(address, method=method)  # noqa: S310 - it is not opened
                return {"Authorization": f"Digest {self._digest.get_authorization(asked, pairs)}"}
        return urllib3.make_headers(basic_auth=f"{user}:{password}") if scheme else {}


def host_of(address: str) -> str:
    """The server in ``address``, to be shown: without what else an address may hold."""
    parts = urlsplit(address)
    return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)


def _content(response: urllib3.BaseHTTPResponse, until: float) -> IO[bytes]:
    """All of the answer.

    :raises OSError: where it says not how long it is, or is too long; as :class:`TimeoutError` where it is too slow.
    """
    try:
        has_end = "content-length" in response.headers or "transfer-encoding" in response.headers
        if not has_end and response.status != HTTPStatus.NO_CONTENT:
            raise OSError("the end of the answer can't be told from a broken connection")
        content = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - whoever reads it lets it go
        try:
            while piece := response.read1(_PIECE):
                content.write(piece)
                if time.monotonic() > until:
                    raise TimeoutError
                if content.tell() > _LONGEST:
                    raise OSError("the answer doesn't end")
            content.seek(0)
        except BaseException:
            content.close()
            raise
    except BaseException:
        response.close()
        raise
    response.release_conn()
    return content
