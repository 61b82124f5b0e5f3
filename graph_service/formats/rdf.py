"""RDF/XML."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import IO
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from graph_service.errors import NotAcceptable
from graph_service.formats import dump_formats, formats_of
from graph_service.model.context import Context
from graph_service.model.own_head import OwnHead, unambiguous
from graph_service.model.sorted_statements import SortedStatements, classes_first
from graph_service.model.terms import RDF, RDF_TYPE
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


def write_dump(statements: SortedStatements, context: Context, output: IO[bytes]) -> None:
    """What all graphs hold, by subject, in a fixed order, with all prefixes.

    :raises NotAcceptable: where a property, a class or a text can't be written in XML.
    """
    prefixes = unambiguous({**context.prefixes, "rdf": RDF})
    names = "".join(f" xmlns:{name}={quoteattr(start)}" for name, start in prefixes.items())
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{names}>\n'
    checked = _Checked(output)
    try:
        with io.BufferedWriter(checked) as whole, io.BufferedWriter(OwnHead(whole, head, lines=2)) as body:
            serialize(classes_first(statements.triples), body, format=RdfFormat.RDF_XML, prefixes=prefixes)
        checked.finish()
    except (OSError, expat.ExpatError) as error:
        if isinstance(error, OSError) and error.errno:  # of the disk, not of a name
            raise
        raise NotAcceptable(sorted(set(dump_formats()) - {"rdf"})) from None


class _Checked(io.RawIOBase):
    """Passes on what is XML, as :func:`faithful_xml` does for a whole document."""

    def __init__(self, output: IO[bytes]) -> None:
        super().__init__()
        self._output = output
        self._parser = expat.ParserCreate(namespace_separator=" ")

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        """Take more of the document."""
        piece = bytes(data)  # type: ignore[call-overload]
        faithful = piece.replace(b"\r", b"&#xD;")
        self._parser.Parse(faithful, False)
        self._output.write(faithful)
        return len(piece)

    def finish(self) -> None:
        """The document is whole."""
        self._parser.Parse(b"\n", True)
        self._output.write(b"\n")
