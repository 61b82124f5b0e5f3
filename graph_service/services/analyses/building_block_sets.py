"""Sets of missing Building Blocks that only pay together: a service is unlocked when all that it misses is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pyoxigraph import Literal

from graph_service.model.solutions import Row
from graph_service.services.analyses import Arguments
from graph_service.services.procurement.inputs import read_waiting
from graph_service.services.procurement.together import together

TAKES = ("service", "misses", "transactions", "people", "event", "thing", "title")
GIVES = ("buildingBlocks", "size", "waiting", "together", "whole", "part")


def analyse(rows: Sequence[Row], arguments: Arguments) -> Iterator[Row]:
    """The sets, those first that unlock most as a whole."""
    language = next((term.value for term in arguments.get("lang", ())), "en")
    groups, titles = read_waiting(rows, arguments["objective"][0].value, language)
    for found in together(groups):
        names = sorted(titles.get(block) or block.rpartition("/")[2] for block in found.blocks)
        yield {
            "buildingBlocks": Literal(" + ".join(names)),
            "size": Literal(len(found.blocks)),
            "waiting": Literal(found.things),
            "together": Literal(round(found.weight)),
            "whole": Literal(round(found.whole)),
            "part": Literal(round(found.best_part)),
        }
