"""Sets of Building Blocks that only pay together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph_service.model.procurement import Group


@dataclass(frozen=True)
class Together:
    """A set that something waits for as a whole.

    ``weight`` and ``things`` are what all of it unlocks; ``best_part`` is the weight that the best part of it, without
    one Building Block, unlocks. Where that is 0, nothing less than the whole set unlocks anything.
    """

    blocks: tuple[str, ...]
    things: int
    weight: float
    best_part: float


def together(groups: Sequence[Group]) -> Sequence[Together]:
    """The sets of two or more Building Blocks of which a part unlocks less, those that gain most as a whole first."""
    masks, place = _masks(groups)
    found = []
    for group, mask in zip(groups, masks, strict=True):
        if len(group.misses) < 2:  # noqa: PLR2004 - one is no set
            continue
        inside = [(m, g) for m, g in zip(masks, groups, strict=True) if m & ~mask == 0]
        parts = [sum(g.weight for m, g in inside if not m >> place[block] & 1) for block in group.misses]
        blocks = tuple(sorted(group.misses))
        whole = sum(g.weight for _, g in inside)
        found.append(Together(blocks, sum(len(g.things) for _, g in inside), whole, max(parts)))
    return sorted(found, key=lambda t: (t.best_part - t.weight, t.blocks))


def _masks(groups: Sequence[Group]) -> tuple[Sequence[int], dict[str, int]]:
    """The sets as bits of whole numbers, which compare fast."""
    place = {block: n for n, block in enumerate(sorted({block for group in groups for block in group.misses}))}
    return [sum(1 << place[block] for block in group.misses) for group in groups], place
