"""Cells that name several things: their IRIs with spaces between, and their titles with semicolons between."""

from __future__ import annotations

from graph_service.pages.rows import Cell

_BETWEEN = "; "


def links(text: str) -> list[str]:
    """The links of the IRIs in ``text``, as cells have them; empty ones for what can't be followed."""
    return [_link(iri) for iri in text.split()]


def things(iris: Cell, titles: Cell) -> list[Cell]:
    """The things of two cells; by the end of its IRI each, where there are not as many titles."""
    found, named = iris.text.split(), titles.text.split(_BETWEEN)
    if len(found) != len(named):
        named = [iri.rstrip("/").rpartition("/")[2] for iri in found]
    return [Cell(title, _link(iri), titles.language) for iri, title in zip(found, named, strict=True)]


def _link(iri: str) -> str:
    if "/id/" in iri:
        return f"/doc/{iri.partition('/id/')[2]}"
    return iri if iri.startswith(("https://", "http://")) else ""
