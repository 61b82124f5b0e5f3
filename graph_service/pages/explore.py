"""The explorer: a thing with its neighbours, or the way from one thing to another, drawn and as a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from pyoxigraph import NamedNode

from graph_service.pages.charts.around import Group, drawn_around
from graph_service.pages.charts.chain import drawn_chain
from graph_service.pages.layout import Frame, render
from graph_service.pages.names import Naming
from graph_service.pages.rows import Cell
from graph_service.services.deployment import Deployment
from graph_service.services.describe import is_fictional, labels_of
from graph_service.services.exploring import LONGEST_WAY, Hop, Relation, Way, neighbourhood, types_of, way
from graph_service.services.searching import search_index

#: How many neighbours by one relation are drawn, and how many things are offered for words.
MOST, _OFFERED = 5, 12
_KEY = re.compile(r"[a-z][a-z0-9-]*/[^\s/]+")


@dataclass(frozen=True)
class Choice:
    """One of the two things to be chosen: the parameter, what was given for it, and what that stands for.

    Without ``iri`` what was given are words; ``offered`` are things that have them in their names.
    """

    name: str
    given: str
    iri: str = ""
    offered: Sequence[tuple[Cell, str]] = ()


@dataclass(frozen=True)
class Statement:
    """A row of the table: what is said, and of what."""

    source: Cell
    relation: str
    target: Cell


def explore(deployment: Deployment, thing: str, to: str, frame: Frame, languages: Sequence[str]) -> str:
    """The page for what was given as ``thing`` and ``to``: IRIs, ``type/key``, or words of a name.

    :raises UnknownName: where nothing is known of a thing that is named by its IRI or key.
    """
    choices = [_choice(deployment, name, given, frame) for name, given in (("thing", thing), ("to", to))]
    context: dict[str, object] = {"choices": choices, "given": bool(thing or to), "longest": LONGEST_WAY}
    context |= dict.fromkeys(("drawing", "thing", "other", "way", "kinds", "fictional", "partly"))
    context |= {"statements": (), "whole": True}
    start, end = choices
    if start.iri and not to:
        context |= _around(deployment, start.iri, frame, languages)
    elif start.iri and end.iri:
        context |= _between(deployment, start.iri, end.iri, frame, languages)
    return render("explore.html", frame, **context)


def _choice(deployment: Deployment, name: str, given: str, frame: Frame) -> Choice:
    """What ``given`` stands for."""
    if not given:
        return Choice(name, given)
    path = given.removeprefix("/doc/")
    iri = f"{deployment.settings.base}id/{path}" if _KEY.fullmatch(path) else deployment.names.iri(given)
    if iri:
        return Choice(name, given, iri)
    kinds = deployment.vocabulary.labels
    offered = [
        (Cell(found.name, frame.here(**{name: found.iri}), found.language), kinds.get(found.type, ""))
        for found in search_index(deployment).search(given, most=_OFFERED)
    ]
    return Choice(name, given, "", offered)


def explore_link(iri: str) -> str:
    """Where the neighbours of ``iri`` are shown."""
    return f"/explore?{urlencode({'thing': iri})}"


def _around(deployment: Deployment, iri: str, frame: Frame, languages: Sequence[str]) -> dict[str, object]:
    """The thing with its neighbours."""
    found = neighbourhood(deployment.store, iri, MOST)
    naming = _naming(deployment, [iri, *(other for r in found.relations for other in r.things)], frame, languages)
    page, groups, statements = naming.of(iri), list[Group](), list[Statement]()
    for relation in sorted(found.relations, key=lambda each: _rank(deployment, naming, each)):
        name, more = naming.text(relation.predicate).text, relation.total - len(relation.things)
        cells = sorted((_expanding(naming, other, frame) for other in relation.things), key=lambda cell: cell.text)
        there = f"{page.link}{'&' if '?' in page.link else '?'}{urlencode({'links': relation.predicate})}"
        link = page.link if relation.outgoing else there
        groups.append(Group(name, cells, relation.outgoing, more, link if page.link else ""))
        pairs = [(page, cell) if relation.outgoing else (cell, page) for cell in cells]
        statements += [Statement(source, name, target) for source, target in pairs]
    middle = Cell(page.text, page.link, page.language)
    return {
        "thing": page,
        "kinds": [naming.text(kind).text for kind in types_of(deployment.store, iri)],
        "drawing": drawn_around(middle, groups, frame.words) if groups else None,
        "statements": statements,
        "left": sum(group.more for group in groups),
        "whole": found.whole,
        "fictional": is_fictional(deployment.store, [NamedNode(iri)]),
        "partly": is_fictional(deployment.store, (NamedNode(each) for r in found.relations for each in r.things)),
    }


def _rank(deployment: Deployment, naming: Naming, relation: Relation) -> tuple[bool, str]:
    """Relations with things come before those with terms, and both by their names."""
    things = f"{deployment.settings.base}id/"
    return not relation.things[0].startswith(things), naming.text(relation.predicate).text


def _between(deployment: Deployment, start: str, end: str, frame: Frame, languages: Sequence[str]) -> dict[str, object]:
    """The way from one thing to another."""
    found: Way = way(deployment.store, start, end)
    naming = _naming(deployment, [start, end, *(hop.target for hop in found.hops)], frame, languages)
    chain = [start, *(hop.target for hop in found.hops)]
    cells = [_expanding(naming, iri, frame) for iri in chain]
    joins = [(naming.text(hop.predicate).text, hop.forward) for hop in found.hops]
    return {
        "thing": naming.of(start),
        "other": naming.of(end),
        "way": found,
        "drawing": drawn_chain(cells, joins, frame.words) if found.hops else None,
        "statements": [_statement(naming, hop) for hop in found.hops],
        "left": 0,
        "fictional": is_fictional(deployment.store, map(NamedNode, chain)),
    }


def _statement(naming: Naming, hop: Hop) -> Statement:
    source, target = (hop.source, hop.target) if hop.forward else (hop.target, hop.source)
    return Statement(naming.of(source), naming.text(hop.predicate).text, naming.of(target))


def _naming(deployment: Deployment, iris: Sequence[str], frame: Frame, languages: Sequence[str]) -> Naming:
    return Naming(deployment, labels_of(deployment.store, iris), languages, frame.words)


def _expanding(naming: Naming, iri: str, frame: Frame) -> Cell:
    """A thing whose box leads to its neighbours, in the same language."""
    named = naming.of(iri)
    language = frame.asked.get("lang", ())[:1]
    link = f"{explore_link(iri)}&{urlencode({'lang': language[0]})}" if language else explore_link(iri)
    return Cell(named.text, link, named.language)
