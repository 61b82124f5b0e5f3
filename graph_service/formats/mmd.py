"""A drawing for Mermaid: the things of an answer as a flowchart.

Source: https://mermaid.js.org/syntax/flowchart.html, special characters and entity codes.
"""

from __future__ import annotations

import re
from typing import IO

from graph_service.model.network import Network, shown
from graph_service.model.xml_text import legal

MEDIA_TYPES = ("text/vnd.mermaid",)

_SPECIAL = re.compile(r"[^\w .,:!?'/+=*…-]")


def write_network(network: Network, _name: str, output: IO[bytes]) -> None:
    """Things and the lines between them."""
    keys = network.keys
    lines = ["flowchart LR"]
    lines += [f'  {keys[iri]}["{_text(label)}"]' for iri, label in network.labels.items()]
    for edge in network.edges:
        label = f'|"{_text(edge.label)}"|' if edge.label else ""
        lines.append(f"  {keys[edge.source]} -->{label} {keys[edge.target]}")
    output.write("\n".join([*lines, ""]).encode())


def _text(text: str) -> str:
    """Text in which whatever could mean something to Mermaid or to HTML is an entity code."""
    text = " ".join(legal(shown(text)).split()) or " "
    return _SPECIAL.sub(lambda match: f"#{ord(match[0])};", text)
