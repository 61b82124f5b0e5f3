"""What a validation found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Severity = Literal["violation", "warning", "info"]


@dataclass(frozen=True, order=True)
class Finding:
    """One result of a shape on one resource. ``source`` is ``file:line`` where the resource was read from."""

    severity: Severity
    focus: str
    shape: str
    constraint: str
    path: str
    value: str
    message: str
    label: str = ""
    source: str = ""


@dataclass(frozen=True)
class ValidationReport:
    """All findings, most severe first, and the same as a ``sh:ValidationReport`` in Turtle."""

    findings: Sequence[Finding]
    turtle: str

    @property
    def violations(self) -> int:
        """How many findings forbid the data."""
        return sum(finding.severity == "violation" for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings are recommendations."""
        return sum(finding.severity == "warning" for finding in self.findings)

    @property
    def conforms(self) -> bool:
        """Whether nothing forbids the data; warnings do not."""
        return self.violations == 0
