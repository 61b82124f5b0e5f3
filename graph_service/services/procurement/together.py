"""Sets of Building Blocks that only pay together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph_service.model.procurement import Group


@dataclass(frozen=True)
class Together:
    """A set that something waits for as a whole.

    ``things`` and ``weight`` are what only the whole set unlocks; ``whole`` is the weight of all that it unlocks, and
    ``best_part`` of what the best part of it does, the set without one. Where that is 0, less is of no use.
    """

    blocks: tuple[str, ...]
    things: int
    weight: float
    whole: float
    best_part: float


def together(groups: Sequence[Group]) -> Sequence[Together]:
    """The sets of two or more Building Blocks that something misses as a whole, those that unlock most first."""
    masks, place = _masks(groups)
    found = []
    for group, mask in zip(groups, masks, strict=True):
        if len(group.misses) < 2:  # noqa: PLR2004 - one is no set
            continue
        inside = [(m, g.weight) for m, g in zip(masks, groups, strict=True) if m & ~mask == 0]
        parts = [sum(weight for m, weight in inside if not m >> place[block] & 1) for block in group.misses]
        blocks, whole = tuple(sorted(group.misses)), sum(weight for _, weight in inside)
        found.append(Together(blocks, len(group.things), group.weight, whole, max(parts)))
    return sorted(found, key=lambda found: (-found.weight, found.blocks))


def _masks(groups: Sequence[Group]) -> tuple[Sequence[int], dict[str, int]]:
    """The sets as bits of whole numbers, which compare fast."""
    place = {block: n for n, block in enumerate(sorted({block for group in groups for block in group.misses}))}
    return [sum(1 << place[block] for block in group.misses) for group in groups], place
