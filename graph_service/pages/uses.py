"""How a term of the ontology is used: what the shapes say of it, how often it occurs, and on what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph_service.pages.names import Naming
from graph_service.pages.rows import Cell
from graph_service.pages.words import Words
from graph_service.services.deployment import Deployment
from graph_service.services.describe import labels_of
from graph_service.services.ontology_terms import Use, examples_of, instances, read_uses


@dataclass(frozen=True)
class UseRow:
    """One thing that a shape says: the property, on which classes, how often, of what kind, and the shape."""

    property: Cell
    classes: Sequence[Cell]
    times: str
    values: Sequence[Cell]
    shape: Cell


@dataclass(frozen=True)
class TermUse:
    """The use of one term; ``count`` is of things for a class, of statements for a property."""

    count: int
    rows: Sequence[UseRow]
    examples: Sequence[Cell]


def use_of_term(deployment: Deployment, iri: str, words: Words, languages: Sequence[str]) -> TermUse:
    """The use of the class or property ``iri``; of a class, the properties that its shapes name."""
    uses = [use for use in read_uses(deployment) if iri == use.property or iri in use.classes]
    examples = examples_of(deployment, iri)
    naming = Naming(deployment, labels_of(deployment.store, [*examples, *_iris(uses)]), languages, words)
    rows = [use_row(naming, use) for use in uses]
    return TermUse(instances(deployment).get(iri, 0), rows, [naming.of(example) for example in examples])


def use_row(naming: Naming, use: Use) -> UseRow:
    """``use`` in words."""
    return UseRow(
        naming.of(use.property),
        [naming.of(iri) for iri in use.classes],
        times(use),
        [naming.of(iri) for iri in use.values],
        naming.of(use.shape),
    )


def times(use: Use) -> str:
    """How often the property stands, in words."""
    match use.least, use.most:
        case least, most if least == most:
            words = f"exactly {least}"
        case 0, None:
            words = "any number"
        case 0, most:
            words = f"at most {most}"
        case least, None:
            words = f"at least {least}"
        case least, most:
            words = f"{least} to {most}"
    return f"{words}, advised" if use.advised and use.least else words


def _iris(uses: Iterable[Use]) -> set[str]:
    return {iri for use in uses for iri in (use.property, use.shape, *use.classes, *use.values)}
