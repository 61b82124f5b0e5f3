"""A stack in the formats of enterprise-architecture tools: one module for each, found by its name.

A module has ``FILE`` (what the file is called), ``MEDIA_TYPE``, ``SUMMARY`` and ``write(architecture)``, which gives
the bytes. What becomes what is said by the queries of the folder of ``mappings/`` that has the module's name.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from graph_service.model.architecture import Architecture
from graph_service.services.architecture import architecture_of
from graph_service.services.deployment import Deployment


@dataclass(frozen=True)
class ExchangeFormat:
    """A format that architecture tools read."""

    name: str
    file: str
    media_type: str
    summary: str
    write: Callable[[Architecture], bytes]


@cache
def exchange_formats() -> Mapping[str, ExchangeFormat]:
    """All of them by name."""
    found = {}
    for module_info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{module_info.name}")
        found[module_info.name] = ExchangeFormat(
            module_info.name, module.FILE, module.MEDIA_TYPE, module.SUMMARY, module.write
        )
    return found


def export_architecture(deployment: Deployment, stack: str, name: str) -> bytes:
    """The stack with that key in the exchange format of that name; made once for each state of the data.

    :raises UnknownName: where there is no such stack.
    :raises QueryFileError: where a file of the mapping can't be used.
    """
    chosen = exchange_formats()[name]
    return deployment.remembered(
        f"{name} of stack {stack}", lambda: chosen.write(architecture_of(deployment, stack, name))
    )
