"""Import of tables by mappings: RML makes raw statements of the rows, SPARQL turns them into our model."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, QueryTriples, RdfFormat, Store, Triple, parse

from graph_service.errors import MappingError
from graph_service.model.change import Source
from graph_service.model.terms import PROV, ROOT, graph_iri
from graph_service.services.importing.mapping import TableMapping
from graph_service.services.importing.outcome import Imported, LeftOut
from graph_service.services.importing.rml import RML_FILE, run_rml
from graph_service.services.importing.table import Table, read_table
from graph_service.settings import Settings

#: What raw statements call a row; its number follows. Queries say of a thing that it rests on such a row.
ROW = "urn:row:"
_RESTS_ON = NamedNode(f"{PROV}wasDerivedFrom")
_IDENTIFIER = "http://purl.org/dc/terms/identifier"


def map_table(mapping: TableMapping, name: str, content: bytes, settings: Settings, stack: str = "") -> Imported:
    """What ``mapping`` makes of the table; its things are put into ``stack`` where one is given.

    :raises SourceError: with the place, where the table is not what the mapping expects.
    :raises MappingError: where the mapping is wrong or can't be run.
    """
    table = read_table(name, content, mapping.encoding)
    lookups = [read_table(path.name, path.read_bytes()) for path in mapping.tables]
    raw = Store()
    raw.bulk_load(run_rml(mapping.folder / RML_FILE, table, lookups, settings), format=RdfFormat.N_TRIPLES)
    for path in mapping.preparations:
        raw.extend([Quad(triple.subject, triple.predicate, triple.object) for triple in _constructed(raw, path)])
    rename = _Renaming(mapping.stack, stack or mapping.stack, settings.base)
    graphs: dict[str, dict[Triple, None]] = defaultdict(dict)
    trace: dict[str, set[int]] = defaultdict(set)
    for catalogue, path in mapping.graphs():
        graph = graph_iri(settings.base, stack or mapping.stack, catalogue)
        for triple in _statements(raw, path):
            renamed = rename(triple)
            if triple.predicate == _RESTS_ON and isinstance(triple.object, NamedNode):
                number = triple.object.value.removeprefix(ROW)
                if number != triple.object.value:
                    trace[renamed.subject.value].add(int(number))
                    continue
            graphs[graph][renamed] = None
    return Imported(
        title=str(mapping.about["title"]),
        source=Source(Path(name).name, hashlib.sha256(content).hexdigest()),
        graphs={graph: list(statements) for graph, statements in graphs.items()},
        rows=len(table.rows),
        left_out=_left_out(raw, mapping, table, {number for numbers in trace.values() for number in numbers}),
        trace={thing: [table.place(number) for number in sorted(numbers)] for thing, numbers in trace.items()},
    )


class _Renaming:
    """Puts statements of one stack, under the usual base, into another stack and under another base."""

    def __init__(self, stack: str, other: str, base: str) -> None:
        self._stack, self._other, self._base = stack, other, base

    def __call__(self, triple: Triple) -> Triple:
        subject, value = self._term(triple.subject), self._term(triple.object)
        if triple.predicate.value == _IDENTIFIER and isinstance(value, Literal):
            value = Literal(self._key(value.value))
        return Triple(subject, triple.predicate, value)

    def _term(self, term: NamedNode | Literal) -> NamedNode | Literal:
        if not isinstance(term, NamedNode) or not term.value.startswith((f"{ROOT}id/", f"{ROOT}graph/")):
            return term
        kind, name, key = term.value.removeprefix(ROOT).split("/", 2)
        if kind == "graph":
            return NamedNode(f"{self._base}graph/{self._key(name)}/{key}")
        return NamedNode(f"{self._base}id/{name}/{self._key(key)}")

    def _key(self, key: str) -> str:
        if key == self._stack or key.startswith(f"{self._stack}-"):
            return self._other + key.removeprefix(self._stack)
        return key


def _statements(raw: Store, path: Path) -> Iterable[Triple]:
    if path.suffix == ".rq":
        return _constructed(raw, path)
    try:
        return [quad.triple for quad in parse(path=str(path), format=RdfFormat.TURTLE)]
    except (OSError, SyntaxError) as error:
        raise MappingError(f"{path}: {error}") from error


def _constructed(raw: Store, path: Path) -> QueryTriples:
    try:
        result = raw.query(path.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError) as error:
        raise MappingError(f"{path}: {error}") from error
    if not isinstance(result, QueryTriples):
        raise MappingError(f"{path}: write a CONSTRUCT query.")
    return result


def _left_out(raw: Store, mapping: TableMapping, table: Table, used: set[int]) -> list[LeftOut]:
    """What the mapping says that it does not take, and rows of which it says nothing although nothing rests on them."""
    found, explained = [], set(used)
    for path in mapping.omissions:
        text = path.read_text(encoding="utf-8")
        solutions = raw.query(text)
        if not isinstance(solutions, QuerySolutions):
            raise MappingError(f"{path}: write a SELECT query with ?row, and ?value where a row is left out in part.")
        places = []
        for solution in solutions:
            number = int(solution["row"].value.removeprefix(ROW))
            value = solution["value"] if len(solutions.variables) > 1 else None
            places.append((number, f"{table.place(number)} ({value.value})" if value else table.place(number)))
            explained.add(number)
        if places:
            reason = text.splitlines()[0].removeprefix("#").strip()
            found.append(LeftOut(reason, [place for _, place in sorted(places)]))
    silent = [number for number, _ in table.rows if number not in explained]
    if silent:
        found.append(LeftOut("Nothing in the mapping fits the row.", [table.place(number) for number in silent]))
    return found
