"""Untrusted RDF: what is right is read, what is wrong is told with its place, and nothing takes the service along."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode

from graph_service.errors import DataUnreadable, UnsupportedMedia
from graph_service.sandbox.parsing import READ, parse_untrusted

BASE = "https://w3id.org/public-service-graph/"
DOCUMENTS = {
    "text/turtle": "<id/a> <p:q> 'é' .",
    "application/n-triples": f'<{BASE}id/a> <p:q> "é" .',
    "application/n-quads": f'<{BASE}id/a> <p:q> "é" <g:g> .',
    "application/trig": "<g:g> { <id/a> <p:q> 'é' }",
    "application/ld+json": '{"@id": "id/a", "p:q": "é"}',
    "application/rdf+xml": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:p="p:">'
    '<rdf:Description rdf:about="id/a"><p:q>é</p:q></rdf:Description></rdf:RDF>',
}
ENTITIES = '<!DOCTYPE rdf:RDF [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)


def test_every_format_has_an_example() -> None:
    """The table is complete."""
    assert set(DOCUMENTS) == set(READ)


@pytest.mark.parametrize("media_type", DOCUMENTS)
def test_each_format_is_read(media_type: str) -> None:
    """Relative IRIs are those of the service."""
    [quad] = parse_untrusted(DOCUMENTS[media_type].encode(), media_type, BASE)
    assert (quad.subject, quad.object) == (NamedNode(f"{BASE}id/a"), Literal("é"))


@pytest.mark.parametrize(
    ("media_type", "document", "told"),
    [
        ("text/turtle", "<a:b> <c:d> .", "Line 1"),
        ("text/turtle", "<a:b> <c:d> <e:f> .\n\n<a:b> nothing <e:f> .", "Line 3"),
        ("text/turtle", "<!doctype html><p>", "Line 1"),
        ("text/turtle", '{"@id": "a:b"}', "Line 1"),
        ("text/turtle", "<a:b> <c:d> <<( " * 100_000, "."),
        ("text/turtle", "<a:b> <c:d> " + "[ <c:d> " * 100_000, "."),
        ("text/turtle", "<a:b> <c:d> " + "( " * 100_000, "."),
        ("text/turtle", "<a:b> <c:d> <<( <a:b> <c:d> <e:f> )>> .", "triple terms"),
        ("application/rdf+xml", ENTITIES + "]><rdf:RDF/>", "document type"),
        ("application/rdf+xml", '<!doctype x SYSTEM "file:///etc/passwd"><x/>', "document type"),
        ("application/rdf+xml", "<a>" * 50_000, "."),
        ("application/ld+json", "[" * 100_000, "nests deeper"),
        ("application/ld+json", '{"@id":"a:b","c:d":' * 5_000, "nests deeper"),
        ("application/ld+json", '{"@context": "http://127.0.0.1:9/", "@id": "a:b", "c:d": 1}', "."),
        ("application/ld+json", '{"@context": "file:///etc/passwd", "@id": "a:b", "c:d": 1}', "."),
        ("application/ld+json", '{"@id": "a:b", ', "."),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else None,
)
def test_what_is_wrong_is_told(media_type: str, document: str, told: str) -> None:
    """With line and column where the parser knows them; also where the parser itself gives up."""
    with pytest.raises(DataUnreadable) as refused:
        parse_untrusted(document.encode(), media_type, BASE)
    assert told in str(refused.value)


def test_text_in_another_encoding_is_refused() -> None:
    """It is not guessed."""
    with pytest.raises(DataUnreadable, match="UTF-8"):
        parse_untrusted("<a:b> <c:d> 'é' .".encode("latin-1"), "text/turtle", BASE)
    with pytest.raises(DataUnreadable):
        parse_untrusted("<x/>".encode("utf-16"), "application/rdf+xml", BASE)


@pytest.mark.parametrize("media_type", ["text/html", "application/json", "", "text/n3"])
def test_other_media_types_are_refused(media_type: str) -> None:
    """The answer lists those that are read."""
    with pytest.raises(UnsupportedMedia, match="text/turtle"):
        parse_untrusted(b"", media_type, BASE)


def test_deep_brackets_in_a_string_are_text() -> None:
    """Only structure is counted."""
    assert (
        len(parse_untrusted(('{"@id": "a:b", "c:d": "\\"' + "[{" * 500 + '"}').encode(), "application/ld+json", BASE))
        == 1
    )
