"""Journey steps: one row for each step of the journeys through a service, with all that it rests on.

A row says one thing by its ``fact``: ``thing`` is called ``value`` ("title"), is a step of it ("journey"), or has it as
its "kind", "position", "phase", "workflow", "buildingBlock", "system" or "regulation"; or it is a Building Block that
is "in operation". Journeys as they are come first, and steps in their order; those without a place come last.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode

from graph_service.model.solutions import Row
from graph_service.services.analyses import Arguments

TAKES = ("thing", "fact", "value")
#: What a step may have several of, and the columns of their IRIs and of their titles.
_SEVERAL = {
    "workflow": ("workflows", "workflowTitles"),
    "buildingBlock": ("buildingBlocks", "buildingBlockTitles"),
    "missing": ("missing", "missingTitles"),
    "system": ("systems", "systemTitles"),
    "regulation": ("regulations", "regulationTitles"),
}
GIVES = (
    *("journey", "journeyTitle", "kind", "position", "step", "stepTitle", "phase"),
    *(column for columns in _SEVERAL.values() for column in columns),
)
_LAST = 10**9

_Facts = Mapping[tuple[str, str], Sequence[NamedNode | Literal]]


def analyse(rows: Sequence[Row], arguments: Arguments) -> Iterator[Row]:
    """The steps, journey by journey."""
    facts: dict[tuple[str, str], set[NamedNode | Literal]] = defaultdict(set)
    running = set[str]()
    for row in rows:
        thing, fact, value = row.get("thing"), row.get("fact"), row.get("value")
        if not isinstance(thing, NamedNode) or not isinstance(fact, Literal):
            continue
        if fact.value == "in operation":
            running.add(thing.value)
        elif isinstance(value, NamedNode | Literal):
            facts[thing.value, fact.value].add(value)
    for (step, kind), values in list(facts.items()):
        if kind == "buildingBlock":
            facts[step, "missing"] = {value for value in values if value.value not in running}
    known = {key: sorted(values, key=str) for key, values in facts.items()}
    language = next((term.value.lower() for term in arguments.get("lang", ())), "en")
    steps = [(plan.value, thing) for (thing, fact), plans in known.items() if fact == "journey" for plan in plans]
    for journey, step in sorted(
        steps, key=lambda pair: (_first(known, pair[0], "kind"), pair[0], *_place(known, pair))
    ):
        yield _row(known, journey, step, language)


def _row(facts: _Facts, journey: str, step: str, language: str) -> Row:
    row: dict[str, NamedNode | Literal] = {
        "journey": NamedNode(journey),
        "journeyTitle": Literal(_title(facts, journey, language)),
        "step": NamedNode(step),
        "stepTitle": Literal(_title(facts, step, language)),
    }
    if kind := _first(facts, journey, "kind"):
        row["kind"] = Literal(_title(facts, kind, language))
    if phase := _first(facts, step, "phase"):
        row["phase"] = Literal(_title(facts, phase, language))
    if position := facts.get((step, "position")):
        row["position"] = position[0]
    for fact, (iris, titles) in _SEVERAL.items():
        if found := facts.get((step, fact)):
            row[iris] = Literal(" ".join(value.value for value in found))
            row[titles] = Literal("; ".join(_title(facts, value.value, language) for value in found))
    return row


def _place(facts: _Facts, pair: tuple[str, str]) -> tuple[int, str]:
    position = facts.get((pair[1], "position"), ())
    return (int(position[0].value) if position else _LAST), pair[1]


def _first(facts: _Facts, thing: str, fact: str) -> str:
    found = facts.get((thing, fact), ())
    return found[0].value if found else ""


def _title(facts: _Facts, thing: str, language: str) -> str:
    """The first title in that language, else in any; the end of the IRI where there is none."""
    titles = [title for title in facts.get((thing, "title"), ()) if isinstance(title, Literal)]
    fitting = [t for t in titles if f"{(t.language or '').lower()}-".startswith(f"{language}-")]
    return min((t.value for t in fitting or titles), default=thing.rstrip("/").rpartition("/")[2])
