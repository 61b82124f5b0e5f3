"""How long the best order of 60 missing Building Blocks for 5,000 services takes, and how far from it simpler ways are.

python bench/procurement.py
"""

from __future__ import annotations

import random
import time

from graph_service.model.procurement import Group, Option, Problem
from graph_service.services.procurement.optimum import best

APPROACHES = (("tender", 1.0, 2), ("develop", 0.7, 3), ("reuse-from-catalogue", 0.4, 1))


def problem(seed: int, blocks: int = 60, services: int = 5_000, years: int = 5) -> Problem:
    """A catalogue in which few Building Blocks are wanted by many services, as everywhere."""
    chance = random.Random(seed)  # noqa: S311 - the same data each time
    names = [f"block-{number:02}" for number in range(blocks)]
    popularity = [1 / (place + 1) for place in range(blocks)]
    weights: dict[frozenset[str], float] = {}
    for _ in range(services):
        wanted = frozenset(chance.choices(names, popularity, k=chance.choice((1, 2, 2, 3, 3, 4, 5))))
        weights[wanted] = weights.get(wanted, 0.0) + round(chance.lognormvariate(8, 2))
    options = [
        Option(name, approach, round(cost * share), span)
        for name in names
        for cost in [chance.randrange(200, 3_000) * 1_000]
        for approach, share, span in chance.sample(APPROACHES, chance.choice((1, 2, 3)))
    ]
    before = {name: frozenset(chance.sample(names[:place], 1)) for place, name in enumerate(names) if place % 6 == 5}  # noqa: PLR2004
    return Problem(
        years=range(2027, 2027 + years),
        budget=6_000_000,
        teams=6,
        discount=0.035,
        groups=[Group(misses, weight) for misses, weight in weights.items()],
        options=options,
        prerequisites=before,
    )


def main() -> None:
    """Print the report."""
    print("| seed | sets of missing Building Blocks | seconds | gap | purchases |")
    print("|---|---|---|---|---|")
    for seed in range(5):
        asked = problem(seed)
        started = time.perf_counter()
        found = best(asked)
        seconds = time.perf_counter() - started
        print(f"| {seed} | {len(asked.groups)} | {seconds:.1f} | {found.gap:.2%} | {len(found.purchases)} |")


if __name__ == "__main__":
    main()
