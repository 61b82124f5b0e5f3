"""The page that a browser is shown where something can't be answered: what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graph_service.pages.layout import Frame, render


def problem_page(document: Mapping[str, Any], frame: Frame) -> str:
    """The page of a problem document (RFC 9457)."""
    return render("problem.html", frame, problem=document)
