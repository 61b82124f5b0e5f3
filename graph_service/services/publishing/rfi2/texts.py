"""What the cells of RFI-2's columns hold for a service or system: the inverse of how they are read.

A cell is ``None`` where a value can't be written in it; what cells don't carry is written as statements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from graph_service.model.terms import CODE_LISTS, DCT, LABEL_PROPERTIES, PSG, RDF, XSD
from graph_service.services.importing.rfi2.cells import Value
from graph_service.services.importing.rfi2.columns import Column
from graph_service.services.importing.rfi2.draft import CV, ORGANISATION
from graph_service.services.importing.rfi2.known import Known, Term
from graph_service.services.importing.rfi2.lists import term_of
from graph_service.services.importing.rfi2.parts import HAS_CHANNEL, HAS_PARTICIPANT, HOLDS_REQUIREMENT, ONLINE, SERVICE
from graph_service.services.importing.rfi2.ranges import Range
from graph_service.services.importing.rfi2.values import items, joined
from graph_service.services.importing.rfi2.words import name_of_language, template_word

_TYPE = f"{DCT}type"
_NUMBERS = {f"{XSD}integer", f"{XSD}decimal"}
_EXACT_DIGITS = 15


@dataclass(frozen=True)
class Writer:
    """Writes cells in ``language`` from what is known."""

    known: Known
    language: str

    def cell(self, iri: str, column: Column) -> Value | None:
        """What ``column`` holds for ``iri``."""
        predicate = self.known.full(column.property) if column.property else ""
        return _WRITERS[column.reads](self, iri, column, predicate)

    def entry(self, value: Term, wanted: Range) -> str | None:
        """An entry of a property's column that is read as ``value``."""
        candidates = [value.value]
        if isinstance(value, NamedNode):
            candidates = [*self._names(value.value), self.known.short(value.value), value.value]
        for text in candidates:
            if text == text.strip() and "\n" not in text and text and term_of(text, wanted, self.known) == value:
                return text
        return None

    def name(self, iri: str, classes: Sequence[str]) -> str:
        """The name that is read as ``iri`` among things of ``classes``; its address where none is."""
        for text in self._names(iri):
            if items(text, lambda _: True) == [text] and self.known.named(text, classes).iri == iri:
                return text
        return self.known.short(iri)

    def _names(self, iri: str) -> Iterable[str]:
        values = [v for p in LABEL_PROPERTIES for v in self.known.values(iri, p) if isinstance(v, Literal)]
        return [v.value for v in sorted(values, key=lambda v: (v.language != self.language, v.language or "", v.value))]

    def names(self, iris: Iterable[str], classes: Sequence[str]) -> str | None:
        """A cell that lists things."""
        return joined(sorted(self.name(iri, classes) for iri in iris)) or None

    def titles(self, iris: Iterable[str]) -> str | None:
        """A cell that lists parts by title, where each has one."""
        titles = [next(iter(self._names(iri)), "") for iri in iris]
        return joined(sorted(filter(None, titles))) or None

    def word(self, code: str, column: Column) -> str:
        """What is written for a code: the word of the template, else its name."""
        return template_word(code) or self.name(code, [f"{CODE_LISTS}{column.scheme}"])


def number_cell(text: str) -> Value:
    """A number as such where a cell keeps it as it is, else as text."""
    return (
        int(text)
        if text.isascii() and text.isdigit() and str(int(text)) == text and len(text) <= _EXACT_DIGITS
        else text
    )


def _nothing(_writer: Writer, _iri: str, _column: Column, _predicate: str) -> Value | None:
    return None


def _identifier(writer: Writer, iri: str, _column: Column, predicate: str) -> Value | None:
    values = [value.value for value in writer.known.values(iri, predicate)]
    return values[0] if len(values) == 1 else None


def _text(writer: Writer, iri: str, _column: Column, predicate: str) -> Value | None:
    values = [v.value for v in writer.known.values(iri, predicate) if _in(v, writer.language)]
    return values[0] if len(values) == 1 else None


def _in(value: Term, language: str) -> bool:
    return isinstance(value, Literal) and value.language == language


def _strings(writer: Writer, iri: str, _column: Column, predicate: str) -> Value | None:
    return joined(sorted(value.value for value in writer.known.values(iri, predicate))) or None


def _whole(writer: Writer, iri: str, _column: Column, predicate: str) -> Value | None:
    values = [v for v in writer.known.values(iri, predicate) if isinstance(v, Literal) and v.datatype.value in _NUMBERS]
    return number_cell(values[0].value) if len(values) == 1 else None


def _requests(writer: Writer, iri: str, _column: Column, predicate: str) -> Value | None:
    values = writer.known.values(iri, predicate)
    periods = writer.known.things(iri, f"{PSG}requestPeriod")
    if len(values) != 1 or len(periods) != 1:
        return None
    return f"{values[0].value} per {periods[0].rsplit('/', 1)[-1]}"


def _truth(writer: Writer, iri: str, _column: Column, predicate: str) -> Value | None:
    values = writer.known.values(iri, predicate)
    return {"true": "Yes", "false": "No"}.get(values[0].value) if len(values) == 1 else None


def _code(writer: Writer, iri: str, column: Column, predicate: str) -> Value | None:
    return _words(writer, writer.known.things(iri, predicate), column)


def _words(writer: Writer, codes: Iterable[str], column: Column) -> str | None:
    listed = sorted({writer.word(code, column) for code in codes})
    # A code such as “Cloud, On premise” is one word; alone it is not divided.
    return listed[0] if len(listed) == 1 else joined(listed) or None


def _channels(writer: Writer, iri: str, column: Column, predicate: str) -> Value | None:
    kinds = {kind for channel in writer.known.things(iri, predicate) for kind in writer.known.things(channel, _TYPE)}
    return _words(writer, kinds, column)


def _link(writer: Writer, iri: str, _column: Column, predicate: str) -> Value | None:
    channels = [one for one in writer.known.things(iri, HAS_CHANNEL) if ONLINE in writer.known.things(one, _TYPE)]
    pages = {page for channel in channels for page in writer.known.things(channel, predicate)}
    return "\n".join(sorted(pages)) or None


def _languages(writer: Writer, iri: str, _column: Column, predicate: str) -> Value | None:
    return joined(sorted(name_of_language(value) for value in writer.known.things(iri, predicate))) or None


def _organisation(writer: Writer, iri: str, _column: Column, predicate: str) -> Value | None:
    names = sorted(writer.name(one, [ORGANISATION]) for one in writer.known.things(iri, predicate))
    return names[0] if len(names) == 1 else "\n".join(names) or None


def _things(writer: Writer, iri: str, column: Column, predicate: str) -> Value | None:
    return writer.names(writer.known.things(iri, predicate), [writer.known.full(name) for name in column.classes])


def _participations(writer: Writer, iri: str, _column: Column, predicate: str) -> Value | None:
    parts = writer.known.things(iri, predicate)
    return writer.names({one for part in parts for one in writer.known.things(part, HAS_PARTICIPANT)}, [ORGANISATION])


def _requirements(writer: Writer, iri: str, kind: str) -> list[str]:
    held = writer.known.things(iri, HOLDS_REQUIREMENT)
    held = [one for one in held if f"{CODE_LISTS}requirement-type/{kind}" in writer.known.things(one, _TYPE)]
    return [title for one in held if (title := writer.titles([one]))]


def _prerequisites(writer: Writer, iri: str, _column: Column, _predicate: str) -> Value | None:
    services = [writer.name(one, [SERVICE]) for one in writer.known.things(iri, f"{DCT}requires")]
    return _listed([*_requirements(writer, iri, "prerequisite"), *services])


def _eligibility(writer: Writer, iri: str, _column: Column, _predicate: str) -> Value | None:
    return _listed(_requirements(writer, iri, "eligibility"))


def _listed(entries: Iterable[str]) -> str | None:
    return joined(sorted({part for entry in entries for part in [entry.removesuffix(";")]})) or None


def _evidence(writer: Writer, iri: str, _column: Column, predicate: str) -> Value | None:
    return writer.names(writer.known.things(iri, predicate), [f"{CV}EvidenceType"])


_WRITERS: Mapping[str, Callable[[Writer, str, Column, str], Value | None]] = {
    "channels": _channels,
    "code": _code,
    "eligibility": _eligibility,
    "evidence": _evidence,
    "identifier": _identifier,
    "languages": _languages,
    "link": _link,
    "nothing": _nothing,
    "organisation": _organisation,
    "participations": _participations,
    "prerequisites": _prerequisites,
    "requests": _requests,
    "strings": _strings,
    "text": _text,
    "things": _things,
    "truth": _truth,
    "whole": _whole,
}

LANG_STRING = f"{RDF}langString"
