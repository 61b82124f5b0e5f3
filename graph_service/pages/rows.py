"""The rows of an answer as a table for pages: labels where there are IRIs, and links behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions

from graph_service.model.answer import Receipt
from graph_service.model.named_query import NamedQuery
from graph_service.model.terms import XSD
from graph_service.pages.layout import href
from graph_service.services.ask import ask
from graph_service.services.deployment import Deployment

_NUMBERS = {f"{XSD}{name}" for name in ("integer", "decimal", "double", "float")}
#: More rows than this are for a download, not for a page.
ROWS_SHOWN = 1000


@dataclass(frozen=True)
class Cell:
    """One value: what is shown, where it leads (empty for nowhere), its language, and whether it is a number."""

    text: str
    link: str = ""
    language: str = ""
    number: bool = False


@dataclass(frozen=True)
class Table:
    """An answer to be shown: column names with their help, rows of cells, and how many rows there are in all."""

    query: NamedQuery
    columns: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[Cell]]
    total: int
    truth: bool | None
    text: str
    receipt: Receipt


def table(deployment: Deployment, query: NamedQuery, given: Mapping[str, Sequence[str]]) -> Table:
    """Ask ``query`` and lay the answer out; an IRI whose title stands in the column ``<name>Title`` takes it as text.

    :raises InvalidArguments: where ``given`` does not fit the query.
    """
    answer = ask(deployment.store, query, given, deployment.names)
    truth = bool(answer.result) if isinstance(answer.result, QueryBoolean) else None
    if not isinstance(answer.result, QuerySolutions):
        return Table(query, (), (), 0, truth, answer.text, answer.receipt)
    names = [variable.value for variable in answer.result.variables]
    titled = {name for name in names if f"{name}Title" in names}
    shown = [name for name in names if not (name.endswith("Title") and name.removesuffix("Title") in titled)]
    base = deployment.settings.base
    rows = [
        [_cell(row[name], row[f"{name}Title"] if name in titled else None, base) for name in shown]
        for row in answer.result
    ]
    columns = [(name, query.columns[name].help) for name in shown]
    return Table(query, columns, rows[:ROWS_SHOWN], len(rows), truth, answer.text, answer.receipt)


def _cell(term: object, title: object, base: str) -> Cell:
    match term:
        case None:
            return Cell(title.value if isinstance(title, Literal) else "")
        case NamedNode():
            name = title.value if isinstance(title, Literal) else term.value.removeprefix(f"{base}id/")
            return Cell(name, href(term.value, base))
        case Literal():
            text = title.value if isinstance(title, Literal) else term.value
            if isinstance(title, Literal):
                text = f"{term.value} {title.value}"
            return Cell(text, "", term.language or "", term.datatype.value in _NUMBERS and title is None)
        case _:
            return Cell(str(term))
