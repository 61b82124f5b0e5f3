"""The rows of an answer as a table for pages: labels where there are IRIs, and links behind them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions

from graph_service.model.answer import Answer, Receipt
from graph_service.model.named_query import NamedQuery, holds_years
from graph_service.model.terms import XSD
from graph_service.model.view import CURRENT, View
from graph_service.pages.layout import href, in_words
from graph_service.pages.words import ENGLISH, Words
from graph_service.services.ask import evaluate, prepare
from graph_service.services.deployment import Deployment
from graph_service.services.describe import labels_of
from graph_service.services.views import seen
from graph_service.store.base import GraphStore

_NUMBERS = {f"{XSD}{name}" for name in ("integer", "decimal", "double", "float")}
#: More rows than this are for a download, not for a page.
ROWS_SHOWN = 1000


@dataclass(frozen=True)
class Cell:
    """One value: what is shown, where it leads (empty for nowhere), its language, and, of a number, its value."""

    text: str
    link: str = ""
    language: str = ""
    value: float | None = None

    @property
    def number(self) -> bool:
        """Whether it is a number."""
        return self.value is not None


@dataclass(frozen=True)
class Heading:
    """A column: its name, that in words, what it means, and whether it holds numbers."""

    name: str
    text: str
    help: str
    number: bool


@dataclass(frozen=True)
class Table:
    """An answer to be shown: headings, rows of cells by column, and how many rows there are in all."""

    query: NamedQuery
    columns: Sequence[Heading]
    records: Sequence[Mapping[str, Cell]]
    total: int
    truth: bool | None
    text: str
    receipt: Receipt

    @property
    def rows(self) -> list[list[Cell]]:
        """The cells in the order of the columns."""
        return [[record[column.name] for column in self.columns] for record in self.records]


def table(
    deployment: Deployment,
    query: NamedQuery,
    given: Mapping[str, Sequence[str]],
    view: View = CURRENT,
    words: Words = ENGLISH,
    most: int = ROWS_SHOWN,
    wanted: Collection[str] = (),
) -> Table:
    """Ask ``query`` and lay the answer out, ``most`` rows of it; IRIs are shown by their title.

    Only the columns that are ``wanted`` are laid out, all where none are named.

    The title of an IRI in column ``x`` is that of column ``xTitle`` where there is one, else it is looked up.

    :raises InvalidArguments: where ``given`` does not fit the query.
    """
    bound = prepare(deployment, query, given, view=view)
    with seen(deployment, view) as store:
        return laid_out(deployment, store, evaluate(store, bound), words, most, wanted)


def laid_out(
    deployment: Deployment,
    store: GraphStore,
    answer: Answer,
    words: Words = ENGLISH,
    most: int = ROWS_SHOWN,
    wanted: Collection[str] = (),
) -> Table:
    """``answer`` as a table of at most ``most`` rows; titles that it lacks are looked up in ``store``."""
    query = answer.query
    if not isinstance(answer.result, QuerySolutions):
        truth = bool(answer.result) if isinstance(answer.result, QueryBoolean) else None
        total = 0 if query.form == "truth" else sum(1 for _ in answer.statements)
        return Table(query, (), (), total, truth, answer.text, answer.receipt)
    names = [variable.value for variable in answer.result.variables]
    rows, total = list[Mapping[str, object]](), 0
    for total, row in enumerate(answer.result, start=1):
        if total <= most:
            rows.append({name: row[name] for name in names})
    titled = {name for name in names if f"{name}Title" in names}
    shown = [name for name in names if not (name.endswith("Title") and name.removesuffix("Title") in titled)]
    shown = [name for name in shown if not wanted or name in wanted]
    untitled = {row[name] for row in rows for name in shown if name not in titled}
    labels = labels_of(store, (term.value for term in untitled if isinstance(term, NamedNode)))
    base = deployment.settings.base
    codes = deployment.vocabulary.code_list_labels.get(words.language, {})

    def said(term: object) -> object:
        """A text of the service's own, or of a code list in English, in the reader's language."""
        if isinstance(term, Literal) and term.datatype.value == f"{XSD}string":
            return Literal(codes.get(term.value) or words(term.value))
        return term

    def cell(row: Mapping[str, object], name: str) -> Cell:
        term, title = said(row[name]), said(row.get(f"{name}Title"))
        if isinstance(title, Literal):
            return _titled(term, title.value, title.language or "", base, words)
        names_of = labels.get(term.value, {}) if isinstance(term, NamedNode) else {}
        language = next((tag for tag in (words.language, "en", *names_of) if tag in names_of), "")
        return _titled(term, names_of.get(language, ""), language, base, words, year=holds_years(name))

    records = [{name: cell(row, name) for name in shown} for row in rows]
    columns = [
        Heading(name, words(in_words(name)), words(query.columns[name].help), any(r[name].number for r in records))
        for name in shown
    ]
    return Table(query, columns, records, total, None, answer.text, answer.receipt)


def _titled(term: object, title: str, language: str, base: str, words: Words, *, year: bool = False) -> Cell:
    match term:
        case NamedNode():
            return Cell(title or term.value.removeprefix(f"{base}id/"), href(term.value, base), language)
        case Literal() if term.datatype.value == f"{XSD}boolean":
            return Cell(words("yes") if term.value == "true" else words("no"))
        case Literal() if title:
            return Cell(f"{term.value} {title}", "", language)
        case Literal() if term.datatype.value in _NUMBERS:
            return Cell(term.value if year else words.number(term.value), value=float(term.value))
        case Literal():
            return Cell(term.value, "", term.language or "")
        case _:
            return Cell(title, "", language)
