"""The graph patterns of a query, block by block: what must be stated for it to find something.

A block is a basic graph pattern (SPARQL 1.1, section 5.1) with its paths in sequence taken apart. Blocks of MINUS and
of FILTER NOT EXISTS are left out: they say what must not be stated.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

from rdflib.paths import MulPath, Path, SequencePath
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import BNode, Node, URIRef, Variable

#: Subject, predicate or path, and object.
Pattern = tuple[Node, Node | Path, Node]


def blocks_of(text: str) -> list[list[Pattern]]:
    """The blocks of the query ``text``."""
    fresh = (Variable(f"between{number}") for number in count())
    return [
        [part for triple in block for part in _apart(triple, fresh)] for block in _blocks(prepareQuery(text).algebra)
    ]


def repeated(path: Path) -> URIRef | None:
    """The property that ``path`` repeats, such as that of ``psg:dependsOn*``."""
    return path.path if isinstance(path, MulPath) and isinstance(path.path, URIRef) else None


def _blocks(node: Any) -> Iterator[list[Pattern]]:
    if isinstance(node, CompValue):
        if node.name == "Builtin_NOTEXISTS":
            return
        if node.name == "BGP" and node.triples:
            yield list(node.triples)
        for key, value in node.items():
            if not (node.name == "Minus" and key == "p2"):
                yield from _blocks(value)
    elif isinstance(node, list | tuple):
        for part in node:
            yield from _blocks(part)


def _apart(triple: Pattern, fresh: Iterator[Variable]) -> Iterator[Pattern]:
    subject, path, object_ = _named(triple[0]), triple[1], _named(triple[2])
    steps = list(path.args) if isinstance(path, SequencePath) else [path]
    for step in steps[:-1]:
        between = next(fresh)
        yield subject, step, between
        subject = between
    yield subject, steps[-1], object_


def _named(term: Node) -> Node:
    """A variable in the place of a blank node."""
    return Variable(f"blank{term}") if isinstance(term, BNode) else term
