"""Formats: one module for each, found by its name, which is also its suffix in URLs and ``--format``.

A module has ``MEDIA_TYPES`` (the first is the one answered with) and any of ``write_rows(answer, output)``,
``write_network(network, name, output)`` (rows as things that are joined), ``write_truth(answer, output)``,
``write_graph(triples, context, output)`` and ``write_dump(statements, context, output)``, which write to a binary file.
A dump is written piece by piece, in memory that doesn't grow with it.
"""

from __future__ import annotations

import importlib
import io
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import IO

from pyoxigraph import Triple

from graph_service.errors import NotAcceptable
from graph_service.model.answer import Answer
from graph_service.model.context import Context
from graph_service.model.named_query import QueryForm
from graph_service.model.network import Network, network_of, node_columns
from graph_service.model.solutions import rows_of
from graph_service.model.sorted_statements import SortedStatements

GraphWriter = Callable[[Iterable[Triple], Context, IO[bytes]], None]
DumpWriter = Callable[[SortedStatements, Context, IO[bytes]], None]
AnswerWriter = Callable[[Answer, IO[bytes]], None]
NetworkWriter = Callable[[Network, str, IO[bytes]], None]

_WRITERS = ("write_rows", "write_network", "write_truth", "write_graph", "write_dump")


@dataclass(frozen=True)
class Format:
    """One representation: its name, its media types, and how each form of answer is written, where it can be."""

    name: str
    media_types: tuple[str, ...]
    write_rows: AnswerWriter | None = None
    write_network: NetworkWriter | None = None
    write_truth: AnswerWriter | None = None
    write_graph: GraphWriter | None = None
    write_dump: DumpWriter | None = None


@cache
def formats() -> Mapping[str, Format]:
    """All formats by name."""
    found = {}
    for module_info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{module_info.name}")
        writers = {name: getattr(module, name, None) for name in _WRITERS}
        found[module_info.name] = Format(module_info.name, module.MEDIA_TYPES, **writers)
    return found


def formats_of(form: QueryForm) -> dict[str, Format]:
    """The formats for answers of that form, by name; those for networks fit rows with two columns of things."""
    writers = ("write_rows", "write_network") if form == "rows" else (f"write_{form}",)
    return {name: found for name, found in formats().items() if any(getattr(found, writer) for writer in writers)}


def dump_formats() -> dict[str, Format]:
    """The formats of dumps, by name."""
    return {name: found for name, found in formats().items() if found.write_dump}


def write_dump(chosen: Format, statements: SortedStatements, context: Context, output: IO[bytes]) -> None:
    """Write all ``statements`` to ``output`` in the ``chosen`` format, one of :func:`dump_formats`."""
    assert chosen.write_dump  # noqa: S101 - the format was asked for
    chosen.write_dump(statements, context, output)


def write(chosen: Format, answer: Answer, context: Context, output: IO[bytes]) -> None:
    """Write ``answer`` to ``output`` in the ``chosen`` format, one of :func:`formats_of` its form.

    :raises NotAcceptable: where this answer can't be written in that format.
    """
    if answer.query.form == "graph":
        write_graph(chosen, answer.statements, replace(context, frame=answer.query.frame), output)
        return
    if chosen.write_network:
        chosen.write_network(_network(answer), answer.query.name, output)
        return
    writer = chosen.write_rows if answer.query.form == "rows" else chosen.write_truth
    assert writer  # noqa: S101 - the form was asked for
    writer(answer, output)


def _network(answer: Answer) -> Network:
    """The rows of ``answer`` as a network.

    :raises NotAcceptable: where it has fewer than two columns of things.
    """
    columns = [variable.value for variable in answer.solutions.variables]
    if len(node_columns(columns)) > 1:
        return network_of(columns, rows_of(answer.solutions))
    offered = sorted(name for name, found in formats_of("rows").items() if found.write_rows)
    raise NotAcceptable(
        offered, "A network needs two columns of things, each with one of titles; labels=en may add what is missing."
    )


def write_graph(chosen: Format, triples: Iterable[Triple], context: Context, output: IO[bytes]) -> None:
    """Write ``triples`` to ``output`` in the ``chosen`` format, one of those for graphs."""
    assert chosen.write_graph  # noqa: S101 - the form was asked for
    chosen.write_graph(triples, context, output)


def written(write_to: Callable[[IO[bytes]], None]) -> bytes:
    """What ``write_to`` writes."""
    output = io.BytesIO()
    write_to(output)
    return output.getvalue()
