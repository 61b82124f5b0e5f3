"""Priority quadrants: how many services lie in each quadrant of importance and feasibility, and their transactions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from pyoxigraph import Literal, NamedNode

from graph_service.model.solutions import Row
from graph_service.services.analyses import Arguments
from graph_service.services.prioritisation.material import COLUMNS, text
from graph_service.services.prioritisation.scoring import Priority, asked, preferred, priorities

TAKES = COLUMNS
GIVES = (
    *("stack", "model", "quadrant", "services", "ofServices"),
    *("fullyCovered", "transactionsPerYear", "servicesWithVolume"),
)


def analyse(rows: Sequence[Row], arguments: Arguments) -> Iterator[Row]:
    """The quadrants of each model; first the services that have none."""
    material = asked(rows, arguments)
    for model in material.models:
        quadrants: dict[str, list[Priority]] = defaultdict(list)
        for found in priorities(material, model, preferred(arguments)):
            quadrants[found.quadrant].append(found)
        for quadrant in sorted(quadrants):
            here = quadrants[quadrant]
            volumes = [volume for found in here if (volume := text(found.service, "transactionsPerYear"))]
            row: dict[str, NamedNode | Literal] = {
                "stack": NamedNode(model.stack),
                "model": NamedNode(model.iri),
                "services": Literal(len(here)),
                "ofServices": Literal(len(material.services[model.stack])),
                "fullyCovered": Literal(sum(not found.without_input for found in here)),
                "servicesWithVolume": Literal(len(volumes)),
            }
            if quadrant:
                row["quadrant"] = Literal(quadrant)
            if volumes:
                row["transactionsPerYear"] = Literal(sum(map(int, volumes)))
            yield row
