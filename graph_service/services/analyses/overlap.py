"""Overlap: pairs of systems of different owners that offer the same, by how much, and which could replace which.

A row says of a ``thing`` a ``fact`` and its ``value``: "title", "owner", "served" (who counts as owner where none is
stated), "stack", "block" (a Building Block that a system realises), "version" (of a specification that it follows), or
"functionality" (that a version defines). The overlap is the Jaccard index: what both offer, divided by what either
offers (P. Jaccard, 1901).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from itertools import combinations

from pyoxigraph import Literal, NamedNode

from graph_service.model.solutions import Row
from graph_service.model.terms import XSD
from graph_service.services.analyses import Arguments

TAKES = ("thing", "fact", "value")
GIVES = (
    *("stack", "first", "firstTitle", "firstOwners", "second", "secondTitle", "secondOwners"),
    *("ownersFrom", "basis", "common", "either", "overlap", "both", "buildingBlockIris"),
    *("onlyFirst", "onlySecond", "replaces"),
)
_Facts = Mapping[tuple[str, str], AbstractSet[str]]


def analyse(rows: Sequence[Row], arguments: Arguments) -> Iterator[Row]:
    """The pairs of each stack, those that overlap most first."""
    language = next((term.value.lower() for term in arguments.get("lang", ())), "en")
    facts: dict[tuple[str, str], set[str]] = defaultdict(set)
    titles: dict[str, set[tuple[bool, str]]] = defaultdict(set)
    for row in rows:
        thing, fact, value = row["thing"], row["fact"], row["value"]
        if not isinstance(thing, NamedNode) or not isinstance(fact, Literal):
            continue
        if isinstance(value, Literal) and fact.value == "title":
            titles[thing.value].add((not f"{value.language or ''}-".lower().startswith(f"{language}-"), value.value))
        elif isinstance(value, NamedNode):
            facts[thing.value, fact.value].add(value.value)
    names = {thing: min(found)[1] for thing, found in titles.items()}

    @cache
    def named(things: frozenset[str]) -> Literal:
        return Literal("; ".join(sorted(names.get(thing, thing.rpartition("/")[2]) for thing in things)))

    made = [found for pair in _pairs(facts) if (found := _row(*pair, facts, named))]
    key = ("stack", "overlap", "first", "second")
    yield from sorted(made, key=lambda found: tuple(_order(found, name) for name in key))


def _order(row: Row, name: str) -> str | float:
    term = row[name]
    assert isinstance(term, NamedNode | Literal)  # noqa: S101 - it was written so
    return -float(term.value) if name == "overlap" else term.value


def _pairs(facts: _Facts) -> set[tuple[str, str, str]]:
    """Stack and two systems of it, in the order of their IRIs, that realise a Building Block in common."""
    by_block: dict[tuple[str, str], set[str]] = defaultdict(set)
    for (thing, fact), values in facts.items():
        if fact == "block":
            for stack in facts.get((thing, "stack"), ()):
                for block in values:
                    by_block[stack, block].add(thing)
    return {(stack, *pair) for (stack, _), things in by_block.items() for pair in combinations(sorted(things), 2)}


def _offers(system: str, facts: _Facts) -> set[str]:
    """The functionalities that the versions define which a system follows."""
    versions = facts.get((system, "version"), set())
    return {each for version in versions for each in facts.get((version, "functionality"), ())}


def _row(stack: str, first: str, second: str, facts: _Facts, named: Callable[[frozenset[str]], Literal]) -> Row | None:
    stated = [facts.get((system, "owner"), set()) for system in (first, second)]
    owners = [own or facts.get((system, "served"), set()) for system, own in zip((first, second), stated, strict=True)]
    if not all(owners) or owners[0] & owners[1]:  # of an unknown owner nobody can say that it is another
        return None
    offered = [_offers(first, facts), _offers(second, facts)]
    basis = "functionalities"
    if not (offered[0] and offered[1]):
        offered = [set(facts[system, "block"]) for system in (first, second)]
        basis = "Building Blocks"
    common, either = offered[0] & offered[1], offered[0] | offered[1]
    able = (offered[0] >= offered[1], offered[1] >= offered[0])
    replaces = {(True, True): "either", (True, False): "the first", (False, True): "the second"}.get(able, "neither")

    def number(value: float, kind: str) -> Literal:
        return Literal(str(value), datatype=NamedNode(f"{XSD}{kind}"))

    row: dict[str, NamedNode | Literal] = {
        "stack": NamedNode(stack),
        "first": NamedNode(first),
        "firstTitle": named(frozenset({first})),
        "second": NamedNode(second),
        "secondTitle": named(frozenset({second})),
        "ownersFrom": Literal("stated" if all(stated) else "served"),
        "basis": Literal(basis),
        "common": number(len(common), "integer"),
        "either": number(len(either), "integer"),
        "overlap": number(round(100 * len(common) / len(either), 1), "decimal"),
        "buildingBlockIris": Literal(" ".join(sorted(facts[first, "block"] & facts[second, "block"]))),
        "replaces": Literal(replaces),
    }
    lists = {
        "firstOwners": owners[0],
        "secondOwners": owners[1],
        "both": common,
        "onlyFirst": offered[0] - common,
        "onlySecond": offered[1] - common,
    }
    return row | {name: named(frozenset(things)) for name, things in lists.items() if things}
