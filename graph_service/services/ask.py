"""Ask a named query: bind its arguments, then evaluate it."""

from __future__ import annotations

import difflib
import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from pyoxigraph import Literal, NamedNode, QuerySolutions

from graph_service import __version__
from graph_service.errors import ArgumentProblem, InvalidArguments
from graph_service.model.answer import Answer, BoundQuery, Receipt
from graph_service.model.arguments import read_arguments
from graph_service.model.binding import Term, bind, count_of
from graph_service.model.named_query import NamedQuery, Parameter
from graph_service.model.page import WHOLE, Page
from graph_service.model.solutions import Row, rows_of, solutions_of
from graph_service.model.terms import PSG
from graph_service.model.view import CURRENT, View
from graph_service.services.analyses import analyses
from graph_service.services.deployment import Deployment
from graph_service.store.base import GraphStore, QueryResult, Replicable


def ask(deployment: Deployment, query: NamedQuery, given: Mapping[str, Sequence[str]], page: Page = WHOLE) -> Answer:
    """Answer ``query`` with the texts ``given`` as values of its parameters.

    :raises InvalidArguments: with all problems of the arguments.
    """
    return evaluate(deployment.store, prepare(deployment, query, given, page))


def prepare(
    deployment: Deployment,
    query: NamedQuery,
    given: Mapping[str, Sequence[str]],
    page: Page = WHOLE,
    view: View = CURRENT,
) -> BoundQuery:
    """Bind ``query`` without evaluating it; what comes back tells whether an answer at hand is still right.

    :raises InvalidArguments: with all problems of the arguments.
    """
    terms = read_arguments(query, given, deployment.names)
    check_listed(deployment, query, terms)
    text = bind(query.text, terms)
    engine = deployment.store.engine
    receipt = Receipt(
        query=query.name,
        digest=query.digest,
        parameters={name: tuple(map(str, values)) for name, values in terms.items()},
        generation=deployment.store.generation() if view.generation is None else view.generation,
        engine=f"{engine}, analysis {query.analysis} {__version__}" if query.analysis else engine,
        fictional=_fictional_stacks(deployment, terms.get("stack", ())),
        releases=tuple(sorted(view.releases.values())),
        withdrawn=view.withdrawn,
    )
    return BoundQuery(query, text, page, receipt, terms)


def evaluate(store: GraphStore, bound: BoundQuery) -> Answer:
    """Evaluate a bound query on ``store``, which must be as its view says; a page of rows is told of how many in all.

    :raises InvalidArguments: where an analysis finds that arguments don't fit each other or the data.
    """
    if bound.query.analysis:
        return _analysed(store, bound)
    if bound.page == WHOLE:
        return Answer(bound.query, bound.text, _queried(store, bound.text), bound.receipt)
    counted = _queried(store, count_of(bound.text))
    assert isinstance(counted, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
    [row] = counted
    total = row["total"]
    assert isinstance(total, Literal)  # noqa: S101 - a count is a number
    text = f"{bound.text.rstrip()}\n{bound.page.clause}\n"
    return Answer(bound.query, text, _queried(store, text), bound.receipt, int(total.value))


def _queried(store: GraphStore, text: str) -> QueryResult:
    """The result of a named query's text, from columns where they are sure of it."""
    found = store.from_columns(text) if isinstance(store, Replicable) else None
    return store.query(text) if found is None else found


def _analysed(store: GraphStore, bound: BoundQuery) -> Answer:
    """What the query's analysis makes from its rows; the page is cut from all that it makes."""
    columns = list(bound.query.columns)
    with _uncollected():
        rows = analyses()[bound.query.analysis].analyse(_material(store, bound.text), bound.arguments)
        if bound.page == WHOLE:
            return Answer(bound.query, bound.text, solutions_of(columns, rows), bound.receipt)
        made, start, limit = list(rows), bound.page.offset, bound.page.limit
        shown = made[start : None if limit is None else start + limit]
        return Answer(bound.query, bound.text, solutions_of(columns, shown), bound.receipt, len(made))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep Python from looking for cycles: it would look through all terms of all rows again and again, for none.

    Where another thread ends this earlier, it takes longer and no more.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _material(store: GraphStore, text: str) -> list[Row]:
    """The rows of the text; the engine's own stay in this frame, as an error of the analysis may leave the thread."""
    solutions = _queried(store, text)
    assert isinstance(solutions, QuerySolutions)  # noqa: S101 - only rows are analysed
    return rows_of(solutions)


def check_listed(deployment: Deployment, query: NamedQuery, terms: Mapping[str, Sequence[Term]]) -> None:
    """Refuse values that the lists of their parameters don't have.

    :raises InvalidArguments: with all of them.
    """
    problems = [
        problem
        for parameter in query.parameters.values()
        for term in terms[parameter.name]
        if parameter.values_from and (problem := _not_listed(deployment, parameter, term))
    ]
    if problems:
        raise InvalidArguments(problems)


def listed_values(deployment: Deployment, parameter: Parameter, stack: str = "") -> list[tuple[str, str]]:
    """The values that a parameter's list allows, each with what it is called; empty where any value may be given.

    Only those of the ``stack`` with that key are listed where one is given and the list tells stacks apart.
    """
    if parameter.values:
        return [(value, value) for value in parameter.values]
    source = deployment.queries.queries.get(parameter.values_from)
    if source is None:
        return []
    given = {"stack": [stack]} if stack and "stack" in source.parameters else {}
    key = f"values of {source.digest} {given}"
    return deployment.remembered(key, lambda: _first_columns(deployment, source, given))


def _first_columns(
    deployment: Deployment, source: NamedQuery, given: Mapping[str, Sequence[str]]
) -> list[tuple[str, str]]:
    solutions = ask(deployment, source, given).solutions
    first, *others = [variable.value for variable in solutions.variables]
    values = []
    for row in solutions:
        value, title = row[first], row[others[0]] if others else None
        if isinstance(value, NamedNode | Literal):
            values.append((value.value, title.value if isinstance(title, Literal) else value.value))
    return values


def _not_listed(deployment: Deployment, parameter: Parameter, term: Term) -> ArgumentProblem | None:
    values = [value for value, _ in listed_values(deployment, parameter)]
    if not values or term.value in values:
        return None
    start = f"{deployment.settings.base}id/{parameter.of}/"
    keys = {value.removeprefix(start): value for value in values}
    given = term.value.removeprefix(start)
    detail = f"There is no {given!r}. /queries/{parameter.values_from} lists what there is."
    return ArgumentProblem(parameter.name, given, detail, tuple(difflib.get_close_matches(given, keys)))


def _fictional_stacks(deployment: Deployment, asked: Sequence[Term]) -> tuple[str, ...]:
    """The stacks whose data is invented, among those ``asked`` for; among all where none was named."""

    def find() -> list[NamedNode]:
        result = deployment.store.query(f"SELECT ?stack {{ ?stack <{PSG}fictional> true }} ORDER BY ?stack")
        assert isinstance(result, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
        return [row["stack"] for row in result if isinstance(row["stack"], NamedNode)]

    stacks = deployment.remembered("fictional stacks", find)
    return tuple(stack.value for stack in stacks if not asked or stack in asked)
