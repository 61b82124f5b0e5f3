"""Analyses: what SPARQL can't compute, made from the rows of a named query whose header says ``analysis: <name>``.

One module for each, found by its name. A module has ``TAKES`` (the columns that the query must select), ``GIVES``
(the columns that it can give, of which the header explains those wanted), and ``analyse(rows, arguments)``: a
pure function from rows and bound parameters to rows in the order of the answer, whatever the order of those it took.
It may raise ``InvalidArguments`` where parameters don't fit each other or the rows.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from graph_service.model.binding import Term
from graph_service.model.solutions import Row

#: The terms of each parameter; none for an optional one that was left out.
Arguments = Mapping[str, Sequence[Term]]


@dataclass(frozen=True)
class Analysis:
    """A function over rows, with the columns that it takes and those that it gives."""

    name: str
    takes: tuple[str, ...]
    gives: tuple[str, ...]
    analyse: Callable[[Sequence[Row], Arguments], Iterable[Row]]


@cache
def analyses() -> Mapping[str, Analysis]:
    """All analyses by name."""
    found = {}
    for module_info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{module_info.name}")
        name = module_info.name.replace("_", "-")
        found[name] = Analysis(name, module.TAKES, module.GIVES, module.analyse)
    return found
