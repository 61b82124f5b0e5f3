"""Diagrams of classes and how they are linked, as SVG: drawn in layers from left to right.

The method is that of Sugiyama, Tagawa and Toda (1981): nodes are put into layers so that edges lead on, edges over
several layers get a place in each, and each layer is ordered by the middle of its neighbours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

_CHARACTER, _PAD, _HEIGHT = 7.4, 12, 34
_BETWEEN, _LINE, _BESIDE = 26, 14, 16
_LABEL_CHARACTER, _MARGIN = 6.2, 12


@dataclass(frozen=True)
class Node:
    """A class: its text, where it leads, and whether it is one of others."""

    key: str
    text: str
    link: str = ""
    foreign: bool = False


@dataclass(frozen=True)
class Edge:
    """From one class to another, with the names of the properties; ``parent`` tells that it is a kind of that."""

    start: str
    end: str
    texts: tuple[str, ...]
    parent: bool = False


@dataclass(frozen=True)
class Box:
    """Where a node is drawn."""

    node: Node
    x: float
    y: float
    width: float
    height: float = _HEIGHT


@dataclass(frozen=True)
class Line:
    """Where an edge is drawn: the path, and its names with the middle of each."""

    edge: Edge
    path: str
    labels: tuple[tuple[str, float, float, float], ...]


@dataclass(frozen=True)
class Diagram:
    """A picture and what it shows."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]


def draw(nodes: Sequence[Node], edges: Sequence[Edge]) -> Diagram:
    """Lay out ``nodes`` and ``edges`` between them; nodes without edges stand in the first layer."""
    by_key = {node.key: node for node in nodes}
    loops = [edge for edge in edges if edge.start == edge.end]
    others = [edge for edge in edges if edge.start != edge.end]
    layer = _layers(list(by_key), others)
    places, chains = _with_steps(layer, others)
    ordered = _ordered(places, chains)
    gaps = _gaps(others, layer, len(ordered))
    widths = [max([_width(by_key[key]) for key in row if key in by_key], default=0.0) for row in ordered]
    lefts = [_MARGIN + sum(widths[:n]) + sum(gaps[:n]) for n in range(len(ordered))]
    tallest = max((len(row) for row in ordered), default=0)
    step = _HEIGHT + _BETWEEN
    middle: dict[str, float] = {}
    for row in ordered:
        top = _MARGIN + (tallest - len(row)) * step / 2
        middle |= {key: top + n * step + _HEIGHT / 2 for n, key in enumerate(row)}
    boxes = {
        key: Box(by_key[key], lefts[n], middle[key] - _HEIGHT / 2, widths[n])
        for n, row in enumerate(ordered)
        for key in row
        if key in by_key
    }
    out, into = Counter(edge.start for edge in others), Counter(edge.end for edge in others)
    ends = _ports(others, chains, middle)
    lines = [
        _line(edge, chain, boxes, {**middle, **port}, lefts, widths, gaps, at_end=out[edge.start] > into[edge.end])
        for edge, chain, port in zip(others, chains, ends, strict=True)
    ]
    lines = _apart([*lines, *(_loop(edge, boxes[edge.start]) for edge in loops)])
    width = max((box.x + box.width for box in boxes.values()), default=0) + _MARGIN
    if loops:
        width = max(width, *(x + half for line in lines for _, x, _, half in line.labels)) + _MARGIN
    return Diagram(round(width), round(tallest * step - _BETWEEN + 2 * _MARGIN), tuple(boxes.values()), tuple(lines))


def _width(node: Node) -> float:
    return len(node.text) * _CHARACTER + 2 * _PAD


def _layers(keys: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    """The layer of each node: one more than that of any before it; edges that would close a circle don't count."""
    after: dict[str, list[str]] = {key: [] for key in keys}
    for edge in edges:
        after[edge.start].append(edge.end)
    state: dict[str, int] = {}
    order: list[str] = []
    forward: dict[str, list[str]] = {key: [] for key in keys}

    def visit(key: str) -> None:
        state[key] = 1
        for other in after[key]:
            if state.get(other) != 1:
                forward[key].append(other)
                if other not in state:
                    visit(other)
        state[key] = 2
        order.append(key)

    ends = {edge.end for edge in edges}
    for key in sorted(keys, key=lambda k: (k in ends, -len(after[k]))):
        if key not in state:
            visit(key)
    layer = dict.fromkeys(keys, 0)
    for key in reversed(order):
        for other in forward[key]:
            layer[other] = max(layer[other], layer[key] + 1)
    return layer


def _with_steps(layer: Mapping[str, int], edges: Sequence[Edge]) -> tuple[list[list[str]], list[list[str]]]:
    """The nodes of each layer, and the way of each edge, with a step in each layer that it passes."""
    places: list[list[str]] = [[] for _ in range(max(layer.values(), default=-1) + 1)]
    for key, place in layer.items():
        places[place].append(key)
    chains = []
    for number, edge in enumerate(edges):
        start, end = layer[edge.start], layer[edge.end]
        between = range(start + 1, end) if start < end else range(start - 1, end, -1)
        steps = [f"{number} {place}" for place in between]
        for place, key in zip(between, steps, strict=True):
            places[place].append(key)
        chains.append([edge.start, *steps, edge.end])
    return places, chains


def _ordered(places: list[list[str]], chains: Sequence[Sequence[str]]) -> list[list[str]]:
    """Each layer in the order of the middle of its neighbours, to and fro until it is calm."""
    near: dict[str, set[str]] = {}
    for chain in chains:
        for one, other in pairwise(chain):
            near.setdefault(one, set()).add(other)
            near.setdefault(other, set()).add(one)
    rows = [list(row) for row in places]
    for sweep in range(8):
        for n in range(len(rows)) if sweep % 2 == 0 else reversed(range(len(rows))):
            where = {key: (place + 0.5) / len(row) for row in rows for place, key in enumerate(row)}
            rows[n].sort(key=lambda key: fmean([where[k] for k in near[key]]) if near.get(key) else where[key])
    return rows


def _gaps(edges: Sequence[Edge], layer: Mapping[str, int], count: int) -> list[float]:
    """The room after each layer, which holds the longest name of an edge that begins there."""
    gaps = [70.0] * count
    for edge in edges:
        low, high = sorted((layer[edge.start], layer[edge.end]))
        longest = max((len(text) for text in edge.texts), default=0)
        for n in (low, high - 1):
            gaps[n] = max(gaps[n], longest * _LABEL_CHARACTER + 70)
    return gaps


def _ports(
    edges: Sequence[Edge], chains: Sequence[Sequence[str]], middle: Mapping[str, float]
) -> list[dict[str, float]]:
    """At what height each edge leaves and reaches its boxes, so that those on one side don't cross at once."""
    ports: list[dict[str, float]] = [{} for _ in edges]
    sides: dict[tuple[str, bool], list[tuple[float, int]]] = {}
    for number, chain in enumerate(chains):
        sides.setdefault((chain[0], True), []).append((middle[chain[1]], number))
        sides.setdefault((chain[-1], False), []).append((middle[chain[-2]], number))
    for (key, _), there in sides.items():
        step = min(8.0, (_HEIGHT - 10) / len(there))
        for place, (_, number) in enumerate(sorted(there)):
            ports[number][key] = middle[key] + (place - (len(there) - 1) / 2) * step
    return ports


def _apart(lines: Sequence[Line]) -> list[Line]:
    """The same lines with names that would cover others moved down."""
    placed: list[tuple[float, float, float]] = []
    moved = []
    for line in sorted(lines, key=lambda each: min((y for _, _, y, _ in each.labels), default=0)):
        labels = []
        for text, x, y, half in line.labels:
            down = y
            while any(abs(x - a) < half + c and abs(down - b) < _LINE for a, b, c in placed):
                down += 2
            placed.append((x, down, half))
            labels.append((text, x, down, half))
        moved.append(Line(line.edge, line.path, tuple(labels)))
    return moved


def _line(
    edge: Edge,
    chain: Sequence[str],
    boxes: Mapping[str, Box],
    middle: Mapping[str, float],
    lefts: Sequence[float],
    widths: Sequence[float],
    gaps: Sequence[float],
    *,
    at_end: bool,
) -> Line:
    """The way of ``edge``; its names stand where it begins, or ``at_end``."""
    start, end = boxes[edge.start], boxes[edge.end]
    on = 1 if end.x > start.x else -1
    x, y = (start.x + start.width if on > 0 else start.x), middle[edge.start]
    path = [f"M{x:.0f} {y:.0f}"]
    layer = lefts.index(start.x)
    half = max((len(text) for text in edge.texts), default=0) * _LABEL_CHARACTER / 2 + _BESIDE
    at = (x + on * half, y)
    for key in chain[1:]:
        layer += on
        last = key == edge.end
        target = (
            (end.x if on > 0 else end.x + end.width)
            if last
            else (lefts[layer] if on > 0 else lefts[layer] + widths[layer])
        )
        bend = gaps[layer - 1 if on > 0 else layer] / 2
        path.append(
            f"C{x + on * bend:.0f} {y:.0f} {target - on * bend:.0f} {middle[key]:.0f} {target:.0f} {middle[key]:.0f}"
        )
        x, y = target, middle[key]
        if not last:
            x += on * widths[layer]
            path.append(f"L{x:.0f} {y:.0f}")
    if at_end:
        at = (x - on * half, y)
    return Line(edge, "".join(path), _labels(edge, *at))


def _loop(edge: Edge, box: Box) -> Line:
    right, y = box.x + box.width, box.y + box.height / 2
    path = f"M{right:.0f} {y - 8:.0f}c26 -14 26 30 0 16"
    half = max(len(text) for text in edge.texts) * _LABEL_CHARACTER / 2
    return Line(edge, path, _labels(edge, right + 24 + half, y))


def _labels(edge: Edge, x: float, y: float) -> tuple[tuple[str, float, float, float], ...]:
    top = y - (len(edge.texts) - 1) * _LINE / 2
    return tuple((t, x, top + n * _LINE, len(t) * _LABEL_CHARACTER / 2 + 3) for n, t in enumerate(edge.texts))
