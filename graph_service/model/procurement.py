"""What to procure first: the problem, a purchase, and a schedule of purchases with what it is worth.

A thing that waits (a service, a life event) is unlocked when everything that it misses is in operation, not before.
Things that miss the same count as one group, which changes no answer and makes large catalogues small.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, order=True)
class Option:
    """A way to obtain a Building Block.

    The work takes ``years`` whole years, in each of which it costs the same share of ``cost`` and occupies
    ``teams`` teams. ``basis`` says in words what the figures rest on.
    """

    block: str
    approach: str
    cost: float
    years: int = 1
    teams: int = 1
    basis: str = ""


@dataclass(frozen=True)
class Group:
    """Things that miss the same Building Blocks: what they count together for each year, and which they are."""

    misses: frozenset[str]
    weight: float
    things: tuple[str, ...] = ()


@dataclass(frozen=True, order=True)
class Purchase:
    """An option that is taken: work begins in the calendar year ``start``."""

    start: int
    option: Option

    @property
    def block(self) -> str:
        """The Building Block that is obtained."""
        return self.option.block

    @property
    def end(self) -> int:
        """The year at the end of which the Building Block is in operation."""
        return self.start + self.option.years - 1

    @property
    def span(self) -> range:
        """The years of the work."""
        return range(self.start, self.end + 1)

    @property
    def yearly_cost(self) -> float:
        """What each year of the work costs."""
        return self.option.cost / self.option.years


@dataclass(frozen=True)
class Problem:
    """What waits for what, how that can be had, and within which limits.

    ``budget`` is for each of the ``years`` by itself; ``teams`` is how many can work at once (``None``: any number).
    What a thing counts in a later year is worth less by ``discount`` for each year. A Building Block is in operation
    no sooner than those in ``prerequisites`` and than its year in ``earliest``.
    """

    years: range
    budget: float
    groups: Sequence[Group]
    options: Sequence[Option]
    teams: int | None = None
    discount: float = 0.0
    prerequisites: Mapping[str, frozenset[str]] = field(default_factory=dict)
    earliest: Mapping[str, int] = field(default_factory=dict)

    def factor(self, year: int) -> float:
        """What 1 in ``year`` is worth in the first year."""
        return float((1.0 + self.discount) ** (self.years.start - year))

    @cached_property
    def purchases(self) -> Sequence[Purchase]:
        """Every purchase that ends in time, in a fixed order; those that nothing can make useful are left out."""
        possible = [
            Purchase(start, option)
            for option in sorted(self.options)
            for start in self.years
            if start + option.years <= self.years.stop
            and start + option.years - 1 >= self.earliest.get(option.block, start)
            and option.cost / option.years <= self.budget
            and (self.teams is None or option.teams <= self.teams)
        ]
        blocks = {purchase.block for purchase in possible}
        while cut := {block for block in blocks if not self.prerequisites.get(block, frozenset()) <= blocks}:
            blocks -= cut
        return [purchase for purchase in possible if purchase.block in blocks]

    @cached_property
    def obtainable(self) -> frozenset[str]:
        """The Building Blocks that could be in operation within the years, each looked at by itself."""
        return frozenset(purchase.block for purchase in self.purchases)


@dataclass(frozen=True)
class Schedule:
    """Purchases, and the value that no schedule can exceed where one is known."""

    problem: Problem
    purchases: tuple[Purchase, ...]
    bound: float | None = None

    @cached_property
    def ends(self) -> Mapping[str, int]:
        """When each Building Block is in operation."""
        return {purchase.block: purchase.end for purchase in self.purchases}

    def unlocked(self) -> Iterator[tuple[Group, int]]:
        """The groups that are unlocked, with the year."""
        for group in self.problem.groups:
            if all(block in self.ends for block in group.misses):
                yield group, max(self.ends[block] for block in group.misses)

    @cached_property
    def value(self) -> float:
        """What the unlocked things count in all years from the one in which they are unlocked, discounted."""
        worth = {year: self.problem.factor(year) for year in self.problem.years}
        return sum(group.weight * sum(worth[y] for y in worth if y >= year) for group, year in self.unlocked())

    @property
    def cost(self) -> float:
        """What all purchases cost together."""
        return sum(purchase.option.cost for purchase in self.purchases)

    @property
    def discounted_cost(self) -> float:
        """The same, where a later year's money counts less."""
        return sum(p.yearly_cost * self.problem.factor(year) for p in self.purchases for year in p.span)

    @property
    def gap(self) -> float | None:
        """How far below the best possible value this may be, as a share of it; 0 where none is better."""
        if self.bound is None:
            return None
        return max(0.0, self.bound - self.value) / self.bound if self.bound > self.value else 0.0
