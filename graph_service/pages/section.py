"""A section of a page: the answer to its named query, drawn and as a table, with the way to ask the same elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from graph_service.errors import ArgumentProblem, InvalidArguments
from graph_service.model.dashboard import Section
from graph_service.model.named_query import NamedQuery
from graph_service.model.view import View
from graph_service.pages.charts import Drawing, Record, charts
from graph_service.pages.rows import Heading, Table, table
from graph_service.pages.words import Words
from graph_service.services.deployment import Deployment

#: How many rows a section looks at; what has more is for a download.
MOST_ROWS = 20_000
#: The column that says the same in each row of a page about one stack.
_STACK = "stack"


@dataclass(frozen=True)
class Filter:
    """A column by which rows can be chosen: its name, that in words, the choice, and each value with its rows."""

    name: str
    text: str
    chosen: str
    values: Sequence[tuple[str, int]]


@dataclass(frozen=True)
class Shown:
    """A section as it is shown.

    ``records`` are the rows that were chosen, ``total`` is how many there are in all, and ``table_rows`` are those of
    the table, under ``columns``. ``address`` is the page of the named query with the same arguments, ``downloads``
    are its answers by the name of the format. ``problems`` are those of the arguments, where nothing could be asked.
    """

    section: Section
    query: NamedQuery
    address: str
    downloads: Mapping[str, str]
    answer: Table | None = None
    records: Sequence[Record] = ()
    columns: Sequence[Heading] = ()
    drawing: Drawing | None = None
    filters: Sequence[Filter] = ()
    total: int = 0
    problems: Sequence[ArgumentProblem] = ()

    @property
    def table_rows(self) -> Sequence[Record]:
        """The rows of the table."""
        return self.records[: self.section.rows]


def shown(
    deployment: Deployment,
    section: Section,
    given: Mapping[str, Sequence[str]],
    chosen: Mapping[str, str],
    view: View,
    words: Words,
) -> Shown:
    """Ask the query of ``section``; ``given`` are the parameters of the page, ``chosen`` the values of its filters."""
    query = deployment.queries.get(section.query)
    arguments = _arguments(section, query, given)
    pairs = [(name, value) for name, values in arguments.items() for value in values]
    pairs += [("release", release) for release in given.get("release", ())]
    asked = f"?{urlencode(pairs)}" if pairs else ""
    address = f"/queries/{query.name}.html{asked}"
    downloads = {
        name: f"/queries/{query.name}.{s}{asked}" for s, name in (("csv", "CSV"), ("xlsx", "Excel"), ("json", "JSON"))
    }
    if any(p.required and p.name not in arguments for p in query.parameters.values()):
        return Shown(section, query, address, downloads)
    wanted = {*section.columns, *section.drawn, *section.where, *section.filters} if section.columns else set()
    chosen_among = bool(section.chart or section.where or section.filters)
    try:
        answer = table(deployment, query, arguments, view, words, MOST_ROWS if chosen_among else section.rows, wanted)
    except InvalidArguments as error:
        return Shown(section, query, address, downloads, problems=error.problems)
    records = [r for r in answer.records if all(r[name].text == words(text) for name, text in section.where.items())]
    filters = [_filter(answer, records, name, chosen.get(f"{section.key}.{name}", "")) for name in section.filters]
    for each in filters:
        records = [r for r in records if not each.chosen or r[each.name].text == each.chosen]
    named = {column.name: column for column in answer.columns}
    columns = [named[name] for name in section.columns or named if name in named and name != _STACK]
    kind = section.chart.get("kind", "")
    drawing = charts()[kind](records, section.chart, words) if records and kind in charts() else None
    narrowed = section.where or any(each.chosen for each in filters)
    total = len(records) if narrowed else answer.total
    return Shown(section, query, address, downloads, answer, records, columns, drawing, filters, total)


def _arguments(section: Section, query: NamedQuery, given: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """The arguments that the query takes: those of the page by their own names, then those that the section names."""
    arguments = {name: values for name, values in given.items() if name in query.parameters and any(values)}
    for name, value in section.given.items():
        values = given.get(value[1:], ()) if value.startswith("$") else (value,)
        if any(values):
            arguments[name] = values
    return arguments


def _filter(answer: Table, records: Sequence[Record], name: str, chosen: str) -> Filter:
    counts: dict[str, int] = {}
    for record in records:
        if text := record[name].text:
            counts[text] = counts.get(text, 0) + 1
    heading = next(column.text for column in answer.columns if column.name == name)
    return Filter(name, heading, chosen, sorted(counts.items()))
