"""SPARQL updates, through the gate: what an update would do is tried on a branch, and becomes a change like any other.

An update names the graphs that it writes, by ``GRAPH`` or ``WITH``: the default graph is the union of all of them, and
read-only. It loads nothing and calls nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyparsing import ParseException
from rdflib import URIRef
from rdflib.plugins.sparql import prepareUpdate
from rdflib.plugins.sparql.parserutils import CompValue

from graph_service.errors import QueryError, TooComplex, TooLarge, UpdateRefused, WriteRefused
from graph_service.model.change import Change
from graph_service.model.query_guard import refuse_calls
from graph_service.services.changing import Outcome, apply
from graph_service.services.deployment import Deployment

MAX_BYTES = 1024 * 1024
_TITLE_LENGTH = 200
_WHOLE = {"DEFAULT", "NAMED", "ALL"}


def update(deployment: Deployment, text: str, agent: str = "", title: str = "", key: str = "") -> Outcome:
    """Carry out the SPARQL update ``text`` wholly or not at all.

    :raises QueryError: where it is no update.
    :raises UpdateRefused: where it would load a document, or write a graph that it doesn't name.
    :raises FederationRefused: where it would call another server.
    :raises WriteRefused: where it touches what may not be changed in this way.
    :raises DataInvalid: where what the store would hold breaks a shape; nothing was changed.
    """
    graphs = written_graphs(text)
    with deployment.turn():
        delta = deployment.store.would(text, graphs)
        change = Change(
            {},
            title or f"SPARQL update: {' '.join(text.split())[:_TITLE_LENGTH]}",
            added=delta.added,
            removed=delta.removed,
            agent=agent,
            key=key,
        )
        return apply(deployment, change)


def written_graphs(text: str) -> set[str] | None:
    """The graphs that the update ``text`` may write; None where only its solutions say which.

    :raises GraphServiceError: where it is no update, or one that is refused.
    """
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise TooLarge(f"An update has at most {MAX_BYTES} bytes. Send data as a graph instead.")
    refuse_calls(text)
    try:
        operations = prepareUpdate(text).algebra
    except RecursionError as error:
        raise TooComplex("The update nests deeper than the engine bears.") from error
    except ParseException as error:
        raise QueryError(f"Line {error.lineno}, column {error.column}: {error.msg}.") from error
    except Exception as error:  # rdflib raises what it likes for prefixes and literals
        raise QueryError(f"This is no update: {error}.") from error
    written: set[str] | None = set()
    for operation in operations:
        if operation.name == "Load":
            raise UpdateRefused("An update may not load documents (LOAD). Send the data itself.")
        for graph in _graphs(operation):
            if not isinstance(graph, URIRef):
                written = None
            elif written is not None:
                written.add(str(graph))
    return written


def _graphs(operation: CompValue) -> Iterator[Any]:
    """The graphs that ``operation`` writes: IRIs, or variables."""
    for graph in [_part(operation, "graphiri"), *(_part(operation, "graph") or [])]:
        if graph in _WHOLE:
            raise WriteRefused(f"An update may not write {graph}. Name the graph that you mean.")
        if graph is not None:
            yield graph
    parts = [operation] if operation.name in {"InsertData", "DeleteData", "DeleteWhere"} else []
    for part in [*parts, _part(operation, "insert"), _part(operation, "delete")]:
        if part is None:
            continue
        yield from _part(part, "quads") or ()
        if _part(part, "triples"):
            within = _part(operation, "withClause")
            if within is None:
                raise WriteRefused("Name the graph to be written: GRAPH <…> { … }, or WITH <…>.")
            yield within


def _part(node: CompValue, name: str) -> Any:
    return dict(node).get(name)  # its own method answers with the name where there is no such part
