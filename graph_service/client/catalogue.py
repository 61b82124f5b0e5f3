"""What can be asked: the named queries with what they take and give, and the stacks with their catalogues."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

#: What a query gives: rows, yes or no, or statements.
Form = Literal["rows", "truth", "graph"]


@dataclass(frozen=True)
class Parameter:
    """What a query takes under ``name``.

    ``type`` is one of iri, string, language, integer, decimal, date and boolean. ``of`` is the type of the things that
    are taken, so that a key may stand for an IRI. ``values`` are those allowed, where there is a fixed list;
    ``values_from`` is the query whose first column lists them.
    """

    name: str
    type: str
    help: str
    required: bool
    default: str | None
    example: str
    of: str
    values: tuple[str, ...]
    values_from: str
    minimum: float | None
    maximum: float | None


@dataclass(frozen=True)
class Column:
    """What a query gives under ``name``; the ``key`` columns together tell rows apart."""

    name: str
    help: str
    key: bool


@dataclass(frozen=True)
class Query:
    """A named query: its question, and what it takes and gives."""

    name: str
    summary: str
    description: str
    tags: tuple[str, ...]
    audience: tuple[str, ...]
    form: Form
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Catalogue:
    """A catalogue of a stack, the graph that holds it, and the version that is current, where one was published."""

    iri: str
    key: str
    graph: str
    current_version: str | None


@dataclass(frozen=True)
class Stack:
    """One nation's or region's set of catalogues."""

    iri: str
    key: str
    catalogues: tuple[Catalogue, ...]


def query_of(described: Mapping[str, Any]) -> Query:
    """One entry of the list of queries."""
    return Query(
        name=described["name"],
        summary=described["summary"],
        description=described["description"],
        tags=tuple(described["tags"]),
        audience=tuple(described["audience"]),
        form=described["form"],
        parameters=tuple(_parameter(parameter) for parameter in described["parameters"]),
        columns=tuple(Column(c["name"], c["help"], c["key"]) for c in described["columns"]),
    )


def _parameter(described: Mapping[str, Any]) -> Parameter:
    return Parameter(
        name=described["name"],
        type=described["type"],
        help=described["help"],
        required=described["required"],
        default=described["default"],
        example=described["example"],
        of=described["of"] or "",
        values=tuple(described["values"] or ()),
        values_from=(described["valuesFrom"] or "").removeprefix("/queries/"),
        minimum=described["minimum"],
        maximum=described["maximum"],
    )


def stack_of(described: Mapping[str, Any]) -> Stack:
    """One entry of the list of stacks."""
    catalogues = (Catalogue(c["iri"], c["key"], c["graph"], c["currentVersion"]) for c in described["catalogues"])
    return Stack(described["iri"], described["key"], tuple(catalogues))
