"""How statements are worded for readers: prefixes, and the terms of a JSON-LD context."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Context:
    """``prefixes`` name namespaces; ``terms`` are JSON-LD term definitions; ``frame`` shapes a JSON-LD document."""

    prefixes: Mapping[str, str]
    terms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    frame: Mapping[str, Any] | None = None
