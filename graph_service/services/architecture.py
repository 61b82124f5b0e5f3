"""A stack as an architecture, by the queries of a folder of ``mappings/``.

``elements/*.rq`` select ``thing`` and ``type``, and may select ``name``; ``relations/*.rq`` select ``type``,
``source`` and ``target``; what else they select becomes properties. ``views/*.rq`` select ``thing`` and ``column``, and
may select ``within``. Each asks about the stack in ``VALUES ?stack``, and its header says why it maps as it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from graph_service.errors import QueryFileError, UnknownName
from graph_service.model.architecture import Architecture, Element, Placed, Properties, Relation, Texts, View
from graph_service.model.binding import bind, tokens
from graph_service.model.named_query import read_header, refuse_unknown
from graph_service.model.solutions import Row, rows_of
from graph_service.model.terms import DCT, LABEL_PROPERTIES, PSG, RDF_TYPE, SKOS
from graph_service.services.deployment import Deployment
from graph_service.store.base import GraphStore

_DESCRIPTIONS = (f"{DCT}description", f"{SKOS}definition")
_NEEDED = {
    "elements": {"thing", "type"},
    "relations": {"type", "source", "target"},
    "views": {"thing", "column"},
}
_HEADER = {
    "elements": {"summary", "description", "folder"},
    "relations": {"summary", "description"},
    "views": {"summary", "description", "viewpoint", "connections", "rows"},
}
_CONNECTIONS = ("all", "neighbours")
_ROWS = 30


@dataclass(frozen=True)
class MappingQuery:
    """One file: what it maps, and why, and the SPARQL that does it; ``place`` is what messages call it."""

    key: str
    place: str
    header: Mapping[str, Any]
    text: str

    @property
    def summary(self) -> str:
        """What it maps, in a sentence."""
        return str(self.header["summary"])

    @property
    def description(self) -> str:
        """Why it maps so."""
        return " ".join(str(self.header.get("description") or "").split())


def read_mapping(folder: Path, part: str) -> list[MappingQuery]:
    """The queries of ``elements``, ``relations`` or ``views`` of a mapping, in the order of their names.

    :raises QueryFileError: naming the file that can't be used, and why.
    """
    return [_read(path, part) for path in sorted((folder / part).glob("*.rq"))]


def architecture_of(deployment: Deployment, stack: str, mapping: str) -> Architecture:
    """The stack with that key, mapped by ``mappings/<mapping>``.

    :raises UnknownName: where there is no such stack.
    :raises QueryFileError: where a file of the mapping can't be used.
    """
    store, folder = deployment.store, deployment.settings.home / "mappings" / mapping
    iri = deployment.names.iri(stack, "stack")
    if not iri or not any(store.match(NamedNode(iri), NamedNode(RDF_TYPE), NamedNode(f"{PSG}Stack"))):
        raise UnknownName("stack", stack)
    node = NamedNode(iri)
    elements = _elements(store, read_mapping(folder, "elements"), node)
    return Architecture(
        stack=iri,
        names=_texts(store, node, LABEL_PROPERTIES),
        descriptions=_texts(store, node, _DESCRIPTIONS),
        fictional=any(store.match(node, NamedNode(f"{PSG}fictional"), Literal(True))),
        generation=store.generation(),
        elements=elements,
        relations=_relations(store, read_mapping(folder, "relations"), node, elements),
        views=[_view(store, query, node, elements) for query in read_mapping(folder, "views")],
    )


def _read(path: Path, part: str) -> MappingQuery:
    place = "/".join(path.parts[-3:])
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryFileError(place, 0, f"Can't be read: {error}.") from error
    header = read_header(text, place)
    refuse_unknown(header, _HEADER[part], "the header", place)
    if not header.get("summary"):
        raise QueryFileError(place, 1, "The header needs a summary: one line that says what is mapped.")
    if header.get("connections", "all") not in _CONNECTIONS:
        raise QueryFileError(place, 1, f"'connections' must be one of {', '.join(_CONNECTIONS)}.")
    if not isinstance(header.get("rows", _ROWS), int) or header.get("rows", _ROWS) < 1:
        raise QueryFileError(place, 1, "'rows' must be a whole number above 0.")
    if any(token.is_word("SERVICE") for token in tokens(text)):
        raise QueryFileError(place, 0, "SERVICE is not allowed: a mapping asks this graph only.")
    try:
        result = Store().query(text)
    except (SyntaxError, ValueError, RuntimeError) as error:
        raise QueryFileError(place, getattr(error, "lineno", None) or 0, f"Not a SPARQL query: {error}.") from error
    columns = {variable.value for variable in result.variables} if isinstance(result, QuerySolutions) else set()
    if missing := sorted(_NEEDED[part] - columns):
        raise QueryFileError(place, 1, f"It must select {', '.join(f'?{name}' for name in missing)}.")
    return MappingQuery(path.stem, place, header, text)


def _rows(store: GraphStore, query: MappingQuery, stack: NamedNode) -> list[Row]:
    result = store.query(bind(query.text, {"stack": [stack]}))
    assert isinstance(result, QuerySolutions)  # noqa: S101 - the file was read as a SELECT
    return rows_of(result)


def _elements(store: GraphStore, queries: Iterable[MappingQuery], stack: NamedNode) -> dict[str, Element]:
    """The elements by thing; what two files map is what the first makes of it."""
    elements: dict[str, Element] = {}
    for query in queries:
        folder = str(query.header.get("folder") or query.summary)
        for rows in _by(_rows(store, query, stack), "thing", "type"):
            thing = _iri(rows[0], "thing")
            if not thing or thing in elements:
                continue
            node = NamedNode(thing)
            names = {_language(row["name"]): _value(row["name"]) for row in rows if "name" in row}
            elements[thing] = Element(
                thing=thing,
                type=_value(rows[0]["type"]),
                folder=folder,
                names=names or _texts(store, node, LABEL_PROPERTIES) or {"": _key(thing)},
                descriptions=_texts(store, node, _DESCRIPTIONS),
                properties=_properties(rows, {"thing", "type", "name"}),
            )
    return elements


def _relations(
    store: GraphStore, queries: Iterable[MappingQuery], stack: NamedNode, elements: Mapping[str, Element]
) -> list[Relation]:
    """The relations between ``elements``; what several files say of the same relation is brought together."""
    relations: dict[tuple[str, str, str], Relation] = {}
    for query in queries:
        for rows in _by(_rows(store, query, stack), "type", "source", "target"):
            source, target, kind = _iri(rows[0], "source"), _iri(rows[0], "target"), _value(rows[0]["type"])
            if source not in elements or target not in elements or source == target:
                continue
            said = _properties(rows, {"type", "source", "target"})
            known = relations.setdefault((kind, source, target), Relation(kind, source, target))
            merged = {name: tuple(dict.fromkeys((*known.properties.get(name, ()), *said[name]))) for name in said}
            relations[kind, source, target] = replace(known, properties={**known.properties, **merged})
    return list(relations.values())


def _view(store: GraphStore, query: MappingQuery, stack: NamedNode, elements: Mapping[str, Element]) -> View:
    placed: dict[str, Placed] = {}
    for row in _rows(store, query, stack):
        thing, column = _iri(row, "thing"), _value(row.get("column", ""))
        if not re.fullmatch("[+-]?[0-9]+", column):
            raise QueryFileError(query.place, 0, f"?column is {column!r}; it must be a whole number.")
        if thing in elements:
            placed.setdefault(thing, Placed(thing, int(column), _iri(row, "within")))
    return View(
        key=query.key,
        name=query.summary,
        description=query.description,
        viewpoint=str(query.header.get("viewpoint") or ""),
        neighbours=query.header.get("connections") == "neighbours",
        rows=query.header.get("rows", _ROWS),
        placed=list(placed.values()),
    )


def _by(rows: Iterable[Row], *names: str) -> Iterator[Sequence[Row]]:
    """Rows that have the same values of ``names``, together, in the order in which they first come."""
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        if all(name in row for name in names):
            groups.setdefault(tuple(row[name] for name in names), []).append(row)
    yield from groups.values()


def _properties(rows: Sequence[Row], but: set[str]) -> Properties:
    """All values of the other columns, each once."""
    values: dict[str, dict[Literal | NamedNode, None]] = {}
    for row in rows:
        for name, term in row.items():
            if name not in but and isinstance(term, Literal | NamedNode):
                values.setdefault(name, {})[term] = None
    return {name: tuple(found) for name, found in values.items()}


def _texts(store: GraphStore, thing: NamedNode, properties: Sequence[str]) -> Texts:
    """What ``properties`` say of ``thing`` by language; what an earlier property says goes first."""
    texts: dict[str, str] = {}
    for name in properties:
        found = [triple.object for triple in store.match(thing, NamedNode(name), None)]
        for text in sorted((term for term in found if isinstance(term, Literal)), key=str):
            texts.setdefault(text.language or "", text.value)
    return texts


def _iri(row: Row, name: str) -> str:
    term = row.get(name)
    return term.value if isinstance(term, NamedNode) else ""


def _value(term: object) -> str:
    return str(getattr(term, "value", term))


def _language(term: object) -> str:
    return (term.language or "") if isinstance(term, Literal) else ""


def _key(iri: str) -> str:
    """The end of an IRI."""
    return iri.rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1] or iri
