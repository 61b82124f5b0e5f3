"""What things, properties and classes are called on a page, in the reader's language, and where they lead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from graph_service.model.languages import FALLBACK, Text, best
from graph_service.model.terms import XSD
from graph_service.pages.layout import href, short
from graph_service.pages.rows import Cell
from graph_service.pages.words import Words
from graph_service.services.deployment import Deployment
from graph_service.services.uri_spaces import uri_spaces


@dataclass(frozen=True)
class Naming:
    """``labels`` are those of the data, by IRI and language; ``languages`` those wanted; ``words`` are of the page."""

    deployment: Deployment
    labels: Mapping[str, Mapping[str, str]]
    languages: Sequence[str]
    words: Words

    def text(self, iri: str) -> Text:
        """What ``iri`` is called: by the data, by the vocabulary, or by its short form."""
        if found := best(self.labels.get(iri, {}), self.languages):
            return found
        vocabulary = self.deployment.vocabulary
        if iri in vocabulary.labels:
            return Text(vocabulary.labels[iri], FALLBACK)
        things = f"{self.deployment.settings.base}id/"
        return Text(iri.removeprefix(things) if iri.startswith(things) else short(iri, vocabulary.prefixes))

    def cell(self, term: object) -> Cell:
        """``term`` as it is shown."""
        match term:
            case NamedNode():
                text = self.text(term.value)
                return Cell(text.text, self.link(term.value), self._marked(text.language))
            case Literal() if term.datatype.value == f"{XSD}boolean":
                return Cell(self.words("yes") if term.value in {"true", "1"} else self.words("no"))
            case Literal():
                return Cell(term.value, "", self._marked(term.language or ""))
        return Cell(str(term))

    def of(self, iri: str) -> Cell:
        """The thing ``iri`` as it is shown."""
        return self.cell(NamedNode(iri))

    def link(self, iri: str) -> str:
        """Where ``iri`` leads."""
        return href(iri, self.deployment.settings.base, uri_spaces(self.deployment))

    def _marked(self, language: str) -> str:
        """The language to mark a text with: none where it is that of the page."""
        return "" if language == self.words.language else language
