"""A drawing for Graphviz: the things of an answer as a directed graph in the DOT language.

Source: https://graphviz.org/doc/info/lang.html.
"""

from __future__ import annotations

from typing import IO

from graph_service.model.network import Network, shown
from graph_service.model.xml_text import legal

MEDIA_TYPES = ("text/vnd.graphviz",)


def write_network(network: Network, name: str, output: IO[bytes]) -> None:
    """Things and the lines between them."""
    lines = [f"digraph {_quoted(name)} {{", "  rankdir=LR;", "  node [shape=box];"]
    keys = network.keys
    for iri, label in network.labels.items():
        link = f", URL={_quoted(iri)}" if iri.startswith(("http://", "https://")) else ""
        lines.append(f"  {keys[iri]} [label={_quoted(shown(label))}{link}];")
    for edge in network.edges:
        label = f" [label={_quoted(edge.label)}]" if edge.label else ""
        lines.append(f"  {keys[edge.source]} -> {keys[edge.target]}{label};")
    output.write("\n".join([*lines, "}", ""]).encode())


def _quoted(text: str) -> str:
    """A string that is shown as it is: no escape of Graphviz and no character entity begins in it."""
    text = legal(text).replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
    return f'"{" ".join(text.split())}"'
