"""TriG; an answer is the default graph of the document."""

from __future__ import annotations

from graph_service.formats.ttl import write_graph

__all__ = ["MEDIA_TYPES", "write_graph"]

MEDIA_TYPES = ("application/trig",)
