"""What a changed statement can mean for a shape: the ways from the statement to the focus nodes concerned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib.term import Node

from graph_service.services.gating.walks import Step, Walk, turned


@dataclass(frozen=True)
class Route:
    """From the subject of a changed statement, or from its object, along ``walk`` to focus nodes."""

    from_object: bool
    walk: Walk


@dataclass(frozen=True)
class Trigger:
    """Each of ``routes`` alone leads to all focus nodes of ``shape`` that the changed statement can concern.

    Where ``classes`` are given, only statements matter that say of something that it is of one of them.
    """

    predicate: str
    shape: Node
    routes: tuple[Route, ...]
    classes: frozenset[str] | None = None


def along(walk: Walk) -> Iterator[tuple[str, Route, Route]]:
    """Each statement that ``walk`` uses: its predicate, the way to the start of the walk, and that to the end."""
    for place, used in enumerate(walk):
        before: tuple[Step, ...] = walk[:place] + ((used,) if used.many else ())
        after: tuple[Step, ...] = ((used,) if used.many else ()) + walk[place + 1 :]
        for edge in used.edges:
            yield edge.predicate, Route(edge.back, turned(before)), Route(not edge.back, after)
