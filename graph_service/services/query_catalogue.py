"""The catalogue of named queries, or of actions: the files of a folder, wrong ones listed with their error."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import QueryBoolean, QuerySolutions, Store

from graph_service.errors import QueryFileError, UnknownName
from graph_service.model.binding import assigned_variables, tokens
from graph_service.model.named_query import NamedQuery, QueryForm, read_named_query
from graph_service.services.analyses import analyses


@dataclass(frozen=True)
class QueryCatalogue:
    """Named queries by name, and the errors of files that hold none; ``kind`` is what messages call one."""

    queries: Mapping[str, NamedQuery]
    broken: Mapping[str, QueryFileError]
    kind: str = "named query"

    def get(self, name: str) -> NamedQuery:
        """The query of that name.

        :raises QueryFileError: where its file is wrong.
        :raises UnknownName: where there is none, with names that resemble it.
        """
        if name in self.broken:
            raise self.broken[name]
        if name not in self.queries:
            raise UnknownName(self.kind, name, difflib.get_close_matches(name, self.queries))
        return self.queries[name]


def read_query_catalogue(folder: Path) -> QueryCatalogue:
    """Read all query files, ``.rq``, of ``folder``."""
    return read_catalogue(folder.glob("*.rq"), read_query_file, "named query")


def read_catalogue(paths: Iterable[Path], read: Callable[[Path], NamedQuery], kind: str) -> QueryCatalogue:
    """What ``read`` gives for each of ``paths``, by the name of the file; ``kind`` is what messages call one.

    Where ``read`` raises ``QueryFileError``, the error is kept in its place.
    """
    queries: dict[str, NamedQuery] = {}
    broken: dict[str, QueryFileError] = {}
    for path in sorted(paths):
        try:
            queries[path.stem] = read(path)
        except QueryFileError as error:
            broken[path.stem] = error
    return QueryCatalogue(queries, broken, kind)


def read_query_file(path: Path) -> NamedQuery:
    """The named query in the file at ``path``, which has its name.

    :raises QueryFileError: where there is none.
    """
    place = f"{path.parent.name}/{path.name}"
    try:
        query = read_named_query(path.stem, path.read_text(encoding="utf-8"), place)
    except (OSError, UnicodeDecodeError) as error:
        raise QueryFileError(place, 0, f"Can't be read: {error}.") from error
    if any(token.is_word("SERVICE") for token in tokens(query.text)):
        raise QueryFileError(place, 0, "SERVICE is not allowed: a named query asks this graph only.")
    for name in sorted(assigned_variables(query.text) & set(query.parameters)):
        raise QueryFileError(place, 0, f"?{name} is a parameter; 'AS ?{name}' can't assign it.")
    try:
        result = Store().query(query.text)
    except (SyntaxError, ValueError, RuntimeError) as error:
        line = getattr(error, "lineno", None) or 0
        raise QueryFileError(place, line, f"Not a SPARQL query: {error}.") from error
    columns = {variable.value for variable in result.variables} if isinstance(result, QuerySolutions) else set()
    if query.analysis:
        _refuse_unfit(query, columns, place)
        return query
    if columns != set(query.columns):
        wrong = ", ".join(sorted(columns ^ set(query.columns)))
        raise QueryFileError(place, 1, f"'columns' in the header must name the columns selected; see {wrong}.")
    form: QueryForm = "truth" if isinstance(result, QueryBoolean) else "rows" if columns else "graph"
    return replace(query, form=form)


def _refuse_unfit(query: NamedQuery, selected: set[str], place: str) -> None:
    """Refuse a query that doesn't select what its analysis takes, or explains columns that it doesn't give."""
    if query.analysis not in analyses():
        raise QueryFileError(place, 1, f"No analysis {query.analysis!r}; there are {', '.join(analyses())}.")
    analysis = analyses()[query.analysis]
    if missing := sorted(set(analysis.takes) - selected):
        raise QueryFileError(
            place, 1, f"The analysis {analysis.name} takes columns not selected: {', '.join(missing)}."
        )
    if unknown := sorted(set(query.columns) - set(analysis.gives)):
        raise QueryFileError(place, 1, f"The analysis {analysis.name} gives no columns {', '.join(unknown)}.")
    if not query.columns:
        raise QueryFileError(place, 1, f"'columns' must name what is wanted of {', '.join(analysis.gives)}.")
