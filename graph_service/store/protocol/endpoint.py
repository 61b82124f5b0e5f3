"""A SPARQL engine at an address: queries and updates of any engine, each asked in the way that it understands."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from http import HTTPStatus
from math import inf
from urllib.parse import urlencode, urljoin

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, Store, Triple

from graph_service.errors import QueryError, StoreUnavailable
from graph_service.store.base import QueryResult
from graph_service.store.protocol import answers
from graph_service.store.protocol.connection import Access, Connection, Lost, Reply, host_of
from graph_service.store.protocol.engines import Engine, engine_named, engine_of

_ANY = f"{answers.RESULTS}, {answers.STATEMENTS};q=0.9"
_GRAPH = re.compile("graph", re.IGNORECASE)


class Refused(QueryError):
    """The engine refuses what is right by the standard."""


class Rejected(StoreUnavailable):
    """The engine says that an update is wrong; it was not carried out."""


class Endpoint:
    """An engine; safe to use from many threads. It is first spoken to when it is first asked."""

    def __init__(self, address: str, update: str, base: str, access: Access, kind: str = "") -> None:
        self.address = address
        self._update = update
        self._base = base
        self._kind = kind
        self._connection = Connection(access)
        self._lock = threading.Lock()
        self._known: tuple[Engine, str] | None = None

    @property
    def engine(self) -> Engine:
        """What is to be known of the engine."""
        return self._recognised[0]

    @property
    def version(self) -> str:
        """The name and version of the engine, as it says."""
        return self._recognised[1]

    def query(self, text: str, union: str, graphs: Callable[[], Collection[str]]) -> QueryResult:
        """Evaluate ``text`` over the default graph, and ``graphs`` by name.

        ``union`` is the default graph of an engine that has none of its own.

        :raises QueryError: where the text is no query.
        :raises Refused: where it is one, and the engine doesn't take it.
        """
        form = self._form(text)
        dataset = [] if self.engine.own_default else [("default-graph-uri", union)]
        if dataset and _GRAPH.search(text):
            dataset += [("named-graph-uri", graph) for graph in graphs()]
        kind = answers.RESULTS if form in {QuerySolutions, QueryBoolean} else answers.STATEMENTS
        reply = self._ask([("query", f"BASE <{self._base}>\n{text}"), *dataset], kind)
        if form is QuerySolutions:
            return answers.solutions(self.engine, reply)
        return answers.truth(self.engine, reply) if form is QueryBoolean else answers.graph(self.engine, reply)

    def rows(self, text: str, graphs: Sequence[str] = (), most: float = inf) -> QuerySolutions:
        """Evaluate a SELECT that names each graph which it reads; ``graphs`` where variables stand for graphs.

        It may take ``most`` seconds.
        """
        dataset = [("named-graph-uri", graph) for graph in graphs] if not self.engine.own_default else []
        return answers.solutions(self.engine, self._ask([("query", text), *dataset], answers.RESULTS, most))

    def triples(self, text: str) -> Iterator[Triple]:
        """Evaluate a CONSTRUCT that names each graph which it reads."""
        return answers.triples(self.engine, self._ask([("query", text)], answers.STATEMENTS))

    def graph(self, graph: str) -> Iterator[Triple]:
        """The statements of one named graph."""
        start, found, end = self.address.rpartition("sparql")
        if not self.engine.graphs or not found:
            return self.triples(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {NamedNode(graph)} {{ ?s ?p ?o }} }}")
        address = f"{start}sparql{self.engine.graphs}{end}?{urlencode({'graph': graph})}"
        reply = self._ask([], answers.STATEMENTS, address=address)
        if reply.status == HTTPStatus.NOT_FOUND:
            reply.content.close()
            return iter(())
        return answers.triples(self.engine, reply)

    def update(self, text: str) -> None:
        """Carry out an update.

        :raises Lost: where its fate is not known.
        :raises Rejected: where the engine doesn't take it.
        :raises StoreUnavailable: where it was not carried out for another reason.
        """
        address = self._update or urljoin(self.address, self.engine.update)
        whole = self.engine.prologue + text
        # Writing a large update as a form takes longer than carrying it out.
        content = whole if self.engine.takes_updates else [("update", whole)]
        reply = self._connection.send(address, content, "*/*")
        if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise Lost(f"The engine at {host_of(address)} failed ({reply.status}): {reply.text()}")
        if reply.status >= HTTPStatus.BAD_REQUEST:
            raise Rejected(f"The engine at {host_of(address)} refuses an update: {reply.text()}")
        reply.content.close()

    def close(self) -> None:
        """Close the connections."""
        self._connection.close()

    @property
    def _recognised(self) -> tuple[Engine, str]:
        with self._lock:
            if self._known is None:
                reply = self._connection.send(self.address, [("query", "ASK {}")], answers.RESULTS)
                self._check(reply)
                server = reply.headers.get("server", "")
                engine = engine_named(self._kind) if self._kind else engine_of(server)
                answers.truth(engine, reply)
                self._known = engine, f"{engine.name} {server.removeprefix(engine.server).partition(' ')[0]}".strip()
            return self._known

    def _form(self, text: str) -> type:
        """The kind of result of ``text``, which is tried on nothing: it tells a query from an update, and from neither.

        :raises QueryError: with the place of what is wrong.
        """
        try:
            return type(Store().query(text, base_iri=self._base))
        except (SyntaxError, ValueError, RuntimeError) as error:
            raise QueryError(str(error)) from error

    def _ask(self, fields: Sequence[tuple[str, str]], kind: str, most: float = inf, address: str = "") -> Reply:
        """Reading may be tried again."""
        engine, address = self.engine, address or self.address
        try:
            reply = self._connection.send(address, fields, kind, most)
        except Lost:
            reply = self._connection.send(address, fields, kind, most)
        if fields or reply.status != HTTPStatus.NOT_FOUND:
            self._check(reply, engine)
        return reply

    def _check(self, reply: Reply, engine: Engine | None = None) -> None:
        if reply.status == HTTPStatus.OK:
            return
        told = reply.text()
        if engine and engine.refuses and told.startswith(engine.refuses):
            raise Refused(f"{engine.name} doesn't take the query: {told.partition(' SPARQL query:')[0]}")
        if engine and reply.status == HTTPStatus.BAD_REQUEST:
            raise Refused(f"{engine.name} doesn't take the query: {told}")
        raise StoreUnavailable(f"The engine at {host_of(self.address)} answered {reply.status}: {told}")
