"""Why a Building Block comes where it does in the best schedule, or why it is not in it, in a sentence or two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph_service.model.procurement import Group, Option, Purchase, Schedule
from graph_service.services.procurement.inputs import Inputs

_UNITS = {"transactions": "transactions a year", "people": "people a year"}
_THINGS = {"life-events": ("life event", "life events")}


class Reasons:
    """Gives reasons for ``schedule``, the best for ``inputs``."""

    def __init__(self, inputs: Inputs, schedule: Schedule) -> None:
        self._inputs = inputs
        self._schedule = schedule
        self._unlocked = list(schedule.unlocked())

    def unlocked_with(self, purchase: Purchase) -> Sequence[Group]:
        """The groups that miss what is purchased and are unlocked when it is in operation."""
        return [g for g, year in self._unlocked if year == purchase.end and purchase.block in g.misses]

    def for_purchase(self, purchase: Purchase) -> str:
        """Why it is bought, then, and by that approach."""
        return " ".join(filter(None, (self._use(purchase), self._time(purchase), self._approach(purchase))))

    def for_absence(self, block: str) -> str:
        """Why a Building Block is not bought."""
        problem = self._inputs.problem
        options = [option for option in problem.options if option.block == block]
        if not options:
            return "No cost is known: state a procurement estimate for it, or give default_cost."
        if block not in problem.obtainable:
            return self._hindrance(block, options)
        waiting = [group for group in problem.groups if block in group.misses]
        if waiting and not any(group.misses <= problem.obtainable for group in waiting):
            others = {other for group in waiting for other in group.misses - problem.obtainable}
            return f"All that misses it also misses {self._named(others)}, which can't be had within these limits."
        needs = f"{self.counted(waiting)} miss it" if waiting else "Nothing waits for it by itself"
        alone = sum(len(group.things) for group in waiting if len(group.misses) == 1)
        partly = f", {alone} of them nothing else" if alone else ""
        return f"{needs}{partly}, but no plan with it unlocks more within these limits."

    def counted(self, groups: Iterable[Group]) -> str:
        """How many things these are, and what they count, in words."""
        groups = list(groups)
        number = sum(len(group.things) for group in groups)
        one, many = _THINGS.get(self._inputs.limits.objective, ("service", "services"))
        words = f"{number} {one if number == 1 else many}"
        unit = _UNITS.get(self._inputs.limits.objective)
        return f"{words} ({sum(group.weight for group in groups):,.0f} {unit})" if unit else words

    def _use(self, purchase: Purchase) -> str:
        groups = self.unlocked_with(purchase)
        if groups:
            others = {other for group in groups for other in group.misses} - {purchase.block}
            if not others:
                return f"Unlocks {self.counted(groups)} by itself."
            alone = sum(len(group.things) for group in groups if len(group.misses) == 1)
            share = f": {alone} by itself, the others" if alone else ""
            return f"Unlocks {self.counted(groups)}{share} together with {self._named(others)}."
        resting = {b for b, before in self._inputs.problem.prerequisites.items() if purchase.block in before}
        if resting & set(self._schedule.ends):
            return f"Comes before {self._named(resting & set(self._schedule.ends))}, which rests on it."
        later = [(year, group) for group, year in self._unlocked if purchase.block in group.misses]
        year = min(year for year, _ in later)
        waits = [group for at, group in later if at == year]
        return f"Is needed for {self.counted(waits)} that are unlocked in {year}, when the rest is there."

    def _time(self, purchase: Purchase) -> str:
        earliest = self._inputs.problem.earliest.get(purchase.block)
        if earliest == purchase.end and earliest > self._inputs.problem.years.start + purchase.option.years - 1:
            item = self._inputs.title(self._inputs.waits_for[purchase.block])
            return f"Not sooner, because it waits for “{item}” in {earliest}."
        return ""

    def _approach(self, purchase: Purchase) -> str:
        if purchase.block in self._inputs.decided:
            return f"{self._inputs.title(purchase.option.approach)}, as was decided."
        others = [o for o in self._inputs.problem.options if o.block == purchase.block and o != purchase.option]
        if not others:
            return ""
        name = self._inputs.title(purchase.option.approach)
        cheaper = [other for other in others if other.cost < purchase.option.cost]
        if not cheaper:
            return f"{name}, because it costs least."
        names = self._named(other.approach for other in cheaper)
        if all(other.years > purchase.option.years for other in cheaper):
            return f"{name}, because it is there sooner than {names}, which costs less."
        if all(other.teams > purchase.option.teams for other in cheaper):
            return f"{name}, because it takes fewer teams than {names}, which costs less."
        return f"{name}, because with {names} less is unlocked within these limits."

    def _hindrance(self, block: str, options: Sequence[Option]) -> str:
        problem = self._inputs.problem
        years, earliest = problem.years, problem.earliest.get(block)
        if earliest is not None and earliest >= years.stop:
            return f"It waits for “{self._inputs.title(self._inputs.waits_for[block])}” in {earliest}, after the plan."
        if all(option.years > len(years) for option in options):
            return f"It takes {min(option.years for option in options)} years, more than the plan has."
        in_time = [option for option in options if option.years <= len(years)]
        least = min(option.cost / option.years for option in in_time)
        if least > problem.budget:
            return f"It costs at least {least:,.0f} in a year, more than the budget of {problem.budget:,.0f}."
        if problem.teams is not None and all(option.teams > problem.teams for option in in_time):
            teams = min(option.teams for option in in_time)
            return f"It takes {teams} {'team' if teams == 1 else 'teams'}, more than there are."
        absent = problem.prerequisites.get(block, frozenset()) - problem.obtainable
        if absent:
            return f"It rests on {self._named(absent)}, which can't be had within these limits."
        return "No approach keeps to both budget and time."

    def _named(self, things: Iterable[str]) -> str:
        names = sorted(map(self._inputs.title, things))
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
