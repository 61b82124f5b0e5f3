"""Answers that may be some seconds old: sent while they are made anew, each telling the generation it stands for."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from pyoxigraph import Literal, NamedNode, Triple
from starlette.responses import RedirectResponse
from starlette.types import Receive, Scope, Send

from graph_service.http.answers import FinishedAnswers
from graph_service.http.app import create_app
from graph_service.http.watching import Watching
from graph_service.model.change import Change
from graph_service.services.deployment import Deployment
from graph_service.settings import Settings

#: As long as any run of tests takes; long enough for a few requests, so that half of it can be waited for; no time.
LONG, SOME, SHORT = 3600.0, 8.0, 1e-9
#: In so many seconds an answer is made anew, however busy the machine is.
ENOUGH = 60.0


class Served:
    """A service whose answers may be so many seconds old, over a store with one stack."""

    def __init__(self, client: TestClient, deployment: Deployment) -> None:
        self._client = client
        self._deployment = deployment
        self.change("x")

    def change(self, key: str, title: str = "") -> None:
        """Describe a stack."""
        base = self._deployment.settings.base
        stack = NamedNode(f"{base}id/stack/{key}")
        a = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
        told = [Triple(stack, a, NamedNode(f"{base}def/Stack")), Triple(stack, NamedNode(f"{base}def/fictional"), TRUE)]
        if title:
            told.append(Triple(stack, NamedNode("http://purl.org/dc/terms/title"), Literal(title, language="en")))
        self._deployment.store.commit(Change({f"{base}graph/{key}/stack": told}, f"The stack {key}"))

    def get(self, **headers: str) -> Response:
        """All stacks."""
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self._client.get("/queries/stacks.json", headers=names)
        assert answer.status_code == 200
        assert len(answer.json()["rows"]) == int(answer.headers["Graph-Service-Generation"])
        return answer

    def page(self, path: str, **headers: str) -> Response:
        """Any page."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._client.get(path, headers=named, follow_redirects=False)

    def head(self, path: str) -> Response:
        """The head of any page."""
        return self._client.head(path)


TRUE = Literal(True)
Start = Callable[[float], Served]


@pytest.fixture
def start(settings: Settings, tmp_path: Path) -> Iterator[Start]:
    """Starts a service."""
    with ExitStack() as running:

        def started(seconds: float) -> Served:
            own = replace(settings, store=f"oxigraph:{tmp_path / str(seconds)}", answer_seconds=seconds)
            made = Deployment(own)
            made.store.generation()
            made.close()
            app = create_app(own)
            return Served(running.enter_context(TestClient(app)), app.state.deployment)

        yield started


def test_an_answer_from_before_a_change_is_sent_while_it_is_made_anew(start: Start) -> None:
    """It says so, and its generation; the one that is made, once half of its time is over, takes its place."""
    served = start(SOME)
    assert "Cache-Status" not in served.get().headers
    served.change("y")
    before = served.get()
    assert before.headers["Graph-Service-Generation"] == "1"
    assert before.headers["Cache-Status"].startswith("graph-service; hit; ttl=-")
    until = time.monotonic() + ENOUGH
    while (later := served.get()).headers["Graph-Service-Generation"] == "1":
        assert time.monotonic() < until
    assert later.headers["ETag"] != before.headers["ETag"]
    assert "Cache-Status" not in served.get().headers


def test_pages_and_dumps_from_before_a_change_are_sent_while_they_are_made_anew(start: Start) -> None:
    """With a tag of its own for each state, language and profile; who has it is told so."""
    served = start(SOME)
    paths = ["/changes", "/search?q=x", "/doc/stack/x", "/stacks/x/dump.nt"]
    first = {path: served.page(path) for path in paths}
    for path, answer in first.items():
        assert served.page(path, If_None_Match=answer.headers["ETag"]).status_code == 304
        assert served.page(path).content == answer.content
    served.change("y")
    served.change("x", title="of now")
    for path, answer in first.items():
        before = served.page(path)
        assert (before.content, before.headers["ETag"]) == (answer.content, answer.headers["ETag"])
        assert "Cache-Status" in before.headers
    french = served.page("/doc/stack/x", Accept_Language="fr")
    assert french.headers.get("ETag") != first["/doc/stack/x"].headers["ETag"]
    until = time.monotonic() + ENOUGH
    for path, answer in first.items():
        while served.page(path).headers["ETag"] == answer.headers["ETag"]:
            assert time.monotonic() < until


def test_a_dump_is_sent_whole_or_in_part_whatever_was_sent_before(start: Start) -> None:
    """What is kept are the bytes of all of it, not of its head or of a part."""
    served = start(LONG)
    path = "/stacks/x/dump.nt"
    head = served.head(path)
    part = served.page(path, Range="bytes=0-9")
    assert (part.status_code, len(part.content)) == (206, 10)
    for _ in range(2):
        whole = served.page(path)
        assert (whole.status_code, whole.headers["Content-Length"]) == (200, head.headers["Content-Length"])
        assert len(whole.content) == int(head.headers["Content-Length"])
    assert served.page(path, Range="bytes=5-14").content == whole.content[5:15]
    assert served.head(path).headers["ETag"] == whole.headers["ETag"]


def test_who_wants_no_old_dump_gets_none(start: Start) -> None:
    """Others may get one from before, from a file or from memory, and are told."""
    served = start(LONG)
    path = "/stacks/x/dump.nt"
    first = served.page(path)
    assert "Cache-Status" not in served.page(path, Range="bytes=0-9").headers
    served.change("x", title="of now")
    assert served.page(path).content == first.content
    file = served.page(path, Range="bytes=0-9")
    assert (file.status_code, file.headers["Cache-Status"][:22]) == (206, "graph-service; hit; tt")
    assert b"of now" in served.page(path, Cache_Control="no-cache").content
    assert b"of now" in served.page(path).content


def test_where_a_thing_is_described_is_told_from_memory(start: Start) -> None:
    """The address of the thing leads to the same document again, for each host and query."""
    served = start(LONG)
    for query in ("", "?links=http://x.example/p"):
        for _ in range(2):
            answer = served.page(f"/id/stack/x{query}")
            assert (answer.status_code, answer.headers["Location"]) == (303, f"/doc/stack/x{query}")


def test_who_wants_no_old_answer_gets_none(start: Start) -> None:
    """By the header that browsers send when a page is loaded anew, or with a tag to compare."""
    served = start(LONG)
    tag = served.get().headers["ETag"]
    served.change("y")
    assert served.get(Cache_Control="no-cache").headers["Graph-Service-Generation"] == "2"
    served.change("z")
    assert served.get(If_None_Match=tag).headers["Graph-Service-Generation"] == "3"


def test_no_answer_is_older_than_the_settings_say(start: Start) -> None:
    """Neither where they say a short time, nor where they say none."""
    for seconds in (SHORT, 0.0):
        served = start(seconds)
        number = int(served.get().headers["Graph-Service-Generation"])
        served.change(f"later-{number}")
        assert served.get().headers["Graph-Service-Generation"] == str(number + 1)


def test_answers_without_a_body_have_their_weight_too() -> None:
    """Whoever asks for ever other addresses doesn't fill the memory: what was asked for first is let go."""
    asked: list[str] = []

    async def leads(scope: Scope, receive: Receive, send: Send) -> None:
        asked.append(scope["path"])
        await RedirectResponse("/elsewhere", 303)(scope, receive, send)

    app = Watching(FinishedAnswers(leads, lambda: 1, lambda: 1, capacity=64 * 1024))
    client = TestClient(app, follow_redirects=False)
    for number in range(100):
        assert client.get(f"/id/service/{number}").status_code == 303
    for number in (99, 0):
        assert client.get(f"/id/service/{number}").headers["Location"] == "/elsewhere"
    assert (len(asked), asked[-1]) == (101, "/id/service/0")
