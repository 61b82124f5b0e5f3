"""What an operator can set, by environment variables that start with ``GRAPH_``."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from math import inf
from pathlib import Path
from typing import Any


def _packaged_home() -> Path:
    """The folder that holds ontology/, shapes/, queries/, mappings/ and seed-data/: in a wheel, or the checkout."""
    packaged = Path(__file__).parent / "data"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent


@dataclass(frozen=True)
class Settings:
    """All settings; each is read from ``GRAPH_<NAME>``, and its help text is what the reference prints."""

    store: str = field(
        default="oxigraph:store",
        metadata={"help": "Where the graph is kept: oxigraph:<folder>."},
    )
    home: Path = field(
        default_factory=_packaged_home,
        metadata={
            "help": "The folder that holds ontology/, shapes/, queries/, mappings/ and seed-data/.",
            "default": "the folders that were installed",
        },
    )
    base: str = field(
        default="https://w3id.org/public-service-graph/",
        metadata={"help": "The IRI that things, documents and graphs of this service start with."},
    )
    keys: Path = field(
        default=Path("keys.json"),
        metadata={"help": "The file with the keys of those who may change the graph; without one, nobody may."},
    )
    sparql_seconds: float = field(
        default=10.0,
        metadata={"help": "How long a query to /sparql may run; a client may ask for less."},
    )
    sparql_memory_mb: int = field(
        default=512,
        metadata={"help": "How much memory a query to /sparql may use, in mebibytes."},
    )
    sparql_rows: int = field(
        default=10_000,
        metadata={"help": "How many rows or statements an answer of /sparql may have; the rest is cut, and said so."},
    )
    sparql_concurrency: int = field(
        default=4,
        metadata={"help": "How many queries to /sparql may run at once, each in a process."},
    )
    sparql_queue: int = field(
        default=16,
        metadata={"help": "How many queries to /sparql may wait; further ones are refused."},
    )

    mapping_python: Path = field(
        default_factory=lambda: Path(sys.prefix) / "mapping" / "bin" / "python",
        metadata={
            "help": "The Python of the environment that mappings of tables run in, apart from the service.",
            "default": "mapping/bin/python in the service's own environment",
        },
    )
    import_mb: int = field(
        default=50,
        metadata={"help": "How large a file may be that is imported, in mebibytes."},
    )
    import_seconds: float = field(
        default=120.0,
        metadata={"help": "How long the reading of a file that is imported may take."},
    )
    import_memory_mb: int = field(
        default=1024,
        metadata={"help": "How much memory the reading of a file that is imported may use, in mebibytes."},
    )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """Read the settings from ``environment``.

        :raises ValueError: where a ``GRAPH_`` variable names no setting, so that a typing error is noticed.
        """
        known = {f"GRAPH_{f.name.upper()}": f.name for f in fields(cls)}
        given = {key: value for key, value in environment.items() if key.startswith("GRAPH_")}
        unknown = sorted(set(given) - set(known))
        if unknown:
            raise ValueError(f"unknown settings {', '.join(unknown)}; known are {', '.join(known)}")
        kinds = {f.name: type(getattr(_DEFAULTS, f.name)) for f in fields(cls)}
        values: dict[str, Any] = {known[key]: value for key, value in given.items()}
        for name, value in values.items():
            kind = Path if issubclass(kinds[name], Path) else kinds[name]
            try:
                values[name] = kind(value)
            except ValueError as error:
                raise ValueError(f"GRAPH_{name.upper()} is {value!r}, which is no {kind.__name__}") from error
            if kind in {int, float} and not 0 <= values[name] < inf:
                raise ValueError(f"GRAPH_{name.upper()} is {value!r}, which is no limit")
        return cls(**values)


_DEFAULTS = Settings()
