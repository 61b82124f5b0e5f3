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
from dataclasses import dataclass
from functools import cache, partial

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
_Things = frozenset[str]
#: The values of things, by fact and thing.
_Facts = Mapping[str, Mapping[str, AbstractSet[str]]]
_STATED, _SERVED = Literal("stated"), Literal("served")


@dataclass(frozen=True)
class _System:
    """A system: what rows say of it as the first and as the second, its owners, and what it offers."""

    first: Row
    second: Row
    owners: _Things
    stated: bool
    blocks: _Things
    functionalities: _Things


def analyse(rows: Sequence[Row], arguments: Arguments) -> Iterator[Row]:
    """The pairs of each stack, those that overlap most first."""
    language = next((term.value.lower() for term in arguments.get("lang", ())), "en")
    facts: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    titles: dict[str, set[tuple[bool, str]]] = defaultdict(set)
    for row in rows:
        thing, fact, value = row["thing"], row["fact"], row["value"]
        if not isinstance(thing, NamedNode) or not isinstance(fact, Literal):
            continue
        if isinstance(value, Literal) and fact.value == "title":
            titles[thing.value].add((not f"{value.language or ''}-".lower().startswith(f"{language}-"), value.value))
        elif isinstance(value, NamedNode):
            facts[fact.value][thing.value].add(value.value)
    names = {thing: min(found)[1] for thing, found in titles.items()}

    @cache
    def named(things: _Things) -> Literal:
        return Literal("; ".join(sorted(names.get(thing, thing.rpartition("/")[2]) for thing in things)))

    wanted = next((term.value for term in arguments.get("of_system", ())), "")
    least = next((int(term.value) for term in arguments.get("least_overlap", ())), 0)
    compared = cache(partial(_compared, named))
    systems = {system: _system(system, facts, named) for system in facts["block"]}
    for stack, alike in _sharing(facts).items():
        found: dict[float, list[Row]] = defaultdict(list)
        for first, second in _pairs(alike, systems, wanted):
            one, other = systems[first], systems[second]
            overlap, said = compared(one.blocks, one.functionalities, other.blocks, other.functionalities)
            if overlap < least:
                continue
            owners = _STATED if one.stated and other.stated else _SERVED
            found[overlap].append({"stack": stack, **one.first, **other.second, "ownersFrom": owners, **said})
        for overlap in sorted(found, reverse=True):
            yield from found[overlap]


def _system(iri: str, facts: _Facts, named: Callable[[_Things], Literal]) -> _System:
    stated = frozenset(facts["owner"].get(iri, ()))
    owners = stated or frozenset(facts["served"].get(iri, ()))
    row: dict[str, NamedNode | Literal] = {"": NamedNode(iri), "Title": named(frozenset({iri}))}
    if owners:
        row["Owners"] = named(owners)
    first, second = ({f"{place}{name}": term for name, term in row.items()} for place in ("first", "second"))
    # The functionalities that the versions define which it follows.
    versions = facts["version"].get(iri, ())
    functionalities = frozenset(each for version in versions for each in facts["functionality"].get(version, ()))
    return _System(first, second, owners, bool(stated), frozenset(facts["block"][iri]), functionalities)


def _sharing(facts: _Facts) -> Mapping[NamedNode, Mapping[str, AbstractSet[str]]]:
    """By stack and Building Block the systems that realise it."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for system, blocks in facts["block"].items():
        for stack in facts["stack"].get(system, ()):
            for block in blocks:
                found[stack][block].add(system)
    return {NamedNode(stack): found[stack] for stack in sorted(found)}


def _pairs(
    sharing: Mapping[str, AbstractSet[str]], systems: Mapping[str, _System], wanted: str
) -> Iterator[tuple[str, str]]:
    """Two systems, in the order of their IRIs, that realise a Building Block in common and have different owners.

    One of them is that which is ``wanted``, if any.
    """
    for first in sorted(set().union(*sharing.values())):
        one = systems[first]
        if not one.owners:  # of an unknown owner nobody can say that it is another
            continue
        alike = {each for block in one.blocks for each in sharing[block] if each > first}
        for second in sorted(alike if first == wanted or not wanted else alike & {wanted}):
            other = systems[second].owners
            if other and one.owners.isdisjoint(other):
                yield first, second


def _compared(
    named: Callable[[_Things], Literal], blocks: _Things, own: _Things, other_blocks: _Things, others: _Things
) -> tuple[float, Row]:
    """The overlap of two systems, and what is said of it; few pairs differ in what they offer."""
    (one, other), basis = (
        ((own, others), "functionalities") if own and others else ((blocks, other_blocks), "Building Blocks")
    )
    common, either = one & other, one | other
    able = (one >= other, other >= one)
    replaces = {(True, True): "either", (True, False): "the first", (False, True): "the second"}.get(able, "neither")
    overlap = round(100 * len(common) / len(either), 1)

    def number(value: float, kind: str) -> Literal:
        return Literal(str(value), datatype=NamedNode(f"{XSD}{kind}"))

    row = {
        "basis": Literal(basis),
        "common": number(len(common), "integer"),
        "either": number(len(either), "integer"),
        "overlap": number(overlap, "decimal"),
        "buildingBlockIris": Literal(" ".join(sorted(blocks & other_blocks))),
        "replaces": Literal(replaces),
    }
    lists = {"both": common, "onlyFirst": one - other, "onlySecond": other - one}
    return overlap, row | {name: named(things) for name, things in lists.items() if things}
