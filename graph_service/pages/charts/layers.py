"""The layers of a directed graph: each thing as far along as the longest chain that leads to it.

After K. Sugiyama, S. Tagawa, M. Toda: Methods for Visual Understanding of Hierarchical System Structures (1981),
https://doi.org/10.1109/TSMC.1981.4308636: layers, ways for the edges that pass a layer, and the order within each by
the mean place of what it is joined to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Edge = tuple[str, str]
#: What lies further along is left out.
_MOST_LAYERS = 12
_SWEEPS = 6


@dataclass(frozen=True)
class Layered:
    """What is drawn: layers of things and of ways past them, the edges, and the segments that these are drawn as.

    Edges to one thing share their ways; a way has a key that is none of a thing.
    """

    layers: Sequence[Sequence[str]]
    edges: Sequence[Edge]
    segments: Sequence[Edge]


def layered(things: Iterable[str], edges: Sequence[Edge], most: int) -> Layered:
    """Of ``things`` the first ``most`` of each layer, with the edges between them; those that go in circles too.

    What is joined only to things that are left out is left out as well.
    """
    known = list(things)
    forward = _acyclic(known, edges)
    depth = _depths(known, forward)
    layers: list[list[str]] = [[] for _ in range(min(max(depth.values(), default=0) + 1, _MOST_LAYERS))]
    for thing in known:
        if depth[thing] < _MOST_LAYERS and len(layers[depth[thing]]) < most:
            layers[depth[thing]].append(thing)
    kept = {thing for layer in layers for thing in layer}
    shown = [(a, b) for a, b in edges if a in kept and b in kept]
    joined, cut = {thing for edge in shown for thing in edge}, {thing for edge in edges for thing in edge}
    layers = [[thing for thing in layer if thing in joined or thing not in cut] for layer in layers]
    segments: dict[Edge, None] = {}
    for a, b in shown:
        before = a
        for number in range(depth[a] + 1, depth[b]):
            way = f"{number} {b}"
            if way not in layers[number]:
                layers[number].append(way)
            segments[before, way] = None
            before = way
        segments[before, b] = None
    _order(layers, list(segments))
    return Layered([layer for layer in layers if layer], shown, list(segments))


def _acyclic(things: Sequence[str], edges: Sequence[Edge]) -> list[Edge]:
    """The edges without those that close a circle, by a search in depth."""
    following: dict[str, list[str]] = defaultdict(list)
    for a, b in edges:
        following[a].append(b)
    left, open_, kept = set[str](), set[str](), list[Edge]()
    for start in things:
        if start in left:
            continue
        open_.add(start)
        stack = [(start, iter(following[start]))]
        while stack:
            at, further = stack[-1]
            target = next(further, None)
            if target is None:
                stack.pop()
                open_.discard(at)
                left.add(at)
            elif target not in open_:
                kept.append((at, target))
                if target not in left:
                    open_.add(target)
                    stack.append((target, iter(following[target])))
    return kept


def _depths(things: Sequence[str], edges: Sequence[Edge]) -> Mapping[str, int]:
    """The length of the longest chain to each thing, for edges without circles."""
    following: dict[str, list[str]] = defaultdict(list)
    waiting = dict.fromkeys(things, 0)
    for a, b in edges:
        following[a].append(b)
        waiting[b] += 1
    depth = dict.fromkeys(things, 0)
    ready = [thing for thing in things if not waiting[thing]]
    for thing in ready:
        for other in following[thing]:
            depth[other] = max(depth[other], depth[thing] + 1)
            waiting[other] -= 1
            if not waiting[other]:
                ready.append(other)
    return depth


def _order(layers: list[list[str]], segments: Sequence[Edge]) -> None:
    """Sort each layer by the mean place of what its members are joined to, forth and back, so that few edges cross."""
    before: dict[str, list[str]] = defaultdict(list)
    after: dict[str, list[str]] = defaultdict(list)
    for a, b in segments:
        before[b].append(a)
        after[a].append(b)
    for sweep in range(_SWEEPS):
        joined = after if sweep % 2 else before
        place = {thing: (number + 0.5) / len(layer) for layer in layers for number, thing in enumerate(layer)}
        for layer in reversed(layers) if sweep % 2 else layers:
            means = {
                thing: sum(place[other] for other in joined[thing]) / len(joined[thing])
                if joined[thing]
                else place[thing]
                for thing in layer
            }
            layer.sort(key=lambda thing: means[thing])
            place |= {thing: (number + 0.5) / len(layer) for number, thing in enumerate(layer)}
