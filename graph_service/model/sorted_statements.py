"""Statements in a fixed order, as files of lines that are read as often as it takes and never wholly in memory."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from graph_service.model.terms import RDF_TYPE

_TYPE = NamedNode(RDF_TYPE)
_BUFFER = 256 * 1024
_END = len(b".\n")


@dataclass(frozen=True)
class SortedStatements:
    """Canonical lines of N-Triples in the order of their bytes, each once: a file for each graph, by name."""

    graphs: Mapping[str, Path]

    @cached_property
    def triples(self) -> Path:
        """What all graphs hold together, in a file like those of the graphs."""
        files = list(self.graphs.values())
        if len(files) == 1:
            return files[0]
        path = files[0].with_name("triples")
        write_lines(path, merged(files))
        return path

    def quads(self) -> Iterator[bytes]:
        """Lines of N-Quads in the order of their bytes.

        Without blank nodes they are the canonical form of the dataset (https://www.w3.org/TR/rdf-canon/).
        """
        graphs = [_in_graph(path, graph) for graph, path in self.graphs.items()]
        return graphs[0] if len(graphs) == 1 else heapq.merge(*graphs)


def _in_graph(path: Path, graph: str) -> Iterator[bytes]:
    """The lines of a graph as N-Quads; their order stays."""
    end = f"{NamedNode(graph)} .\n".encode()
    return (line[:-_END] + end for line in lines_of(path))


def merged(paths: Iterable[Path], *more: Iterable[bytes]) -> Iterator[bytes]:
    """The lines of files that are sorted and of ``more``, sorted, each once."""
    last = b""
    for line in heapq.merge(*map(lines_of, paths), *more):
        if line != last:
            yield line
            last = line


def lines_of(path: Path) -> Iterator[bytes]:
    """The lines of a file."""
    with path.open("rb", _BUFFER) as file:
        yield from file


def write_lines(path: Path, lines: Iterable[bytes]) -> None:
    """Write a file of these lines."""
    with path.open("wb", _BUFFER) as file:
        file.writelines(lines)


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
