"""What an answer rests on: the statements that the query's patterns match for its rows, and where each comes from.

Patterns are matched block by block with what a row binds. Filters are not looked at, nor what must be absent: a block
may match more than was counted, never less.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolution, QuerySolutions, Triple
from rdflib.paths import Path
from rdflib.term import Node, Variable

from graph_service.errors import ArgumentProblem, InvalidArguments
from graph_service.model.answer import Receipt
from graph_service.model.named_query import NamedQuery
from graph_service.model.solutions import Row, rows_of
from graph_service.services.ask import evaluate, prepare
from graph_service.services.deployment import Deployment
from graph_service.services.origins import Origin, origins_of
from graph_service.services.query_patterns import Pattern, blocks_of, repeated
from graph_service.store.base import GraphStore, Term

#: The most rows that are explained at once, solutions of a block, facts, and things that a repeated property leads to.
ROWS, SOLUTIONS, FACTS, REACHED = 100, 1000, 2000, 10_000


@dataclass(frozen=True)
class Explanation:
    """``facts`` with where each is stated; ``computed`` are columns whose values are worked out, not stated.

    ``rows`` of ``total`` were explained; ``truncated`` tells whether there are more facts than are given.
    """

    query: NamedQuery
    receipt: Receipt
    rows: int
    total: int
    facts: Mapping[Triple, Sequence[Origin]]
    computed: Sequence[str]
    truncated: bool


def explain(
    deployment: Deployment, query: NamedQuery, given: Mapping[str, Sequence[str]], key: Mapping[str, str]
) -> Explanation:
    """What the rows of the answer rest on that have the values ``key``, by column; all rows where it is empty.

    A value is the whole one, or the end of an IRI after a slash.

    :raises InvalidArguments: with all problems of the arguments, or where no row is so, or there are no rows.
    """
    if query.form != "rows":
        raise InvalidArguments([ArgumentProblem("query", query.name, "Only answers of rows are explained.")])
    if unknown := [column for column in key if column not in query.columns]:
        detail = f"There is no such column. There are: {', '.join(query.columns)}."
        raise InvalidArguments([ArgumentProblem(f"row.{column}", key[column], detail) for column in unknown])
    bound = prepare(deployment, query, given)
    answered = rows_of(evaluate(deployment.store, bound).solutions)
    rows = [row for row in answered if all(_is(row.get(column), text) for column, text in key.items())]
    if key and not rows:
        detail = "No row of the answer has these values."
        raise InvalidArguments([ArgumentProblem(f"row.{column}", text, detail) for column, text in key.items()])
    blocks = blocks_of(bound.text)
    named = {str(term) for block in blocks for pattern in block for term in pattern if isinstance(term, Variable)}
    ties = {column for column in query.columns if column not in query.parameters} & named or set(query.columns)
    found: dict[Triple, None] = {}
    for row in rows[:ROWS]:
        for block in blocks:
            found |= dict.fromkeys(_facts(deployment.store, block, row, ties))
    facts = list(found)[:FACTS]
    computed = [column for column in query.columns if column not in named and column not in query.parameters]
    truncated = len(rows) > ROWS or len(found) > FACTS
    origins = origins_of(deployment, facts)
    return Explanation(query, bound.receipt, min(len(rows), ROWS), len(answered), origins, computed, truncated)


def _is(term: Term | None, text: str) -> bool:
    if term is None:
        return not text
    value = str(getattr(term, "value", term))
    return value == text or (isinstance(term, NamedNode) and value.endswith(f"/{text}"))


def _facts(store: GraphStore, block: Sequence[Pattern], row: Row, ties: set[str]) -> Iterator[Triple]:
    """The statements that ``block`` matches for ``row``; none where no column of ``ties`` ties it to that."""
    if not any(isinstance(term, Variable) and str(term) in ties and str(term) in row for p in block for term in p):
        return
    patterns = " ".join(f"{_written(s, row)} {_written(p, row)} {_written(o, row)} ." for s, p, o in block)
    found = store.query(f"SELECT DISTINCT * {{ {patterns} }} LIMIT {SOLUTIONS}")
    assert isinstance(found, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
    names = {variable.value for variable in found.variables}
    for solution in found:
        for subject, path, object_ in block:
            start, end = (_term(term, row, solution, names) for term in (subject, object_))
            if not isinstance(start, NamedNode) or end is None:
                continue
            if isinstance(path, Path):
                step = repeated(path)
                yield from _way(store, start, NamedNode(step), end) if step else ()
            elif isinstance(predicate := _term(path, row, solution, names), NamedNode):
                yield Triple(start, predicate, end)


def _written(term: Node | Path, row: Row) -> str:
    """A term in SPARQL, with the row's value in the place of a variable."""
    if isinstance(term, Variable) and str(term) in row:
        return str(row[str(term)])
    return str(term.n3())


def _term(term: Node, row: Row, solution: QuerySolution, names: set[str]) -> Term | None:
    name = str(term)
    if not isinstance(term, Variable):
        text = term.n3()
        return NamedNode(text[1:-1]) if text.startswith("<") else None
    return row[name] if name in row else solution[name] if name in names else None


def _way(store: GraphStore, start: NamedNode, property_: NamedNode, end: Term) -> Iterable[Triple]:
    """A shortest way from ``start`` to ``end`` by ``property_``; empty where they are the same."""
    came: dict[Term, Triple | None] = {start: None}
    waiting: list[Term] = [start]
    for place in waiting:
        if place == end or len(came) > REACHED:
            break
        if isinstance(place, Literal | BlankNode):
            continue
        for triple in store.match(place, property_, None):
            if triple.object not in came:
                came[triple.object] = triple
                waiting.append(triple.object)
    way: list[Triple] = []
    while (step := came.get(end)) is not None:
        way.append(step)
        end = step.subject
    return reversed(way)
