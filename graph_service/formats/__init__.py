"""Formats: one module for each, found by its name, which is also its suffix in URLs and ``--format``.

A module has ``MEDIA_TYPES`` (the first is the one answered with) and one or both of ``write_answer(answer)``
for the rows or truth of a query and ``write_graph(triples, prefixes)`` for statements; both return bytes.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from pyoxigraph import QueryTriples, Triple

from graph_service.errors import NotAcceptable
from graph_service.model.answer import Answer

GraphWriter = Callable[[Iterable[Triple], Mapping[str, str]], bytes]
AnswerWriter = Callable[[Answer], bytes]


@dataclass(frozen=True)
class Format:
    """One representation: its name, its media types, and how it is written."""

    name: str
    media_types: tuple[str, ...]
    write_answer: AnswerWriter | None
    write_graph: GraphWriter | None


@cache
def formats() -> Mapping[str, Format]:
    """All formats by name."""
    found = {}
    for module_info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{module_info.name}")
        found[module_info.name] = Format(
            module_info.name,
            module.MEDIA_TYPES,
            getattr(module, "write_answer", None),
            getattr(module, "write_graph", None),
        )
    return found


def answer_formats() -> list[Format]:
    """The formats for rows and truths."""
    return [found for found in formats().values() if found.write_answer]


def graph_formats() -> list[Format]:
    """The formats for statements."""
    return [found for found in formats().values() if found.write_graph]


def write(chosen: Format, answer: Answer, prefixes: Mapping[str, str]) -> bytes:
    """``answer`` in the ``chosen`` format.

    :raises NotAcceptable: where the format is for rows and the answer is a graph, or the other way round.
    """
    if isinstance(answer.result, QueryTriples):
        if chosen.write_graph:
            return chosen.write_graph(answer.result, prefixes)
        raise NotAcceptable([found.name for found in graph_formats()])
    if chosen.write_answer:
        return chosen.write_answer(answer)
    raise NotAcceptable([found.name for found in answer_formats()])
