"""The changes as Atom: the latest ones, and full pages as an archive that goes back to the first.

Sources: https://www.rfc-editor.org/rfc/rfc4287, https://www.rfc-editor.org/rfc/rfc5005 (section 4)
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from graph_service.model.change_record import change_iri
from graph_service.model.terms import PSG
from graph_service.model.xml_text import legal
from graph_service.services.change_feed import Entry, FeedPage
from graph_service.services.publishing.feed_links import FeedLinks

MEDIA_TYPE = "application/atom+xml"
_ATOM = "http://www.w3.org/2005/Atom"
_HISTORY = "http://purl.org/syndication/history/1.0"
#: What a feed without changes says of when it was changed.
_NEVER = "1970-01-01T00:00:00Z"
_NAME = "Graph Service"

register_namespace("", _ATOM)
register_namespace("fh", _HISTORY)
register_namespace("psg", PSG)


def write_latest(entries: Sequence[Entry], archives: int, links: FeedLinks, base: str) -> str:
    """The document that feed readers ask for again and again; ``archives`` is the number of full pages."""
    feed = _feed(entries, links, links.root)
    if archives:
        _link(feed, "prev-archive", links.page(archives), MEDIA_TYPE)
    return _written(feed, entries, links, base)


def write_archive(page: FeedPage, links: FeedLinks, base: str) -> str:
    """A full page, which doesn't change any more."""
    feed = _feed(page.entries, links, links.page(page.number))
    SubElement(feed, f"{{{_HISTORY}}}archive")
    _link(feed, "current", links.root, MEDIA_TYPE)
    if page.number > 1:
        _link(feed, "prev-archive", links.page(page.number - 1), MEDIA_TYPE)
    return _written(feed, page.entries, links, base)


def _feed(entries: Sequence[Entry], links: FeedLinks, self: str) -> Element:
    feed = Element(f"{{{_ATOM}}}feed")
    of = links.scope.graph or links.scope.stack
    _text(feed, "id", links.stream)
    _text(feed, "title", f"Changes of {of}" if of else "Changes")
    _text(feed, "updated", max((entry.record.committed for entry in entries), default=_NEVER))
    _text(SubElement(feed, f"{{{_ATOM}}}author"), "name", _NAME)
    _link(feed, "self", self, MEDIA_TYPE)
    return feed


def _written(feed: Element, entries: Sequence[Entry], links: FeedLinks, base: str) -> str:
    for entry in reversed(entries):
        _entry(feed, entry, links, base)
    indent(feed)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(feed, encoding="unicode")}\n'


def _entry(feed: Element, entry: Entry, links: FeedLinks, base: str) -> None:
    record = entry.record
    element = SubElement(feed, f"{{{_ATOM}}}entry")
    _text(element, "id", change_iri(base, record.number))
    _text(element, "title", record.title)
    _text(element, "published", record.committed)
    _text(element, "updated", record.committed)
    _text(SubElement(element, f"{{{_ATOM}}}author"), "name", record.agent or _NAME)
    _link(element, "alternate", links.change(record.number), "application/json")
    for document in links.documents(entry):
        _link(element, "enclosure", document.address, document.media_type, document.graph)
    for graph in entry.graphs:
        SubElement(element, f"{{{_ATOM}}}category", {"scheme": f"{base}graph/", "term": graph})
    kept = "" if entry.kept else " Too many for them to be kept: take the graphs anew."
    _text(element, "summary", f"{record.added} statements added, {record.removed} removed.{kept}")
    SubElement(element, f"{{{PSG}}}generation").text = str(record.number)


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, f"{{{_ATOM}}}{name}").text = legal(text)


def _link(parent: Element, relation: str, address: str, media_type: str, title: str = "") -> None:
    attributes = {"rel": relation, "type": media_type, "href": legal(address)}
    SubElement(parent, f"{{{_ATOM}}}link", {**attributes, **({"title": legal(title)} if title else {})})
