"""JSON-LD in the terms of our context, which stands in the document, so that nothing need be fetched.

A frame, where the query has one, gives the document its shape (https://www.w3.org/TR/json-ld11-framing/).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import IO, Any

from pyld import jsonld
from pyoxigraph import RdfFormat, Triple, serialize

from graph_service.errors import NotAcceptable
from graph_service.formats import dump_formats
from graph_service.model.context import Context
from graph_service.model.json_ld_node import WHOLE, AmbiguousName, NodeWriter
from graph_service.model.sorted_statements import SortedStatements, subjects
from graph_service.model.terms import RDF_TYPE, XSD

_INTEGER, _BOOLEAN = f"{XSD}integer", f"{XSD}boolean"

MEDIA_TYPES = ("application/ld+json",)


def write_graph(triples: Iterable[Triple], context: Context, output: IO[bytes]) -> None:
    """``triples`` by subject, with those terms and prefixes of ``context`` that are used."""
    nodes = json.loads(serialize(sorted(triples, key=str), format=RdfFormat.JSON_LD) or b"[]")
    for node in nodes:
        if all("@id" in kind for kind in node.get(RDF_TYPE, [{}])):
            node["@type"] = [kind["@id"] for kind in node.pop(RDF_TYPE)]
        for values in node.values():
            if isinstance(values, list):
                values[:] = map(_native, values)
    words = {"@version": 1.1, **context.prefixes, **context.terms}
    options: dict[str, Any] = {"documentLoader": _refuse}
    if context.frame is None:
        document = jsonld.compact(nodes, words, {**options, "graph": True})
    else:
        frame = {**context.frame, "@context": words}
        document = jsonld.frame(nodes, frame, {**options, "omitGraph": True})
    document["@context"] = _used(document, context)
    content = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True)
    output.write(f"{content}\n".encode())


def write_dump(statements: SortedStatements, context: Context, output: IO[bytes]) -> None:
    """What all graphs hold, one thing a line, with all terms and prefixes of ``context``.

    :raises NotAcceptable: where an IRI could be read as a name with one of the prefixes.
    """
    words = {"@version": 1.1, **context.prefixes, **context.terms}
    output.write(f'{{"@context":{_line(words)},\n"@graph":['.encode())
    writer, between = NodeWriter(context), "\n"
    try:
        for subject, said in subjects(statements.triples):
            output.write(f"{between}{_line(writer.node(subject, said))}".encode())
            between = ",\n"
    except AmbiguousName:
        raise NotAcceptable(sorted(set(dump_formats()) - {"jsonld"})) from None
    output.write(b"\n]}\n")


def _line(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _native(value: Any) -> Any:
    """A whole number or a truth as JSON has it, where JSON can hold it."""
    match value:
        case {"@value": str(text), "@type": kind} if kind == _INTEGER and WHOLE.fullmatch(text):
            return {"@value": int(text)}
        case {"@value": "true" | "false" as text, "@type": kind} if kind == _BOOLEAN:
            return {"@value": text == "true"}
    return value


def _used(document: Mapping[str, Any], context: Context) -> dict[str, Any]:
    """Those definitions that ``document`` needs."""
    names = {name for key, value in document.items() if key != "@context" for name in [key, *_names(value)]}
    terms = {name: context.terms[name] for name in names if name in context.terms}
    curies = names | {text for definition in terms.values() for text in definition.values()}
    starts = {curie.partition(":")[0] for curie in curies if ":" in curie}
    return {"@version": 1.1, **{name: context.prefixes[name] for name in starts & set(context.prefixes)}, **terms}


def _names(value: Any) -> Iterable[str]:
    """The keys of ``value``, at any depth, and the texts that may be names: of classes, things and datatypes."""
    if isinstance(value, dict):
        for key, content in value.items():
            yield key
            yield from _names(content)
    elif isinstance(value, list):
        for item in value:
            yield from _names(item)
    elif isinstance(value, str):
        yield value


def _refuse(address: str, _options: Any) -> Any:
    raise ValueError(f"{address} is not fetched.")
