"""Datasets: folders of RDF files, one for each named graph of a stack.

``stack.ttl`` describes the stack, its catalogues and their releases. The file ``<catalogue>.ttl`` beside it is
the graph of that catalogue, ``<catalogue>/<version>.ttl`` that of a superseded release.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode

from graph_service.errors import SourceError
from graph_service.model.terms import PSG, RDF_TYPE, graph_iri
from graph_service.services.importing.rdf_files import RdfFile, read_rdf_file

STACK_FILE = "stack.ttl"
_STACK = NamedNode(f"{PSG}Stack")
#: Folders inside a dataset that hold what it is made from.
_NOT_DATA = {"source", "convert"}


@dataclass(frozen=True)
class GraphFile:
    """A file of a dataset and the named graph that it is."""

    graph: str
    file: RdfFile


def read_datasets(paths: Iterable[Path], base: str) -> list[GraphFile]:
    """Read the graphs of dataset folders (or folders of them) and of single files within one.

    :raises SourceError: where a path is missing, belongs to no dataset, is not the RDF it should be, or where two
        files are the same graph.
    """
    found: dict[Path, GraphFile] = {}
    stacks: dict[Path, str] = {}
    for path in paths:
        for file in _turtle_files(path):
            dataset = _dataset_of(file)
            if dataset not in stacks:
                stacks[dataset] = _stack_of(dataset / STACK_FILE, base)
            key = file.resolve().relative_to(dataset.resolve()).with_suffix("").as_posix()
            found.setdefault(file.resolve(), GraphFile(graph_iri(base, stacks[dataset], key), read_rdf_file(file)))
    files: dict[str, GraphFile] = {}
    for graph_file in found.values():
        other = files.setdefault(graph_file.graph, graph_file)
        if other is not graph_file:
            raise SourceError(str(graph_file.file.path), f"Is the same graph as {other.file.path}; give one of them.")
    return list(files.values())


def _turtle_files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    elif path.is_dir():
        files = [f for f in sorted(path.rglob("*.ttl")) if not _NOT_DATA & set(f.relative_to(path).parts)]
        if not files:
            raise SourceError(str(path), "The folder holds no .ttl file.")
        yield from files
    else:
        raise SourceError(str(path), "There is no such file or folder.")


def _dataset_of(file: Path) -> Path:
    """The nearest folder above ``file`` that has a stack.ttl."""
    for folder in file.resolve().parents:
        if (folder / STACK_FILE).is_file():
            return folder
    raise SourceError(str(file), f"Belongs to no dataset: no {STACK_FILE} in its folder or one above.")


def _stack_of(file: Path, base: str) -> str:
    """The key of the one stack that ``file`` describes."""
    prefix = f"{base}id/stack/"
    stacks = [
        quad.subject.value
        for quad in read_rdf_file(file).quads
        if quad.predicate.value == RDF_TYPE and quad.object == _STACK and isinstance(quad.subject, NamedNode)
    ]
    if len(stacks) != 1 or not stacks[0].startswith(prefix):
        raise SourceError(str(file), f"Describe exactly one psg:Stack whose IRI begins with {prefix}.")
    return stacks[0].removeprefix(prefix)
