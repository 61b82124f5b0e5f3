"""Rows as a network: things that stand beside each other in a row are joined.

A column is one of things where a column with its title stands beside it: ``x`` and ``xTitle``, or ``xLabel`` where
labels were asked for. A query's columns are known before it has rows, so a network without rows is an empty one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pyoxigraph import Literal, NamedNode

from graph_service.model.solutions import Row
from graph_service.model.terms import XSD

_NUMBERS = frozenset(f"{XSD}{name}" for name in ("integer", "decimal", "double", "float", "long", "int"))
#: How much of a text is shown in a picture.
_SHOWN = 120


@dataclass(frozen=True)
class Edge:
    """A line from one thing to another; ``facts`` are the other columns of the row that it comes from."""

    source: str
    target: str
    facts: Mapping[str, Literal | NamedNode]

    @property
    def label(self) -> str:
        """What pictures show on it: the first fact that is a text, else the first number, with its name."""
        texts = [fact.value for fact in self.facts.values() if isinstance(fact, Literal) and not is_number(fact)]
        numbers = [f"{name}: {fact.value}" for name, fact in self.facts.items() if is_number(fact)]
        return shown(next(iter([*texts, *numbers]), ""))


@dataclass(frozen=True)
class Network:
    """Things by IRI with what they are called, and the lines between them, each once."""

    labels: Mapping[str, str]
    edges: Sequence[Edge]
    facts: Sequence[str]

    @property
    def keys(self) -> Mapping[str, str]:
        """A short name for each thing, ``n0`` and on, by IRI."""
        return {iri: f"n{number}" for number, iri in enumerate(self.labels)}


def node_columns(columns: Collection[str]) -> dict[str, str]:
    """The columns that hold things, each with the column of its title."""
    titled = {name: f"{name}Title" for name in columns if f"{name}Title" in columns}
    if len(titled) > 1:
        return titled
    return titled | {name: f"{name}Label" for name in columns if f"{name}Label" in columns}


def network_of(columns: Sequence[str], rows: Sequence[Row]) -> Network:
    """The network of ``rows``: each thing is joined to that of the next column of things.

    A thing that stands in two columns of a row isn't joined to itself.
    """
    nodes = node_columns(columns)
    facts = [name for name in columns if name not in nodes and name not in nodes.values()]
    labels: dict[str, str] = {}
    edges: dict[tuple[str, str, str], Edge] = {}
    for row in rows:
        met: list[str] = []
        for name, title in nodes.items():
            thing = row.get(name)
            if isinstance(thing, NamedNode):
                called = row.get(title)
                labels.setdefault(thing.value, called.value if isinstance(called, Literal) else _end(thing.value))
                met.append(thing.value)
        said = {name: term for name in facts if isinstance(term := row.get(name), Literal | NamedNode)}
        for source, target in pairwise(met):
            if source != target:
                edges.setdefault((source, target, repr(said)), Edge(source, target, said))
    return Network(labels, list(edges.values()), facts)


def is_number(term: Literal | NamedNode) -> bool:
    """Whether the term is a number."""
    return isinstance(term, Literal) and term.datatype.value in _NUMBERS


def shown(text: str) -> str:
    """As much of ``text`` as a picture shows."""
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _end(iri: str) -> str:
    return iri.rstrip("/").rsplit("/", 1)[-1] or iri
