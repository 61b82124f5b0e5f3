"""The page of a named query: its form, its answer, its SPARQL, and how to ask it elsewhere."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from graph_service.errors import InvalidArguments
from graph_service.model.named_query import NamedQuery
from graph_service.pages.layout import Frame, render
from graph_service.pages.rows import table
from graph_service.services.ask import listed_values
from graph_service.services.deployment import Deployment
from graph_service.services.query_catalogue import QueryCatalogue
from graph_service.services.views import read_view

#: What answers can be downloaded as from their page, by suffix.
_DOWNLOADS = {"csv": "CSV", "xlsx": "Excel", "json": "JSON"}
_GRAPH_DOWNLOADS = {"ttl": "Turtle", "jsonld": "JSON-LD"}


def query_list(catalogue: QueryCatalogue, frame: Frame) -> str:
    """The list of named queries by what they are about, wrong ones with their error."""
    topics: dict[str, list[NamedQuery]] = {}
    for found in catalogue.queries.values():
        topics.setdefault(next(iter(found.tags), ""), []).append(found)
    return render("queries.html", frame, catalogue=catalogue, topics=sorted(topics.items()))


def query(
    deployment: Deployment,
    asked: NamedQuery,
    given: Mapping[str, Sequence[str]],
    about: Mapping[str, Sequence[str]],
    host: str,
    frame: Frame,
) -> tuple[str, bool]:
    """The page of ``asked`` under the arguments ``given``, and whether they were right.

    ``about`` is what the address says besides, such as the releases to be read; links on the page say it too.

    Where none are given, required parameters take their example, so that the page always shows an answer.
    """
    filled = {name: [value for value in values if value] for name, values in given.items()}
    if not any(filled.values()):
        filled = {p.name: [p.example_text] for p in asked.parameters.values() if p.required}
    problems: InvalidArguments | None = None
    found = None
    try:
        found = table(deployment, asked, filled, read_view(deployment, about), frame.words)
    except InvalidArguments as error:
        problems = error
    asked_for = [(name, value) for name, values in filled.items() for value in values]
    pairs = [(name, value) for name, values in {**filled, **about}.items() for value in values if value]
    path = f"/queries/{asked.name}"
    address = f"{path}?{urlencode(pairs)}" if pairs else path
    downloads = {
        name: f"{path}.{suffix}?{urlencode(pairs)}" if pairs else f"{path}.{suffix}"
        for suffix, name in (_GRAPH_DOWNLOADS if asked.form == "graph" else _DOWNLOADS).items()
    }
    page = render(
        "query.html",
        frame,
        asked=asked,
        answer=found,
        given=filled,
        about=about,
        problems=problems.problems if problems else (),
        choices={p.name: listed_values(deployment, p) for p in asked.parameters.values()},
        address=address,
        downloads=downloads,
        sources=f"{path}/sources?{urlencode([*asked_for, ('format', 'html')])}",
        curl=f"curl -H 'Accept: text/csv' {shlex.quote(host + address)}",
    )
    return page, problems is None
