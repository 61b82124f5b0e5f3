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

from graph_service.http.app import create_app
from graph_service.model.change import Change
from graph_service.services.deployment import Deployment
from graph_service.settings import Settings

#: As long as any run of tests takes; and no time at all.
LONG, SHORT = 3600.0, 1e-9
#: In so many seconds an answer is made anew, however busy the machine is.
ENOUGH = 60.0


class Served:
    """A service whose answers may be so many seconds old, over a store with one stack."""

    def __init__(self, client: TestClient, deployment: Deployment) -> None:
        self._client = client
        self._deployment = deployment
        self.change("x")

    def change(self, key: str) -> None:
        """Describe a stack."""
        base = self._deployment.settings.base
        stack = NamedNode(f"{base}id/stack/{key}")
        a = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
        told = [Triple(stack, a, NamedNode(f"{base}def/Stack")), Triple(stack, NamedNode(f"{base}def/fictional"), TRUE)]
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
        return self._client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


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
    """It says so, and its generation; the one that is made takes its place."""
    served = start(LONG)
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


@pytest.mark.parametrize("path", ["/changes", "/search?q=x", "/doc/stack/x"])
def test_a_page_from_before_a_change_is_sent_while_it_is_made_anew(start: Start, path: str) -> None:
    """With a tag of its own for each state, language and profile; who has it is told so."""
    served = start(LONG)
    first = served.page(path)
    assert served.page(path, If_None_Match=first.headers["ETag"]).status_code == 304
    served.change("y")
    before = served.page(path)
    assert (before.content, before.headers["ETag"]) == (first.content, first.headers["ETag"])
    assert "Cache-Status" in before.headers
    assert served.page(path, Accept_Language="fr").headers.get("ETag") != first.headers["ETag"]
    until = time.monotonic() + ENOUGH
    while served.page(path).headers["ETag"] == first.headers["ETag"]:
        assert time.monotonic() < until


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
