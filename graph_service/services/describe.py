"""Describe one thing: what is said of it, what links to it, and what those things are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, QueryTriples, Triple

from graph_service.errors import UnknownName
from graph_service.model.terms import LABEL_PROPERTIES, is_safe_iri
from graph_service.store.base import GraphStore

#: How many links to a thing a description holds at most, so that hubs stay readable.
LINKS_LIMIT = 500


@dataclass(frozen=True)
class Description:
    """The statements about ``iri`` (``facts``) and those that link to it (``links``, at most ``LINKS_LIMIT``).

    ``labels`` names the thing and its neighbours in all languages known; ``fictional`` tells whether the
    thing belongs to an invented stack, ``fictional_links`` whether something that links to it does.
    """

    iri: str
    facts: tuple[Triple, ...]
    links: tuple[Triple, ...]
    links_truncated: bool
    labels: Mapping[str, Mapping[str, str]]
    fictional: bool
    fictional_links: bool

    def label(self, iri: str, language: str = "en") -> str:
        """What ``iri`` is called in ``language``, else in English, else in any; else the end of its IRI."""
        names = self.labels.get(iri, {})
        found = names.get(language) or names.get("en") or next(iter(names.values()), "")
        return found or iri.rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1]


def describe(store: GraphStore, iri: str) -> Description:
    """Describe the thing ``iri``.

    :raises UnknownName: where nothing is known of it.
    """
    if not is_safe_iri(iri):
        raise UnknownName("thing", iri)
    node = NamedNode(iri)
    facts = _construct(store, f"CONSTRUCT {{ {node} ?p ?o }} WHERE {{ {node} ?p ?o }}")
    links = _construct(
        store, f"CONSTRUCT {{ ?s ?p {node} }} WHERE {{ ?s ?p {node} }} ORDER BY ?p ?s LIMIT {LINKS_LIMIT + 1}"
    )
    if not facts and not links:
        raise UnknownName("thing", iri)
    kept = links[:LINKS_LIMIT]
    named = {node} | {t.object for t in facts if isinstance(t.object, NamedNode)} | {t.subject for t in kept}
    return Description(
        iri=iri,
        facts=tuple(facts),
        links=tuple(kept),
        links_truncated=len(links) > LINKS_LIMIT,
        labels=labels_of(store, (str(term.value) for term in named if isinstance(term, NamedNode))),
        fictional=_is_fictional(store, [node]),
        fictional_links=_is_fictional(store, {t.subject for t in kept if isinstance(t.subject, NamedNode)}),
    )


def labels_of(store: GraphStore, iris: Iterable[str]) -> dict[str, dict[str, str]]:
    """The labels of ``iris`` by language; the empty language stands for none."""
    values = " ".join(str(NamedNode(iri)) for iri in sorted(set(iris)))
    properties = " ".join(f"<{name}>" for name in reversed(LABEL_PROPERTIES))
    labels: dict[str, dict[str, str]] = {}
    for triple in _construct(
        store, f"CONSTRUCT {{ ?s ?p ?l }} WHERE {{ VALUES ?p {{ {properties} }} VALUES ?s {{ {values} }} ?s ?p ?l }}"
    ):
        if isinstance(triple.object, Literal) and isinstance(triple.subject, NamedNode):
            labels.setdefault(triple.subject.value, {})[triple.object.language or ""] = triple.object.value
    return labels


def _is_fictional(store: GraphStore, things: Iterable[NamedNode]) -> bool:
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
