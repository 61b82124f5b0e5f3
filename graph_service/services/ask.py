"""Ask a named query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pyoxigraph import QuerySolutions

from graph_service.model.answer import Answer, Receipt
from graph_service.model.arguments import Names, read_arguments
from graph_service.model.binding import Term, bind
from graph_service.model.named_query import NamedQuery
from graph_service.model.terms import PSG
from graph_service.store.base import GraphStore


def ask(store: GraphStore, query: NamedQuery, arguments: Mapping[str, Sequence[str]], names: Names) -> Answer:
    """Answer ``query`` with the texts ``arguments`` as values of its parameters.

    :raises InvalidArguments: with all problems of the arguments.
    """
    terms = read_arguments(query, arguments, names)
    text = bind(query.text, terms)
    receipt = Receipt(
        query=query.name,
        digest=query.digest,
        parameters={name: tuple(map(str, values)) for name, values in terms.items()},
        generation=store.generation(),
        engine=store.engine,
        fictional=_fictional_stacks(store, terms.get("stack", ())),
    )
    return Answer(query, text, store.query(text), receipt)


def _fictional_stacks(store: GraphStore, asked: Sequence[Term]) -> tuple[str, ...]:
    """The stacks whose data is invented, among those ``asked`` for; among all where none was named."""
    result = store.query(f"SELECT ?stack {{ ?stack <{PSG}fictional> true }} ORDER BY ?stack")
    assert isinstance(result, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
    stacks = [row["stack"] for row in result]
    return tuple(stack.value for stack in stacks if not asked or stack in asked)
