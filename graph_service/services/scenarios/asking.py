"""Any named query asked under a scenario: the difference it makes, as rows and in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions

from graph_service.model.answer import Answer, BoundQuery, Receipt
from graph_service.model.difference import Difference, RowDifference, compare
from graph_service.model.named_query import Column, NamedQuery, holds_years
from graph_service.model.scenario import Scenario, Step
from graph_service.model.solutions import Row, rows_of, solutions_of
from graph_service.model.terms import XSD
from graph_service.services.ask import evaluate, prepare
from graph_service.services.deployment import Deployment
from graph_service.services.describe import labels_of
from graph_service.services.scenarios.overlay import overlaid, without_effect
from graph_service.store.base import GraphStore

#: So many differing rows are told in words; the others are in the table.
ROWS_IN_WORDS = 20
#: The graph as it is, to compare with.
AS_IT_IS = Scenario(())

_WORDS = {"removed": "Gone", "changed": "Changed", "added": "New"}


@dataclass(frozen=True)
class WhatIf:
    """What a scenario changes in the answer to a query, compared with the graph as it is or another scenario.

    ``actions`` are the steps in words, ``words`` the difference; ``idle`` are steps that change nothing in the graph.
    """

    query: NamedQuery
    columns: Sequence[str]
    difference: Difference
    actions: Sequence[str]
    against: Sequence[str]
    idle: Sequence[Step]
    words: Sequence[str]
    receipt: Receipt

    def as_answer(self) -> Answer:
        """The differing rows as an answer that every format of rows can write.

        ``difference`` is removed, changed or added; a changed row has its new values, and ``was`` says the old ones.
        """
        described = {
            "difference": Column("difference", "Whether the row is removed, changed or added.", key=True),
            **{name: self.query.columns.get(name, Column(name, name)) for name in self.columns},
            "was": Column("was", "What a changed row said before."),
        }
        rows = [_told(row, self.columns) for row in self.difference.rows]
        query = replace(self.query, columns=described, form="rows")
        return Answer(query, "", solutions_of(list(described), rows), self.receipt)


def ask_under(
    deployment: Deployment,
    scenario: Scenario,
    query: NamedQuery,
    given: Mapping[str, Sequence[str]],
    against: Scenario = AS_IT_IS,
) -> WhatIf:
    """Ask ``query`` with and without ``scenario`` and compare; ``against`` is what to compare with.

    :raises InvalidArguments: with all problems of the arguments, of the query or of a step.
    :raises UnknownName: where there is no such action.
    """
    bound = prepare(deployment, query, given)
    with overlaid(deployment, against) as store:
        columns, before = _rows(store, bound)
        labels = _labels(store, before)
    with overlaid(deployment, scenario) as store:
        _, after = _rows(store, bound)
        labels |= _labels(store, after)
    key = [column.name for column in query.columns.values() if column.key]
    difference = compare(before, after, columns if query.form == "graph" else key)
    idle = without_effect(deployment, scenario)
    teller = _Teller(deployment.settings.base, labels, columns, key)
    words = [*map(_idle, idle), teller.total(difference), *teller.rows(difference)]
    actions = in_words(deployment, scenario)
    return WhatIf(query, columns, difference, actions, in_words(deployment, against), idle, words, bound.receipt)


def in_words(deployment: Deployment, scenario: Scenario) -> Sequence[str]:
    """Each step of ``scenario`` as people say it: what is done, and to what."""
    words = []
    for step in scenario.steps:
        action = deployment.actions.get(step.action)
        iris = {
            value: iri
            for name, value in step.arguments.items()
            if name in action.parameters and action.parameters[name].type == "iri"
            if (iri := deployment.names.iri(value, action.parameters[name].of))
        }
        labels = labels_of(deployment.store, iris.values())
        named = [_label(labels, iris[v]) if v in iris else v for v in step.arguments.values()]
        words.append(f"{action.summary}: {', '.join(named)}")
    return words


def _rows(store: GraphStore, bound: BoundQuery) -> tuple[Sequence[str], Sequence[Row]]:
    """The columns and rows of an answer; statements and truths are rows as well."""
    answer = evaluate(store, bound)
    if isinstance(answer.result, QuerySolutions):
        return [variable.value for variable in answer.result.variables], rows_of(answer.result)
    if isinstance(answer.result, QueryBoolean):
        return ["answer"], [{"answer": Literal(answer.truth)}]
    columns = ["subject", "predicate", "object"]
    rows: list[Row] = [dict(zip(columns, (t.subject, t.predicate, t.object), strict=True)) for t in answer.statements]
    return columns, sorted(rows, key=lambda row: tuple(map(str, row.values())))


def _labels(store: GraphStore, rows: Sequence[Row]) -> dict[str, dict[str, str]]:
    iris = {term.value for row in rows for term in row.values() if isinstance(term, NamedNode)}
    return labels_of(store, iris) if iris else {}


def _label(labels: Mapping[str, Mapping[str, str]], iri: str) -> str:
    found = labels.get(iri, {})
    return found.get("en") or next(iter(found.values()), iri.rpartition("/")[2])


def _idle(step: Step) -> str:
    return f"“{step}” changes nothing: what it names is not there, or is so already."


def _told(row: RowDifference, columns: Sequence[str]) -> Row:
    told: dict[str, object] = {"difference": Literal(row.kind), **row.row}
    if row.kind == "changed":
        said = (f"{name}: {_plain(row.before.get(name))}" for name in row.changed(columns))
        told["was"] = Literal("; ".join(said))
    return told  # type: ignore[return-value] # all values are terms


def _plain(term: object) -> str:
    return "not stated" if term is None else str(getattr(term, "value", term))


class _Teller:
    """Tells rows in words: which they are by the titles of their key, and what they say."""

    def __init__(
        self, base: str, labels: Mapping[str, Mapping[str, str]], columns: Sequence[str], key: Sequence[str]
    ) -> None:
        self._base, self._labels = base, labels
        titled = {name for name in columns if f"{name}Title" in columns}
        shown = [name for name in columns if name.removesuffix("Title") not in titled or name in titled]
        self._facts = [name for name in shown if name not in key]
        self._key = list(key)

    def total(self, difference: Difference) -> str:
        """How many rows differ."""
        if not difference.rows:
            return f"Nothing changes in the answer of {_counted(difference.same)}."
        counts = {kind: difference.count(kind) for kind in _WORDS}  # type: ignore[arg-type] # its keys are the kinds
        told = {"removed": "gone", "changed": "changed", "added": "new"}
        parts = [f"{_counted(number)} {told[kind]}" for kind, number in counts.items() if number]
        return f"{', '.join(parts)}; {_counted(difference.same)} as before."

    def rows(self, difference: Difference) -> Sequence[str]:
        """The first differing rows, each in a sentence."""
        told = [self._row(row) for row in difference.rows[:ROWS_IN_WORDS]]
        left = len(difference.rows) - len(told)
        return [*told, f"And {left} more."] if left else told

    def _row(self, row: RowDifference) -> str:
        name = ", ".join(filter(None, (self._value(row.row, column) for column in self._key)))
        if row.kind == "changed":
            facts = [
                f"{_words(column)} {self._value(row.before, column) or 'not stated'} → "
                f"{self._value(row.after, column) or 'not stated'}"
                for column in row.changed(self._facts)
            ]
        else:
            values = ((column, self._value(row.row, column)) for column in self._facts)
            facts = [f"{_words(column)} {value}" for column, value in values if value]
        return f"{_WORDS[row.kind]}: {name or 'a row'}{'; ' if facts else ''}{', '.join(facts)}"

    def _value(self, row: Row, column: str) -> str:
        """A value by its title where it has one."""
        title, term = row.get(f"{column}Title"), row.get(column)
        if isinstance(title, Literal):
            return title.value
        if isinstance(term, NamedNode):
            return _label(self._labels, term.value)
        return "" if term is None else _said(column, term)


def _said(column: str, term: object) -> str:
    """A value as people write it."""
    text = _plain(term)
    if isinstance(term, Literal) and term.datatype.value == f"{XSD}boolean":
        return "yes" if text == "true" else "no"
    return f"{int(text):,}" if text.isascii() and text.isdigit() and not holds_years(column) else text


def _counted(number: int) -> str:
    return f"{number} row" if number == 1 else f"{number} rows"


def _words(name: str) -> str:
    """``plannedSystems`` as "planned systems"."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).lower()
