"""The feed of changes: whoever follows it holds what the graph holds, in bounded pages that caches may keep."""

from __future__ import annotations

import io
import random
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace

import feedparser
import httpx2
import pytest
import rdflib
from fastapi.testclient import TestClient
from following import AS, LDES, PSG, TREE, AtomConsumer, StreamConsumer
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse
from rdflib import RDF, XSD

from graph_service.http.app import create_app
from graph_service.model import change_record
from graph_service.model.change import Change
from graph_service.services import change_feed
from graph_service.services.changing import apply
from graph_service.services.deployment import Deployment
from graph_service.services.publishing.dumps.dumping import write_to
from graph_service.services.publishing.dumps.parts import Part

BASE = "https://w3id.org/public-service-graph/"
SERVICES = f"{BASE}graph/demo/services"
STACK = f"{BASE}graph/demo/stack"
BIRTH = f"{BASE}id/service/demo-birth-registration"
KEYWORD = "http://www.w3.org/ns/dcat#keyword"
TRIPLES = {"Content-Type": "application/n-triples"}
ATOM = "{http://www.w3.org/2005/Atom}"
CHANGES = 200


def keyword(word: str) -> str:
    return f'<{BIRTH}> <{KEYWORD}> "{word}"@en .\n'


def word_change(word: str, title: str = "A word", agent: str = "") -> Change:
    quad = Quad(NamedNode(BIRTH), NamedNode(KEYWORD), Literal(word, language="en"), NamedNode(SERVICES))
    return Change({}, title, added=[quad], agent=agent)


def reader_of(deployment: Deployment) -> TestClient:
    app = create_app(deployment.settings)
    app.state.deployment = deployment
    return TestClient(app, follow_redirects=False)


class Editor:
    """Makes changes up and asks for them over HTTP."""

    def __init__(self, deployment: Deployment, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - a series that can be repeated
        self.key = deployment.keys.create("Editor", "administrator")
        self.words: list[str] = []
        self.catalogues: list[str] = []
        self.made = 0
        self.kinds: dict[str, int] = {}
        self.open(deployment)

    def open(self, deployment: Deployment) -> None:
        """Go on with that deployment."""
        self.deployment = deployment
        self.client = reader_of(deployment)
        self.client.headers["Authorization"] = f"Bearer {self.key}"

    def change(self) -> None:
        """One change that was committed."""
        before = self.deployment.store.generation()
        kinds = [self.add, self.add, self.add_many, self.remove, self.replace, self.undo]
        kinds += [self.describe, self.remove_graph] if self.catalogues else [self.describe]
        while self.deployment.store.generation() == before:
            kind = self.chance.choice(kinds)
            kind()
        self.kinds[kind.__name__] = self.kinds.get(kind.__name__, 0) + 1

    def word(self) -> str:
        self.made += 1
        self.words.append(f"word {self.made} é\\n\\u0001 {self.chance.random()}")
        return self.words[-1]

    def target(self) -> str:
        return self.chance.choice([SERVICES, *map(graph_of, self.catalogues)])

    def add(self) -> None:
        self.done(
            self.client.post("/graphs", params={"graph": self.target()}, content=keyword(self.word()), headers=TRIPLES)
        )

    def add_many(self) -> None:
        content = "".join(keyword(self.word()) for _ in range(60))
        self.done(self.client.post("/graphs", params={"graph": self.target()}, content=content, headers=TRIPLES))

    def remove(self) -> None:
        graph, word = self.target(), self.chance.choice(self.words or ["none"])
        update = f"DELETE DATA {{ GRAPH <{graph}> {{ {keyword(word)} }} }} ; "
        update += f"DELETE WHERE {{ GRAPH <{graph}> {{ <{BIRTH}> <{KEYWORD}> ?word }} }}"
        self.done(self.client.post("/sparql", data={"update": update}))

    def replace(self) -> None:
        graph = self.target()
        answer = self.client.get("/graphs", params={"graph": graph, "format": "nt"})
        if answer.status_code == 404:
            return
        kept = "".join(
            f"{line}\n" for line in answer.text.splitlines() if KEYWORD not in line or self.chance.random() < 0.5
        )
        content = kept + keyword(self.word())
        self.done(
            self.client.put("/graphs", params={"graph": graph}, content=content, headers={**TRIPLES, "If-Match": "*"})
        )

    def undo(self) -> None:
        number = self.chance.randint(
            max(2, self.deployment.store.generation() - 30), self.deployment.store.generation()
        )
        self.done(self.client.post(f"/changes/{number}/undo"))

    def describe(self) -> None:
        """A new catalogue, and the first statement of its graph."""
        key = f"demo-new-{self.made}-{self.chance.randint(0, 10**9)}"
        model = self.client.get("/graphs", params={"graph": STACK, "format": "nt"}).text
        about = (f"<{BASE}id/catalogue/demo-indicators>", f"<{BASE}id/release/demo-indicators-1-0>")
        content = "\n".join(line for line in model.splitlines() if line.startswith(about))
        content = content.replace("demo-indicators", key).replace("graph/demo/indicators", f"graph/demo/{key}")
        answer = self.client.post("/graphs", params={"graph": STACK}, content=content, headers=TRIPLES)
        assert answer.status_code == 200, answer.text
        self.catalogues.append(key)

    def remove_graph(self) -> None:
        graph = graph_of(self.chance.choice(self.catalogues))
        self.done(self.client.delete("/graphs", params={"graph": graph}, headers={"If-Match": "*"}))

    def done(self, answer: httpx2.Response) -> None:
        """Refusals are part of life, as long as they are that."""
        assert answer.status_code in {200, 201, 403, 404, 409, 422}, answer.text


def graph_of(key: str) -> str:
    return f"{BASE}graph/demo/{key}"


def exported(deployment: Deployment, stack: str = "", catalogue: str = "") -> set[Quad]:
    """What the dump holds."""
    output = io.BytesIO()
    write_to(deployment, Part(stack, catalogue), "nq", output)
    return set(parse(output.getvalue(), format=RdfFormat.N_QUADS))


@pytest.mark.slow
def test_who_only_follows_the_feed_holds_what_the_dump_holds(
    writable: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through 200 changes of every kind and a restart, asking often, seldom or once; some changes leave no patch."""
    monkeypatch.setattr(change_record, "UNDOABLE", 50)
    served, reader = writable, reader_of(writable)
    editor, started = Editor(served, 6), served.store.generation()
    often, atom, seldom = StreamConsumer(reader), AtomConsumer(reader), StreamConsumer(reader)
    stack = StreamConsumer(reader, "/feed?stack=demo")
    seldom.poll()
    for number in range(CHANGES):
        editor.change()
        if editor.chance.random() < 0.1:
            often.poll()
            assert often.quads == exported(served)
        if editor.chance.random() < 0.05:
            atom.poll()
            assert atom.quads == exported(served)
        if number == CHANGES // 2:
            served.close()
            served = Deployment(writable.settings)
            served.__dict__["gate"] = writable.gate  # the same shapes, read once
            editor.open(served)
            reader = reader_of(served)
            for consumer in (often, atom, seldom, stack):
                consumer.client = reader
    assert served.store.generation() - started >= CHANGES
    for consumer in (often, atom, seldom, StreamConsumer(reader), AtomConsumer(reader)):
        consumer.poll()
        assert consumer.quads == exported(served)
        assert consumer.taken_anew > 0
    stack.poll()
    assert stack.quads == exported(served, "demo")
    assert set(editor.kinds) >= {"add", "add_many", "remove", "replace", "undo", "describe", "remove_graph"}
    served.close()


@pytest.fixture(scope="module")
def _small_pages() -> Iterator[None]:
    """Pages of five changes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(change_feed, "PAGE", 5)
        yield


@pytest.fixture(scope="module")
def written(seeded: Deployment, tmp_path_factory: pytest.TempPathFactory, _small_pages: None) -> Iterator[TestClient]:
    """A client of a service with twelve changes after the load; tests only read it."""
    place = tmp_path_factory.mktemp("written") / "store"
    shutil.move(seeded.store.snapshot(), place)
    deployment = Deployment(replace(seeded.settings, store=f"oxigraph:{place}"))
    write(deployment)
    yield reader_of(deployment)
    deployment.close()


@pytest.fixture
def growing(writable: Deployment, _small_pages: None) -> TestClient:
    """The same, of a service that may be changed."""
    write(writable)
    return reader_of(writable)


def write(deployment: Deployment, name: str = "word", changes: int = 12) -> None:
    for number in range(changes):
        deployment.store.commit(word_change(f"{name} {number}", agent="Registry office"))


def nodes(client: TestClient, root: str) -> dict[str, rdflib.Graph]:
    """All nodes that the relations lead to from ``root``."""
    found, waiting = dict[str, rdflib.Graph](), [root]
    while waiting:
        address = waiting.pop()
        found[address] = rdflib.Graph().parse(data=client.get(address).text, format="turtle")
        waiting += [str(node) for node in found[address].objects(None, TREE.node)]
    return found


def test_the_stream_keeps_to_what_ldes_and_tree_ask(written: TestClient) -> None:
    """One stream, described in its root; each node names itself; members have time and place, and stand on one page."""
    found = nodes(written, "http://testserver/feed")
    assert [len(set(graph.objects(None, TREE.member))) for graph in found.values()] == [0, 5, 5, 3]
    root = found["http://testserver/feed"]
    [stream] = root.subjects(RDF.type, LDES.EventStream)
    assert root.value(stream, TREE.view) == rdflib.URIRef("http://testserver/feed")
    time, order = root.value(stream, LDES.timestampPath), root.value(stream, LDES.sequencePath)
    seen: list[int] = []
    for address, graph in found.items():
        assert (rdflib.URIRef(address), RDF.type, TREE.Node) in graph
        assert set(graph.subjects(RDF.type, LDES.EventStream)) == {stream}
        members = set(graph.objects(stream, TREE.member))
        numbers = sorted(int(str(graph.value(member, order))) for member in members)
        seen += numbers
        for member in members:
            moment = graph.value(member, time)
            assert isinstance(moment, rdflib.Literal)
            assert moment.datatype == XSD.dateTime
            assert list(graph.objects(member, AS.result))
        for relation in graph.objects(rdflib.URIRef(address), TREE.relation):
            if (relation, RDF.type, TREE.GreaterThanRelation) in graph:
                assert graph.value(relation, TREE.path) == order
                assert int(str(graph.value(relation, TREE.value))) == numbers[-1]
        assert not any(isinstance(term, rdflib.BNode) for triple in graph for term in triple)
    assert seen == list(range(1, 14))


@pytest.mark.parametrize("path", ["/feed?page=2", "/feed.nt?page=1&stack=demo", "/feed.atom?page=2", "/feed/patches/7"])
def test_full_pages_and_patches_never_change(growing: TestClient, writable: Deployment, path: str) -> None:
    """Caches may keep them for ever, and what they keep stays right."""
    before = growing.get(path)
    assert before.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    write(writable, "later")
    after = growing.get(path)
    assert (after.content, after.headers["ETag"]) == (before.content, before.headers["ETag"])


@pytest.mark.parametrize("path", ["/feed?page=3", "/feed.jsonld?page=3&stack=demo", "/feed.atom"])
def test_the_open_page_is_asked_for_again(growing: TestClient, writable: Deployment, path: str) -> None:
    """It is answered with 304 until something changes."""
    before = growing.get(path)
    assert before.headers["Cache-Control"] == "public, no-cache"
    again = growing.get(path, headers={"If-None-Match": before.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    write(writable, "one more", 1)
    after = growing.get(path, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.content != before.content


def test_changes_of_other_graphs_leave_a_feed_alone(written: TestClient) -> None:
    """A stack or a catalogue is followed by itself; a catalogue is found by its key."""
    answer = written.get("/stacks/demo/catalogues/systems/feed")
    assert answer.status_code == 303
    systems = written.get(answer.headers["Location"], params={"page": 1})
    assert "page=1" in str(systems.url)
    for address in (f"/feed?page=1&graph={BASE}graph/demo/systems", "/feed?page=1&stack=reference"):
        graph = rdflib.Graph().parse(data=written.get(address).text, format="turtle")
        [member] = graph.objects(None, TREE.member)
        assert int(str(graph.value(member, PSG.generation))) == 1
    patch = written.get(f"/feed/patches/1?graph={BASE}graph/demo/systems").text
    lines = [line for line in patch.split("\n") if line.startswith("A ")]
    assert len(lines) > 100
    assert all(f"<{BASE}graph/demo/systems> ." in line for line in lines)


@pytest.mark.parametrize(
    ("after", "leads_to"),
    [
        ("/feed?after=0", "/feed?page=1"),
        ("/feed?after=4", "/feed?page=1"),
        ("/feed.ttl?after=5&stack=demo", "/feed.ttl?stack=demo&page=2"),
        ("/feed?after=13", "/feed?page=3"),
        ("/feed.atom?after=6", "/feed.atom?page=2"),
        ("/feed.atom?after=11", "/feed.atom"),
    ],
)
def test_who_has_a_copy_goes_on_after_its_generation(written: TestClient, after: str, leads_to: str) -> None:
    """The page with the next change is found by the generation that the copy is of."""
    answer = written.get(after)
    assert (answer.status_code, answer.headers["Location"]) == (307, f"http://testserver{leads_to}")


def test_a_download_and_the_feed_make_a_copy(growing: TestClient, writable: Deployment) -> None:
    """A graph says of which generation it is at least; what the feed says since is applied to it."""
    taken = growing.get("/graphs", params={"graph": SERVICES, "format": "nt"})
    held = {Quad(q.subject, q.predicate, q.object, NamedNode(SERVICES)) for q in parse(taken.text, RdfFormat.N_TRIPLES)}
    write(writable, "since")
    start = growing.get("/feed", params={"graph": SERVICES, "after": taken.headers["Graph-Service-Generation"]})
    consumer = StreamConsumer(growing, start.headers["Location"])
    consumer.quads = held
    consumer.poll()
    assert consumer.quads == exported(writable, "demo", "services")


def test_patches_name_the_one_before(written: TestClient) -> None:
    """In the scope that is followed, so that a gap is noticed."""
    head = written.get(f"/feed/patches/2?graph={SERVICES}").text.split("\n")[:2]
    assert head == [f"H id <{BASE}id/change/2> .", f"H prev <{BASE}id/change/1> ."]
    assert "H prev" not in written.get("/feed/patches/1").text[:400]


@pytest.mark.parametrize(
    ("path", "status", "problem"),
    [
        ("/feed?page=4", 404, "unknown-name"),
        ("/feed?page=0", 422, "invalid-arguments"),
        ("/feed.atom?page=3", 404, "unknown-name"),
        ("/feed?stack=nowhere", 404, "unknown-name"),
        (f"/feed?graph={BASE}graph/demo/nothing", 404, "unknown-name"),
        (f"/feed?graph={BASE}graph/system/patches", 404, "unknown-name"),
        ("/feed?graph=x%3E%20%7D", 422, "invalid-arguments"),
        (f"/feed?stack=reference&graph={SERVICES}", 404, "unknown-name"),
        ("/feed.pdf", 406, "not-acceptable"),
        ("/feed/patches/999", 404, "unknown-name"),
        ("/feed/patches/2?stack=reference", 404, "unknown-name"),
        ("/stacks/demo/catalogues/nothing/feed", 404, "unknown-name"),
    ],
)
def test_what_is_not_to_be_had(written: TestClient, path: str, status: int, problem: str) -> None:
    """Is said to be so."""
    answer = written.get(path)
    assert (answer.status_code, answer.json()["type"].rsplit("/", 1)[-1]) == (status, problem)


def test_a_change_that_was_too_large_says_what_to_take_anew(
    writable: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its patch is gone; each graph that it touched is named, with where it is to be had."""
    monkeypatch.setattr(change_record, "UNDOABLE", 0)
    number = apply(writable, word_change("large")).generation
    client = reader_of(writable)
    assert client.get(f"/feed/patches/{number}").status_code == 410
    graph = rdflib.Graph().parse(data=client.get("/feed?page=1").text, format="turtle")
    [document] = graph.objects(rdflib.URIRef(f"{BASE}id/change/{number}"), AS.result)
    assert graph.value(document, AS.context) == rdflib.URIRef(SERVICES)
    answer = client.get(str(document))
    assert answer.headers["Content-Type"].startswith(str(graph.value(document, AS.mediaType)))
    entry = feedparser.parse(client.get("/feed.atom").content).entries[0]
    assert [link.href for link in entry.links if link.rel == "enclosure"] == [str(document)]


HOSTILE = ']]> <script>alert(1)</script> & \x00\x0b\ufffe \U0001f4a9 " \\ %s {{ 7 }}'


def test_atom_is_valid_whatever_titles_say(writable: Deployment) -> None:
    """The elements that RFC 4287 requires are there once, dates and addresses are such, and no text becomes markup."""
    apply(writable, word_change("x", HOSTILE, agent="A & <b>"))
    answer = reader_of(writable).get("/feed", headers={"Accept": "application/atom+xml"})
    feed = ET.fromstring(answer.text)  # noqa: S314 - our own
    assert (feed.tag, answer.headers["Content-Type"]) == (f"{ATOM}feed", "application/atom+xml")
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 2
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 2
    for element in (feed, *entries):
        for name in ("id", "title", "updated", "author"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", element.findtext(f"{ATOM}updated", ""))
        assert all(link.get("href", "").startswith("http") for link in element.findall(f"{ATOM}link"))
    assert len([link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]) == 1
    assert entries[0].findtext(f"{ATOM}title", "").startswith("]]> <script>alert(1)</script> & ")
    assert entries[0].findtext(f"{ATOM}author/{ATOM}name") == "A & <b>"
    turtle = reader_of(writable).get("/feed.ttl?page=1").text
    titles = rdflib.Graph().parse(data=turtle, format="turtle").objects(None, rdflib.DCTERMS.title)
    assert HOSTILE in {str(title) for title in titles}


def test_addresses_begin_with_that_of_the_settings(writable: Deployment) -> None:
    """Whatever the request says of its host."""
    writable.settings = replace(writable.settings, address="https://graph.example")
    client = reader_of(writable)
    for path in ("/feed", "/feed?page=1", "/feed.atom", "/feed?after=0"):
        answer = client.get(path, headers={"Host": "evil.example"})
        said = answer.text + answer.headers.get("Location", "")
        assert "https://graph.example/feed" in said
        assert "evil" not in said
        assert "testserver" not in said


@pytest.mark.parametrize("suffix", ["ttl", "nt", "nq", "trig", "rdf", "jsonld"])
def test_the_stream_comes_in_every_format_for_rdf(written: TestClient, suffix: str) -> None:
    """With the same statements, but for the addresses of its nodes."""
    media_type = written.get(f"/feed.{suffix}").headers["Content-Type"].partition(";")[0]
    known = RdfFormat.from_media_type(media_type)
    assert known
    held = {quad.triple for quad in parse(written.get(f"/feed.{suffix}?page=3").text, known)}
    assert sum(triple.predicate.value == str(TREE.member) for triple in held) == 3
    node = NamedNode(f"http://testserver/feed.{suffix}?page=3")
    assert Triple(node, NamedNode(str(RDF.type)), NamedNode(str(TREE.Node))) in held
