"""An answer to a named query, and the receipt that says what it rests on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Triple

from graph_service import __version__
from graph_service.model.binding import Term
from graph_service.model.named_query import NamedQuery
from graph_service.model.page import Page


@dataclass(frozen=True)
class Receipt:
    """What an answer rests on: enough to ask again and to tell whether anything changed since.

    ``parameters`` are the bound terms in SPARQL syntax; ``digest`` is the SHA-256 of the query's file;
    ``fictional`` are the stacks with invented data among those that the answer draws on; ``releases`` are the graphs of
    the earlier releases that were read in the place of current ones, ``withdrawn`` those that are not to be used.
    """

    query: str
    digest: str
    parameters: Mapping[str, tuple[str, ...]]
    generation: int
    engine: str
    fictional: tuple[str, ...]
    releases: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()


@dataclass(frozen=True)
class BoundQuery:
    """A named query with its arguments in place, ready to be evaluated for one page of its rows."""

    query: NamedQuery
    text: str
    page: Page
    receipt: Receipt
    arguments: Mapping[str, tuple[Term, ...]]

    def etag(self, representation: str) -> str:
        """A strong entity tag: the same for the same bytes, another whenever query, data or format differ."""
        parts = (self.receipt.digest, self.text, str(self.page), str(self.receipt))
        whole = "\0".join((*parts, representation, __version__))
        digest = hashlib.sha256(whole.encode()).hexdigest()
        return f'"{digest[:32]}"'


@dataclass(frozen=True)
class Answer:
    """The result of a named query, to be read once, with the SPARQL that was evaluated.

    Where the query names an analysis, the result is what that made from the rows of the SPARQL.
    ``total`` is the number of all rows where only a page of them was asked for.
    """

    query: NamedQuery
    text: str
    result: QuerySolutions | QueryTriples | QueryBoolean | Sequence[Triple]
    receipt: Receipt
    total: int | None = None

    @property
    def solutions(self) -> QuerySolutions:
        """The rows, of a query whose form is rows."""
        assert isinstance(self.result, QuerySolutions)  # noqa: S101 - the form was asked for
        return self.result

    @property
    def statements(self) -> Iterable[Triple]:
        """The statements, of a query whose form is a graph."""
        assert not isinstance(self.result, QuerySolutions | QueryBoolean)  # noqa: S101 - the form was asked for
        return self.result

    @property
    def truth(self) -> bool:
        """Yes or no, of a query whose form is truth."""
        return bool(self.result)
