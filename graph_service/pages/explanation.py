"""The page of what an answer rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Triple

from graph_service.pages.layout import Frame, href, render, short
from graph_service.pages.rows import Cell
from graph_service.services.deployment import Deployment
from graph_service.services.describe import labels_of
from graph_service.services.explaining import Explanation
from graph_service.services.publishing.explanations import origin_text
from graph_service.store.base import Term

#: How many facts the page lists; all are in the CSV file.
MOST_FACTS = 200


def explanation_page(deployment: Deployment, found: Explanation, csv: str, frame: Frame) -> str:
    """Where the facts come from, and the first of them in words; ``csv`` is the address of all."""
    base, prefixes = deployment.settings.base, dict(deployment.vocabulary.prefixes)
    listed = list(found.facts.items())[:MOST_FACTS]
    names = labels_of(deployment.store, _iris(fact for fact, _ in listed))
    sources = Counter(origin for origins in found.facts.values() for origin in origins).most_common()

    def cell(term: Term) -> Cell:
        if isinstance(term, Literal):
            return Cell(term.value, "", term.language or "")
        iri = term.value if isinstance(term, NamedNode) else str(term)
        titles = names.get(iri, {})
        text = (
            titles.get(frame.words.language)
            or titles.get("en")
            or next(iter(titles.values()), "")
            or deployment.vocabulary.labels.get(iri)
        )
        return Cell(text or short(iri, prefixes), href(iri, base))

    facts = [
        ([cell(term) for term in (fact.subject, fact.predicate, fact.object)], [(o, origin_text(o)) for o in origins])
        for fact, origins in listed
    ]
    counted = [(origin, origin_text(origin), count) for origin, count in sources]
    return render("explanation.html", frame, found=found, sources=counted, facts=facts, csv=csv)


def _iris(facts: Iterable[Triple]) -> set[str]:
    return {term.value for fact in facts for term in (fact.subject, fact.object) if isinstance(term, NamedNode)}
