"""Answers of engines as the results that the embedded store gives: whole, and in its terms."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from pyoxigraph import (
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
)

from graph_service.errors import StoreUnavailable
from graph_service.model.solutions import rows_of, solutions_of
from graph_service.store.protocol.connection import Reply
from graph_service.store.protocol.engines import Engine
from graph_service.store.protocol.terms import received

RESULTS = "application/sparql-results+json"
STATEMENTS = "application/n-triples"
_N_TRIPLES = {STATEMENTS, "text/plain"}


def solutions(engine: Engine, reply: Reply) -> QuerySolutions:
    """The rows of ``reply``.

    :raises StoreUnavailable: where it isn't what a SPARQL engine answers, or not all of it.
    """
    result = _results(engine, reply)
    if not isinstance(result, QuerySolutions):
        raise _strange(reply, "rows")
    return result


def truth(engine: Engine, reply: Reply) -> QueryBoolean:
    """The yes or no of ``reply``; some engines give it as a row with a number.

    :raises StoreUnavailable: where it isn't what a SPARQL engine answers.
    """
    result = _results(engine, reply)
    if isinstance(result, QuerySolutions):
        is_so = any(getattr(row[0], "value", "") in {"1", "true"} for row in result)
        document = f'{{"head": {{}}, "boolean": {str(is_so).lower()}}}'
        result = parse_query_results(document, format=QueryResultsFormat.JSON)
    assert isinstance(result, QueryBoolean)  # noqa: S101 - the other kind of results
    return result


def graph(engine: Engine, reply: Reply) -> QueryTriples:
    """The statements of ``reply``, which is N-Triples.

    :raises StoreUnavailable: where it isn't.
    """
    store = Store()
    store.bulk_extend(Quad(t.subject, t.predicate, t.object) for t in triples(engine, reply))
    result = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert isinstance(result, QueryTriples)  # noqa: S101 - what CONSTRUCT gives
    return result


def triples(engine: Engine, reply: Reply) -> Iterator[Triple]:
    """The statements of ``reply``, one after the other.

    :raises StoreUnavailable: where it isn't N-Triples.
    """
    with reply.content as content:
        if reply.media_type not in _N_TRIPLES:
            raise _strange(reply, "statements")
        number = 0
        try:
            for quad in parse(content, format=RdfFormat.N_TRIPLES):
                number += 1
                yield quad.triple if engine.normalises else _received(engine, quad.triple)
        except (SyntaxError, ValueError) as error:
            raise _strange(reply, "statements") from error
        _check_whole(engine, reply, number)


def _received(engine: Engine, triple: Triple) -> Triple:
    return Triple(triple.subject, triple.predicate, received(engine, triple.object))


def _results(engine: Engine, reply: Reply) -> QuerySolutions | QueryBoolean:
    content = reply.read()
    if reply.media_type != RESULTS:
        raise _strange(reply, "results")
    try:
        parsed = parse_query_results(content, format=QueryResultsFormat.JSON)
        if isinstance(parsed, QueryBoolean):
            return parsed
        if engine.normalises:
            deque(parsed, maxlen=0)  # read once, so that what is wrong with it is known before any of it is used
            return parse_query_results(content, format=QueryResultsFormat.JSON)
        columns = [variable.value for variable in parsed.variables]
        rows = [{name: received(engine, term) for name, term in row.items()} for row in rows_of(parsed)]
    except (SyntaxError, ValueError) as error:
        raise _strange(reply, "results") from error
    _check_whole(engine, reply, len(rows))
    return solutions_of(columns, rows)


def _check_whole(engine: Engine, reply: Reply, rows: int) -> None:
    limit = reply.headers.get(engine.limit, "") if engine.limit else ""
    if (limit.isdigit() and rows >= int(limit)) or (engine.partial and reply.headers.get(engine.partial)):
        raise StoreUnavailable(
            f"The engine gave {rows} rows and kept the rest. Raise its limits on rows and time, as "
            "docs/how-to/run-on-a-sparql-engine.md says."
        )


def _strange(reply: Reply, wanted: str) -> StoreUnavailable:
    kind = reply.media_type or "something without a type"
    return StoreUnavailable(f"The engine answered with {kind} that holds no {wanted}. Is it a SPARQL engine, and well?")
