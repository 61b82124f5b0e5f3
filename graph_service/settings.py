"""What an operator can set, by environment variables that start with ``GRAPH_``."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path


def _packaged_home() -> Path:
    """The folder that holds ontology/, shapes/, queries/ and seed-data/: in a wheel, or the checkout."""
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
        metadata={"help": "The folder that holds ontology/, shapes/, queries/ and seed-data/."},
    )
    base: str = field(
        default="https://w3id.org/public-service-graph/",
        metadata={"help": "The IRI that things, documents and graphs of this service start with."},
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
        values: dict[str, str | Path] = {known[key]: value for key, value in given.items()}
        if "home" in values:
            values["home"] = Path(values["home"])
        return cls(**values)  # type: ignore[arg-type]
