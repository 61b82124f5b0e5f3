"""The page of what differs between two releases."""

from __future__ import annotations

from graph_service.pages.layout import Frame, render
from graph_service.services.release_difference import ReleaseDifference
from graph_service.services.wording import count_things

#: More things than this are for the patch, not for a page.
THINGS_SHOWN = 500


def difference_page(found: ReleaseDifference, base: str, frame: Frame) -> str:
    """Counts, the answers that differ, then each thing."""
    return render(
        "release_difference.html",
        frame,
        found=found,
        counts=count_things(found.things),
        things=found.things[:THINGS_SHOWN],
        base=base,
    )
