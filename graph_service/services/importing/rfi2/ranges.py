"""What the values of a property are, as the shapes say: how the cell of a property's column is read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode, Triple

from graph_service.model.terms import RDF, SH, SKOS

_LANG_STRING = f"{RDF}langString"


@dataclass(frozen=True)
class Range:
    """Values are things of ``classes`` (a code list stands for its codes), or literals of ``datatype``."""

    classes: tuple[str, ...] = ()
    datatype: str = ""

    @property
    def is_text(self) -> bool:
        """Whether values are texts with a language."""
        return self.datatype == _LANG_STRING


class Ranges:
    """The ranges that the shapes of a vocabulary state, by class and property."""

    def __init__(self, shapes: Iterable[Triple]) -> None:
        self._facts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for triple in shapes:
            if isinstance(triple.object, NamedNode | BlankNode):
                self._facts[str(triple.subject)][triple.predicate.value].append(str(triple.object))
        self._ranges: dict[tuple[str, str], Range] = {}
        for facts in list(self._facts.values()):
            targets = [_iri(t) for t in (*facts[f"{SH}targetClass"], *facts[f"{SH}targetSubjectsOf"])]
            for shape in facts[f"{SH}property"]:
                for path in self._facts[shape][f"{SH}path"]:
                    found = Range(tuple(sorted(set(self._classes(shape)))), self._datatype(shape))
                    for target in targets:
                        key = (target, _iri(path))
                        self._ranges[key] = _wider(self._ranges.get(key, Range()), found)

    def of(self, classes: Iterable[str], predicate: str) -> Range:
        """What values ``predicate`` has on things of ``classes``."""
        for subject in (*classes, predicate):
            if (found := self._ranges.get((subject, predicate), Range())) != Range():
                return found
        return Range()

    def _classes(self, shape: str) -> Iterable[str]:
        facts = self._facts[shape]
        yield from map(_iri, facts[f"{SH}class"])
        for code in facts[f"{SH}node"]:
            for part in self._facts[code][f"{SH}property"]:
                if self._one(part, "path") == f"{SKOS}inScheme":
                    yield from map(_iri, self._facts[part][f"{SH}hasValue"])
        for alternatives in facts[f"{SH}or"]:
            for one in self._listed(alternatives):
                yield from self._classes(one)

    def _datatype(self, shape: str) -> str:
        """The datatype of values; the first where there is a choice."""
        choice = (one for alternatives in self._facts[shape][f"{SH}or"] for one in self._listed(alternatives))
        return next(filter(None, (self._one(part, "datatype") for part in (shape, *choice))), "")

    def _listed(self, node: str) -> Iterable[str]:
        while node in self._facts and self._facts[node][f"{RDF}first"]:
            yield from self._facts[node][f"{RDF}first"]
            node = self._facts[node][f"{RDF}rest"][0]

    def _one(self, shape: str, name: str) -> str:
        return next(map(_iri, self._facts[shape][f"{SH}{name}"]), "")


def _iri(node: str) -> str:
    return node.strip("<>")


def _wider(one: Range, other: Range) -> Range:
    return Range(tuple(sorted({*one.classes, *other.classes})), one.datatype or other.datatype)
