"""The page about one thing: what is said of it and what links to it."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Triple

from graph_service.model.terms import RDF_TYPE
from graph_service.pages.layout import href, render, short
from graph_service.pages.rows import Cell
from graph_service.services.deployment import Deployment
from graph_service.services.describe import Description


def thing(deployment: Deployment, found: Description) -> str:
    """The page about ``found``; properties are named as the ontology or the shapes name them."""
    names, prefixes = deployment.vocabulary.labels, dict(deployment.vocabulary.prefixes)

    def named(iri: str) -> str:
        return names.get(iri) or short(iri, prefixes)

    def cell(term: object) -> Cell:
        if isinstance(term, Literal):
            return Cell(term.value, "", term.language or "")
        iri = term.value if isinstance(term, NamedNode) else str(term)
        text = found.label(iri) if iri in found.labels else named(iri)
        return Cell(text, href(iri, deployment.settings.base))

    def grouped(triples: Iterable[Triple], outgoing: bool) -> dict[tuple[str, str], list[Cell]]:
        groups: dict[tuple[str, str], list[Cell]] = {}
        for triple in triples:
            if triple.predicate.value != RDF_TYPE:
                key = (named(triple.predicate.value), triple.predicate.value)
                groups.setdefault(key, []).append(cell(triple.object if outgoing else triple.subject))
        return {key: sorted(cells, key=lambda c: c.text) for key, cells in sorted(groups.items())}

    types = [t.object.value for t in found.facts if t.predicate.value == RDF_TYPE and isinstance(t.object, NamedNode)]
    return render(
        "thing.html",
        found=found,
        title=found.label(found.iri),
        types=[(named(iri), href(iri, deployment.settings.base)) for iri in sorted(types)],
        facts=grouped(found.facts, outgoing=True),
        links=grouped(found.links, outgoing=False),
        here=href(found.iri, deployment.settings.base),
        base=deployment.settings.base,
    )
