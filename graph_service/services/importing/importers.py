"""The importers: each module or package beside this one that has a function ``importers`` offers some.

That function takes the folder that holds the vocabulary, mappings and seed data, because an importer may be a file.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from graph_service.errors import ArgumentProblem, InvalidArguments, UnknownName
from graph_service.services import importing
from graph_service.services.importing.outcome import Imported, ImportFinding

if TYPE_CHECKING:
    from graph_service.services.deployment import Deployment

#: A language tag of BCP 47, in the form that RDF takes.
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True)
class Wanted:
    """How a source is to be read.

    ``catalogue`` is the key of the catalogue that it goes to, where the importer leaves a choice; ``language`` is that
    of its texts; ``agency`` is responsible where the source names nobody; ``replace`` drops what the catalogue holds
    and the source does not.

    :raises InvalidArguments: where the language is none.
    """

    stack: str
    catalogue: str = field(default="", kw_only=True)
    language: str = "en"
    agency: str = ""
    replace: bool = False

    def __post_init__(self) -> None:
        if not _LANGUAGE.fullmatch(self.language):
            detail = "Give a language tag, such as en or pt-BR."
            raise InvalidArguments([ArgumentProblem("language", self.language, detail)])


@dataclass(frozen=True)
class Importer:
    """Reads one kind of source.

    ``read`` takes the source's content and name, and raises SourceError where it is not what it should be. ``mark``
    gives the same source with the findings marked in it, where that can be done.
    """

    name: str
    summary: str
    read: Callable[[Deployment, bytes, str, Wanted], Imported]
    mark: Callable[[Deployment, bytes, str, Sequence[ImportFinding]], bytes] | None = None


def importers(home: Path) -> Mapping[str, Importer]:
    """All importers by name."""
    found: dict[str, Importer] = {}
    for module_info in pkgutil.iter_modules(importing.__path__):
        if module_info.name == __name__.rpartition(".")[2]:
            continue
        module = importlib.import_module(f"{importing.__name__}.{module_info.name}")
        offered: Callable[[Path], Iterable[Importer]] | None = getattr(module, "importers", None)
        found |= {importer.name: importer for importer in (offered(home) if offered else ())}
    return dict(sorted(found.items()))


def importer_named(home: Path, name: str) -> Importer:
    """The importer of that name.

    :raises UnknownName: listing those that there are.
    """
    known = importers(home)
    if name not in known:
        raise UnknownName("importer", name, list(known))
    return known[name]
