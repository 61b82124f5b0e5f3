"""Import of tables by mappings: RML makes raw statements of the rows, SPARQL turns them into our model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    parse,
)

from graph_service.errors import MappingError
from graph_service.model.terms import PROV, ROOT, graph_iri
from graph_service.services.importing.outcome import Imported, LeftOut, Place
from graph_service.services.importing.tables.mapping import TableMapping
from graph_service.services.importing.tables.reading import Table, read_table
from graph_service.services.importing.tables.rml import RML_FILE, run_rml
from graph_service.settings import Settings

#: What raw statements call a row; its number follows. Queries say of a thing that it rests on such a row.
ROW = "urn:row:"
_RESTS_ON = NamedNode(f"{PROV}wasDerivedFrom")
_IDENTIFIER = "http://purl.org/dc/terms/identifier"


def map_table(mapping: TableMapping, name: str, content: bytes, settings: Settings, stack: str = "") -> Imported:
    """What ``mapping`` makes of the table; its things are put into ``stack`` where one is given.

    :raises SourceError: with the place, where the table is not what the mapping expects.
    :raises TooLarge: where it is larger than the setting allows.
    :raises MappingError: where the mapping is wrong or can't be run.
    """
    table = read_table(name, content, settings, mapping.encoding)
    raw = _raw(mapping, table, settings)
    rename = _Renaming(mapping.stack, stack or mapping.stack, settings.base)
    graphs: dict[str, dict[Triple, None]] = defaultdict(dict)
    rows: dict[str, int] = {}
    used = set()
    for catalogue, path in mapping.graphs():
        graph = graph_iri(settings.base, stack or mapping.stack, catalogue)
        for triple in map(rename, _statements(raw, path)):
            number = _row(triple.object) if triple.predicate == _RESTS_ON else None
            if number is None:
                graphs[graph][triple] = None
            else:
                used.add(number)
                thing = str(triple.subject)[1:-1]
                rows[thing] = min(number, rows.get(thing, number))

    def trace(subject: str, path: str) -> Place | None:
        return table.place(rows[subject]) if subject in rows and not path else None

    return Imported(
        graphs={graph: list(statements) for graph, statements in graphs.items()},
        findings=[],
        rows=len(table.rows),
        things=sorted(rows),
        left_out=_left_out(raw, mapping, table, used),
        trace=trace,
    )


def _raw(mapping: TableMapping, table: Table, settings: Settings) -> Store:
    """The raw statements of the table and of the look-up tables, with what is prepared from them."""
    lookups = [read_table(path.name, path.read_bytes(), settings) for path in mapping.tables]
    raw = Store()
    raw.bulk_load(run_rml(mapping.folder / RML_FILE, table, lookups, settings), format=RdfFormat.N_TRIPLES)
    for path in mapping.preparations:
        raw.extend([Quad(triple.subject, triple.predicate, triple.object) for triple in _constructed(raw, path)])
    return raw


class _Renaming:
    """Puts statements of one stack, under the usual base, into another stack and under another base."""

    def __init__(self, stack: str, other: str, base: str) -> None:
        self._stack, self._other, self._base = stack, other, base

    def __call__(self, triple: Triple) -> Triple:
        """The same statement about things of the other stack.

        :raises MappingError: where its subject has no IRI.
        """
        if not isinstance(triple.subject, NamedNode):
            raise MappingError(f"A query of the mapping makes a thing without an IRI: {triple}")
        value = triple.object
        if isinstance(value, NamedNode):
            value = NamedNode(self._iri(value.value))
        elif triple.predicate.value == _IDENTIFIER and isinstance(value, Literal):
            value = Literal(self._key(value.value))
        return Triple(NamedNode(self._iri(triple.subject.value)), triple.predicate, value)

    def _iri(self, iri: str) -> str:
        path = iri.removeprefix(ROOT)
        if path == iri or not path.startswith(("id/", "graph/")):
            return iri
        kind, name, key = path.split("/", 2)
        if kind == "graph":
            return f"{self._base}graph/{self._key(name)}/{key}"
        return f"{self._base}id/{name}/{self._key(key)}"

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


def _row(term: NamedNode | BlankNode | Literal | Triple) -> int | None:
    """The number of the row that ``term`` is; ``None`` where it is something else."""
    value = term.value if isinstance(term, NamedNode) else ""
    number = value.removeprefix(ROW) if value.startswith(ROW) else ""
    return int(number) if number.isdecimal() else None


def _left_out(raw: Store, mapping: TableMapping, table: Table, used: set[int]) -> list[LeftOut]:
    """What the mapping says that it does not take, and rows that nothing rests on and of which it says nothing."""
    found = []
    explained = set(used)
    for path in mapping.omissions:
        text = path.read_text(encoding="utf-8")
        reason = text.splitlines()[0].removeprefix("#").strip()
        solutions = _selected(raw, path, text)
        named = "value" in {variable.value for variable in solutions.variables}
        for solution in solutions:
            number = _row(solution["row"])
            value = solution["value"] if named else None
            if number is None:
                raise MappingError(f"{path}: ?row is {solution['row']}, which is no row of the table.")
            explained.add(number)
            found.append((number, LeftOut(table.place(number), reason, value.value if value else "")))
    silent = "Nothing in the mapping fits the row."
    found += [(number, LeftOut(table.place(number), silent)) for number, _ in table.rows if number not in explained]
    return [left for _, left in sorted(found, key=lambda pair: (pair[1].reason, pair[0]))]


def _selected(raw: Store, path: Path, text: str) -> QuerySolutions:
    try:
        result = raw.query(text)
    except (SyntaxError, ValueError) as error:
        raise MappingError(f"{path}: {error}") from error
    if not isinstance(result, QuerySolutions) or "row" not in {variable.value for variable in result.variables}:
        raise MappingError(f"{path}: write a SELECT query with ?row, and ?value where a row is left out in part.")
    return result
