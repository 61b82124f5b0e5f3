"""Writes a graph as Turtle, always in the same order and the same bytes."""

import re
from itertools import groupby

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from demo_converter.names import DCT, PREFIXES, RDF, SKOS, XSD

FIRST_LINE = "# Fictional data: the Republic of Examplia does not exist."
LICENCE_LINE = "# CC BY 4.0. Made by convert.py from the tables in source/; change those."

_FIRST_PREDICATES = [RDF.type, DCT.identifier, SKOS.prefLabel, DCT.title, DCT.description]
_NUMBER = re.compile(r"(\d+)")
_SHORT_DATATYPES = {XSD.integer, XSD.boolean}


def turtle(graph: Graph) -> str:
    """Return the graph as Turtle text: sorted, one value per line, only the prefixes in use."""
    blocks = [
        _block(subject, [(predicate, value) for _, predicate, value in triples])
        for subject, triples in groupby(sorted(graph, key=_order_of_triple), key=lambda t: t[0])
    ]
    body = "\n".join(blocks)
    prefixes = [
        f"@prefix {prefix}: <{namespace}> ."
        for prefix, namespace in PREFIXES.items()
        if f" {prefix}:" in body or f"^^{prefix}:" in body
    ]
    return "\n".join([FIRST_LINE, LICENCE_LINE, "", *prefixes, "", body])


def _block(subject: Node, pairs: list[tuple[Node, Node]]) -> str:
    lines: list[str] = []
    for predicate, group in groupby(pairs, key=lambda pair: pair[0]):
        values = [_node(value) for _, value in group]
        name = "a" if predicate == RDF.type else _node(predicate)
        lines.append(f"{name} " + " ,\n        ".join(values))
    return f"{_node(subject)} " + " ;\n    ".join(lines) + " .\n"


def _order_of_subject(subject: Node) -> tuple[str, ...]:
    """Order step 2 before step 10."""
    return tuple(part.zfill(4) if part.isdigit() else part for part in _NUMBER.split(str(subject)))


def _order_of_triple(triple: tuple[Node, Node, Node]) -> tuple[tuple[str, ...], int, str, str]:
    subject, predicate, value = triple
    first = (
        _FIRST_PREDICATES.index(URIRef(str(predicate))) if predicate in _FIRST_PREDICATES else len(_FIRST_PREDICATES)
    )
    return _order_of_subject(subject), first, str(predicate), _node(value)


def _node(node: Node) -> str:
    if isinstance(node, Literal):
        return _literal(node)
    if not isinstance(node, URIRef):
        raise TypeError(f"only IRIs and literals are allowed, not {node!r}")
    for prefix, namespace in PREFIXES.items():
        local = node.removeprefix(namespace)
        if local != node and local.isalnum() and not local[0].isdigit():
            return f"{prefix}:{local}"
    return f"<{node}>"


def _literal(literal: Literal) -> str:
    text = str(literal)
    if literal.datatype in _SHORT_DATATYPES:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    if literal.language:
        return f'"{escaped}"@{literal.language}'
    if literal.datatype is None or literal.datatype == XSD.string:
        return f'"{escaped}"'
    return f'"{escaped}"^^{_node(literal.datatype)}'
