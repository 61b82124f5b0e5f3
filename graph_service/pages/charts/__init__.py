"""Charts: one module for each kind, found by its name, which draws the rows of an answer as SVG.

A module has ``draw(records, options, words)``: records are cells by column, ``options`` what the page file says of
the chart beside its kind, most of it names of columns. It gives a :class:`Drawing`, or none where there is nothing to
draw. Sizes along the page are percentages and text has the size of the page's, so that a chart is as legible on a
phone as on a wall.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from markupsafe import Markup

from graph_service.pages.rows import Cell
from graph_service.pages.words import Words

Record = Mapping[str, Cell]
#: Colours that a chart may tell series apart by; the style sheet has as many.
COLOURS = 8


@dataclass(frozen=True)
class Drawing:
    """What is within the SVG, its height, its least width (0 for any), what it shows in words, and its legend.

    One without a height is no SVG but HTML, which tells itself what it shows.

    The legend names each series; its place is the number of its colour. A drawing whose ``width`` is given is not
    stretched but scrolled where the page is narrower. One that is ``linked`` holds links, which are read one by one.
    ``note`` is told beneath it, such as what is left out.
    """

    body: Markup
    height: int = 0
    description: str = ""
    width: int = 0
    legend: Sequence[str] = ()
    linked: bool = False
    note: str = ""


Draw = Callable[[Sequence[Record], Mapping[str, Any], Words], Drawing | None]


@cache
def charts() -> Mapping[str, Draw]:
    """How each kind of chart is drawn, by its name."""
    modules = (importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    return {m.__name__.rsplit(".", 1)[-1].replace("_", "-"): m.draw for m in modules if hasattr(m, "draw")}
