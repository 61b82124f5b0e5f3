"""What is used of DuckDB, which is imported where a copy is made."""

from __future__ import annotations

from typing import Any, Protocol


class Connection(Protocol):
    """A connection to a database, as `DuckDB <https://duckdb.org/docs/stable/clients/python/overview>`_ has it."""

    def execute(self, query: str) -> Any:
        """Carry out SQL."""

    def cursor(self) -> Connection:
        """Another connection to the same database, for another thread."""

    def interrupt(self) -> None:
        """End what is being carried out, from another thread."""

    def close(self) -> None:
        """Let go of it."""
