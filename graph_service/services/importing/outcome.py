"""What an importer makes of a source: the graphs as they would be, what is wrong where, and what was left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from pyoxigraph import Triple

from graph_service.model.report import Severity


@dataclass(frozen=True, order=True)
class Place:
    """Where in a source something stands.

    ``part`` is the sheet or file, ``at`` the cell or line, ``heading`` that of the column.
    """

    part: str
    at: str = ""
    heading: str = ""

    def __str__(self) -> str:
        place = f"{self.part.strip()}!{self.at}" if self.at else self.part.strip()
        return f"{place} ({self.heading})" if self.heading else place


@dataclass(frozen=True)
class ImportFinding:
    """One thing that is wrong or worth knowing in a source: where, what, and what to do.

    A violation stops the import; a warning is for the source's owner; an info says how something was understood.
    ``shape`` and ``focus`` are given where a shape found it.
    """

    severity: Severity
    place: Place
    message: str
    value: str = ""
    shape: str = ""
    focus: str = ""

    def as_json(self) -> dict[str, Any]:
        """The finding as it is told to programs."""
        return {**asdict(self), **asdict(self.place), "place": str(self.place)}


@dataclass(frozen=True)
class LeftOut:
    """A row or entry of the source that became nothing, and why."""

    place: Place
    reason: str


def untraced(_subject: str, _path: str) -> Place | None:
    """No place, for sources that can't be traced."""
    return None


@dataclass(frozen=True)
class Imported:
    """What was read: whole graphs as they would be after it, findings, and counts.

    ``trace`` gives the place that a property of a thing comes from, or would be entered at; with an empty property,
    the place of the thing itself. ``things`` are the IRIs that the source describes.
    """

    graphs: Mapping[str, Sequence[Triple]]
    findings: Sequence[ImportFinding]
    rows: int
    things: Sequence[str]
    left_out: Sequence[LeftOut] = field(default=())
    trace: Callable[[str, str], Place | None] = untraced

    @property
    def readable(self) -> bool:
        """Whether nothing in the source itself forbids the import."""
        return not any(finding.severity == "violation" for finding in self.findings)
