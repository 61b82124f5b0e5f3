"""What Building Blocks in operation are worth, and linear bounds on it.

A group counts the smallest of the z of what it misses, where z is 1 for a Building Block in operation and 0 for one
that is not. That minimum is at most the z of any one of them, so for every choice of one for each group

    worth(z) ≤ sum of weight[group] · z[chosen for group]

with equality where the chosen ones are the smallest. Groups are counted together in parts, by the least wanted
Building Block that they miss: bounds for each part are tighter than one for all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph_service.model.procurement import Problem

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Cut:
    """The worth of ``part`` is at most ``constant`` + the sum of ``weights`` · z of ``blocks``."""

    part: int
    blocks: Sequence[int]
    weights: Sequence[float]
    constant: float


class Worth:
    """The worth of a vector z over ``blocks``, as a share of what all groups that can be unlocked count."""

    def __init__(self, problem: Problem, blocks: Sequence[str]) -> None:
        groups = [g for g in problem.groups if g.weight > 0 and g.misses and g.misses <= set(blocks)]
        wanted = dict.fromkeys(blocks, 0.0)
        for group in groups:
            for block in group.misses:
                wanted[block] += group.weight
        place = {block: number for number, block in enumerate(blocks)}
        width = max((len(group.misses) for group in groups), default=1)
        self.size = len(blocks)
        self.total = sum(group.weight for group in groups)
        self._weights = np.array([group.weight for group in groups]) / (self.total or 1.0)
        # Beyond the last that a group misses stands one that is always in operation.
        self._misses = np.full((len(groups), width), self.size)
        for row, group in enumerate(groups):
            rarest_first = sorted(group.misses, key=lambda block: (wanted[block], block))
            self._misses[row, : len(group.misses)] = [place[block] for block in rarest_first]
        rarest, self._part = np.unique(self._misses[:, 0], return_inverse=True)
        self.parts = len(rarest)

    def of(self, z: Numbers) -> float:
        """What ``z`` is worth."""
        return float(self._weights @ self._all(z)[self._misses].min(axis=1))

    def cuts(self, z: Numbers, claimed: Numbers, tolerance: float) -> Iterator[Cut]:
        """The bounds that hold with equality at ``z``, of the parts whose ``claimed`` worth is above them."""
        all_z = self._all(z)
        smallest = all_z[self._misses].argmin(axis=1)
        chosen = self._misses[np.arange(len(self._misses)), smallest]
        weights = np.zeros((self.parts, self.size + 1))
        np.add.at(weights, (self._part, chosen), self._weights)
        for part in np.flatnonzero(claimed > weights @ all_z + tolerance):
            blocks = np.flatnonzero(weights[part, : self.size])
            yield Cut(int(part), blocks.tolist(), weights[part, blocks].tolist(), float(weights[part, self.size]))

    @staticmethod
    def _all(z: Numbers) -> Numbers:
        return np.append(np.minimum(z, 1.0), 1.0)
