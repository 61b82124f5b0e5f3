"""A stack as enterprise-architecture tools see it: elements, relations between them, and views that show some."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

#: Texts by language; the empty language stands for none.
Texts = Mapping[str, str]
#: Further facts by name, each with all its values.
Properties = Mapping[str, tuple[Literal | NamedNode, ...]]


@dataclass(frozen=True)
class Element:
    """A ``thing`` of the graph as an element of a ``type`` that tools know; ``folder`` is where they list it."""

    thing: str
    type: str
    folder: str
    names: Texts
    descriptions: Texts = field(default_factory=dict)
    properties: Properties = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What it is called in English, else in any language."""
        return preferred(self.names)

    @property
    def description(self) -> str:
        """What it is, in English, else in any language; empty where nothing is said."""
        return preferred(self.descriptions)

    def text(self, name: str) -> str:
        """The value of a property, the first where there are several; empty where there is none."""
        return next((value.value for value in self.properties.get(name, ())), "")


@dataclass(frozen=True)
class Relation:
    """A relation of a ``type`` from one element to another, both named by the IRI of their thing."""

    type: str
    source: str
    target: str
    properties: Properties = field(default_factory=dict)


@dataclass(frozen=True)
class Placed:
    """That a view shows a thing in a ``column``, or inside another thing that it shows."""

    thing: str
    column: int
    within: str = ""


@dataclass(frozen=True)
class View:
    """What a diagram shows, column by column; at most ``rows`` things stand below each other.

    ``neighbours`` tells that relations are drawn only between columns that stand side by side.
    """

    key: str
    name: str
    description: str
    viewpoint: str
    neighbours: bool
    rows: int
    placed: Sequence[Placed]


@dataclass(frozen=True)
class Architecture:
    """All that is exported of a stack; every relation is between two of the elements."""

    stack: str
    names: Texts
    descriptions: Texts
    fictional: bool
    generation: int
    elements: Mapping[str, Element]
    relations: Sequence[Relation]
    views: Sequence[View] = ()

    @property
    def name(self) -> str:
        """What the stack is called in English, else in any language."""
        return preferred(self.names)


def preferred(texts: Texts) -> str:
    """The text in English, else in the first other language; empty where there is none."""
    return texts.get("en") or next((texts[language] for language in sorted(texts)), "")
