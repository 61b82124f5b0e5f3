"""Priority criteria: how each service scores on each criterion that a model weighs, and where the score is from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache, partial

from pyoxigraph import Literal, NamedNode

from graph_service.model.solutions import Row
from graph_service.services.analyses import Arguments
from graph_service.services.prioritisation.material import COLUMNS, Weight, decimal, read
from graph_service.services.prioritisation.scoring import preferred, scores

TAKES = (*COLUMNS, "serviceTitle", "criterionTitle")
GIVES = (
    *("stack", "model", "service", "serviceTitle", "axis", "criterion", "criterionTitle"),
    *("weight", "score", "from", "computed", "measures", "assessed"),
)


def analyse(rows: Sequence[Row], arguments: Arguments) -> Iterator[Row]:
    """The criteria of each service under each model, axis by axis."""
    material, prefer = read(rows), preferred(arguments)
    for model in material.models:
        found, place = scores(material, model), {"stack": NamedNode(model.stack), "model": NamedNode(model.iri)}
        columns = [
            map(
                partial(cache(_scored), weight, prefer),
                found.computed[weight.criterion],
                found.assessed[weight.criterion],
            )
            for weight in model.weights
        ]
        for service, scored in zip(found.services, zip(*columns, strict=True), strict=True):
            named = place | {name: service[name] for name in ("service", "serviceTitle") if name in service}
            for each in scored:
                yield {**named, **each}


def _scored(weight: Weight, prefer: str, found: tuple[Decimal, int] | None, given: Decimal | None) -> Row:
    """What is said of a criterion where the scores are these; the same object each time, as few scores differ."""
    mean, measures = found or (None, 0)
    known = {"computed": mean, "assessed": given}
    source = next((name for name in (prefer, *known) if known[name] is not None), "no input")
    written = {name: decimal(value) for name, value in known.items() if value is not None}
    return {
        "axis": Literal(weight.axis),
        "criterion": NamedNode(weight.criterion),
        "criterionTitle": Literal(weight.title),
        "weight": decimal(weight.share),
        **written,
        **({"score": written[source]} if source in written else {}),
        "from": Literal(source),
        "measures": Literal(measures),
    }
