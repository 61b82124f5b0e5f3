"""Statements in the terms that the engine keeps."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import DefaultGraph, Literal, Quad, Store

from graph_service.model.terms import RDF, XSD

_KEPT_AS_WRITTEN = {f"{XSD}string", f"{RDF}langString"}


def as_stored(quads: Iterable[Quad]) -> set[Quad]:
    """The statements as the store gives them back: it rewrites typed values such as ``01`` to ``1``."""
    kept: set[Quad] = set()
    typed = Store()
    for quad in quads:
        if isinstance(quad.object, Literal) and quad.object.datatype.value not in _KEPT_AS_WRITTEN:
            typed.add(quad)
        else:
            kept.add(quad)
    return kept | set(typed)


def quad_data(quads: Iterable[Quad]) -> str:
    """``quads`` in the syntax of SPARQL's quad data."""
    return " ".join(
        f"{quad.triple} ."
        if isinstance(quad.graph_name, DefaultGraph)
        else f"GRAPH {quad.graph_name} {{ {quad.triple} }}"
        for quad in quads
    )
