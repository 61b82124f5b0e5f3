"""SPARQL updates, through the gate: what an update would do is tried on a branch, and becomes a change like any other.

An update names the graphs that it writes, by ``GRAPH`` or ``WITH``: the default graph is the union of all of them, and
read-only. It loads nothing and calls nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pyparsing import ParseException
from rdflib import URIRef
from rdflib.plugins.sparql import prepareUpdate
from rdflib.plugins.sparql.parserutils import CompValue

from graph_service.errors import QueryError, RequestError, TooComplex, TooLarge, UpdateRefused, WriteRefused
from graph_service.model.binding import Token, tokens
from graph_service.model.change import Change
from graph_service.model.query_guard import refuse_calls
from graph_service.model.terms import SYSTEM_STACK, graph_iri, is_current_graph
from graph_service.services.changing import Outcome, apply
from graph_service.services.deployment import Deployment

MAX_BYTES = 1024 * 1024
_TITLE_LENGTH = 200
_WHOLE = {"ALL", "NAMED"}


@dataclass(frozen=True)
class UsedGraphs:
    """The graphs that the patterns of an update read, as the protocol has it; where none are named, all."""

    default: Sequence[str] = ()
    named: Sequence[str] = ()

    @property
    def clauses(self) -> str:
        """The same in SPARQL."""
        named = [f"USING NAMED <{graph}>" for graph in self.named]
        return " ".join([f"USING <{graph}>" for graph in self.default] + named)


def update(deployment: Deployment, text: str, agent: str = "", used: UsedGraphs = UsedGraphs()) -> Outcome:
    """Carry out the SPARQL update ``text`` wholly or not at all, as an administrator may.

    What it matches are the graphs that are ``used``, or the state before the update.

    :raises RequestError: where it says itself which graphs it uses, besides those that are ``used``.
    :raises QueryError: where it is no update.
    :raises UpdateRefused: where it would load a document, or write a graph that it doesn't name.
    :raises FederationRefused: where it would call another server.
    :raises WriteRefused: where it touches what may not be changed in this way.
    :raises DataInvalid: where what the store would hold breaks a shape; nothing was changed.
    """
    using = _using(text, used.clauses) if used.clauses else text
    with deployment.turn():
        graphs = written_graphs(using, _changeable(deployment))
        delta = deployment.store.would(using, graphs)
        title = f"SPARQL update: {' '.join(text.split())[:_TITLE_LENGTH]}"
        return apply(
            deployment, Change({}, title, added=delta.added, removed=delta.removed, agent=agent), anywhere=True
        )


def _changeable(deployment: Deployment) -> set[str]:
    """The graphs that ``ALL`` stands for: neither releases nor those that the service keeps itself."""
    base = deployment.settings.base
    system = graph_iri(base, SYSTEM_STACK, "")
    return {g for g in deployment.store.graphs() if is_current_graph(base, g) and not g.startswith(system)}


def _using(text: str, clauses: str) -> str:
    """``text`` with ``clauses`` before each pattern."""
    written: list[str] = []
    before, depth = Token("", ""), 0
    for token in tokens(text):
        if token.is_word("USING", "WITH"):
            raise RequestError("The update says USING or WITH; the request may not name graphs to be used as well.")
        depth += (token.text == "{") - (token.text == "}")
        if token.is_word("WHERE") and not depth:
            if before.is_word("DELETE"):
                raise RequestError("DELETE WHERE takes no graphs to be used; write DELETE { … } WHERE { … }.")
            written.append(f"{clauses} ")
        written.append(token.text)
        before = token if token.kind != "blank" else before
    return "".join(written)


def written_graphs(text: str, everything: Collection[str] = ()) -> set[str] | None:
    """The graphs that the update ``text`` may write; None where only its solutions say which.

    ``everything`` are those that ``ALL`` and ``NAMED`` stand for.

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
    if any(operation.name == "Load" for operation in operations):
        raise UpdateRefused("An update may not load documents (LOAD). Send the data itself.")
    named = {graph for operation in operations for graph in _graphs(operation)}
    if not all(isinstance(graph, URIRef) for graph in named - _WHOLE):
        return None
    return {str(graph) for graph in named - _WHOLE} | (set(everything) if named & _WHOLE else set())


def _graphs(operation: CompValue) -> Iterator[Any]:
    """The graphs that ``operation`` writes: IRIs, or variables."""
    for graph in [_part(operation, "graphiri"), *(_part(operation, "graph") or [])]:
        if graph == "DEFAULT":
            raise WriteRefused("The default graph is the union of all graphs. Name the graph that you mean.")
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
