"""The client of a service."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Self
from urllib.parse import quote, urljoin

import httpx2

from graph_service import __version__
from graph_service.client.answers import Answer, Receipt, Statements, answer_of, receipt_of
from graph_service.client.catalogue import Query, Stack, query_of, stack_of
from graph_service.client.problems import ClientError, Unreachable, error_of

ANSWER = "application/vnd.public-service-graph.answer+json"
ROWS = "application/sparql-results+json"
TURTLE = "text/turtle"

#: How often something is asked again that could not be answered now.
RETRIES = 2
#: The longest wait, in seconds, before asking again; where the service says longer, that is an error.
LONGEST_WAIT = 10.0
#: The kinds of errors that pass. Time and memory that a query needed, it would need again.
_PASSING = {"overloaded", "over-budget", "store-unavailable"}
#: Which document is about a thing, a term, a concept or a shape.
_DOCUMENTS = re.compile(r"(?:.*?/)?(id|def|codelist|shapes)/([^?#]+)")

Argument = str | int | float | Decimal | date


class Client:
    """A service at ``address``; it only reads, and may be used by several threads.

    Each method raises :class:`Unreachable` where there is no answer within ``timeout`` seconds, and
    :class:`ClientError` where the service says what is wrong. What passes, such as too many requests at once, is asked
    again up to twice, when the service says; nothing that is asked changes anything.
    """

    def __init__(self, address: str = "http://localhost:8000", *, timeout: float = 60.0) -> None:
        if not re.match(r"https?://[^/]", address):
            raise ClientError(f"{address!r} is no address of a service; give one such as http://localhost:8000.")
        self.address = address.rstrip("/")
        headers = {"User-Agent": f"graph-service-client/{__version__}"}
        self._http = httpx2.Client(base_url=self.address, timeout=timeout, headers=headers, follow_redirects=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the connections."""
        self._http.close()

    def queries(self) -> list[Query]:
        """The named queries, with what they take and give."""
        document = self._get("/queries", "application/json").json()
        return [query_of(described) for described in document["queries"]]

    def stacks(self) -> list[Stack]:
        """The stacks and their catalogues."""
        return [stack_of(described) for described in self._get("/stacks", "application/json").json()["stacks"]]

    def ask(
        self,
        name: str,
        /,
        *,
        release: str | Sequence[str] = (),
        labels: str = "",
        limit: int | None = None,
        offset: int | None = None,
        generation: int | None = None,
        digest: str = "",
        **parameters: Argument | Sequence[Argument] | None,
    ) -> Answer:
        """The answer to the named query ``name``; its parameters are the other keywords.

        :param release: keys or IRIs of earlier releases to read in the place of the current ones
        :param labels: a language; a column ``xLabel`` then stands beside each column ``x`` of IRIs without a title
        :param limit: the number of rows of a page; all rows by default
        :param offset: the number of its first row, counted from 0
        :param generation: that of an earlier receipt, for the answer of that time; ``digest`` is that of its query
        """
        about = {"release": release, "labels": labels, "limit": limit, "offset": offset}
        given = {**parameters, **about, "generation": generation, "digest": digest}
        try:
            response = self._get(f"/queries/{quote(name, safe='')}", ANSWER, given)
        except ClientError as error:
            if error.code != "not-acceptable":
                raise
            raise ClientError(f"{name} gives statements; call ask_graph.", error.status, error.document) from error
        document = response.json()
        permalink = urljoin(str(response.url), response.links.get("bookmark", {}).get("url", ""))
        receipt = receipt_of(document["receipt"])
        return answer_of(document["answer"], receipt, total=document["total"], permalink=permalink)

    def pages(self, name: str, /, *, limit: int = 1000, **given: Any) -> Iterator[Answer]:
        """The answer to ``name`` page by page, of ``limit`` rows each, all of the same state of data and query.

        The other keywords are those of :meth:`ask`.
        """
        page = self.ask(name, limit=limit, **given)
        yield page
        offset = int(given.pop("offset", 0)) + limit
        given |= {"generation": page.receipt.generation, "digest": page.receipt.digest}
        while offset < (page.total or 0):
            page = self.ask(name, limit=limit, offset=offset, **given)
            yield page
            offset += limit

    def ask_graph(
        self,
        name: str,
        /,
        *,
        release: str | Sequence[str] = (),
        labels: str = "",
        generation: int | None = None,
        **parameters: Argument | Sequence[Argument] | None,
    ) -> Statements:
        """The statements that a named query gives whose form is ``graph``; the keywords are those of :meth:`ask`."""
        given = {**parameters, "release": release, "labels": labels, "generation": generation}
        return Statements(self._get(f"/queries/{quote(name, safe='')}", TURTLE, given).text)

    def thing(self, iri: str) -> Statements:
        """What is said of a thing, a term, a concept or a shape, and what links to it.

        :param iri: its IRI, or ``<type>/<key>`` of a thing
        :raises ClientError: also where this service describes no such IRIs.
        """
        found = _DOCUMENTS.fullmatch(iri if ":" in iri else f"id/{iri}")
        if not found:
            raise ClientError(f"{iri!r} is no IRI of a thing, a term, a concept or a shape.")
        family = "doc" if found[1] == "id" else found[1]
        response = self._get(f"/{family}/{quote(found[2], safe='/:@')}", TURTLE)
        described = response.links.get("describes", {}).get("url", "")
        if not described or (":" in iri and iri != described):
            raise ClientError(f"This service doesn't describe {iri}; it has {described or 'something else'} there.")
        return Statements(response.text)

    def graph(self, iri: str) -> Statements:
        """The statements of a named graph, such as that of a catalogue."""
        return Statements(self._get("/graphs", TURTLE, {"graph": iri}).text)

    def sparql(self, text: str, *, timeout: float | None = None, max_rows: int | None = None) -> Answer:
        """The answer to a SELECT or ASK query of one's own; ``timeout`` and ``max_rows`` lower the service's limits."""
        response = self._query(text, ROWS, {"timeout": timeout, "maxrows": max_rows})
        receipt = Receipt(int(response.headers["Graph-Service-Generation"]))
        return answer_of(response.json(), receipt, truncated="Graph-Service-Truncated" in response.headers)

    def sparql_graph(self, text: str, *, timeout: float | None = None, max_rows: int | None = None) -> Statements:
        """The statements that a CONSTRUCT or DESCRIBE query of one's own gives."""
        return Statements(self._query(text, TURTLE, {"timeout": timeout, "maxrows": max_rows}).text)

    def _get(self, path: str, accept: str, given: dict[str, Any] | None = None) -> httpx2.Response:
        return self._send(self._http.build_request("GET", path, params=_texts(given or {}), headers={"Accept": accept}))

    def _query(self, text: str, accept: str, given: dict[str, Any]) -> httpx2.Response:
        headers = {"Accept": accept, "Content-Type": "application/sparql-query"}
        params, content = _texts(given), text.encode()
        return self._send(self._http.build_request("POST", "/sparql", params=params, content=content, headers=headers))

    def _send(self, request: httpx2.Request) -> httpx2.Response:
        """Send, again where that may help; a query that is sent changes nothing, whatever its method."""
        for left in reversed(range(RETRIES + 1)):
            try:
                response = self._http.send(request)
            except httpx2.TimeoutException as error:
                raise Unreachable(f"{self.address} didn't answer in time.") from error
            except httpx2.HTTPError as error:
                if left and isinstance(error, httpx2.RemoteProtocolError):  # the service closed a connection kept open
                    continue
                raise Unreachable(f"{self.address} can't be reached: {error}") from error
            if response.is_success:
                return _expected(response, request.headers["Accept"])
            failed = error_of(response)
            wait = response.headers.get("Retry-After", "")
            if not left or failed.code not in _PASSING or not wait.isdigit() or int(wait) > LONGEST_WAIT:
                raise failed
            time.sleep(int(wait))
        raise AssertionError  # the last round returns or raises


def _expected(response: httpx2.Response, media_type: str) -> httpx2.Response:
    """``response``, which must be what was asked for, and not the page of a proxy or of another service.

    :raises ClientError: where it isn't.
    """
    sent = response.headers.get("content-type", "").partition(";")[0]
    if sent != media_type:
        raise ClientError(f"{response.url} answers with {sent or 'nothing'} and not with {media_type}.")
    return response


def _texts(given: dict[str, Any]) -> dict[str, list[str]]:
    """Arguments as the texts of an address; what is ``None``, empty or has no members is left out."""
    texts = {}
    for name, value in given.items():
        values = [value] if isinstance(value, str) or not isinstance(value, Sequence) else value
        if written := [_text(each) for each in values if each is not None and each != ""]:
            texts[name] = written
    return texts


def _text(value: Argument) -> str:
    match value:
        case bool():
            return str(value).lower()
        case float():
            return f"{Decimal(repr(value)):f}"
        case Decimal():
            return f"{value:f}"
        case date():
            return value.isoformat()
    return str(value)
