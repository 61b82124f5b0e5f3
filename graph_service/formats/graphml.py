"""GraphML: the things of an answer as a network, for Gephi, yEd, Cytoscape and NetworkX.

Source: http://graphml.graphdrawing.org/primer/graphml-primer.html.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO
from xml.etree import ElementTree as ET

from pyoxigraph import Literal, NamedNode

from graph_service.model.network import Network, is_number
from graph_service.model.terms import XSD
from graph_service.model.xml_text import faithful_xml, legal

MEDIA_TYPES = ("application/graphml+xml",)


def write_network(network: Network, _name: str, output: IO[bytes]) -> None:
    """Things and the lines between them, with the other columns as typed data of its edges."""
    root = ET.Element("graphml", xmlns="http://graphml.graphdrawing.org/xmlns")
    _declare(root, "label", "node", "label", "string")
    _declare(root, "iri", "node", "iri", "string")
    for number, name in enumerate(network.facts):
        values = [edge.facts[name] for edge in network.edges if name in edge.facts]
        _declare(root, f"e{number}", "edge", name, _type(values))
    graph = ET.SubElement(root, "graph", id="answer", edgedefault="directed")
    _write_nodes(graph, network)
    _write_edges(graph, network)
    ET.indent(root)
    content = faithful_xml(ET.tostring(root, encoding="utf-8", xml_declaration=True))
    assert content  # noqa: S101 - what XML can't hold was replaced
    output.write(content + b"\n")


def _declare(root: ET.Element, key: str, of: str, name: str, kind: str) -> None:
    ET.SubElement(root, "key", {"id": key, "for": of, "attr.name": name, "attr.type": kind})


def _write_nodes(graph: ET.Element, network: Network) -> None:
    for iri, key in network.keys.items():
        node = ET.SubElement(graph, "node", id=key)
        ET.SubElement(node, "data", key="label").text = legal(network.labels[iri])
        ET.SubElement(node, "data", key="iri").text = legal(iri)


def _write_edges(graph: ET.Element, network: Network) -> None:
    keys = network.keys
    for number, edge in enumerate(network.edges):
        line = ET.SubElement(graph, "edge", id=f"l{number}", source=keys[edge.source], target=keys[edge.target])
        for column, name in enumerate(network.facts):
            if name in edge.facts:
                ET.SubElement(line, "data", key=f"e{column}").text = legal(edge.facts[name].value)


def _type(values: Iterable[Literal | NamedNode]) -> str:
    """The type of data that fits all values."""
    datatypes = {value.datatype.value if isinstance(value, Literal) else "" for value in values}
    if datatypes == {f"{XSD}boolean"}:
        return "boolean"
    if datatypes and datatypes <= {f"{XSD}{name}" for name in ("integer", "long", "int")}:
        return "long"
    return "double" if datatypes and all(is_number(value) for value in values) else "string"
