"""The schedule that people make by hand, to be shown beside the best one."""

from __future__ import annotations

from collections import Counter

from graph_service.model.procurement import Problem, Purchase, Schedule


def greedy(problem: Problem) -> Schedule:
    """Again and again the purchase that unlocks most for its cost, begun as soon as it fits.

    Where none unlocks anything by itself, the one whose Building Block is most wanted for its cost. It never takes
    anything back, and doesn't see that two together may be worth much where each alone is worth nothing.
    """
    made: list[Purchase] = []
    spent: Counter[int] = Counter()
    busy: Counter[int] = Counter()
    ends: dict[str, int] = {}

    def fits(purchase: Purchase) -> bool:
        before = problem.prerequisites.get(purchase.block, frozenset())
        return (
            purchase.block not in ends
            and all(other in ends and ends[other] <= purchase.end for other in before)
            and all(spent[year] + purchase.yearly_cost <= problem.budget + 1e-9 for year in purchase.span)
            and (problem.teams is None or all(busy[y] + purchase.option.teams <= problem.teams for y in purchase.span))
        )

    worth = {y: sum(map(problem.factor, range(y, problem.years.stop))) for y in problem.years}
    while possible := [purchase for purchase in problem.purchases if fits(purchase)]:
        gains: Counter[tuple[str, int]] = Counter()
        wanted: Counter[str] = Counter()
        for group in problem.groups:
            left = [block for block in group.misses if block not in ends]
            for block in left:
                wanted[block] += group.weight  # type: ignore[assignment] # counters count with any number
            if len(left) == 1:
                there = max((ends[block] for block in group.misses if block in ends), default=problem.years.start)
                for year in problem.years:
                    gains[left[0], year] += group.weight * worth[max(year, there)]  # type: ignore[assignment] # likewise

        def merit(purchase: Purchase) -> tuple[float, float, int]:
            cost = purchase.option.cost or 1.0
            gain, want = gains[purchase.block, purchase.end], wanted[purchase.block]  # noqa: B023 - used at once
            return gain / cost, want / cost, -purchase.end

        chosen = max(possible, key=merit)
        if not any(merit(chosen)[:2]):
            break
        made.append(chosen)
        ends[chosen.block] = chosen.end
        spent.update(dict.fromkeys(chosen.span, chosen.yearly_cost))
        busy.update(dict.fromkeys(chosen.span, chosen.option.teams))
    return Schedule(problem, tuple(sorted(made)))
