"""The page about one thing: what is said of it, what links to it, and what that rests on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup
from pyoxigraph import NamedNode, Triple

from graph_service.formats import formats_of
from graph_service.model.terms import PSG, RDF_TYPE, graph_iri
from graph_service.pages.dashboard import sections_about
from graph_service.pages.layout import Frame, render
from graph_service.pages.names import Naming
from graph_service.pages.rows import Cell
from graph_service.pages.uses import use_of_term
from graph_service.services.deployment import Deployment
from graph_service.services.describe import Description, Links, Part, labels_of
from graph_service.services.provenance import provenance_of
from graph_service.services.publishing.embedded import embedded
from graph_service.services.stacks import Stack, list_stacks
from graph_service.services.standing import Standing
from graph_service.store.base import GraphStore

#: The formats of RDF by the names that people know.
FORMATS = {"ttl": "Turtle", "jsonld": "JSON-LD", "nt": "N-Triples", "rdf": "RDF/XML", "nq": "N-Quads", "trig": "TriG"}


@dataclass(frozen=True)
class Shown:
    """How a thing is shown: the path of its document, its standing, which links, and what else the address says."""

    path: str
    standing: Standing
    part: Part
    about: Sequence[tuple[str, str]] = ()

    def address(self, *more: tuple[str, object]) -> str:
        """The address of the same thing, which says ``more``."""
        pairs = [*self.about, *more]
        mark = "&" if "?" in self.path else "?"
        return f"{self.path}{mark}{urlencode(pairs)}" if pairs else self.path


@dataclass(frozen=True)
class LinkGroup:
    """The links by one property: its name, how many there are, those that are shown, and where the others are."""

    name: Cell
    total: int
    first: int
    cells: Sequence[Cell]
    before: str
    after: str


def thing(
    deployment: Deployment, store: GraphStore, found: Description, shown: Shown, frame: Frame, languages: Sequence[str]
) -> str:
    """The page about what was ``found`` in ``store``."""
    whole = not (shown.part.predicate or shown.about)
    provenance = provenance_of(deployment, found.iri) if whole else []
    named = {iri for each in provenance for iri in (each.catalogue, each.release) if iri}
    is_term = found.iri.startswith(PSG) and not shown.part.predicate
    naming = Naming(deployment, {**found.labels, **labels_of(store, named)}, languages, frame.words)
    return render(
        "thing.html",
        frame,
        **_common(naming, found, shown),
        facts={} if shown.part.predicate else _facts(naming, found.facts),
        provenance=provenance,
        stacks=_stacks(deployment, {each.graph for each in provenance}),
        sections=[]
        if shown.part.predicate or shown.about
        else sections_about(deployment, _types(found), found.iri, frame),
        use=use_of_term(deployment, found.iri, frame.words, languages) if is_term else None,
        naming=naming,
        data=None if shown.part.predicate else Markup(embedded(deployment, found)),  # noqa: S704 - JSON written for it # nosec B704
    )


def graph_page(deployment: Deployment, found: Description, path: str, frame: Frame, languages: Sequence[str]) -> str:
    """The page about a named graph: what describes it, what changed it, and its statements to download."""
    naming = Naming(deployment, found.labels, languages, frame.words)
    return render(
        "graph.html",
        frame,
        **_common(naming, found, Shown(path, Standing(), Part())),
        facts=_facts(naming, found.facts),
        statements=sum(1 for _ in deployment.store.triples(found.iri)),
    )


def downloads(path: str) -> dict[str, tuple[str, str]]:
    """Where the document at ``path`` is in each format of RDF, and its media type, by the format's name."""
    known = formats_of("graph")
    ordered = [*(name for name in FORMATS if name in known), *(name for name in known if name not in FORMATS)]
    return {
        FORMATS.get(name, name): (
            f"{path}&{urlencode({'format': name})}" if "?" in path else f"{path}.{name}",
            known[name].media_types[0],
        )
        for name in ordered
    }


def _types(found: Description) -> list[str]:
    """The classes of the thing."""
    return [t.object.value for t in found.facts if t.predicate.value == RDF_TYPE and isinstance(t.object, NamedNode)]


def _stacks(deployment: Deployment, graphs: Collection[str]) -> list[Stack]:
    """The stacks whose graphs these are."""
    base = deployment.settings.base
    return [s for s in list_stacks(deployment) if any(graph.startswith(graph_iri(base, s.key, "")) for graph in graphs)]


def _common(naming: Naming, found: Description, shown: Shown) -> dict[str, Any]:
    return {
        "found": found,
        "title": naming.of(found.iri),
        "types": [naming.of(iri) for iri in sorted(_types(found))],
        "groups": [_group(naming, group, shown) for group in found.groups],
        "total": sum(group.total for group in found.groups),
        "shown": shown,
        "replacement": naming.of(shown.standing.replaced_by) if shown.standing.replaced_by else None,
        "downloads": downloads(shown.path),
    }


def _facts(naming: Naming, triples: Iterable[Triple]) -> list[tuple[Cell, str, list[Cell]]]:
    """The values of each property, with its name and IRI."""
    values: dict[str, list[Cell]] = {}
    for triple in triples:
        if triple.predicate.value != RDF_TYPE:
            values.setdefault(triple.predicate.value, []).append(naming.cell(triple.object))
    facts = [(naming.of(iri), iri, sorted(cells, key=lambda c: c.text)) for iri, cells in values.items()]
    return sorted(facts, key=lambda fact: fact[0].text)


def _group(naming: Naming, group: Links, shown: Shown) -> LinkGroup:
    cells = [naming.cell(triple.subject) for triple in group.triples]
    alone = bool(shown.part.predicate)
    limit = shown.part.limit
    after = shown.address(("links", group.predicate), ("offset", group.offset + (limit if alone else 0)))
    before = shown.address(("links", group.predicate), ("offset", max(0, group.offset - limit)))
    return LinkGroup(
        naming.of(group.predicate),
        group.total,
        group.offset + 1,
        cells if alone else sorted(cells, key=lambda c: c.text),
        before if alone and group.offset else "",
        after if group.rest > 0 else "",
    )
