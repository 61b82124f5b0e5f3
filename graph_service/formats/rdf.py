"""RDF/XML."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from graph_service.errors import NotAcceptable
from graph_service.formats import formats_of
from graph_service.model.context import Context
from graph_service.model.terms import RDF_TYPE
from graph_service.model.xml_text import faithful_xml

MEDIA_TYPES = ("application/rdf+xml",)


def write_graph(triples: Iterable[Triple], context: Context, output: IO[bytes]) -> None:
    """``triples``, sorted by subject, with the prefixes that name an element.

    :raises NotAcceptable: where a property, a class or a text can't be written in XML.
    """
    ordered = sorted(triples, key=str)
    elements = {triple.predicate.value for triple in ordered}
    elements |= {t.object.value for t in ordered if t.predicate.value == RDF_TYPE and isinstance(t.object, NamedNode)}
    prefixes = sorted(context.prefixes.items())
    used = {name: start for name, start in prefixes if any(iri.startswith(start) for iri in elements)}
    try:
        content = faithful_xml(serialize(ordered, format=RdfFormat.RDF_XML, prefixes=used) or b"")
    except OSError:  # a property with a name that RDF/XML keeps for itself
        content = None
    if content is None:
        raise NotAcceptable(sorted(set(formats_of("graph")) - {"rdf"}))
    output.write(content)
