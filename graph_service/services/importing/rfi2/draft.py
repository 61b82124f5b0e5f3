"""The statements that a workbook makes, where each was read, what they replace, and what was found wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Triple

from graph_service.model.report import Severity
from graph_service.model.terms import CODE_LISTS, DCT, PSG, RDF_TYPE, SKOS, graph_iri
from graph_service.services.importing.importers import Wanted
from graph_service.services.importing.outcome import ImportFinding, LeftOut, Place
from graph_service.services.importing.rfi2.keys import prefixed, slug
from graph_service.services.importing.rfi2.known import Known, Term
from graph_service.services.importing.rfi2.words import did_you_mean, simplified

CV = "http://data.europa.eu/m8g/"
ORGANISATION = f"{CV}PublicOrganisation"
Fact = tuple[str, str, Term]


@dataclass
class Draft:
    """What is being read: ``said`` are the statements by catalogue, ``cleared`` those that they replace.

    ``managed`` are the links to parts that a column of RFI-2 lists in full, with the kinds of parts that it lists.
    """

    known: Known
    wanted: Wanted
    said: dict[str, dict[Fact, Place]] = field(default_factory=lambda: defaultdict(dict))
    cleared: set[Fact] = field(default_factory=set)
    found: dict[ImportFinding, None] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)
    entries: dict[tuple[str, str], Place] = field(default_factory=dict)
    managed: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))

    def say(self, catalogue: str, subject: str, predicate: str, value: Term, place: Place) -> None:
        """State something that was read at ``place``."""
        self.said[catalogue].setdefault((subject, predicate, value), place)
        self.entries.setdefault((subject, predicate), place)
        self.entries.setdefault((subject, ""), place)
        self.known.say(subject, predicate, value)

    def clear(self, subject: str, predicate: str, which: Callable[[Term], bool] = lambda _: True) -> None:
        """Replace what the graph says of a property, or ``which`` of it."""
        self.cleared |= {(subject, predicate, value) for value in self.known.values(subject, predicate) if which(value)}

    def now(self, subject: str, predicate: str) -> list[Term]:
        """The values of a property as they will be, as far as it was read."""
        return [
            value
            for value in self.known.values(subject, predicate)
            if (fact := (subject, predicate, value)) not in self.cleared
            or any(fact in said for said in self.said.values())
        ]

    def note(self, severity: Severity, place: Place, message: str, value: str = "") -> None:
        """Tell something that was found."""
        self.found.setdefault(ImportFinding(severity, place, message, value))

    def mint(self, kind: str, key: str) -> str:
        """The IRI of a thing of this stack."""
        return f"{self.known.base}id/{kind}/{prefixed(self.wanted.stack, key)}"

    def text(self, text: str, language: str = "") -> Literal:
        """A text in ``language``, by default that of the workbook."""
        return Literal(text, language=language or self.wanted.language)

    def describe(self, catalogue: str, iri: str, class_: str, place: Place) -> None:
        """State what every new thing needs: its class and identifier."""
        self.say(catalogue, iri, RDF_TYPE, NamedNode(class_), place)
        self.say(catalogue, iri, f"{DCT}identifier", Literal(iri.rsplit("/", 1)[-1]), place)

    def list_in_catalogue(self, catalogue: str, iri: str, place: Place) -> None:
        """State in which catalogue a thing is listed, unless that is known."""
        graph = NamedNode(graph_iri(self.known.base, self.wanted.stack, catalogue))
        if not self.now(iri, f"{DCT}isPartOf"):
            for listed in sorted(self.known.all_of([f"{PSG}Catalogue"])):
                if graph in self.known.values(listed, f"{PSG}graph"):
                    self.say(catalogue, iri, f"{DCT}isPartOf", NamedNode(listed), place)

    def code(self, text: str, scheme: str, place: Place) -> str | None:
        """The code that ``text`` means; where there is none, that is noted."""
        scheme = f"{CODE_LISTS}{scheme}"
        found = self.known.named(text, [scheme])
        if found.iri is None:
            codes = sorted(self.known.all_of([scheme]))
            offered = ", ".join(f"“{self.known.label(code)}”" for code in codes)
            self.note(
                "violation", place, f"Choose one of {offered}.{did_you_mean(self.known.near(text, [scheme]))}", text
            )
        return found.iri

    def thing(self, text: str, classes: list[str], place: Place) -> str | None:
        """The thing that ``text`` names; where it names none or several, that is noted."""
        found = self.known.named(text, classes)
        if found.ambiguous:
            self.note("violation", place, f"Names several things; write which: {', '.join(found.ambiguous)}.", text)
        elif found.iri is None:
            said = "Names nothing that is described. Write a title, key or address that is, or describe it first."
            self.note("violation", place, said + did_you_mean(self.known.near(text, classes)), text)
        return found.iri

    def organisation(self, text: str, place: Place) -> str | None:
        """The organisation that ``text`` names; one that is not known yet is described, and that is noted."""
        found = self.known.named(text, [ORGANISATION])
        if found.iri or found.ambiguous:
            return self.thing(text, [ORGANISATION], place)
        iri = self.mint("organisation", slug(text))
        known_before = bool(self.known.values(iri, RDF_TYPE))
        stack = f"{self.known.base}id/stack/{self.wanted.stack}"
        if not known_before:
            near = self.known.near(text, [ORGANISATION])
            self.describe("organisations", iri, ORGANISATION, place)
            self.say("organisations", iri, f"{SKOS}prefLabel", self.text(text), place)
            for area in self.known.values(stack, f"{DCT}spatial"):
                self.say("organisations", iri, f"{DCT}spatial", area, place)
            self.list_in_catalogue("organisations", iri, place)
            message = f"A new organisation, {self.known.short(iri)}, was described by this name."
            self.note("warning" if near else "info", place, message + did_you_mean(near), text)
        return iri

    def titled(self, iris: list[str], text: str) -> str | None:
        """That of the things whose title in some language is ``text``."""
        key = simplified(text)
        for iri in iris:
            if any(simplified(title.value) == key for title in self.known.values(iri, f"{DCT}title")):
                return iri
        return None

    def trace(self, subject: str, path: str) -> Place | None:
        """Where a property of a thing was read, or would be entered."""
        return self.entries.get((subject, path))


def in_language(tag: str) -> Callable[[Term], bool]:
    """Whether a value is a text in that language."""
    return lambda value: isinstance(value, Literal) and value.language == tag.lower()


def as_triple(fact: Fact) -> Triple:
    """A fact as a statement."""
    return Triple(NamedNode(fact[0]), NamedNode(fact[1]), fact[2])
