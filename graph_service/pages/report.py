"""The page of a validation report."""

from __future__ import annotations

from graph_service.model.report import ValidationReport
from graph_service.pages.layout import render


def report_page(report: ValidationReport, base: str) -> str:
    """What was found, most severe first, each with what to do."""
    return render("report.html", report=report, base=base)
