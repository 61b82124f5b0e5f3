"""Full-text search over the names of all things, in all languages.

The index is kept in memory; when the data have changed, the graphs that were touched are read anew. Scripts without
spaces between words are indexed by pairs of characters;
https://www.sqlite.org/fts5.html#the_trigram_tokenizer takes three, but words of two are common there.
"""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, QuerySolutions

from graph_service.errors import UnknownName
from graph_service.model.terms import DCT, PSG, RDF_TYPE, SKOS
from graph_service.services.change_index import Scope
from graph_service.services.deployment import Deployment

#: The longest text that is searched for.
LONGEST = 200
_GRAPHS = f"PREFIX psg: <{PSG}> SELECT ?graph ?stack {{ ?catalogue psg:graph ?graph ; psg:ofStack ?stack }}"
_NAMES = f"""PREFIX dct: <{DCT}> PREFIX skos: <{SKOS}>
SELECT ?thing ?name ?type WHERE {{
  GRAPH ?graph {{
    VALUES ?property {{ dct:title skos:prefLabel skos:altLabel dct:alternative dct:identifier }}
    ?thing ?property ?name .
    OPTIONAL {{ ?thing <{RDF_TYPE}> ?type }}
  }}
}}"""
#: Scripts written without spaces: Thai to Burmese, kana, Han, Hangul.
_CLOSE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]+")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Found:
    """A thing that was found: its IRI, the name by which, that name's language, its class and its stack."""

    iri: str
    name: str
    language: str
    type: str
    stack: str


class Named(NamedTuple):
    """A name of a thing, its language, and a class of the thing; empty where there is none."""

    iri: str
    name: str
    language: str
    type: str


class Place(NamedTuple):
    """A graph of a stack."""

    stack: str
    graph: str


class SearchIndex:
    """The names of things, as a full-text index in memory; ``states`` tells of which graphs, and how they were."""

    def __init__(self) -> None:
        self.states: Mapping[Place, int] = {}
        self._turn = threading.Lock()
        self._store = sqlite3.connect(":memory:", check_same_thread=False)
        self._store.execute(
            "CREATE VIRTUAL TABLE names USING fts5(words, iri UNINDEXED, name UNINDEXED, language UNINDEXED, "
            'type UNINDEXED, stack UNINDEXED, graph UNINDEXED, tokenize = "unicode61 remove_diacritics 2", '
            "prefix = '2 3')"
        )

    def of(self, states: Mapping[Place, int], names: Callable[[str], Iterable[Named]]) -> SearchIndex:
        """The index of graphs in these ``states``: this one, where they are the same; ``names`` reads the others."""
        index = SearchIndex()
        with self._turn:
            self._store.backup(index._store)
        with index._store as store:
            for place in {place for place, _ in self.states.items() ^ states.items()}:
                store.execute("DELETE FROM names WHERE stack = ? AND graph = ?", place)
                if place in states:
                    rows = ((_spaced(named.name), *named, *place) for named in names(place.graph))
                    store.executemany("INSERT INTO names VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        index.states = states
        return index

    def search(self, text: str, stacks: Sequence[str] = (), kind: str = "", most: int = 50) -> list[Found]:
        """The things whose names have all words of ``text`` or words that begin with them, the best first.

        ``stacks`` and ``kind`` are IRIs that restrict what is found; each thing is found once.
        """
        wanted = _expression(text[:LONGEST])
        if not wanted:
            return []
        clauses, values = ["words MATCH ?"], [wanted]
        for column, those in (("stack", stacks), ("type", [kind] if kind else ())):
            if those:
                clauses.append(f"{column} IN ({', '.join('?' * len(those))})")
                values.extend(those)
        # A thing may have several names and classes; more rows are read than things are wanted.
        statement = (
            f"SELECT iri, name, language, type, stack FROM names WHERE {' AND '.join(clauses)} "  # noqa: S608 - names of columns # nosec B608
            "ORDER BY bm25(names), length(name), iri LIMIT ?"
        )
        with self._turn:
            rows = self._store.execute(statement, (*values, 8 * most)).fetchall()
        found = dict[str, Found]()
        for row in rows:
            found.setdefault(row[0], Found(*row))
        return list(found.values())[:most]


def search_index(deployment: Deployment) -> SearchIndex:
    """The index of the data as they are; made when it is first asked for on a generation."""

    def renew(before: SearchIndex) -> SearchIndex:
        return before.of(_states(deployment), partial(_names, deployment))

    return deployment.remembered("search index", lambda: renew(SearchIndex()), renew)


def _states(deployment: Deployment) -> dict[Place, int]:
    """The graphs of catalogues, and how many changes touched each."""
    found = deployment.store.query(_GRAPHS)
    assert isinstance(found, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
    return {
        Place(stack.value, graph.value): _touched(deployment, graph.value)
        for graph, stack in found
        if isinstance(graph, NamedNode) and isinstance(stack, NamedNode)
    }


def _touched(deployment: Deployment, graph: str) -> int:
    try:
        return len(deployment.change_index.numbers(Scope(graph=graph)))
    except UnknownName:  # it was loaded without a record
        return 0


def _names(deployment: Deployment, graph: str) -> Iterator[Named]:
    found = deployment.store.query(_NAMES.replace("?graph", str(NamedNode(graph))))
    assert isinstance(found, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
    for thing, name, kind in found:
        if isinstance(thing, NamedNode) and isinstance(name, Literal):
            yield Named(thing.value, name.value, name.language or "", kind.value if isinstance(kind, NamedNode) else "")


def _spaced(text: str) -> str:
    """``text`` with each run of a script without spaces cut into overlapping pairs."""
    return _CLOSE.sub(lambda match: f" {' '.join(_pairs(match[0]))} ", text)


def _pairs(run: str) -> Sequence[str]:
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


def _expression(text: str) -> str:
    """What FTS5 is asked for ``text``: each word or what begins with it, and runs without spaces as phrases."""
    terms = [f'"{" ".join(_pairs(run))}"' if len(run) > 1 else f'"{run}"*' for run in _CLOSE.findall(text)]
    terms += [f'"{word}"*' for word in _WORD.findall(_CLOSE.sub(" ", text))]
    return " ".join(terms)
