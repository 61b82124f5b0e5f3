"""What is known already: the statements of the stack and of those it uses, and the names of what they describe."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Triple

from graph_service.model.terms import CODE_LISTS, DCT, LABEL_PROPERTIES, RDF_TYPE, SKOS, is_safe_iri
from graph_service.services.importing.rfi2.words import nearest, simplified, written_codes

_NAMES = (*LABEL_PROPERTIES, f"{SKOS}altLabel", f"{DCT}identifier")
IN_SCHEME = f"{SKOS}inScheme"

Term = NamedNode | Literal


@dataclass(frozen=True)
class Named:
    """What a name stands for: one thing, or none; the addresses of several where it is ``ambiguous``."""

    iri: str | None
    ambiguous: Sequence[str] = ()


@dataclass
class Known:
    """Statements by subject and property, and things by class and name."""

    base: str
    prefixes: Mapping[str, str]
    stack: str
    facts: dict[str, dict[str, list[Term]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    _by_class: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _by_name: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, triples: Iterable[Triple]) -> None:
        """Know ``triples`` too."""
        for triple in triples:
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
                self.say(triple.subject.value, triple.predicate.value, triple.object)

    def say(self, subject: str, predicate: str, value: Term) -> None:
        """Know one more statement."""
        values = self.facts[subject][predicate]
        if value in values:
            return
        values.append(value)
        if predicate in {RDF_TYPE, IN_SCHEME}:
            self._by_class[value.value].add(subject)
            for name in self._keys(subject):
                self._by_name[simplified(name)].add(subject)
        elif predicate in _NAMES:
            self._by_name[simplified(value.value)].add(subject)

    def _keys(self, iri: str) -> Iterator[str]:
        key = iri.rsplit("/", 1)[-1]
        yield key
        if key.startswith(f"{self.stack}-"):
            yield key.removeprefix(f"{self.stack}-")

    def values(self, subject: str, predicate: str) -> list[Term]:
        """The values of a property."""
        return self.facts[subject][predicate] if subject in self.facts and predicate in self.facts[subject] else []

    def things(self, subject: str, predicate: str) -> list[str]:
        """The IRIs that a property links to."""
        return [value.value for value in self.values(subject, predicate) if isinstance(value, NamedNode)]

    def is_a(self, iri: str, classes: Iterable[str]) -> bool:
        """Whether ``iri`` is known to be of one of the classes."""
        return any(iri in self._by_class.get(name, ()) for name in classes)

    def all_of(self, classes: Iterable[str]) -> set[str]:
        """The things of these classes."""
        return {iri for name in classes for iri in self._by_class.get(name, ())}

    def named(self, text: str, classes: Sequence[str]) -> Named:
        """The thing of one of the classes that ``text`` names: by a title in any language, key, address or alias.

        Classes are IRIs; a code list stands for the class of its codes. Without classes, only addresses are names.
        """
        iri = self.address(text)
        if iri and (iri in self.facts if not classes else self.is_a(iri, classes)):
            return Named(iri)
        found = {one for one in self._by_name.get(simplified(text), ()) if self.is_a(one, classes)}
        for scheme in (c for c in classes if c.startswith(CODE_LISTS)):
            code = written_codes(scheme.removeprefix(CODE_LISTS)).get(simplified(text))
            found |= {code} & self.all_of([scheme]) if code else set()
        if len(found) > 1:
            exact = {one for one in found if any(v.value == text for p in _NAMES for v in self.values(one, p))}
            found = exact if len(exact) == 1 else found
        if len(found) == 1:
            return Named(next(iter(found)))
        return Named(None, sorted(map(self.short, found)))

    def near(self, text: str, classes: Sequence[str]) -> list[str]:
        """The names of things of the classes that resemble ``text`` most."""
        names = {v.value for one in self.all_of(classes) for p in _NAMES[:-1] for v in self.values(one, p)}
        return nearest(text, sorted(names))

    def called(self, text: str, class_: str, predicate: str) -> list[str]:
        """The things of a class of which a property that names says ``text``, but for case and punctuation."""
        key = simplified(text)
        found = (one for one in self._by_name.get(key, ()) if self.is_a(one, [class_]))
        return sorted(one for one in found if any(simplified(v.value) == key for v in self.values(one, predicate)))

    def address(self, text: str) -> str | None:
        """The IRI that an address stands for: in full, as ``<type>/<key>`` of this service, or as ``prefix:name``."""
        text = text.strip()
        if is_safe_iri(text):
            return text
        prefix, colon, local = text.partition(":")
        if colon and prefix in self.prefixes and not local.startswith("//"):
            iri = self.prefixes[prefix] + local
            return iri if is_safe_iri(iri) else None
        iri = f"{self.base}id/{text}"
        return iri if text.count("/") == 1 and not text.endswith("/") and is_safe_iri(iri) else None

    def short(self, iri: str) -> str:
        """The shortest address of ``iri`` that :meth:`address` understands."""
        if iri.startswith(f"{self.base}id/") and self.address(iri.removeprefix(f"{self.base}id/")) == iri:
            return iri.removeprefix(f"{self.base}id/")
        for prefix, namespace in self.prefixes.items():
            if iri.startswith(namespace) and self.address(f"{prefix}:{iri.removeprefix(namespace)}") == iri:
                return f"{prefix}:{iri.removeprefix(namespace)}"
        return iri

    def label(self, iri: str, language: str = "en") -> str:
        """What ``iri`` is called in ``language``, else in any; its address where it has no name."""
        for predicate in _NAMES[:-1]:
            values = [v for v in self.values(iri, predicate) if isinstance(v, Literal)]
            ranked = sorted(values, key=lambda v: (v.language != language, v.language != "en", v.value))
            if ranked:
                return ranked[0].value
        return self.short(iri)

    def full(self, curie: str) -> str:
        """The IRI of a name with a prefix, such as ``cv:Channel``."""
        prefix, _, local = curie.partition(":")
        return self.prefixes[prefix] + local

    def forget(self, subject: str, predicate: str) -> None:
        """Know nothing of a property any more, because it is told anew; names stay names."""
        if subject in self.facts:
            self.facts[subject].pop(predicate, None)
