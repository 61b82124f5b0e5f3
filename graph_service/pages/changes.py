"""The changes that were made: their list, and each in words."""

from __future__ import annotations

from collections.abc import Sequence

from graph_service.model.page import Page
from graph_service.pages.layout import Frame, render
from graph_service.services.change_log import ChangeRecord

#: More lines than these are for the patch, not for a page.
LINES_SHOWN = 1000


def change_list(records: Sequence[ChangeRecord], page: Page, total: int, frame: Frame) -> str:
    """A page of the list, the latest change first; ``total`` is how many there are."""
    return render("changes.html", frame, records=records, total=total, pages=page.neighbours(total))


def change_page(record: ChangeRecord, words: Sequence[str], frame: Frame) -> str:
    """One change; ``words`` are empty where it was too large to be told in words."""
    more = max(0, len(words) - LINES_SHOWN)
    return render("change.html", frame, record=record, lines=words[:LINES_SHOWN], more=more)
