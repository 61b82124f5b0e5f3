"""Programs that keep a copy of the graph by following its feed: they know what the documentation says, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import feedparser
import httpx2
import rdflib
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from rdflib import RDF, Namespace

LDES = Namespace("https://w3id.org/ldes#")
TREE = Namespace("https://w3id.org/tree#")
AS = Namespace("https://www.w3.org/ns/activitystreams#")
PSG = Namespace("https://w3id.org/public-service-graph/def/")
PATCH = "application/rdf-patch"


class Copy:
    """The statements that a consumer holds."""

    def __init__(self, client: httpx2.Client) -> None:
        self.client = client
        self.quads: set[Quad] = set()
        self.taken_anew = 0

    def apply(self, address: str, media_type: str, graph: str) -> None:
        """Bring the copy up to date by one document of a change."""
        answer = self.client.get(address)
        if media_type == PATCH:
            assert answer.status_code == 200, answer.text
            assert "immutable" in answer.headers["Cache-Control"]
            for line in answer.text.split("\n"):
                if line.startswith(("A ", "D ")):
                    [quad] = parse(line[2:], format=RdfFormat.N_QUADS)
                    (self.quads.add if line.startswith("A ") else self.quads.discard)(quad)
            return
        assert answer.status_code in {200, 404}  # a graph that is gone by now is empty
        name = NamedNode(graph)
        self.quads = {quad for quad in self.quads if quad.graph_name != name}
        if answer.status_code == 200:
            held = parse(answer.text, format=RdfFormat.N_TRIPLES)
            self.quads |= {Quad(quad.subject, quad.predicate, quad.object, name) for quad in held}
        self.taken_anew += 1


class StreamConsumer(Copy):
    """Follows the event stream: from the root along the relations, then the last node again and again."""

    def __init__(self, client: httpx2.Client, root: str = "/feed") -> None:
        super().__init__(client)
        self.node: str = root
        self.tag = ""
        self.seen: set[str] = set()
        self.last = 0

    def poll(self) -> None:
        """Read what is new."""
        while True:
            answer = self.client.get(self.node, headers={"Accept": "text/turtle", "If-None-Match": self.tag})
            if answer.status_code == 304:
                return
            assert answer.status_code == 200, answer.text
            graph = rdflib.Graph().parse(data=answer.text, format="turtle")
            self.apply_members(graph)
            following = [graph.value(relation, TREE.node) for relation in graph.objects(None, TREE.relation)]
            assert len(following) <= 1
            is_root = "page=" not in self.node
            assert ("immutable" in answer.headers["Cache-Control"]) == bool(following and not is_root)
            if not following:
                self.tag = answer.headers["ETag"]
                return
            self.node, self.tag = str(following[0]), ""

    def apply_members(self, graph: rdflib.Graph) -> None:
        [stream] = graph.subjects(RDF.type, LDES.EventStream)
        order = graph.value(stream, LDES.sequencePath)
        members = sorted(graph.objects(stream, TREE.member), key=lambda m: int(str(graph.value(m, order))))
        for member in members:
            if str(member) in self.seen:
                continue
            number = int(str(graph.value(member, order)))
            assert number > self.last
            self.seen.add(str(member))
            self.last = number
            for document in graph.objects(member, AS.result):
                context = graph.value(document, AS.context)
                self.apply(str(document), str(graph.value(document, AS.mediaType)), str(context or ""))


class AtomConsumer(Copy):
    """Follows the Atom feed: back along the archives to what it knows, then forward."""

    def __init__(self, client: httpx2.Client, feed: str = "/feed.atom") -> None:
        super().__init__(client)
        self.feed = feed
        self.last = 0

    def poll(self) -> None:
        """Read what is new."""
        new: dict[int, feedparser.FeedParserDict] = {}
        for document in self.documents():
            numbers = {int(entry.psg_generation): entry for entry in document.entries}
            new |= {number: entry for number, entry in numbers.items() if number > self.last}
            if any(number <= self.last for number in numbers):
                break
        for number in sorted(new):
            for link in new[number].links:
                if link.rel == "enclosure":
                    self.apply(link.href, link.type, link.get("title", ""))
            self.last = number

    def documents(self) -> Iterator[feedparser.FeedParserDict]:
        """The feed, then its archives, the latest first."""
        address = self.feed
        while address:
            answer = self.client.get(address)
            assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/atom+xml")
            document = feedparser.parse(answer.content)
            assert not document.bozo, document
            yield document
            earlier = [link.href for link in document.feed.links if link.rel == "prev-archive"]
            address = earlier[0] if earlier else ""


def page_of(address: str) -> int:
    """The number of the page at ``address``."""
    return int(parse_qs(urlsplit(address).query)["page"][0])
