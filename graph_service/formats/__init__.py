"""Formats: one module for each, found by its name, which is also its suffix in URLs and ``--format``.

A module has ``MEDIA_TYPES`` (the first is the one answered with) and any of ``write_rows(answer)``,
``write_truth(answer)`` and ``write_graph(triples, prefixes)``, each of which returns bytes.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from pyoxigraph import QueryTriples, Triple

from graph_service.model.answer import Answer
from graph_service.model.named_query import QueryForm

GraphWriter = Callable[[Iterable[Triple], Mapping[str, str]], bytes]
AnswerWriter = Callable[[Answer], bytes]


@dataclass(frozen=True)
class Format:
    """One representation: its name, its media types, and how each form of answer is written, where it can be."""

    name: str
    media_types: tuple[str, ...]
    write_rows: AnswerWriter | None = None
    write_truth: AnswerWriter | None = None
    write_graph: GraphWriter | None = None


@cache
def formats() -> Mapping[str, Format]:
    """All formats by name."""
    found = {}
    for module_info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{module_info.name}")
        writers = {name: getattr(module, name, None) for name in ("write_rows", "write_truth", "write_graph")}
        found[module_info.name] = Format(module_info.name, module.MEDIA_TYPES, **writers)
    return found


def formats_of(form: QueryForm) -> dict[str, Format]:
    """The formats for answers of that form, by name."""
    return {name: found for name, found in formats().items() if getattr(found, f"write_{form}")}


def write(chosen: Format, answer: Answer, prefixes: Mapping[str, str]) -> bytes:
    """``answer`` in the ``chosen`` format, one of :func:`formats_of` its form."""
    if isinstance(answer.result, QueryTriples):
        assert chosen.write_graph  # noqa: S101 - the form was asked for
        return chosen.write_graph(answer.result, prefixes)
    writer = chosen.write_rows if answer.query.form == "rows" else chosen.write_truth
    assert writer  # noqa: S101 - the form was asked for
    return writer(answer)
