"""Describe one thing: what is said of it, what links to it, and what those things are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, QuerySolutions, QueryTriples, Triple

from graph_service.errors import UnknownName
from graph_service.model.languages import Text, best
from graph_service.model.terms import CHANGES, LABEL_PROPERTIES, PROPOSALS, SYSTEM_STACK, graph_iri, is_safe_iri
from graph_service.store.base import GraphStore

#: How many links by one property a description holds at most, so that hubs stay readable.
LINKS_LIMIT = 100


@dataclass(frozen=True)
class Links:
    """What links to a thing by ``predicate``: ``total`` in all, of which ``triples`` are those from ``offset`` on."""

    predicate: str
    total: int
    offset: int
    triples: tuple[Triple, ...]

    @property
    def rest(self) -> int:
        """How many come after those that are held."""
        return self.total - self.offset - len(self.triples)


@dataclass(frozen=True)
class Description:
    """The statements about ``iri`` (``facts``) and those that link to it (``groups``, by property).

    ``labels`` names the thing and its neighbours in all languages known; ``fictional`` tells whether the
    thing belongs to an invented stack, ``fictional_links`` whether something that links to it does.
    """

    iri: str
    facts: tuple[Triple, ...]
    groups: tuple[Links, ...]
    labels: Mapping[str, Mapping[str, str]]
    fictional: bool
    fictional_links: bool

    @property
    def links(self) -> tuple[Triple, ...]:
        """The links that are held."""
        return tuple(triple for group in self.groups for triple in group.triples)

    def label(self, iri: str, languages: Sequence[str] = ()) -> Text:
        """What ``iri`` is called in one of ``languages``, else in English, else in any; else the end of its IRI."""
        return best(self.labels.get(iri, {}), languages) or Text(iri.rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1])


@dataclass(frozen=True)
class Part:
    """Which links are wanted: those by one property from ``offset`` on, or of each property the first."""

    predicate: str = ""
    offset: int = 0
    limit: int = LINKS_LIMIT


def describe(store: GraphStore, iri: str, part: Part = Part(), base: str = "") -> Description:
    """Describe the thing ``iri``; with ``base``, changes, proposals and who made them can be described too.

    :raises UnknownName: where nothing is known of it, or nothing links to it by the property that is wanted.
    """
    if not is_safe_iri(iri) or (part.predicate and not is_safe_iri(part.predicate)):
        raise UnknownName("thing", iri if not is_safe_iri(iri) else part.predicate)
    node = NamedNode(iri)
    records = _records(iri, base)
    facts = _construct(store, f"CONSTRUCT {{ {node} ?p ?o }} WHERE {{ {_anywhere(f'{node} ?p ?o', records)} }}")
    groups = _groups(store, node, records, part)
    if not facts and not groups:
        raise UnknownName("thing", iri)
    links = [triple for group in groups for triple in group.triples]
    named = {node} | {t.object for t in facts if isinstance(t.object, NamedNode)} | {t.subject for t in links}
    return Description(
        iri=iri,
        facts=tuple(facts),
        groups=groups,
        labels=labels_of(store, (str(term.value) for term in named if isinstance(term, NamedNode))),
        fictional=is_fictional(store, [node]),
        fictional_links=is_fictional(store, {t.subject for t in links if isinstance(t.subject, NamedNode)}),
    )


def described(store: GraphStore, iris: Iterable[str]) -> set[str]:
    """Those of ``iris`` of which something is said."""
    values = " ".join(str(NamedNode(iri)) for iri in sorted(set(iris)) if is_safe_iri(iri))
    found = store.query(f"SELECT DISTINCT ?s {{ VALUES ?s {{ {values} }} ?s ?p ?o }}")
    assert isinstance(found, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
    return {term.value for row in found if isinstance(term := row["s"], NamedNode)}


def labels_of(store: GraphStore, iris: Iterable[str]) -> dict[str, dict[str, str]]:
    """The labels of ``iris`` by language; the empty language stands for none."""
    values = " ".join(str(NamedNode(iri)) for iri in sorted(set(iris)))
    properties = ", ".join(f"<{name}>" for name in LABEL_PROPERTIES)
    # A filter, because a second VALUES would be joined before the look-up: 35 ms in place of 0.5 for 26 things.
    found = _construct(
        store, f"CONSTRUCT {{ ?s ?p ?l }} WHERE {{ VALUES ?s {{ {values} }} ?s ?p ?l FILTER(?p IN ({properties})) }}"
    )
    labels: dict[str, dict[str, str]] = {}
    for triple in sorted(found, key=lambda t: LABEL_PROPERTIES.index(t.predicate.value), reverse=True):
        if isinstance(triple.object, Literal) and isinstance(triple.subject, NamedNode):
            labels.setdefault(triple.subject.value, {})[triple.object.language or ""] = triple.object.value
    return labels


def _groups(store: GraphStore, node: NamedNode, records: Sequence[str], part: Part) -> tuple[Links, ...]:
    """The links to ``node``, by property."""
    totals = _totals(store, _anywhere(f"?s ?p {node}", records))
    if part.predicate and part.predicate not in totals:
        raise UnknownName("link to it by", part.predicate, list(totals))
    groups = []
    for name, total in totals.items():
        if part.predicate in {"", name}:
            offset = part.offset if part.predicate else 0
            subjects = _subjects(store, _anywhere(f"?s {NamedNode(name)} {node}", records))
            held = [Triple(s, NamedNode(name), node) for s in subjects[offset : offset + part.limit]]
            groups.append(Links(name, total, offset, tuple(held)))
    return tuple(groups)


def _subjects(store: GraphStore, linked: str) -> list[NamedNode]:
    """The solutions ``?s`` of ``linked``, sorted here: the engine takes ten times as long to."""
    found = store.query(f"SELECT ?s {{ {linked} }}")
    assert isinstance(found, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
    return sorted((term for row in found if isinstance(term := row["s"], NamedNode)), key=lambda term: term.value)


def _totals(store: GraphStore, linked: str) -> dict[str, int]:
    """How many solutions ``linked`` has for each property ``?p``."""
    counted = store.query(f"SELECT ?p (COUNT(*) AS ?n) {{ {linked} }} GROUP BY ?p ORDER BY ?p")
    assert isinstance(counted, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
    return {row["p"].value: int(row["n"].value) for row in counted}


def _records(iri: str, base: str) -> tuple[str, ...]:
    """The graphs of records that tell of ``iri``, which aren't part of what readers see by default."""
    families = ("id/change/", "id/proposal/", "id/agent/", "graph/")
    if not base or not iri.startswith(tuple(f"{base}{family}" for family in families)):
        return ()
    return tuple(graph_iri(base, SYSTEM_STACK, name) for name in (CHANGES, PROPOSALS))


def _anywhere(pattern: str, graphs: Sequence[str]) -> str:
    """``pattern`` in the default graph or in one of ``graphs``, each solution once."""
    if not graphs:
        return pattern
    others = " UNION ".join(f"{{ GRAPH <{graph}> {{ {pattern} }} }}" for graph in graphs)
    return f"SELECT DISTINCT * {{ {{ {pattern} }} UNION {others} }}"


def is_fictional(store: GraphStore, things: Iterable[NamedNode]) -> bool:
    """Whether a current graph of a stack that is marked fictional says something of one of ``things``."""
    values = " ".join(sorted(map(str, things)))
    return bool(
        store.query(
            f"""PREFIX psg: <https://w3id.org/public-service-graph/def/>
            ASK {{
              VALUES ?thing {{ {values} }}
              ?stack psg:fictional true .
              ?catalogue psg:ofStack ?stack ; psg:graph ?graph .
              GRAPH ?graph {{ ?thing ?p ?o }}
            }}"""
        )
    )


def _construct(store: GraphStore, text: str) -> list[Triple]:
    result = store.query(text)
    return sorted(result, key=str) if isinstance(result, QueryTriples) else []
