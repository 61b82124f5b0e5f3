"""What an import would do: the graphs it makes, what it found and left out, and where each thing came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Triple

from graph_service.model.change import Source
from graph_service.model.report import Finding
from graph_service.model.terms import RDF_TYPE


@dataclass(frozen=True)
class LeftOut:
    """What of the source was not taken, why, and the places (``file:line``) where it stands."""

    reason: str
    places: Sequence[str]


@dataclass(frozen=True)
class Imported:
    """The graphs that an import makes, each by its IRI with what it will hold, and how they came about.

    ``rows`` counts what was read; ``trace`` has the places in the source that each thing rests on.
    """

    title: str
    source: Source
    graphs: Mapping[str, Sequence[Triple]]
    rows: int
    findings: Sequence[Finding] = ()
    left_out: Sequence[LeftOut] = ()
    trace: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def things(self) -> Mapping[str, int]:
        """How many things of each class the graphs hold, by the IRI of the class."""
        members: dict[str, set[str]] = {}
        for content in self.graphs.values():
            for triple in content:
                if triple.predicate.value == RDF_TYPE and isinstance(triple.object, NamedNode):
                    members.setdefault(triple.object.value, set()).add(str(triple.subject))
        return {kind: len(found) for kind, found in sorted(members.items())}

    def locate(self, iri: str) -> str:
        """The first place that the thing ``iri`` rests on; nothing where that is not known."""
        return next(iter(self.trace.get(iri, ())), "")
