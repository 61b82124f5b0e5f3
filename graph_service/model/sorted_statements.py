"""Statements in a fixed order, as files of lines that are read as often as it takes and never wholly in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from graph_service.model.terms import RDF_TYPE

_TYPE = NamedNode(RDF_TYPE)


@dataclass(frozen=True)
class SortedStatements:
    """Canonical lines in the order of their bytes, each once.

    ``triples`` is N-Triples, what all graphs hold together; ``quads`` is N-Quads; ``graphs`` is N-Triples by graph, in
    the order of their names. Without blank nodes ``quads`` is the canonical form of the dataset
    (https://www.w3.org/TR/rdf-canon/).
    """

    triples: Path
    quads: Path
    graphs: Mapping[str, Path]


def subjects(path: Path) -> Iterator[tuple[str, list[Triple]]]:
    """Each subject of a sorted file of N-Triples, with all that is said of it."""
    triples = (quad.triple for quad in parse(path=path, format=RdfFormat.N_TRIPLES))
    for subject, said in groupby(triples, key=attrgetter("subject")):
        assert isinstance(subject, NamedNode)  # noqa: S101 - the store holds no blank nodes
        yield subject.value, list(said)


def classes_first(path: Path) -> Iterator[Triple]:
    """The statements of a sorted file of N-Triples, those that give a subject's classes before its others."""
    for _, said in subjects(path):
        yield from (triple for triple in said if triple.predicate == _TYPE)
        yield from (triple for triple in said if triple.predicate != _TYPE)
