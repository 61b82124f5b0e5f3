"""What is given to a sandbox and what comes back: also the messages between the two processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Job:
    """One query, and how it is to be answered; ``format`` is a name of the formats for its form.

    Without graphs named, the data set of the query is that of the store. Limits are those of this job.
    """

    text: str
    format: str
    base: str
    seconds: float
    rows: int
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    prefixes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """An answer, and whether it was cut at a limit; ``generation`` is that of the data it rests on."""

    content: bytes
    truncated: bool
    generation: int
