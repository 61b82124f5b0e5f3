"""Ask a named query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph_service.model.answer import Answer, Receipt
from graph_service.model.arguments import Names, read_arguments
from graph_service.model.binding import bind
from graph_service.model.named_query import NamedQuery
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
    )
    return Answer(query, text, store.query(text), receipt)
