"""Mappings: folders under ``mappings/`` that say how a table becomes graphs; each folder found is one.

====================================  ==================================================================
``mapping.yaml``                      title, description, source, licence, stack; where they apply, attribution,
                                      encoding (UTF-8 by default), needs (catalogues that must be there before)
``mapping.rml.ttl``                   RML: from the rows of ``rows.csv`` and of ``tables/*.csv`` to raw statements
``tables/<name>.csv``                 look-up tables
``prepare/<name>.rq``                 CONSTRUCT: more raw statements, in the order of the names
``graphs/<catalogue>.ttl``            statements of that catalogue that do not depend on the table
``graphs/<catalogue>.rq``             CONSTRUCT: statements of that catalogue
``graphs/<catalogue>/<name>.rq``      the same, where one query would be too long
``left-out/<name>.rq``                SELECT ?row (and ?value): what is not taken; the first line says why
====================================  ==================================================================
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from graph_service.errors import MappingError, UnknownName
from graph_service.services.importing.tables.rml import RML_FILE, check_rml

_ABOUT = "mapping.yaml"
_REQUIRED = ("title", "description", "source", "licence", "stack")


@dataclass(frozen=True)
class TableMapping:
    """A mapping: what it says of itself, and its files."""

    name: str
    folder: Path
    about: Mapping[str, Any]

    @property
    def stack(self) -> str:
        """The key of the stack that its things belong to."""
        return str(self.about["stack"])

    @property
    def needs(self) -> tuple[str, ...]:
        """The catalogues of its stack whose things it refers to."""
        return tuple(self.about.get("needs", ()))

    @property
    def encoding(self) -> str:
        """How its text files are encoded."""
        return str(self.about.get("encoding", "utf-8"))

    @property
    def tables(self) -> list[Path]:
        """Its look-up tables."""
        return sorted((self.folder / "tables").glob("*.csv"))

    @property
    def preparations(self) -> list[Path]:
        """The queries that add to the raw statements."""
        return sorted((self.folder / "prepare").glob("*.rq"))

    @property
    def omissions(self) -> list[Path]:
        """The queries for what is not taken."""
        return sorted((self.folder / "left-out").glob("*.rq"))

    def graphs(self) -> Iterator[tuple[str, Path]]:
        """The catalogues that it makes, each with a file that makes a part of it."""
        folder = self.folder / "graphs"
        for path in sorted((*folder.glob("*.ttl"), *folder.rglob("*.rq"))):
            yield path.relative_to(folder).with_suffix("").parts[0], path


def mapping_names(home: Path) -> list[str]:
    """The names of the mappings under ``home``."""
    return sorted(path.parent.name for path in (home / "mappings").glob(f"*/{_ABOUT}"))


def read_mapping(home: Path, name: str) -> TableMapping:
    """The mapping of that name.

    :raises UnknownName: where there is none.
    :raises MappingError: where a file of it is missing or wrong.
    """
    names = mapping_names(home)
    if name not in names:
        raise UnknownName("mapping", name, difflib.get_close_matches(name, names))
    folder = home / "mappings" / name
    mapping = TableMapping(name, folder, read_about(folder))
    check_rml(folder / RML_FILE, mapping.tables)
    return mapping


def read_about(folder: Path) -> Mapping[str, Any]:
    """What the mapping in ``folder`` says of itself.

    :raises MappingError: where that is missing or not complete.
    """
    try:
        about = yaml.safe_load((folder / _ABOUT).read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise MappingError(f"{folder / _ABOUT}: not YAML in UTF-8: {error}") from error
    missing = [key for key in _REQUIRED if not (isinstance(about, dict) and about.get(key))]
    if missing:
        raise MappingError(f"{folder / _ABOUT}: add {', '.join(missing)}.")
    return dict(about)
