"""The problem that the rows of ``queries/procurement-plan.rq`` and the limits that are asked for state."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from pyoxigraph import Literal

from graph_service.model.binding import Term
from graph_service.model.procurement import Group, Option, Problem
from graph_service.model.solutions import Row
from graph_service.services.procurement.limits import Limits

#: The columns that the query must select.
COLUMNS = (
    *("service", "misses", "transactions", "people", "event"),
    *("approach", "estimateFor", "cost", "span", "crew", "reuse", "decidedFor", "itemFor", "candidateFor"),
    *("block", "prerequisite", "after", "afterYear", "thing", "title"),
)
_NUMBERS = {"transactions": "transactions", "people": "people"}


@dataclass(frozen=True)
class Coverage:
    """How far the weights rest on figures: ``known`` of ``total`` things have one, the others count ``fallback``."""

    objective: str
    known: int
    total: int
    fallback: float


@dataclass(frozen=True)
class Inputs:
    """A problem with what is needed to talk about it.

    ``missing`` are all Building Blocks that something waits for or that one of these rests on; ``decided`` those whose
    approach was decided; ``waits_for`` are the roadmap items that ``earliest`` rests on, by Building Block.
    """

    problem: Problem
    limits: Limits
    missing: Sequence[str]
    decided: frozenset[str]
    waits_for: Mapping[str, str]
    coverage: Coverage
    titles: Mapping[str, str]

    def title(self, iri: str) -> str:
        """What ``iri`` is called; the end of it where it has no title."""
        return self.titles.get(iri) or iri.rpartition("/")[2]


@dataclass
class _Facts:
    """What the rows say, by Building Block or service."""

    misses: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    figures: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    events: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    estimates: dict[tuple[str, str], Option] = field(default_factory=dict)
    decided: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    item_costs: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    reuse: set[str] = field(default_factory=set)
    candidates: set[str] = field(default_factory=set)
    prerequisites: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    after: dict[str, set[tuple[int, str]]] = field(default_factory=lambda: defaultdict(set))
    titles: dict[str, list[Literal]] = field(default_factory=lambda: defaultdict(list))

    def read(self, row: Row) -> None:
        """Take in one row; what it binds tells what it says."""
        text = {name: str(getattr(term, "value", term)) for name, term in row.items()}
        match text:
            case {"service": service, "misses": block}:
                self.misses[service].add(block)
                self.figures[service] |= {name: float(text[name]) for name in _NUMBERS if name in text}
            case {"service": service, "event": event}:
                self.events[event].add(service)
            case {"block": block, "prerequisite": other}:
                self.prerequisites[block].add(other)
            case {"block": block, "after": item, "afterYear": year}:
                self.after[block].add((int(year), item))
            case {"thing": thing}:
                title = row["title"]
                assert isinstance(title, Literal)  # noqa: S101 - titles are literals, by their shape
                self.titles[thing].append(title)
            case _:
                self._read_means(text)

    def _read_means(self, text: Mapping[str, str]) -> None:
        """Take in a row on how Building Blocks can be had."""
        match text:
            case {"decidedFor": block, "approach": approach}:
                self.decided[block].add(approach)
            case {"approach": approach, "cost": cost, "span": span}:
                block, teams = text.get("estimateFor", ""), int(text.get("crew", 1))
                self._estimate(Option(block, approach, float(cost), int(span), teams))
            case {"itemFor": block, "cost": cost}:
                self.item_costs[block] += float(cost)
            case {"reuse": approach}:
                self.reuse.add(approach)
            case {"candidateFor": block}:
                self.candidates.add(block)

    def _estimate(self, option: Option) -> None:
        """Keep the cheapest of several estimates for the same."""
        key = (option.block, option.approach)
        self.estimates[key] = min(option, self.estimates.get(key, option))


def read_inputs(rows: Iterable[Row], arguments: Mapping[str, Sequence[Term]], limits: Limits) -> Inputs:
    """The problem that ``rows`` and ``limits`` state; ``arguments`` tells the language of titles."""
    facts = _Facts()
    for row in rows:
        facts.read(row)
    waiting = _waiting(facts, limits.objective)
    missing = _with_prerequisites({block for misses in waiting.values() for block in misses}, facts.prerequisites)
    groups, coverage = _groups(facts, waiting, limits.objective)
    after = {block: max(facts.after[block]) for block in missing if facts.after.get(block)}
    problem = Problem(
        years=limits.years,
        budget=limits.budget,
        groups=groups,
        options=[option for block in missing for option in _options(facts, block, limits.default_cost)],
        teams=limits.teams,
        discount=limits.discount,
        prerequisites={b: frozenset(facts.prerequisites[b]) for b in missing if facts.prerequisites.get(b)},
        earliest={block: year for block, (year, _) in after.items()},
    )
    language = next((term.value for term in arguments.get("lang", ())), "en")
    titles = {thing: _title(found, language) for thing, found in facts.titles.items()}
    waits_for = {block: item for block, (_, item) in after.items()}
    decided = frozenset(block for block in missing if facts.decided.get(block))
    return Inputs(problem, limits, missing, decided, waits_for, coverage, titles)


def read_waiting(rows: Iterable[Row], objective: str, language: str) -> tuple[Sequence[Group], Mapping[str, str]]:
    """The groups of what waits, and titles, where nothing is to be planned."""
    facts = _Facts()
    for row in rows:
        facts.read(row)
    titles = {thing: _title(found, language) for thing, found in facts.titles.items()}
    return _groups(facts, _waiting(facts, objective), objective)[0], titles


def _waiting(facts: _Facts, objective: str) -> Mapping[str, frozenset[str]]:
    """What waits, and for which Building Blocks: a life event for all that its services miss."""
    if objective != "life-events":
        return {service: frozenset(misses) for service, misses in facts.misses.items()}
    events = {
        event: frozenset(block for service in services for block in facts.misses.get(service, ()))
        for event, services in facts.events.items()
    }
    return {event: misses for event, misses in events.items() if misses}


def _groups(facts: _Facts, waiting: Mapping[str, frozenset[str]], objective: str) -> tuple[Sequence[Group], Coverage]:
    figures = {thing: facts.figures[thing][objective] for thing in waiting if objective in facts.figures.get(thing, ())}
    if objective not in _NUMBERS:
        figures = dict.fromkeys(waiting, 1.0)
    # Not known is not nothing: such a thing counts like the one in the middle of those that are known.
    fallback = float(median(figures.values())) if figures else 1.0
    members: dict[frozenset[str], list[str]] = defaultdict(list)
    for thing in sorted(waiting):
        members[waiting[thing]].append(thing)
    groups = [
        Group(misses, sum(figures.get(thing, fallback) for thing in things), tuple(things))
        for misses, things in sorted(members.items(), key=lambda item: sorted(item[0]))
    ]
    return groups, Coverage(objective, len(figures), len(waiting), fallback)


def _with_prerequisites(blocks: set[str], prerequisites: Mapping[str, set[str]]) -> Sequence[str]:
    found, waiting = set(blocks), list(blocks)
    while waiting:
        new = prerequisites.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return sorted(found)


def _options(facts: _Facts, block: str, default_cost: float | None) -> Sequence[Option]:
    """How a Building Block can be had: as was decided, else by each approach that has an estimate and what it needs."""
    approaches = facts.decided.get(block) or {
        approach
        for (for_block, approach) in facts.estimates
        if for_block in {"", block} and (approach not in facts.reuse or block in facts.candidates)
    }
    options = [_option(facts, block, approach, default_cost) for approach in sorted(approaches)]
    if not approaches and default_cost is not None:
        options = [Option(block, "", default_cost, basis="default cost")]
    return [option for option in options if option]


def _option(facts: _Facts, block: str, approach: str, default_cost: float | None) -> Option | None:
    """The figures nearest to the case: an estimate for this Building Block, the roadmap, an estimate for all."""
    own, general = facts.estimates.get((block, approach)), facts.estimates.get(("", approach))
    nearest = own or general or Option(block, approach, 0.0)
    if own:
        cost, basis = own.cost, "estimate"
    elif block in facts.item_costs and facts.decided.get(block):
        cost, basis = facts.item_costs[block], "roadmap"
    elif general:
        cost, basis = general.cost, "estimate for all"
    elif default_cost is not None:
        cost, basis = default_cost, "default cost"
    else:
        return None
    return Option(block, approach, cost, nearest.years, nearest.teams, basis)


def _title(titles: Iterable[Literal], language: str) -> str:
    """The title in ``language``, else in English, else the first."""

    def rank(title: Literal) -> tuple[bool, bool, str]:
        tag = (title.language or "").partition("-")[0]
        return tag != language.partition("-")[0].lower(), tag != "en", title.value

    return min(titles, key=rank).value
