"""Priority criteria: how each service scores on each criterion that a model weighs, and where the score is from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pyoxigraph import Literal, NamedNode

from graph_service.model.solutions import Row
from graph_service.services.analyses import Arguments
from graph_service.services.prioritisation.material import COLUMNS, decimal, read, text
from graph_service.services.prioritisation.scoring import computed, preferred

TAKES = (*COLUMNS, "serviceTitle", "criterionTitle")
GIVES = (
    *("stack", "model", "service", "serviceTitle", "axis", "criterion", "criterionTitle"),
    *("weight", "score", "from", "computed", "measures", "assessed"),
)


def analyse(rows: Sequence[Row], arguments: Arguments) -> Iterator[Row]:
    """The criteria of each service under each model, axis by axis."""
    material, prefer = read(rows), preferred(arguments)
    for model in material.models:
        score, place = computed(model), {"stack": NamedNode(model.stack), "model": NamedNode(model.iri)}
        weights: list[dict[str, NamedNode | Literal]] = [
            {
                "axis": Literal(weight.axis),
                "criterion": NamedNode(weight.criterion),
                "criterionTitle": Literal(weight.title),
                "weight": decimal(weight.share),
            }
            for weight in model.weights
        ]
        for service in sorted(material.services.get(model.stack, ()), key=lambda row: text(row, "service")):
            named = {name: service[name] for name in ("service", "serviceTitle") if name in service}
            found, assessed = score(service), material.assessed.get(text(service, "service"), {})
            for weight, written in zip(model.weights, weights, strict=True):
                mean, measures = found.get(weight.criterion, (None, 0))
                given = assessed.get(weight.criterion)
                known = {"computed": mean, "assessed": given}
                source = next((name for name in (prefer, *known) if known[name] is not None), "no input")
                scores = {name: decimal(value) for name, value in known.items() if value is not None}
                if source in scores:
                    scores["score"] = scores[source]
                yield {**place, **named, **written, **scores, "from": Literal(source), "measures": Literal(measures)}
