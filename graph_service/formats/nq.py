"""N-Quads; an answer is the default graph of the document, so that its lines are those of N-Triples."""

from __future__ import annotations

from graph_service.formats.nt import write_graph

__all__ = ["MEDIA_TYPES", "write_graph"]

MEDIA_TYPES = ("application/n-quads",)
