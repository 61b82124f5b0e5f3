"""An answer to a named query, and the receipt that says what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples

from graph_service.model.named_query import NamedQuery


@dataclass(frozen=True)
class Receipt:
    """What an answer rests on: enough to ask again and to tell whether anything changed since.

    ``parameters`` are the bound terms in SPARQL syntax; ``digest`` is the SHA-256 of the query's file;
    ``fictional`` are the stacks with invented data among those that the answer draws on.
    """

    query: str
    digest: str
    parameters: Mapping[str, tuple[str, ...]]
    generation: int
    engine: str
    fictional: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """The result of a named query, to be read once, with the SPARQL that was evaluated."""

    query: NamedQuery
    text: str
    result: QuerySolutions | QueryTriples | QueryBoolean
    receipt: Receipt

    @property
    def solutions(self) -> QuerySolutions:
        """The rows, of a query whose form is rows."""
        assert isinstance(self.result, QuerySolutions)  # noqa: S101 - the form was asked for
        return self.result

    @property
    def truth(self) -> bool:
        """Yes or no, of a query whose form is truth."""
        return bool(self.result)
