"""What an operator can set of queries that nobody has read: what each of them, and all together, may use."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class SandboxSettings:
    """The settings that start with ``sparql_``."""

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
