"""Paths: the things from which an end is reached, or that are reached from a start, each with a shortest path.

Property paths of SPARQL tell whether a thing is reached, not by what path nor how far. This is a breadth-first
search over edges that the query selects. A row says one thing by the columns that it binds:

- ``thing``, ``relation``, ``value``: an edge, its relation in words, as in "runs on", and ``why`` where it is known;
- ``thing`` and ``fact`` "end" (or "start"): where paths lead to (or come from);
- ``thing``, ``fact`` "title", ``value``: what a thing is called, in any language;
- ``thing``, another ``fact`` and its ``value``: what else is told of it;
- ``thing`` and ``kind``, in any row: that it is to be listed.

Of several shortest paths the one is told whose next thing, looked at from what is listed, has the first IRI. The
parameters ``lang`` (language of titles) and ``degree`` (the longest path wanted) are heeded where the query has them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from graph_service.model.solutions import Row
from graph_service.services.analyses import Arguments

TAKES = ("thing", "kind", "relation", "fact", "value")
#: Facts whose values are things, and the columns in which these are named.
_NAMED = {"status": "status", "owner": "owners", "event": "events", "regulation": "regulations"}
_NUMBERS = ("transactionsPerYear", "customersPerYear")
GIVES = (
    *("thing", "thingTitle", "kind", "degree", "path", "pathIris", "pathTitles", "ownerIris"),
    *_NAMED.values(),
    *_NUMBERS,
)

_Edge = tuple[str, str, str, str]  # from, relation, to, why


@dataclass(frozen=True)
class _Hop:
    """An edge of a path, in the order in which it is read."""

    source: str
    relation: str
    target: str
    why: str


@dataclass
class _Things:
    """What rows say of things, by IRI."""

    titles: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    kinds: dict[str, str] = field(default_factory=dict)
    related: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    numbers: dict[tuple[str, str], Literal] = field(default_factory=dict)

    def read(self, thing: str, fact: str, row: Row) -> None:
        """Take in what a row says of ``thing``."""
        value = row.get("value")
        if isinstance(value, NamedNode):
            self.related[thing, fact].add(value.value)
        elif isinstance(value, Literal) and fact == "title":
            self.titles[thing].add(((value.language or "").lower(), value.value))
        elif isinstance(value, Literal):
            self.numbers[thing, fact] = min(value, self.numbers.get((thing, fact), value), key=str)
        if kind := _text(row, "kind"):
            self.kinds[thing] = kind

    def title(self, thing: str, language: str) -> str:
        """The first title in that language, else in any; the end of the IRI where there is none."""
        titles = self.titles.get(thing)
        if not titles:
            return thing.rpartition("/")[2]
        return min(titles, key=lambda title: (not f"{title[0]}-".startswith(f"{language}-"), title[1]))[1]


def analyse(rows: Sequence[Row], arguments: Arguments) -> Iterator[Row]:
    """The things to be listed that a path joins with the fixed end, nearest first."""
    things, forward = _Things(), False
    edges: set[_Edge] = set()
    fixed: set[str] = set()
    for row in rows:
        thing, fact = _text(row, "thing"), _text(row, "fact")
        if "relation" in row:
            edges.add((thing, _text(row, "relation"), _text(row, "value"), _text(row, "why")))
        elif fact in {"start", "end"}:
            forward = fact == "start"
            fixed.add(thing)
        else:
            things.read(thing, fact, row)
    language = next((term.value.lower() for term in arguments.get("lang", ())), "en")
    longest = next((int(term.value) for term in arguments.get("degree", ())), None)
    degrees, hops = _search(edges, fixed, forward=forward)
    listed = sorted((degrees[thing], kind, thing) for thing, kind in things.kinds.items() if degrees.get(thing, 0) > 0)
    for degree, kind, thing in listed:
        if longest is None or degree <= longest:
            yield _row(things, thing, kind, _path(thing, hops, forward=forward), language)


def _search(edges: set[_Edge], fixed: set[str], *, forward: bool) -> tuple[Mapping[str, int], Mapping[str, _Hop]]:
    """How far each thing is from the fixed end, and its next hop towards it."""
    further: dict[str, dict[str, _Hop]] = defaultdict(dict)  # from each thing, one hop away from the fixed end
    for source, relation, target, why in sorted(edges, reverse=True):
        inner, outer = (source, target) if forward else (target, source)
        further[inner][outer] = _Hop(source, relation, target, why)
    degrees, hops, waiting = dict.fromkeys(fixed, 0), {}, sorted(fixed)
    while waiting:
        reached: list[str] = []
        for thing in waiting:
            for outer, hop in further[thing].items():
                if outer not in degrees:
                    degrees[outer] = degrees[thing] + 1
                    hops[outer] = hop
                    reached.append(outer)
        waiting = sorted(reached)
    return degrees, hops


def _path(thing: str, hops: Mapping[str, _Hop], *, forward: bool) -> list[_Hop]:
    """The edges between a thing and the fixed end in the order in which they are read."""
    walked = []
    while thing in hops:
        walked.append(hops[thing])
        thing = hops[thing].source if forward else hops[thing].target
    return walked[::-1] if forward else walked


def _row(things: _Things, thing: str, kind: str, path: Sequence[_Hop], language: str) -> Row:
    def called(other: str) -> str:
        return things.title(other, language)

    words = [f"{hop.relation} “{called(hop.target)}”{f' ({hop.why})' if hop.why else ''}" for hop in path]
    walked = [path[0].source, *(hop.target for hop in path)]
    row: dict[str, NamedNode | Literal] = {
        "thing": NamedNode(thing),
        "thingTitle": Literal(called(thing)),
        "kind": Literal(kind),
        "degree": Literal(len(path)),
        "path": Literal(f"“{called(path[0].source)}” {', which '.join(words)}"),
        "pathIris": Literal(" ".join(walked)),
        "pathTitles": Literal("; ".join(map(called, walked))),
    }
    for fact, column in _NAMED.items():
        if related := sorted(things.related.get((thing, fact), ())):
            row[column] = Literal("; ".join(map(called, related)))
            if fact == "owner":
                row["ownerIris"] = Literal(" ".join(related))
    row |= {name: things.numbers[thing, name] for name in _NUMBERS if (thing, name) in things.numbers}
    return row


def _text(row: Row, name: str) -> str:
    """The text or IRI in a column; empty where it is unbound."""
    term = row.get(name)
    return term.value if isinstance(term, NamedNode | Literal) else ""
